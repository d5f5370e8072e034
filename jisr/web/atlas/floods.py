"""Keeps one connection, or one account, from filling the processor with questions: so much work in ten minutes.

A question is cheap where it was asked before, and what was computed is held in a bounded memory; there are some twenty
thousand different ones, and a map and a page are drawn for each reader. Counted as other public doors count.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jisr.web.forum.public.floods import Window, connection_of

#: Pages, maps and tables of one connection in ten minutes: a hall of forty people, each asking three times a minute.
MOST, WINDOW_S = 1_200, 600
#: How many pages a picture or a sheet is worth; figures of scenarios that are drawn side by side; a plan.
SHEET, COMPARED, PLAN = 10, 4, 20
_asked = Window(WINDOW_S)

View = Callable[..., HttpResponse]


def is_too_often(request: HttpRequest, *, cost: int = 1) -> bool:
    """Count one question; whether it is one too many. Each process that serves counts its part.

    Who is signed in is counted by her account: colleagues share an address.

    Args:
        cost: how many pages it is worth.
    """
    whose = f"account {request.user.pk}" if request.user.is_authenticated else connection_of(request)
    if _asked.seen(whose) >= MOST / settings.WORKERS:
        return True
    for _page in range(cost):
        _asked.count(whose)
    return False


def worth(cost: int) -> Callable[[View], View]:
    """A view whose answer is as much work as so many pages; whoever asks too often is told when to come back."""

    def bounded(view: View) -> View:
        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if not is_too_often(request, cost=cost):
                return view(request, *args, **named)
            answer = render(request, "atlas/too_often.html", status=HTTPStatus.TOO_MANY_REQUESTS)
            answer["Retry-After"] = str(WINDOW_S)
            return answer

        return answering

    return bounded


def forget() -> None:
    """Begin to count anew."""
    _asked.forget()
