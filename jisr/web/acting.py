"""What a form of a desk does when it is sent: one act, then the page it came from, or why not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jisr.common.errors import Refusal, Stale
from jisr.web.forms import put_refusal
from jisr.web.window import read_version, two_versions


def answered(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], *, back: str, back_words: Any, done: str,
    title: str, verb: str, versioned: Any = None, template: str = "forum/desk/act.html", **shown: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a form; once it was sent and the act is done, where it leads back to.

    Args:
        act: writes what the form says.
        versioned: the row that is changed; somebody else's version is shown beside what was typed.
    """
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
    page = {"form": form, "title": title, "verb": verb, "back": back, "back_words": back_words}
    return render(request, template, page | {"versioned": versioned} | shown)


def done_or_said(request: HttpRequest, act: Callable[[], Any], *, done: str, back: str) -> HttpResponse:
    """An act of a button: done and said, or refused and said, on the page it came from."""
    try:
        act()
        messages.success(request, done)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(back)
