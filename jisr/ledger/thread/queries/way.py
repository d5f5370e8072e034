"""The thread through one thing, both ways: what was said, answered, taken up, promised and paid; fixed queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from jisr.forum import queries as forum
from jisr.forum.choices import ContributionState, DateCertainty
from jisr.forum.models import Answer, Contribution, Statement
from jisr.ledger.agreements.models import Agreement, Instalment, LineTerm
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import Measure
from jisr.ledger.thread.queries.ground import Ground, ground
from jisr.ledger.thread.rules import steps
from jisr.ledger.thread.rules.graph import Node, of_kind
from jisr.ledger.thread.rules.knots import AgreementKnot, CallKnot, LineKnot, MeasureKnot, ProgrammeKnot

#: Rows of a step that a page shows before somebody asks for all of them, and then.
FEW, MANY = 5, 200


@dataclass(frozen=True)
class Start:
    """What a page of the thread is about.

    Attributes:
        kind: contribution, statement, measure, agreement, line or instalment.
        row: as it is stored.
    """

    kind: str
    row: Any

    @property
    def is_demonstration(self) -> bool:
        """Whether it is invented."""
        return bool(self.row.is_demonstration)


@dataclass(frozen=True)
class Heard:
    """What the forum holds of a thread: the first rows of each, and how many there are.

    Attributes:
        said_on: first day on which a contribution with a published day was said; None where there is none.
        answered_on: day of the first answer.
    """

    contributions: Sequence[Contribution] = ()
    said: int = 0
    said_on: date | None = None
    statements: Sequence[Statement] = ()
    joined: int = 0
    answers: Sequence[Answer] = ()
    answered: int = 0
    answered_on: date | None = None


@dataclass(frozen=True)
class Way:
    """A thread through something; each list is in the order of its days or codes, whole.

    Attributes:
        nodes: of the ledger's part.
    """

    start: Start
    ground: Ground
    heard: Heard
    nodes: Collection[Node]
    measures: Sequence[MeasureKnot] = field(default_factory=list)
    programmes: Sequence[ProgrammeKnot] = field(default_factory=list)
    lines: Sequence[LineKnot] = field(default_factory=list)
    agreements: Sequence[AgreementKnot] = field(default_factory=list)
    calls: Sequence[CallKnot] = field(default_factory=list)

    def days(self, served_on: date | None = None) -> dict[str, date | None]:
        """Step -> the first day on which it was taken.

        Args:
            served_on: of the first person, as the barometer tells it.
        """
        return {
            steps.SAID: self.heard.said_on,
            steps.ANSWERED: self.heard.answered_on,
            steps.MEASURE: _first(one.since for one in self.measures),
            steps.AGREEMENT: _first(one.signed_on for one in self.agreements),
            steps.PAID: _first(one.money.first_on for one in self.agreements),
            steps.SERVED: served_on,
        }


def start(kind: str, key: str) -> Start | None:
    """What an address names, as far as everybody may read it; None where there is nothing. One query, two at most."""
    found = _FINDERS[kind](key) if kind in _FINDERS else None
    return Start(kind, found) if found is not None else None


def way(of: Start, *, most: Collection[str] = ()) -> Way:
    """The thread through something. At most 24 queries, however long it is.

    Args:
        most: steps of which a page shows many rows instead of a few.
    """
    held = ground(demonstration=of.is_demonstration)
    nodes, statements, contributions = _closure(of, held)
    lines = [row for key, row in held.lines.items() if Node("line", key) in nodes]
    of_lines = {row.key for row in lines}
    return Way(
        start=of, ground=held, heard=heard(statements, contributions, most=most), nodes=nodes,
        measures=[row for key, row in held.measures.items() if Node("measure", key) in nodes],
        programmes=[held.programmes[key] for key in sorted(of_kind(nodes, "programme")) if key in held.programmes],
        lines=lines,
        agreements=[row for key, row in held.agreements.items() if Node("agreement", key) in nodes],
        calls=[row for row in held.calls.values() if row.line in of_lines],
    )  # fmt: skip


def _closure(of: Start, held: Ground) -> tuple[set[Node], set[UUID], set[UUID]]:
    """Nodes of the ledger, statements and contributions of the thread; two queries of the forum at most."""
    if of.kind == "contribution":
        statements = forum.onward([of.row.pk])
        return held.graph.after(_taken(statements, held)), statements, {of.row.pk}
    if of.kind == "statement":
        behind, after = forum.behind([of.row.pk])[of.row.pk], forum.onward([of.row.pk])
        onward = after | {of.row.pk}
        return held.graph.after(_taken(onward, held)), behind.statements | onward, behind.contributions
    row = of.row.agreement if of.kind == "instalment" else of.row
    kind = "agreement" if of.kind == "instalment" else of.kind
    nodes = held.graph.through([Node(kind, str(row.pk))])
    origins = forum.behind(UUID(key) for key in of_kind(nodes, "statement"))
    return (
        nodes,
        {one for row in origins.values() for one in row.statements},
        {one for row in origins.values() for one in row.contributions},
    )


def _taken(statements: Collection[UUID], held: Ground) -> set[Node]:
    return {Node("statement", str(key)) for key in statements} & held.graph.nodes


def heard(statements: Collection[UUID], contributions: Collection[UUID], *, most: Collection[str] = ()) -> Heard:
    """What the forum holds of these: words, statements, answers; five queries."""
    said = forum.published().filter(pk__in=contributions)
    told = said.order_by().aggregate(
        n=Count("pk"), first=Min("said_on", filter=~Q(said_certainty=DateCertainty.UNKNOWN))
    )
    given = Answer.objects.filter(
        Q(statement__in=statements)
        | Q(contribution__in=contributions, contribution__state=ContributionState.PUBLISHED)
    )  # fmt: skip
    counted = given.order_by().aggregate(n=Count("pk"), first=Min("answered_on"))
    rows = Statement.objects.filter(pk__in=statements).select_related("wave").order_by("made_at", "pk")
    return Heard(
        contributions=list(said.order_by("said_on", "pk")[: _limit("said", most)]), said=told["n"],
        said_on=told["first"], statements=list(rows[: _limit("statement", most)]), joined=len(statements),
        answers=list(given.select_related("statement").order_by("answered_on", "pk")[: _limit("answered", most)]),
        answered=counted["n"], answered_on=counted["first"],
    )  # fmt: skip


def _limit(step: str, most: Collection[str]) -> int:
    return MANY if step in most else FEW


def _first(days: Any) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _contribution(key: str) -> Contribution | None:
    return forum.published().select_related("wave").filter(code=key).first()


def _statement(key: str) -> Statement | None:
    try:
        return forum.statement(UUID(key))
    except ValueError:
        return None


def _measure(key: str) -> Measure | None:
    strategy, _dot, code = key.partition(".")
    rows = Measure.objects.filter(of__strategy__code=strategy, code=code, of__state=VersionState.CURRENT)
    return rows.filter(dropped=False).select_related("of__strategy").first()


def _agreement(key: str) -> Agreement | None:
    return Agreement.objects.exclude(state="drafted", sources=[]).filter(code=key).first()


def _line(key: str) -> Any:
    agreement, _dot, code = key.partition(".")
    of = _agreement(agreement)
    rows = LineTerm.objects.filter(agreement=of, line__code=code, version__in_force=True).select_related("line")
    term = rows.order_by("-version__number").first() if of is not None else None
    return term.line if term is not None else None


def _instalment(key: str) -> Instalment | None:
    agreement, _dot, rest = key.partition(".")
    party, _dot, number = rest.rpartition(".")
    of = _agreement(agreement)
    if of is None or not (number.isascii() and number.isdigit() and len(number) < 5):
        return None
    rows = Instalment.objects.select_related("agreement", "party").filter(agreement=of, party__code=party)
    return rows.filter(number=int(number), terms__version__in_force=True).distinct().first()


_FINDERS = {
    "contribution": _contribution, "statement": _statement, "measure": _measure, "agreement": _agreement,
    "line": _line, "instalment": _instalment,
}  # fmt: skip
