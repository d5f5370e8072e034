"""Somebody says something to a meeting by herself, without an account: in the hall by the square code, or at home.

Everything works without a script, without a cookie and over plain http. The answer to a form that was sent is a page
with the slip; sent again, the same form gives the same page.
"""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from jisr.common.errors import Refusal
from jisr.forum import actions, queries
from jisr.forum.models import Meeting, Tribune
from jisr.web.access import open_to_all
from jisr.web.forms import put_refusal
from jisr.web.forum.public import floods
from jisr.web.forum.public.say_form import SayForm
from jisr.web.kit import slip_address

#: Refusals that a second try may end, after a while.
_LATER = (actions.ManyAtOnce, actions.OftenFromHere)


class FromElsewhere(Refusal):
    """Another site sent the form, in the name of whoever looked at it."""

    message = _("This was sent by another site and not by this page. Read it again; if it is yours, send it from here.")


@csrf_exempt  # nobody acts under an account here, and a telephone that keeps no cookies is heard too
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def say(request: HttpRequest, code: str) -> HttpResponse:
    """The page where one writes; posted: the slip, or the same page with what is wrong and all that was typed."""
    meeting, tribune = queries.hall(code)
    if meeting is None:
        raise Http404
    takes = queries.is_taking(meeting, tribune)
    if request.method != "POST":
        form = SayForm(meeting=meeting) if takes else None
        return _page(request, meeting, tribune, form)
    form, status = SayForm(request.POST, meeting=meeting), 200
    if form.is_valid():
        try:
            return _shut(_said(request, meeting, tribune, form))
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = 429 if isinstance(refusal, _LATER) else 200
    return _page(request, meeting, tribune, form, status=status)


def _said(request: HttpRequest, meeting: Meeting, tribune: Tribune | None, form: SayForm) -> HttpResponse:
    """Hand it in; what came in before gives its slip again.

    Raises:
        Refusal: as the act does, and what another site sends.
    """
    if not _is_ours(request):
        raise FromElsewhere
    values = dict(form.cleaned_data)
    often = tribune is not None and floods.is_too_often(request, tribune)
    done = actions.say(meeting=meeting, channel=values.pop("where"), held_back=often, **values)
    if done.is_new and tribune is not None:
        floods.count(request, tribune)
    shown = {
        "meeting": meeting, "wave": meeting.wave, "invented": meeting.is_demonstration, "code": done.slip,
        "address": slip_address(request), "is_new": done.is_new,
    }  # fmt: skip
    return render(request, "forum/said.html", shown)


def _page(
    request: HttpRequest, meeting: Meeting, tribune: Tribune | None, form: SayForm | None, *, status: int = 200
) -> HttpResponse:
    values: dict[str, Any] = {
        "form": form, "meeting": meeting, "wave": meeting.wave, "tribune": tribune,
        "takes": queries.is_taking(meeting, tribune), "invented": meeting.is_demonstration,
        "later": queries.opens_later(meeting, tribune),
    }  # fmt: skip
    response = render(request, "forum/say.html", values, status=status)
    if form is not None:
        floods.tell_apart(request, response)
    return _shut(response)


@require_safe
@open_to_all
def number(request: HttpRequest, number: str) -> HttpResponse:
    """The short address that stands on the screen; its digits may be typed in any script."""
    tribune = queries.tribune_of(int(number))
    if tribune is None:
        raise Http404
    return redirect("forum:say", tribune.meeting.code)


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that our own page sent the form; one that says nothing is believed."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.get_host()


def _shut(response: HttpResponse) -> HttpResponse:
    """Kept by no cache, indexed by nobody."""
    add_never_cache_headers(response)
    patch_cache_control(response, no_store=True, private=True)
    response["X-Robots-Tag"] = "noindex"
    return response
