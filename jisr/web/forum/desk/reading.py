"""What hangs together with a contribution or a statement, for the team of its wave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jisr.forum import queries
from jisr.forum.choices import StatementState
from jisr.forum.models import Answer, Contribution, Edge, EdgeFrom, EdgeTo, Statement
from jisr.forum.rules import lineage
from jisr.forum.rules.lineage import Ways


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
    return queries.answers(contribution=contribution, through=ways.below(contribution.pk))


def answers_of(statement: Statement, ways: Ways) -> list[Answer]:
    """The answers that reach a statement: its own, and those of what came of it."""
    return queries.answers(through={statement.pk, *ways.below(statement.pk)})


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
