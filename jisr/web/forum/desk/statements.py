"""Statements: drawn from what was said, joined, split, reworded, translated, and each of these taken back."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from jisr.common.errors import Refusal
from jisr.common.keys import read_key
from jisr.forum import actions, queries
from jisr.forum.choices import ContributionState
from jisr.forum.models import Contribution, Edge, EdgeFrom, Statement
from jisr.forum.rules.lineage import Ways
from jisr.staff.rules import may
from jisr.web import paging, wording
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.forum.desk import grouping, reach, reading, told
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
    if reach.is_over(request, wave):
        return redirect("forum:desk:wave", wave.code)
    asked = request.GET.getlist("contribution")
    chosen = grouping.ticked(request, wave, "contributions", asked=lambda: [*asked, *_alike(asked)])
    open_ones = Contribution.objects.filter(wave=wave, state=ContributionState.PUBLISHED)
    unjoined = open_ones.filter(~Exists(EdgeFrom.objects.filter(contribution=OuterRef("pk"), edge__undone_at=None)))
    free = _keys(unjoined)
    rows = _rows(open_ones, unjoined, chosen, "said_on")
    looks = grouping.looks(request)
    form = ExtractForm(
        typed(request), among=[str(row.pk) for row in rows], checked=request.method == "POST" and not looks,
        initial={"contributions": sorted(chosen), "language": _language()},
    )  # fmt: skip
    if looks:
        grouping.dismiss(request, wave)
    elif request.method == "POST" and form.is_valid():
        wanted = set(form.cleaned_data.pop("contributions"))
        drawn = [row for row in rows if str(row.pk) in wanted]
        made = _done(form, lambda: actions.extract(contributions=drawn, by=request.user, **form.cleaned_data))
        if made:
            grouping.judge(request, wave, chosen)
            return redirect("forum:desk:statement", made.pk)
    offers = grouping.offers(
        request, wave, queries.alike_contributions(wave), free=free | chosen, chosen=chosen, quoted=_published
    )
    page = {
        "wave": wave, "form": form, "chosen_field": form["contributions"], "title": _("Draw a statement"),
        "lead": _("Tick what asks for the same thing, then write it in one sentence."), "offers": offers,
        "verb": _("Draw the statement"), "nothing": _("Every published contribution is joined already."),
        "among": [
            Choice(str(row.pk), f"{row.code} · {told.subject(row)}", told.short(row.text), str(row.pk) in chosen)
            for row in rows
        ],
        "more": told.more(len(free | chosen) - len(rows)), "looks": looks,
    }  # fmt: skip
    return render(request, "forum/desk/extract.html", page)


def _keys(rows: QuerySet[Any]) -> set[str]:
    return set(rows.order_by().values_list(Cast("pk", TextField()), flat=True))


def _rows(rows: QuerySet[Any], free: QuerySet[Any], chosen: Collection[str], day: str) -> list[Any]:
    """What is chosen, then what may be chosen, the oldest first; not more than anybody reads at once."""
    keys = [key for key in chosen if read_key(key)]
    first = list(rows.filter(pk__in=keys).order_by(day, "id"))
    rest = free.exclude(pk__in=keys).order_by(day, "id")
    return [*first, *rest[: max(0, MOST - len(first))]]


def _alike(asked: Sequence[str]) -> list[str]:
    """Those of which a person said that they ask for the same as the one that was come from."""
    return [str(key) for one in map(read_key, asked[:1]) if one for key in queries.said_alike(one)]


def _published(keys: list[str]) -> dict[str, str]:
    rows = Contribution.objects.filter(pk__in=keys, state=ContributionState.PUBLISHED)
    return {str(key): text for key, text in rows.values_list("pk", "text")}


@needs("forum.moderate")
@once
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Join two statements or more that say the same."""
    wave = reach.wave(request, code)
    if reach.is_over(request, wave):
        return redirect("forum:desk:wave", wave.code)
    chosen = grouping.ticked(request, wave, "statements", asked=lambda: request.GET.getlist("statement"))
    current = queries.statements(wave)
    free = _keys(current)
    rows = _rows(current, current, chosen, "made_at")
    looks = grouping.looks(request)
    form = MergeForm(
        typed(request), among=[str(row.pk) for row in rows], checked=request.method == "POST" and not looks,
        initial={"statements": sorted(chosen), "language": _language()},
    )  # fmt: skip
    if looks:
        grouping.dismiss(request, wave)
    elif request.method == "POST" and form.is_valid():
        wanted = set(form.cleaned_data.pop("statements"))
        joined = [row for row in rows if str(row.pk) in wanted]
        made = _done(form, lambda: actions.merge(statements=joined, by=request.user, **form.cleaned_data))
        if made:
            grouping.judge(request, wave, chosen)
            return redirect("forum:desk:statement", made.pk)
    offers = grouping.offers(
        request, wave, queries.alike_statements(wave), free=free, chosen=chosen, quoted=_stated, of_statements=True
    )
    page = {
        "wave": wave, "form": form, "chosen_field": form["statements"], "title": _("Join statements"),
        "lead": _("The votes of each go along with it. What is joined can be taken apart again."), "offers": offers,
        "verb": _("Join them"), "nothing": _("No statement yet."),
        "among": [Choice(str(row.pk), "", row.text, str(row.pk) in chosen) for row in rows],
        "more": told.more(len(free) - len(rows)), "looks": looks,
    }  # fmt: skip
    return render(request, "forum/desk/extract.html", page)


def _stated(keys: list[str]) -> dict[str, str]:
    return {str(key): text for key, text in Statement.objects.filter(pk__in=keys).values_list("pk", "text")}


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
