"""What every form of the bodies does when it is sent: one act, then the page it came from, or why not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from jisr.forum import queries
from jisr.forum.models import AdvisoryBody
from jisr.web import acting
from jisr.web.wording import name_of


def office(request: HttpRequest) -> dict[str, str]:
    """The service for which the reader answered last, to begin with."""
    arabic, french = queries.office_of(request.user)
    return {"office_ar": arabic, "office_fr": french}


def answered(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], *, body: AdvisoryBody, done: str, title: str,
    verb: str, versioned: Any = None, **shown: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a form; once it was sent and the act is done, the desk of the body.

    Args:
        act: writes what the form says.
        versioned: the row that is changed; somebody else's version is shown beside what was typed.
        shown: what else the page says; ``template`` where it is another one.
    """
    shown = {"template": "forum/desk/act.html", "body": body} | shown
    back = {"back": reverse("forum:bodies:body", args=[body.code]), "back_words": name_of(body)}
    return acting.answered(request, form, act, done=done, title=title, verb=verb, versioned=versioned, **back, **shown)
