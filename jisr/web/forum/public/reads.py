"""What the public pages of the forum read: a fixed number of queries, as the login that is speaking."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone

from jisr.common.database import speaker
from jisr.forum.choices import CommitmentState, ContributionState, DateCertainty
from jisr.forum.models import Answer, Commitment, Contribution, Meeting, Statement, Wave
from jisr.forum.rules.asof import Given, Response, Said
from jisr.forum.rules.lineage import Edge, settling

UNKNOWN = DateCertainty.UNKNOWN.value
#: Whether there is an answer, and after how many days; None where that is not known.
Delay = tuple[bool, int | None]
# Edges that hold today, from each of their ends to each of their statements.
_LIVE = """live AS (
    SELECT e.id AS edge, e.kind, e.at, f.statement_id AS from_statement, f.contribution_id AS from_contribution,
        t.statement_id AS to_statement
    FROM forum_edge e JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
    WHERE e.undone_at IS NULL
)"""
# Each end of an edge with each of its statements; days as they are where the country is.
_EDGES = """SELECT e.id, e.kind, coalesce(f.statement_id, f.contribution_id), t.statement_id,
    (e.at AT TIME ZONE %s)::date, (e.undone_at AT TIME ZONE %s)::date
FROM forum_edge e JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
WHERE (%s::uuid IS NULL OR e.wave_id = %s) AND (%s OR e.undone_at IS NULL) ORDER BY e.at, e.id"""
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


@dataclass(frozen=True)
class Became:
    """What became of published contributions, as of today.

    Attributes:
        by_wave: response rate and median delay of each wave; those without a published contribution are not in it.
        by_meeting: the same of each meeting.
        answered: contribution -> the day on which it had its answer; those that lack one are not in it.
    """

    by_wave: Mapping[UUID, Response]
    by_meeting: Mapping[UUID, Response]
    answered: Mapping[UUID, date]


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


@dataclass(frozen=True, slots=True)
class Promised:
    """How many commitments a meeting has, and how many of them are past their day."""

    commitments: int = 0
    late: int = 0


def meetings(*, wave: UUID | None = None, region: str = "") -> QuerySet[Meeting]:
    """Meetings with their wave, each with ``day``: the one it was held on, or its wave opened on, to be ordered by."""
    rows = Meeting.objects.select_related("wave", "region", "province__region")
    rows = rows.annotate(day=Coalesce("held_on", F("wave__opened_on")))
    rows = rows.filter(wave=wave) if wave else rows
    return rows.filter(region=region) if region else rows


def meetings_of(wave: Wave) -> list[Meeting]:
    """The meetings of a wave in the order of their days."""
    return sorted(meetings(wave=wave.pk), key=lambda row: (row.held_on is None, row.held_on or wave.opened_on, row.pk))


def regions_met(*, wave: UUID | None = None) -> set[str]:
    """Codes of the regions in which a meeting was held or is planned."""
    return {code for code in meetings(wave=wave).values_list("region", flat=True).distinct().order_by() if code}


def became(*, wave: UUID | None = None) -> Became:
    """What became of the published contributions of one wave or of all; three queries."""
    of = {"wave": wave} if wave else {}
    rows = Contribution.objects.filter(state=ContributionState.PUBLISHED, **of).order_by()
    said = list(rows.values_list("pk", "wave", "meeting", "said_on", "said_certainty"))
    settled = settling(_first_answers(of), _edges(wave))
    answered = {row[0]: day for row in said if (day := settled(row[0])) is not None}
    by_wave: dict[UUID, list[Delay]] = defaultdict(list)
    by_meeting: dict[UUID, list[Delay]] = defaultdict(list)
    for key, wave_key, meeting, said_on, certainty in said:
        is_answered = key in answered
        # an answer that was published before it was asked for took no day
        days = max((answered[key] - said_on).days, 0) if is_answered and certainty != UNKNOWN else None
        by_wave[wave_key].append((is_answered, days))
        if meeting:
            by_meeting[meeting].append((is_answered, days))
    return Became(
        {key: _response(delays) for key, delays in by_wave.items()},
        {key: _response(delays) for key, delays in by_meeting.items()}, answered,
    )  # fmt: skip


def _response(delays: list[Delay]) -> Response:
    """Response rate and median delay; an answer to what has no day counts, but not its delay."""
    answered = sum(is_answered for is_answered, _days in delays)
    known = [days for _is_answered, days in delays if days is not None]
    return Response(len(delays), answered, answered / len(delays), float(median(known)) if known else None)


def material(wave: UUID) -> tuple[list[Said], list[Given], list[Edge]]:
    """What the duty to answer of a wave is counted from on any day, undone edges included; three queries."""
    said = Contribution.objects.filter(wave=wave, state=ContributionState.PUBLISHED).order_by()
    given = Answer.objects.filter(wave=wave).order_by()
    return (
        [Said(key, on, region or "") for key, on, region in said.values_list("pk", "said_on", "region")],
        [
            Given(one or other, on, arabic or french)
            for one, other, on, arabic, french in given.values_list(
                "contribution", "statement", "answered_on", "body_ar", "body_fr"
            )
        ],
        _edges(wave, undone=True),
    )


def _first_answers(of: Mapping[str, Any]) -> dict[Any, date]:
    rows = Answer.objects.filter(**of).order_by().values_list("contribution", "statement")
    return {one or other: first for one, other, first in rows.annotate(first=Min("answered_on"))}


def _edges(wave: UUID | None, *, undone: bool = False) -> list[Edge]:
    """The edges of a wave or of all, those that were undone only where they are asked for."""
    kinds: dict[UUID, tuple[str, date, date | None]] = {}
    froms: dict[UUID, set[UUID]] = defaultdict(set)
    tos: dict[UUID, set[UUID]] = defaultdict(set)
    zone = settings.TIME_ZONE
    for key, kind, source, target, at, gone in _rows(_EDGES, zone, zone, wave, wave, undone):
        kinds[key] = kind, at, gone
        froms[key].add(source)
        tos[key].add(target)
    return [
        Edge(key, kind, frozenset(froms[key]), frozenset(tos[key]), at, gone) for key, (kind, at, gone) in kinds.items()
    ]


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


def promised(*, wave: UUID | None = None) -> Mapping[UUID, Promised]:
    """Commitments by meeting, as of today."""
    late = Q(state=CommitmentState.PROMISED, due_on__lt=timezone.localdate())
    rows = Commitment.objects.filter(wave=wave) if wave else Commitment.objects.all()
    counted = rows.order_by().values("meeting").annotate(n=Count("pk"), late=Count("pk", filter=late))
    return {row["meeting"]: Promised(row["n"], row["late"]) for row in counted}


def commitments(meeting: Meeting) -> list[Commitment]:
    """What was promised at a meeting: what is past its day first, then by day."""
    rows = meeting.commitments.order_by(F("due_on").asc(nulls_last=True), "pk")
    return sorted(rows, key=lambda row: not row.is_late)


def published(*, wave: UUID | None = None, meeting: UUID | None = None) -> QuerySet[Contribution]:
    """Published contributions with their places; of a wave or of a meeting."""
    rows = Contribution.objects.filter(state=ContributionState.PUBLISHED).select_related(
        "region", "province", "commune"
    )
    rows = rows.filter(wave=wave) if wave else rows
    return rows.filter(meeting=meeting) if meeting else rows


def after_contribution(contribution: Contribution) -> list[Kin]:
    """The statements that a contribution went into, in the order in which it did."""
    return [Kin(*row) for row in _rows(_AFTER.format(start="from_contribution"), contribution.pk)]


def after_statement(statement: Statement) -> list[Kin]:
    """The statements that came from one, in the order in which they did."""
    return [Kin(*row) for row in _rows(_AFTER.format(start="from_statement"), statement.pk)]


def before_statement(statement: Statement) -> list[Kin]:
    """The statements that one came from."""
    return [Kin(*row) for row in _rows(_BEFORE, statement.pk)]


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


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a question that the mapper cannot ask: what goes down a lineage."""
    with connections[speaker.get()].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
