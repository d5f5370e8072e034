"""Opinions: written by the body alone, given to everybody, corrected by another one, and what became of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jisr.forum import actions
from jisr.forum.models import AdvisoryBody, Opinion
from jisr.web.access import needs, typed
from jisr.web.forms import not_again, once
from jisr.web.forum.bodies import acting, reach
from jisr.web.forum.bodies.acting import answered
from jisr.web.forum.bodies.forms import OpinionForm, OutcomeForm


@needs("forum.advise")
@once
@not_again
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an opinion."""
    return _new(request, reach.body(request, code))


@needs("forum.advise")
@once
@not_again
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin the corrected opinion that is to take the place of one that was given."""
    row = reach.opinion(request, pk, given=True)
    return _new(request, row.body, replaces=row)


def _new(request: HttpRequest, body: AdvisoryBody, replaces: Opinion | None = None) -> HttpResponse:
    form = OpinionForm(
        typed(request), initial=_start(replaces) if replaces else {}, body=body, corrects=replaces is not None,
        checked=request.method == "POST",
    )  # fmt: skip

    def act() -> None:
        said, number = _said(form)
        row = actions.write_opinion(body=body, values=said, contribution=number, replaces=replaces, by=request.user)
        if "give" in request.POST:
            actions.give_opinion(opinion=row, expected=row.version, by=request.user)

    title = _("Correct an opinion that was given") if replaces else _("Write an opinion")
    return _page(request, form, act, body, title=title, replaces=replaces)


@needs("forum.advise")
@once
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on with a draft: keep it, give it, or leave it."""
    row = reach.opinion(request, pk, given=False)
    form = OpinionForm(
        typed(request), initial=_start(row) | {"due_on": row.due_on, "why_replaced": row.why_replaced}, body=row.body,
        corrects=row.replaces_id is not None, checked=request.method == "POST",
    )  # fmt: skip

    def act() -> None:
        if "leave" in request.POST:
            actions.leave_opinion(opinion=row, expected=row.version, by=request.user)
            return
        said, number = _said(form)
        actions.edit_opinion(opinion=row, expected=row.version, values=said, contribution=number, by=request.user)
        if "give" in request.POST:
            actions.give_opinion(opinion=row, expected=row.version, by=request.user)

    return _page(request, form, act, row.body, title=_("Write an opinion"), versioned=row, replaces=row.replaces)


def _page(request: HttpRequest, form: OpinionForm, act: Any, body: AdvisoryBody, **shown: Any) -> HttpResponse:
    done = _("The draft is kept: only the members of the body read it.")
    if "give" in request.POST:
        done = _("The opinion is given: everybody reads it, and it is not edited any more.")
    elif "leave" in request.POST:
        done = _("The draft is left.")
    return answered(
        request, form, act, body=body, done=done, verb=_("Give the opinion"), template="forum/bodies/opinion.html",
        **shown,
    )  # fmt: skip


def _start(row: Opinion) -> dict[str, Any]:
    words = ("title_ar", "title_fr", "asked_by", "text_ar", "text_fr")
    return {name: getattr(row, name) for name in words} | {
        "wave": row.wave_id, "contribution": row.contribution.code if row.contribution else "",
    }  # fmt: skip


def _said(form: OpinionForm) -> tuple[dict[str, Any], str]:
    said = dict(form.cleaned_data)
    return said, said.pop("contribution")


@needs("forum.answer")
@once
def became(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what became of an opinion."""
    row = reach.opinion(request, pk, given=True)
    form = OutcomeForm(typed(request), initial=acting.office(request), checked=request.method == "POST")
    return answered(
        request, form, lambda: actions.tell_outcome(opinion=row, by=request.user, **form.cleaned_data), body=row.body,
        done=_("What became of the opinion is published."), title=_("What became of an opinion"),
        verb=_("Publish it"), template="forum/bodies/outcome.html", row=row,
    )  # fmt: skip
