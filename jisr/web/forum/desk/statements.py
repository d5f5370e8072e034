"""Statements: drawn from what was said, joined, split, reworded, translated, and each of these taken back."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from jisr.common.errors import Refusal
from jisr.forum import actions, queries
from jisr.forum.choices import ContributionState
from jisr.forum.models import Contribution, Edge, Statement, Wave
from jisr.forum.rules import lineage
from jisr.forum.rules.lineage import Ways
from jisr.staff.rules import may
from jisr.web import paging, wording
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.forum.desk import reach, reading, told
from jisr.web.forum.desk.forms import ExtractForm, MergeForm, RewordForm, SplitForm, TranslateForm
from jisr.web.window import found

#: More than anybody reads at once; the rest comes up when these are joined.
MOST = 100


@dataclass(frozen=True)
class Choice:
    """A contribution or a statement that may be ticked."""

    key: str
    title: Any
    text: str
    ticked: bool


@needs("forum.read")
@require_safe
def statements(request: HttpRequest, code: str) -> HttpResponse:
    """The current statements of a wave, each with how many contributions it holds."""
    wave = reach.wave(request, code)
    shown = paging.page(queries.statements(wave), by=("pk",), after=request.GET.get("after", ""))
    rows, ways = list(shown), Ways(queries.edges(wave))
    said = set(Contribution.objects.filter(wave=wave).values_list("id", flat=True))
    held = Counter({row.pk: len(ways.above(row.pk) & said) for row in rows})
    lines = [{"statement": row, "answered": row.n_answers, "told": told.of_contributions(held[row.pk])} for row in rows]
    works = may(request.post.role, "forum.moderate") and wave.closed_on is None
    learns = any(may(request.post.role, verb) for verb in ("forum.prepare", "forum.moderate"))
    page = {
        "wave": wave, "statements": lines, "works": works, "several": len(rows) > 1, "page": shown, "learns": learns,
    }  # fmt: skip
    return render(request, "forum/desk/statements.html", page)


@needs("forum.moderate")
@once
def extract(request: HttpRequest, code: str) -> HttpResponse:
    """Draw a statement from one contribution or from several that ask for the same."""
    wave = reach.wave(request, code)
    asked = request.GET.getlist("contribution")
    rows = _to_join(wave, asked)
    form = ExtractForm(
        typed(request), among=[str(row.pk) for row in rows], checked=request.method == "POST",
        initial={"contributions": asked, "language": _language()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data.pop("contributions"))
        drawn = [row for row in rows if str(row.pk) in chosen]
        made = _done(form, lambda: actions.extract(contributions=drawn, by=request.user, **form.cleaned_data))
        if made:
            return redirect("forum:desk:statement", made.pk)
    ticked = set(form["contributions"].value() or ())
    page = {
        "wave": wave, "form": form, "chosen_field": form["contributions"], "title": _("Draw a statement"),
        "lead": _("Tick what asks for the same thing, then write it in one sentence."),
        "verb": _("Draw the statement"), "nothing": _("Every published contribution is joined already."),
        "among": [
            Choice(str(row.pk), f"{row.code} · {told.subject(row)}", told.short(row.text), str(row.pk) in ticked)
            for row in rows[:MOST]
        ],
        "more": told.more(len(rows) - MOST),
    }  # fmt: skip
    return render(request, "forum/desk/extract.html", page)


def _to_join(wave: Wave, asked: list[str]) -> list[Contribution]:
    """What is published and in no statement yet, and what was asked for by name first."""
    joined = {node for edge in lineage.live(queries.edges(wave)) for node in edge.froms}
    rows = Contribution.objects.filter(wave=wave, state=ContributionState.PUBLISHED).order_by("said_on", "id")
    chosen = [row for row in rows if str(row.pk) in asked or row.pk not in joined]
    return sorted(chosen, key=lambda row: str(row.pk) not in asked)


@needs("forum.moderate")
@once
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Join two statements or more that say the same."""
    wave = reach.wave(request, code)
    rows = list(queries.statements(wave))
    form = MergeForm(
        typed(request), among=[str(row.pk) for row in rows], checked=request.method == "POST",
        initial={"statements": request.GET.getlist("statement"), "language": _language()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data.pop("statements"))
        joined = [row for row in rows if str(row.pk) in chosen]
        made = _done(form, lambda: actions.merge(statements=joined, by=request.user, **form.cleaned_data))
        if made:
            return redirect("forum:desk:statement", made.pk)
    ticked = set(form["statements"].value() or ())
    page = {
        "wave": wave, "form": form, "chosen_field": form["statements"], "title": _("Join statements"),
        "lead": _("The votes of each go along with it. What is joined can be taken apart again."),
        "verb": _("Join them"), "nothing": _("No statement yet."),
        "among": [Choice(str(row.pk), "", row.text, str(row.pk) in ticked) for row in rows],
    }  # fmt: skip
    return render(request, "forum/desk/extract.html", page)


@needs("forum.read")
@require_safe
def statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A statement with its lineage: where it comes from, what became of it, who said it first."""
    row = reach.statement(request, pk)
    role, is_open = request.post.role, row.wave.closed_on is None
    edges = queries.edges(row.wave_id)
    ways = Ways(edges)
    page = {
        "statement": row, "wave": row.wave, "lineage": reading.links(row, edges),
        "answers": reading.answers_of(row, ways),
        "originals": reading.originals(row, ways), "works": may(role, "forum.moderate") and is_open,
        "answers_it": may(role, "forum.answer") and is_open,
    }  # fmt: skip
    return render(request, "forum/desk/statement.html", page)


@needs("forum.moderate")
@once
def reword(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say the same in better words; the first wording stays in the lineage."""
    row = reach.statement(request, pk)
    form = RewordForm(typed(request), initial={"text": row.text}, checked=request.method == "POST")
    return _act(
        request, row, form, actions.reword, title=_("Reword the statement"), verb=_("Save the new wording"),
        lead=_("The votes stay with the first wording: whoever agreed to it did not agree to another one."),
    )  # fmt: skip


@needs("forum.moderate")
@once
def translate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say the same in another language; votes on either count for both."""
    row = reach.statement(request, pk)
    form = TranslateForm(
        typed(request), initial={"language": "ar" if row.language == "fr" else "fr"}, checked=request.method == "POST"
    )
    return _act(
        request, row, form, actions.translate, title=_("Translate the statement"), verb=_("Save the translation"),
        lead=_("A vote on either counts for both: say the same, neither more nor less."),
    )  # fmt: skip


@needs("forum.moderate")
@once
def split(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Part a statement that says several things."""
    row = reach.statement(request, pk)
    form = SplitForm(typed(request), initial={"parts": row.text}, checked=request.method == "POST")
    return _act(
        request, row, form, actions.split, title=_("Split the statement"), verb=_("Split it"),
        lead=_("Each part is answered and voted on by itself."),
    )  # fmt: skip


@needs("forum.moderate")
@require_POST
@once
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back one act on statements; it stays in the lineage with the day of its undoing."""
    edge = found(Edge.objects.filter(wave__in=reach.waves(request), pk=pk).first())
    try:
        actions.undo(edge=edge, by=request.user)
        messages.success(request, _("Undone. It stays in the lineage, with the day."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    ends = Statement.objects.filter(edges_in__edge=edge) | Statement.objects.filter(edges_out__edge=edge)
    back = next((row for row in ends.distinct() if str(row.pk) == request.POST.get("back")), None)
    return redirect("forum:desk:statement", back.pk) if back else redirect("forum:desk:statements", edge.wave.code)


def _act(request: HttpRequest, row: Statement, form: Any, action: Callable[..., Any], **words: str) -> HttpResponse:
    """One act on one statement: its form, a refusal beside its field, and the statement that came of it."""
    if request.method == "POST" and form.is_valid():
        made = _done(form, lambda: action(statement=row, by=request.user, **form.cleaned_data))
        if made:
            first = made[0] if isinstance(made, list | tuple) else made
            return redirect("forum:desk:statement", first.pk)
    page = {
        "form": form, "said": row.text, "back": reverse("forum:desk:statement", args=[row.pk]),
        "back_words": pgettext("of wave", "Statement"), **words,
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


def _done(form: Any, act: Callable[[], Any]) -> Any:
    """What the act made; None when it was refused, which the form then says."""
    try:
        return act()
    except Refusal as refusal:
        put_refusal(form, refusal)
        return None


def _language() -> str:
    return "fr" if wording.language() == "fr" else "ar"
