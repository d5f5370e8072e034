"""The lineage of a wave as its rules read it, and the threads that pages show."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Min, Q
from django.utils import timezone

from jisr.forum.models import Answer, Contribution, Edge, Statement, Wave
from jisr.forum.rules import lineage as rules


@dataclass(frozen=True)
class Thread:
    """Everything that hangs together with one contribution or statement; four queries, whatever hangs there.

    Attributes:
        contributions: what was said, the earliest first; only what the reader may see.
        statements: what it was joined in, the earliest first.
        answers: the earliest first.
        edges: who drew or joined what, the earliest first, undone ones included.
    """

    contributions: list[Contribution]
    statements: list[Statement]
    answers: list[Answer]
    edges: list[rules.Edge]


def edges(wave: Wave | UUID) -> list[rules.Edge]:
    """The edges of a wave in the order in which they were made; one query."""
    rows = Edge.objects.filter(wave=wave).order_by("at", "id")
    rows = rows.annotate(
        ends=_keys("froms__statement"), spoken=_keys("froms__contribution"), made=_keys("tos__statement")
    )
    found = rows.values_list("id", "kind", "at", "undone_at", "ends", "spoken", "made")
    zone = timezone.get_current_timezone()  # asked once: thousands of edges are read
    return [
        rules.Edge(key, kind, frozenset(froms) | frozenset(spoken), frozenset(tos), _day(at, zone), _day(gone, zone))
        for key, kind, at, gone, froms, spoken, tos in found
    ]


def answered(wave: Wave | UUID, *, on: date | None = None) -> dict[Any, date]:
    """Contribution or statement -> day of its first answer that the reader may see; one query."""
    rows = Answer.objects.filter(wave=wave, **({"answered_on__lte": on} if on else {}))
    pairs = rows.values_list("contribution", "statement").annotate(first=Min("answered_on"))
    return {contribution or statement: first for contribution, statement, first in pairs}


def unanswered(wave: Wave | UUID) -> list[UUID]:
    """Keys of the contributions of a wave whose answer is missing, the oldest first; three queries.

    For the team: whoever does not sit on it sees only what was published.
    """
    keys = Contribution.objects.filter(wave=wave).order_by("said_on", "id").values_list("id", flat=True)
    return rules.unanswered(list(keys), answered(wave), edges(wave))


def above(statements: Iterable[Any], held: Collection[rules.Edge]) -> set[Any]:
    """Whatever statements come from, themselves included."""
    return {node for one in statements for node in {one, *rules.above(held, one)}}


def thread(node: Contribution | Statement) -> Thread:
    """Both ways from a contribution or a statement: what it comes from, what came of it, and each answer."""
    found = edges(node.wave_id)
    down = {node.pk, *rules.below(found, node.pk)}
    related = above(down, found)
    answers = Answer.objects.filter(Q(statement__in=related) | Q(contribution__in=related))
    return Thread(
        contributions=list(Contribution.objects.filter(pk__in=related).order_by("said_on", "id")),
        statements=list(Statement.objects.filter(pk__in=related).order_by("made_at", "id")),
        answers=list(answers.order_by("answered_on", "id")),
        edges=[edge for edge in found if not related.isdisjoint(edge.tos)],
    )


def _keys(name: str) -> Any:
    return ArrayAgg(name, distinct=True, default=[], filter=Q(**{f"{name}__isnull": False}))


def _day(moment: Any, zone: Any) -> Any:
    return moment.astimezone(zone).date() if moment else None
