"""The list of pairs with their four parts, one pair explained, and the decision of people about it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jisr.centres.choices import PUBLICS, THEMES
from jisr.common.errors import Refusal
from jisr.ledger.strategy import actions, queries
from jisr.ledger.strategy.choices import PAIR_MEANINGS, PairKind
from jisr.ledger.strategy.models import Measure, PairDecision, PlanLine, StrategyVersion
from jisr.ledger.strategy.rules.convergence import Compared, Method, Pair
from jisr.ledger.strategy.rules.lines import Ground
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.strategy import told
from jisr.web.strategy.desk import reach
from jisr.web.strategy.desk.forms import DecisionForm, ReasonForm
from jisr.web.window import found

PAIRS_A_PAGE = 12
CORNERS = 16
#: A part that moved by as much since a decision is said to have moved.
MOVED = 0.01
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """A version laid beside the programmes of others, with what was decided."""

    version: StrategyVersion
    measures: dict[str, Measure]
    lines: dict[str, PlanLine]
    compared: Compared
    decisions: dict[tuple[UUID, UUID], PairDecision]
    ground: Ground
    method: Method

    def decision(self, pair: Pair) -> PairDecision | None:
        """The decision that stands about a pair."""
        return self.decisions.get((self.measures[pair.ours].pk, self.lines[pair.theirs].pk))


def comparison(version: StrategyVersion) -> Comparison:
    """Everything about the pairs of a version; seven queries."""
    on = timezone.localdate()
    measures, lines = queries.measures_of(version), queries.lines_of(version)
    return Comparison(
        version, {str(row.pk): row for row in measures}, {str(row.pk): row for row in lines},
        queries.comparison(version, measures, lines, on=on), queries.decisions_of(version), queries.ground(),
        queries.method(on),
    )  # fmt: skip


@needs("strategy.read")
@require_safe
def pairs(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Pairs of a measure and somebody's line, the strongest first, each with its four parts and what was decided."""
    row = reach.version(request, code, number)
    beside = comparison(row)
    kind, waits = request.GET.get("kind", ""), "waits" in request.GET
    chosen = [
        pair
        for pair in beside.compared.pairs
        if kind in {"", pair.kind} and not (waits and beside.decision(pair) is not None)
    ]
    begin = _begin(request)
    shown = chosen[begin : begin + PAIRS_A_PAGE]
    page = {
        **reach.frame(request, row, "pairs"), "kind": kind, "waits": waits, "kinds": _kinds(beside.compared),
        "compared": bool(beside.measures and beside.lines),
        "pairs": [_told(pair, beside) for pair in shown], "n": len(chosen), "method": beside.method,
        "stability": beside.compared.stability, "left_out": _left_out(beside), "more": begin + PAIRS_A_PAGE
        if len(chosen) > begin + PAIRS_A_PAGE else 0, "begin": begin, "today": timezone.localdate(),
        "weights": list(zip([label for label, _meaning in told.PARTS], beside.method.weights, strict=True)),
        "decided": sum(beside.decision(pair) is not None for pair in beside.compared.pairs),
    }  # fmt: skip
    return render(request, "strategy/desk/pairs.html", page)


@needs("strategy.read", "strategy.edit")
@once
def pair(request: HttpRequest, code: str, number: int, measure: UUID, line: UUID) -> HttpResponse:
    """One pair: both sides, the four parts, why it is listed; what was decided, or the form for it."""
    row = reach.version(request, code, number)
    beside = comparison(row)
    one = found(next((p for p in beside.compared.pairs if (p.ours, p.theirs) == (str(measure), str(line))), None))
    ours, theirs = beside.measures[one.ours], beside.lines[one.theirs]
    frame = reach.frame(request, row, "pairs")
    form = DecisionForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and frame["edits"] and form.is_valid():
        try:
            actions.decide(measure=ours, line=theirs, pair=one, by=request.user, **form.cleaned_data)
            messages.success(request, _("The decision is kept with its reason."))
            return redirect("strategy:desk:pairs", code, number)
        except Refusal as refusal:
            put_refusal(form, refusal)
    decision = beside.decision(one)
    before = PairDecision.objects.filter(measure=ours, line=theirs).exclude(undone_at=None).select_related("author")
    page = {
        **frame, "form": form, "one": _told(one, beside), "sides": _sides(ours, theirs), "corners": CORNERS,
        "before": before.order_by("-decided_at"), "moved": decision is not None and _moved(decision, one),
    }  # fmt: skip
    return render(request, "strategy/desk/pair.html", page)


@needs("strategy.edit")
@once
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a decision back, with the reason."""
    row = reach.decision(request, pk)
    version = row.measure.of
    back = reverse("strategy:desk:pair", args=[version.strategy.code, version.number, row.measure_id, row.line_id])
    form = ReasonForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(decision=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("The decision is taken back. It stays on record with both reasons."))
            return redirect(back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Take this decision back"), "verb": pgettext("undo", "Take it back"), "back": back,
        "back_words": _("The pair"), "said": row.reason, "lead": row.get_verdict_display(),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


def _told(one: Pair, beside: Comparison) -> dict[str, Any]:
    ours, theirs = beside.measures[one.ours], beside.lines[one.theirs]
    return {
        "pair": one, "measure": ours, "line": theirs, "kind": told.kind_label(one.kind), "parts": told.parts(one),
        "sentence": told.sentence(one, ours, theirs, beside.ground), "decision": beside.decision(one),
        "meaning": PAIR_MEANINGS[PairKind(one.kind)],
    }  # fmt: skip


def _sides(ours: Measure, theirs: PlanLine) -> list[dict[str, Any]]:
    places = told.named_places([ours, theirs])
    return [
        {
            "row": row, "places": places[row.pk], "publics": told.weights(row.publics, PUBLICS),
            "themes": told.weights(row.themes, THEMES), "is_ours": row is ours,
        }
        for row in (ours, theirs)
    ]  # fmt: skip


def _kinds(compared: Compared) -> list[dict[str, Any]]:
    return [
        {"code": kind.value, "label": kind.label, "meaning": PAIR_MEANINGS[kind], "n": compared.counts.get(kind, 0)}
        for kind in PairKind
    ]


def _left_out(beside: Comparison) -> list[dict[str, Any]]:
    """Lines that are compared with nothing, and what is not published of them."""
    rows: dict[str, Measure | PlanLine] = {**beside.measures, **beside.lines}
    return [{"row": rows[key], "missing": told.missing(names)} for key, names in beside.compared.left_out.items()]


def _moved(decision: PairDecision, one: Pair) -> bool:
    """Whether the parts are others than on the day of the decision."""
    return any(abs(then - now) > MOVED for then, now in zip(decision.parts, one.parts, strict=True))


def _begin(request: HttpRequest) -> int:
    asked = request.GET.get("from", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _DIGITS else 0
