"""Keeps one connection from filling the tables: so many drafts, deposits and papers in ten minutes."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jisr.common.errors import Refusal
from jisr.web.forum.public.floods import Window, connection_of

#: A whole association may sit behind one address and help sixty women on the last evening.
MOST, WINDOW_S = 600, 600
_sent = Window(WINDOW_S)


class TooOften(Refusal):
    """So much came from one connection that it must wait."""

    message = _(
        "Very much came from this connection. What you wrote is still on this page: wait ten minutes, then send it"
        " again."
    )


def count(request: HttpRequest) -> None:
    """Count one sending.

    Raises:
        TooOften: it is one too many.
    """
    address = connection_of(request)
    if _sent.seen(address) >= MOST / settings.WORKERS:
        raise TooOften
    _sent.count(address)
