"""Answers: what became of a contribution, or of all those joined in one statement."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.common.errors import Refusal
from jisr.forum import actions, queries
from jisr.forum.choices import ContributionState, WithheldReason
from jisr.forum.models import Answer
from jisr.forum.rules.lineage import Ways
from jisr.web import wording
from jisr.web.access import needs, typed
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.forum.desk import covering, reach, reading, told
from jisr.web.forum.desk.forms import AnswerForm


@needs("forum.answer")
@once
@not_again
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer one contribution."""
    row = reach.contribution(request, code)
    form = _form(request, row.wave_id)
    page = reverse("forum:desk:contribution", args=[row.code])
    handed_over = row.withheld_reason == WithheldReason.DANGER  # its page says so
    if handed_over or _answered(request, form, contribution=row):
        return redirect(page)
    ways = Ways(queries.edges(row.wave_id))
    published = row.state == ContributionState.PUBLISHED
    shown = {
        "contribution": row, "form": form, "back": page, "pieces": covering.pieces(row.text),
        "back_words": _("Contribution %(number)s") % {"number": row.code},
        "sealed": "" if published else queries.read_sealed(row), "joined_in": reading.joined_in(row, ways),
        "answered": reading.answers_to(row, ways),
    }  # fmt: skip
    return render(request, "forum/desk/answer.html", shown)


@needs("forum.answer")
@once
@not_again
def answer_statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer everybody who is joined in one statement."""
    row = reach.statement(request, pk)
    form = _form(request, row.wave_id)
    page = reverse("forum:desk:statement", args=[row.pk])
    if _answered(request, form, statement=row):
        return redirect(page)
    ways = Ways(queries.edges(row.wave_id))
    shown = {
        "statement": row, "form": form, "back": page, "back_words": _("Statement"),
        "joined": told.of_contributions(len(reading.originals(row, ways))),
    }  # fmt: skip
    return render(request, "forum/desk/answer.html", shown)


def _form(request: HttpRequest, wave: UUID) -> AnswerForm:
    """The form with the body for which this person answered last."""
    last = Answer.objects.filter(wave=wave, author=request.user.pk).order_by("-written_at").first()
    start = {
        "body_ar": last.body_ar if last else "", "body_fr": last.body_fr if last else "",
        "language": "fr" if wording.language() == "fr" else "ar",
    }  # fmt: skip
    return AnswerForm(typed(request), initial=start, checked=request.method == "POST")


def _answered(request: HttpRequest, form: AnswerForm, **to: Any) -> bool:
    """Whether the answer was written; a refusal stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        actions.answer(by=request.user, **to, **form.cleaned_data)
    except (actions.AnsweredAlike, actions.TellsWhatIsCovered) as refusal:
        form.add_error("what", str(refusal))
        return False
    except Refusal as refusal:
        put_refusal(form, refusal)
        return False
    messages.success(request, _("The answer is published. Whoever holds a slip reads it with its code."))
    return True
