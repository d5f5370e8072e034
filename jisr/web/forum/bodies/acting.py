"""What every form of the bodies does when it is sent: one act, then the page it came from, or why not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jisr.common.errors import Refusal, Stale
from jisr.forum import queries
from jisr.forum.models import AdvisoryBody
from jisr.web.forms import put_refusal
from jisr.web.window import read_version, two_versions
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
    back = reverse("forum:bodies:body", args=[body.code])
    if request.method == "POST" and form.is_valid():
        try:
            if versioned is not None and read_version(request, versioned.version) != versioned.version:
                raise Stale(versioned)
            act()
            messages.success(request, done)
            return redirect(back)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {"form": form, "title": title, "verb": verb, "back": back, "back_words": name_of(body)}
    template = shown.pop("template", "forum/desk/act.html")
    return render(request, template, page | {"versioned": versioned, "body": body} | shown)
