"""The code of an application on the pages that it opened: sealed by this server, for half a day, in no address."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jisr.common.errors import Refusal
from jisr.web.held import Held, NotHeld

#: A long evening at a telephone; what was kept opens by its code for much longer.
_HELD = Held("calls.application", 12 * 3_600)


class PageTooOld(Refusal):
    """A form that was left open too long, or that this server did not make."""

    message = _("This page was left open too long. What you typed is still on it: copy it, then type your code again.")


class FromElsewhere(Refusal):
    """Another site sent the form, in the name of whoever looked at it."""

    message = _("This was sent by another site and not by this page. Read it again; if it is yours, send it from here.")


def held(code: str) -> str:
    """What a page holds instead of a code."""
    return _HELD.token(code)


def code_of(token: str) -> str:
    """The code again.

    Raises:
        PageTooOld: made too long ago, or elsewhere.
    """
    try:
        return _HELD.code(token)
    except NotHeld as fault:
        raise PageTooOld from fault


def check_ours(request: HttpRequest) -> None:
    """Refuse what the browser says another site sent; one that says nothing is believed.

    Raises:
        FromElsewhere: another site did.
    """
    site, origin = request.headers.get("Sec-Fetch-Site", "none"), request.headers.get("Origin", "null")
    if site not in {"same-origin", "none"} or (origin != "null" and urlsplit(origin).netloc != request.get_host()):
        raise FromElsewhere
