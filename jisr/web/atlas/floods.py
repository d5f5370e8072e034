"""Keeps one connection from filling the processor with questions: so much work in ten minutes.

A question is cheap where it was asked before, and what was computed is held in a bounded memory; there are some twenty
thousand different ones, and a map and a page are drawn for each reader. Counted as other public doors count.
"""

from django.conf import settings
from django.http import HttpRequest

from jisr.web.forum.public.floods import Window, connection_of

#: Pages, maps and tables of one connection in ten minutes: a hall of forty people, each asking three times a minute.
MOST, WINDOW_S = 1_200, 600
_asked = Window(WINDOW_S)


def is_too_often(request: HttpRequest, *, cost: int = 1) -> bool:
    """Count one question; whether it is one too many. Each process that serves counts its part.

    Args:
        cost: how many pages it is worth.
    """
    address = connection_of(request)
    if _asked.seen(address) >= MOST / settings.WORKERS:
        return True
    for _page in range(cost):
        _asked.count(address)
    return False


def forget() -> None:
    """Begin to count anew."""
    _asked.forget()
