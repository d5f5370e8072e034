"""The lineage of one wave, of several or of all, as its rules read it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import Min, QuerySet

from jisr.common.database import speaker
from jisr.forum.choices import WithheldReason
from jisr.forum.models import Answer, Contribution, Wave
from jisr.forum.rules import lineage as rules

# Each end of an edge with each of its statements, days as they are where the country is: gathered by the mapper, ten
# thousand edges took six times as long.
_EDGES = """SELECT e.id, e.kind, coalesce(f.statement_id, f.contribution_id), t.statement_id,
    (e.at AT TIME ZONE %s)::date, (e.undone_at AT TIME ZONE %s)::date
FROM forum_edge e JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
WHERE (%s::uuid[] IS NULL OR e.wave_id = ANY(%s)) AND (%s OR e.undone_at IS NULL) ORDER BY e.at, e.id"""


def edges(*waves: Wave | UUID, undone: bool = True) -> list[rules.Edge]:
    """The edges of these waves, of all where none is named, in the order in which they were made; one query.

    Args:
        undone: those that were taken back too.
    """
    kinds: dict[UUID, tuple[str, date, date | None]] = {}
    froms: dict[UUID, set[UUID]] = defaultdict(set)
    tos: dict[UUID, set[UUID]] = defaultdict(set)
    zone, keys = settings.TIME_ZONE, _keys(waves)
    for key, kind, source, target, at, gone in asked(_EDGES, zone, zone, keys, keys, undone):
        kinds[key] = kind, at, gone
        froms[key].add(source)
        tos[key].add(target)
    return [
        rules.Edge(key, kind, frozenset(froms[key]), frozenset(tos[key]), at, gone)
        for key, (kind, at, gone) in kinds.items()
    ]


def answered(*waves: Wave | UUID) -> dict[Any, date]:
    """Contribution or statement -> day of its first answer that the reader may see; one query."""
    pairs = _within(Answer.objects.order_by(), waves).values_list("contribution", "statement")
    return {one or other: first for one, other, first in pairs.annotate(first=Min("answered_on"))}


def unanswered(*waves: Wave | UUID) -> list[UUID]:
    """Keys of the contributions whose answer is missing, the oldest first; three queries.

    For the team: whoever does not sit on it sees only what was published. What was handed over for a danger is
    answered by a social worker, in person: nobody here can read it, and a published answer would say that it was said.
    """
    rows = Contribution.objects.exclude(withheld_reason=WithheldReason.DANGER).order_by("said_on", "id")
    keys = _within(rows, waves).values_list("id", flat=True)
    return rules.unanswered(list(keys), answered(*waves), edges(*waves, undone=False))


def above(statements: Iterable[Any], held: Collection[rules.Edge]) -> set[Any]:
    """Whatever statements come from, themselves included."""
    ways = rules.Ways(held)
    return {node for one in statements for node in {one, *ways.above(one)}}


def asked(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a question that the mapper cannot ask, as the login that is speaking."""
    with connections[speaker.get()].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _within(rows: QuerySet[Any], waves: Collection[Wave | UUID]) -> QuerySet[Any]:
    return rows.filter(wave__in=_keys(waves)) if waves else rows


def _keys(waves: Collection[Wave | UUID]) -> list[UUID] | None:
    return [one.pk if isinstance(one, Wave) else one for one in waves] or None
