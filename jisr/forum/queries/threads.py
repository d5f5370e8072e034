"""Both ways from a contribution or a statement, over edges that hold: what it comes from, what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from jisr.forum.models import Answer, Contribution, Statement
from jisr.forum.queries.lineage import asked
from jisr.forum.queries.lists import published
from jisr.forum.rules.lineage import Edge, settling

# Edges that hold today, from each of their ends to each of their statements.
_LIVE = """live AS (
    SELECT e.id AS edge, e.kind, e.at, f.statement_id AS from_statement, f.contribution_id AS from_contribution,
        t.statement_id AS to_statement
    FROM forum_edge e JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
    WHERE e.undone_at IS NULL
)"""
_AFTER = f"""WITH RECURSIVE {_LIVE}, way AS (
    SELECT edge, kind, at, coalesce(from_statement, from_contribution) AS came, to_statement FROM live
    WHERE {{start}} = %s
    UNION SELECT l.edge, l.kind, l.at, l.from_statement, l.to_statement
    FROM way w JOIN live l ON l.from_statement = w.to_statement
) SELECT w.kind, w.at, s.id, s.text, s.language, s.state, w.edge, w.came
FROM way w JOIN forum_statement s ON s.id = w.to_statement ORDER BY w.at, s.id"""  # noqa: S608 - constants of this file
_BEFORE = f"""WITH RECURSIVE {_LIVE}, way AS (
    SELECT edge, kind, at, from_statement, to_statement FROM live
    WHERE to_statement = %s AND from_statement IS NOT NULL
    UNION SELECT l.edge, l.kind, l.at, l.from_statement, l.to_statement
    FROM way w JOIN live l ON l.to_statement = w.from_statement WHERE l.from_statement IS NOT NULL
) SELECT w.kind, w.at, s.id, s.text, s.language, s.state, w.edge, w.from_statement
FROM way w JOIN forum_statement s ON s.id = w.from_statement ORDER BY w.at, s.id"""  # noqa: S608
_ORIGINALS = f"""(WITH RECURSIVE {_LIVE}, up AS (
    SELECT from_statement, from_contribution FROM live WHERE to_statement = %s
    UNION SELECT l.from_statement, l.from_contribution FROM up u JOIN live l ON l.to_statement = u.from_statement
) SELECT from_contribution FROM up WHERE from_contribution IS NOT NULL)"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Kin:
    """A statement that came before or after, and the edge by which it did.

    Attributes:
        kind: of the edge.
        came: the contribution or statement at the start of the edge.
    """

    kind: str
    at: datetime
    pk: UUID
    text: str
    language: str
    state: str
    edge: UUID
    came: UUID


def after_contribution(contribution: Contribution) -> list[Kin]:
    """The statements that a contribution went into, in the order in which it did."""
    return [Kin(*row) for row in asked(_AFTER.format(start="from_contribution"), contribution.pk)]


def after_statement(statement: Statement) -> list[Kin]:
    """The statements that came from one, in the order in which they did."""
    return [Kin(*row) for row in asked(_AFTER.format(start="from_statement"), statement.pk)]


def before_statement(statement: Statement) -> list[Kin]:
    """The statements that one came from."""
    return [Kin(*row) for row in asked(_BEFORE, statement.pk)]


def originals(statement: Statement) -> QuerySet[Contribution]:
    """The published contributions that a statement came from, directly or through others."""
    return published().filter(pk__in=RawSQL(_ORIGINALS, [statement.pk]))  # noqa: S611 - a constant of this file


def answers(*, contribution: Contribution | None = None, through: Iterable[UUID]) -> list[Answer]:
    """Answers to a contribution and to statements, the first one first."""
    either = Q(statement__in=list(through))
    if contribution:
        either |= Q(contribution=contribution)
    return list(Answer.objects.filter(either).select_related("statement").order_by("answered_on", "pk"))


def spread(statement: Statement) -> Mapping[str, Any]:
    """Of the originals of a statement: how many there are (``n``), the first day and the last on which one was said."""
    return originals(statement).order_by().aggregate(n=Count("pk"), first=Min("said_on"), last=Max("said_on"))


def settled_on(contribution: Contribution, after: Iterable[Kin], given: Iterable[Answer]) -> date | None:
    """The day on which a contribution had its answer, from what ``after_contribution`` and ``answers`` gave."""
    first: dict[Any, date] = {}
    for one in given:
        first.setdefault(one.contribution_id or one.statement_id, one.answered_on)
    edges = [
        Edge(one.edge, one.kind, frozenset({one.came}), frozenset({one.pk}), timezone.localdate(one.at))
        for one in after
    ]
    return settling(first, edges)(contribution.pk)
