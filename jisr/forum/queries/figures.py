"""Public figures of a wave: the duty to answer on any day, what the groups have in common, who came."""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils import timezone

from jisr.common.database import call
from jisr.forum.choices import CommitmentState, ContributionState
from jisr.forum.models import Answer, Attendance, Commitment, Meeting, Wave
from jisr.forum.queries.settled import Of, records
from jisr.forum.rules import asof
from jisr.forum.rules.alike import answered_alike as _alike
from jisr.forum.rules.consensus import Tally, Verdict, verdict
from jisr.forum.rules.represent import Share, compare
from jisr.territory.models import Province


@dataclass(frozen=True)
class Duty:
    """The duty to answer of a wave by a day.

    Attributes:
        by_region: the same by region code, "" where none is named.
        by_body: what each body answered, by its name in Arabic or French.
    """

    response: asof.Response
    by_region: Mapping[str, asof.Response]
    by_body: Mapping[str, asof.Response]


@dataclass(frozen=True)
class Became:
    """What became of published contributions, as of today.

    Attributes:
        by_wave: response rate and median delay of each wave; those without a published contribution are not in it.
        by_meeting: the same of each meeting.
        answered: contribution -> the day on which it had its answer; those that lack one are not in it.
    """

    by_wave: Mapping[UUID, asof.Response]
    by_meeting: Mapping[UUID, asof.Response]
    answered: Mapping[UUID, date]


@dataclass(frozen=True, slots=True)
class Promised:
    """How many commitments a meeting has, and how many of them are past their day."""

    commitments: int = 0
    late: int = 0


def duty(wave: Wave, *, on: date | None = None) -> Duty:
    """How much of what was published in a wave was answered by a day, and after how many days.

    One query; four where something changed since anybody asked.
    """
    day = on or timezone.localdate()
    record = records(wave.pk).get(wave.pk) or Of()
    return record.told(
        day, lambda held: Duty(held.response(day), held.by_region(day), held.by_body(day))
    )  # fmt: skip


def became(wave: UUID | None = None) -> Became:
    """What became of the published contributions of one wave or of all.

    One query; four where something changed since anybody asked.
    """
    found = {key: record.told("now", _now) for key, record in records(*([wave] if wave else [])).items()}
    return Became(
        {key: one.of_all for key, one in found.items()},
        {meeting: told for one in found.values() for meeting, told in one.by_meeting.items()},
        ChainMap(*(one.answered for one in found.values())),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Now:
    """What became of one wave, as of today."""

    of_all: asof.Response
    by_meeting: Mapping[UUID, asof.Response]
    answered: MutableMapping[UUID, date]


def _now(record: Of) -> _Now:
    settled = record.settled()
    return _Now(
        asof.counted(record.said, settled.get),
        {meeting: asof.counted(said, settled.get) for meeting, said in record.meetings.items()},
        {UUID(key): day for key, day in settled.items()},
    )  # fmt: skip


def promised(*, wave: UUID | None = None) -> Mapping[UUID, Promised]:
    """Commitments by meeting, as of today."""
    late = Q(state=CommitmentState.PROMISED, due_on__lt=timezone.localdate())
    rows = Commitment.objects.filter(wave=wave) if wave else Commitment.objects.all()
    counted = rows.order_by().values("meeting").annotate(n=Count("pk"), late=Count("pk", filter=late))
    return {row["meeting"]: Promised(row["n"], row["late"]) for row in counted}


def answered_alike(wave: Wave, *, on: date | None = None) -> int:
    """How many published contributions got, one by one, the words that another one got too; one query."""
    rows = Answer.objects.filter(
        wave=wave, contribution__state=ContributionState.PUBLISHED, answered_on__lte=on or timezone.localdate()
    )
    return _alike(rows.values_list("contribution", "alike"))


def consensus(wave: Wave, dimension: str) -> dict[str, Verdict]:
    """What the groups of one kind have in common on each current statement that was voted on; one query.

    A page shows what ``voices`` lets it show: there, what could be computed from the whole is kept back too.

    Args:
        dimension: region, role, sex or milieu.

    Returns:
        key of the statement, as text -> verdict.
    """
    groups: dict[str, dict[str, Tally | None]] = {}
    for statement, kind, member, agree, disagree, passed in call("jisr_forum_counts", wave.pk):
        named = groups.setdefault(str(statement), {})
        if kind == dimension:
            named[member] = None if agree is None else Tally(agree, disagree, passed)
    return {statement: verdict(named) for statement, named in groups.items()}


def votes(wave: Wave) -> dict[str, Tally | None]:
    """Last votes of everybody on each current statement; None below five voters; one query. For pages: ``voices``."""
    return {
        str(statement): None if agree is None else Tally(agree, disagree, passed)
        for statement, kind, _member, agree, disagree, passed in call("jisr_forum_counts", wave.pk)
        if kind == ""
    }


def represented(meeting: Meeting) -> dict[str, list[Share]]:
    """Who came to a meeting, against the census of its province or region: by sex, milieu and province; 2-3 queries."""
    rows = Attendance.objects.filter(meeting=meeting)
    sexes = dict(rows.exclude(sex="").values_list("sex").annotate(people=Sum("n")))
    milieus = dict(rows.filter(rural__isnull=False).values_list("rural").annotate(people=Sum("n")))
    provinces = dict(rows.filter(province__isnull=False).values_list("province").annotate(people=Sum("n")))
    lives = _lives(meeting)
    people = sum(row[1] or 0 for row in lives)
    return _against(sexes, {"rural" if is_rural else "urban": n for is_rural, n in milieus.items()}, lives) | {
        "province": compare(provinces, {row[0]: _share(row[1] or 0, people) for row in lives})
    }


def against_census(of: Wave, sexes: Mapping[str, int], milieus: Mapping[str, int]) -> dict[str, list[Share]]:
    """People counted by sex (f, m) and milieu (rural, urban), against the census of where a wave is; one query."""
    return _against(sexes, milieus, _lives(of))


def _against(sexes: Mapping[str, int], milieus: Mapping[str, int], lives: list[Any]) -> dict[str, list[Share]]:
    people = sum(row[1] or 0 for row in lives)
    women = _share(sum((row[1] or 0) * (row[2] or 0) / 100 for row in lives), people)
    rural = _share(sum(row[3] or 0 for row in lives), people)
    return {
        "sex": compare(sexes, _both("f", "m", women)),
        "milieu": compare(milieus, _both("rural", "urban", rural)),
    }


def _lives(of: Meeting | Wave) -> list[Any]:
    """Province, residents, percent of women, rural residents; of its province, its region or the whole country."""
    rows = Province.objects.all()
    if of.province_id:
        rows = Province.objects.filter(pk=of.province_id)
    elif of.region_id:
        rows = Province.objects.filter(region=of.region_id)
    return list(rows.values_list("pk", "population_municipal", "female_pct", "population_rural"))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _both(one: str, other: str, share: float | None) -> dict[str, float | None]:
    return {one: share, other: None if share is None else 1 - share}
