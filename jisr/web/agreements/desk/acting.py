"""What every form of the desk does when it is sent: one act, then the page it came from, or why not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jisr.common.errors import Refusal, Stale
from jisr.web.forms import put_refusal
from jisr.web.window import read_version, two_versions


def acted(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], *, back: str, back_words: Any, done: Any,
    title: Any, verb: Any, versioned: Any = None, then: Callable[[Any], str] | None = None, **shown: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a form; once it was sent and the act is done, the page it came from.

    Args:
        act: writes what the form says.
        back: where to go then, and where the way back leads.
        versioned: the row that is changed; somebody else's version is shown beside what was typed.
        then: where to go instead, from what the act returned.
        shown: what else the page says.
    """
    if request.method == "POST" and form.is_valid():
        try:
            if versioned is not None and read_version(request, versioned.version) != versioned.version:
                raise Stale(versioned)
            made = act()
            messages.success(request, done)
            return redirect(then(made) if then else back)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {"form": form, "title": title, "verb": verb, "back": back, "back_words": back_words, "versioned": versioned}
    page["folded"] = getattr(form, "folded", ())
    return render(request, "agreements/desk/act.html", page | shown)
