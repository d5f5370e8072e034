"""What hangs together with a contribution or a statement, for the team of its wave."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from jisr.forum.choices import StatementState
from jisr.forum.models import Answer, Contribution, Edge, EdgeFrom, EdgeTo, Statement
from jisr.forum.rules import lineage


class Ways:
    """Both ways through the lineage of a wave, laid out once for a page that asks of each of its rows."""

    def __init__(self, edges: Iterable[lineage.Edge]) -> None:
        self._down: dict[Any, set[Any]] = defaultdict(set)
        self._up: dict[Any, set[Any]] = defaultdict(set)
        for edge in lineage.live(edges):
            for node in edge.froms:
                self._down[node] |= edge.tos
            for node in edge.tos:
                self._up[node] |= edge.froms

    def leads_on(self, node: UUID) -> bool:
        """Whether a statement was made from it."""
        return node in self._down

    def below(self, node: UUID) -> set[Any]:
        """The statements that come from it."""
        return _reached(node, self._down)

    def above(self, node: UUID) -> set[Any]:
        """The contributions and statements that it comes from."""
        return _reached(node, self._up)


def _reached(start: UUID, steps: Mapping[Any, set[Any]]) -> set[Any]:
    seen: set[Any] = set()
    waiting = [start]
    while waiting:
        found = steps.get(waiting.pop(), set()) - seen
        seen |= found
        waiting += found
    return seen


@dataclass(frozen=True)
class Link:
    """One edge of a lineage, as a page shows it.

    Attributes:
        may_undo: whether it can be taken back now.
    """

    edge: Edge
    froms: list[EdgeFrom]
    tos: list[EdgeTo]
    may_undo: bool


def joined_in(contribution: Contribution, ways: Ways) -> list[Statement]:
    """The current statements that hold a contribution."""
    return _current(ways.below(contribution.pk))


def originals(statement: Statement, ways: Ways) -> list[Contribution]:
    """The contributions that a statement comes from, the earliest first."""
    return list(Contribution.objects.filter(pk__in=ways.above(statement.pk)).order_by("said_on", "id"))


def answers_to(contribution: Contribution, ways: Ways) -> list[Answer]:
    """The answers that reach a contribution: its own, and those of statements that hold it."""
    return _answers(Q(contribution=contribution) | Q(statement__in=ways.below(contribution.pk)))


def answers_of(statement: Statement, ways: Ways) -> list[Answer]:
    """The answers that reach a statement: its own, and those of what came of it."""
    return _answers(Q(statement__in={statement.pk, *ways.below(statement.pk)}))


def links(statement: Statement, held: Sequence[lineage.Edge]) -> list[Link]:
    """The edges above and below a statement and its own, the earliest first; three queries.

    Args:
        held: all edges of the wave.
    """
    near = {statement.pk, *_around(held, statement.pk)}
    wanted = [edge.key for edge in held if near & edge.tos and near & (edge.froms | {statement.pk})]
    rows = {row.pk: row for row in Edge.objects.filter(pk__in=wanted).order_by("at", "id")}
    froms = _by_edge(EdgeFrom.objects.filter(edge__in=rows).select_related("statement", "contribution"))
    tos = _by_edge(EdgeTo.objects.filter(edge__in=rows).select_related("statement"))
    return [
        Link(row, froms.get(key, []), tos.get(key, []), lineage.may_undo(held, key)) for key, row in rows.items()
    ]  # fmt: skip


def _around(held: Sequence[lineage.Edge], node: UUID) -> set[Any]:
    """Everything above and below, edges that were undone included."""
    every = [lineage.Edge(edge.key, edge.kind, edge.froms, edge.tos, edge.at) for edge in held]
    return lineage.above(every, node) | lineage.below(every, node)


def _by_edge(rows: Any) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row.edge_id, []).append(row)
    return found


def _current(keys: set[Any]) -> list[Statement]:
    return list(Statement.objects.filter(pk__in=keys, state=StatementState.ACTIVE).order_by("made_at", "id"))


def _answers(which: Q) -> list[Answer]:
    return list(Answer.objects.filter(which).order_by("answered_on", "id"))
