"""The thread through one thing, both ways: every step with its days, what was found, and what was not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.barometer.rules import Figure
from jisr.ledger.agreements.choices import AgreementState
from jisr.ledger.agreements.queries import one_instalment
from jisr.ledger.thread import queries
from jisr.ledger.thread.queries import FEW, MANY, Way
from jisr.ledger.thread.rules import steps
from jisr.ledger.thread.rules.knots import AgreementKnot, CallKnot, LineKnot
from jisr.web.access import open_to_all
from jisr.web.thread import words
from jisr.web.thread.people import People, people
from jisr.web.window import found


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path.

    Attributes:
        day: the first on which it was taken; None where we found none.
        gap: days since the dated step before it; None where there is none.
        rows: those that are shown.
        n: how many there are.
    """

    code: str
    label: Any
    day: Any
    gap: int | None
    rows: Sequence[Any]
    n: int

    @property
    def template(self) -> str:
        """How its rows are shown."""
        return f"thread/step_{self.code}.html"

    @property
    def before(self) -> int | None:
        """Days by which it came before the step above it; None where it did not."""
        return -self.gap if self.gap is not None and self.gap < 0 else None


@dataclass(frozen=True, slots=True)
class Paying:
    """An agreement of the thread with its object lines there, and the calls that they pay for.

    Attributes:
        state: where it stands, in words.
    """

    agreement: AgreementKnot
    state: Any
    lines: Sequence[LineKnot]
    calls: Sequence[CallKnot]


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom an agreement served.

    Attributes:
        people: under all its programmes; None where nobody can be counted.
        any: whether somebody was served under a programme of this thread.
        apart: under no programme, in the same days and region.
    """

    agreement: AgreementKnot
    people: Figure | None
    any: bool
    first_on: Any
    apart: Figure | None


@require_safe
@open_to_all
def one(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The thread through a sentence, a statement, a measure, an agreement, an object line or an instalment."""
    start = found(queries.start(kind, key))
    most = {request.GET.get("all", "")}
    way = queries.way(start, most=most)
    served = people(way.ground, [row.key for row in way.agreements])
    reached = [_reached(way, row, served) for row in way.agreements]
    days = way.days(min((row.first_on for row in reached if row.first_on), default=None))
    page = {
        "kind": kind, "label": words.KINDS[kind], "start": start, "row": start.row, "way": way,
        "steps": path(way, days, reached, most), "totals": totals(days), "counted_at": served.counted_at,
        "instalment": one_instalment(start.row, timezone.localdate()) if kind == "instalment" else None,
        "invented": start.is_demonstration, "address": request.build_absolute_uri(request.path),
    }  # fmt: skip
    return render(request, "thread/one.html", page)


def totals(days: dict[str, Any]) -> list[tuple[Any, int | None, int]]:
    """Label, days from one end to the other, and the days where the second end came first (0 where it did not)."""
    told = [(label, steps.between(days, first, last)) for (first, last), label in words.TOTALS.items()]
    return [(label, span, max(0, -span) if span is not None else 0) for label, span in told]


def path(way: Way, days: dict[str, Any], reached: Sequence[Reached], most: set[str]) -> list[Step]:
    """The steps in their order; of the ledger's a few rows, or many where somebody asked for all."""
    paying = [_paying(way, row) for row in way.agreements]
    rows: dict[str, tuple[Sequence[Any], int]] = {
        steps.SAID: (way.heard.contributions, way.heard.said),
        steps.ANSWERED: (way.heard.answers, way.heard.answered),
        steps.MEASURE: (way.measures, len(way.measures)),
        steps.AGREEMENT: (paying, len(paying)),
        steps.PAID: ([row for row in paying if _moved(row)], sum(_moved(row) for row in paying)),
        steps.SERVED: (reached, len(reached)),
    }
    gaps = steps.gaps(days)
    return [
        Step(code, words.STEPS[code], days[code], gaps.get(code), here[: MANY if code in most else FEW], n)
        for code, (here, n) in rows.items()
    ]


def _paying(way: Way, row: AgreementKnot) -> Paying:
    lines = [line for line in way.lines if line.agreement == row.key]
    keys = {line.key for line in lines}
    return Paying(row, AgreementState(row.state).label, lines, [call for call in way.calls if call.line in keys])


def _moved(row: Paying) -> bool:
    """Whether anything is on record of its money after the promise."""
    return bool(row.agreement.money.called or row.agreement.money.paid or any(one.money.paid for one in row.calls))


def _reached(way: Way, row: AgreementKnot, served: People) -> Reached:
    codes = {line.programme for line in way.lines if line.agreement == row.key} - {""}
    if way.start.kind in {"agreement", "instalment"}:
        codes = {line.programme for line in way.ground.lines_of(row.key)} - {""}
    counted = served.of.get(row.key)
    return Reached(
        row, counted.people if counted else None, any(served.has(f"{row.key} {code}") for code in codes),
        served.first_on(row.key, codes), served.apart(row.key) if counted else None,
    )  # fmt: skip
