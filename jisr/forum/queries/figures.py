"""Public figures of a wave: the duty to answer on any day, what the groups have in common, who came."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from jisr.common.database import call
from jisr.forum.choices import CommitmentState, ContributionState, DateCertainty
from jisr.forum.models import Answer, Attendance, Commitment, Contribution, Meeting, Wave
from jisr.forum.queries import lineage
from jisr.forum.rules import asof
from jisr.forum.rules.alike import answered_alike as _alike
from jisr.forum.rules.consensus import Tally, Verdict, verdict
from jisr.forum.rules.represent import Share, compare
from jisr.territory.models import Province


def response(wave: Wave, *, on: date | None = None) -> asof.Response:
    """How much of what was published in a wave was answered by a day, and after how many days; three queries."""
    return asof.response(*_material(wave), on=on or timezone.localdate())


def response_by_region(wave: Wave, *, on: date | None = None) -> dict[str, asof.Response]:
    """The same for each region code, "" where none is named; three queries."""
    return asof.by_region(*_material(wave), on=on or timezone.localdate())


def response_by_body(wave: Wave, *, on: date | None = None) -> dict[str, asof.Response]:
    """What each body answered and after how many days, by its name in Arabic or French; three queries."""
    return asof.by_body(*_material(wave), on=on or timezone.localdate())


def answered_alike(wave: Wave, *, on: date | None = None) -> int:
    """How many published contributions got, one by one, the words that another one got too; one query."""
    rows = Answer.objects.filter(
        wave=wave, contribution__state=ContributionState.PUBLISHED, answered_on__lte=on or timezone.localdate()
    )
    return _alike(rows.values_list("contribution", "alike"))


def consensus(wave: Wave, dimension: str) -> dict[str, Verdict]:
    """What the groups of one kind have in common on each current statement that was voted on; one query.

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
    """Last votes of everybody on each current statement; None below five voters; one query."""
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
    lives = list(_provinces(meeting).values_list("pk", "population_municipal", "female_pct", "population_rural"))
    people = sum(row[1] or 0 for row in lives)
    women = _share(sum((row[1] or 0) * (row[2] or 0) / 100 for row in lives), people)
    rural = _share(sum(row[3] or 0 for row in lives), people)
    return {
        "sex": compare(sexes, _both("f", "m", women)),
        "milieu": compare(
            {"rural" if is_rural else "urban": n for is_rural, n in milieus.items()}, _both("rural", "urban", rural)
        ),
        "province": compare(provinces, {row[0]: _share(row[1] or 0, people) for row in lives}),
    }


def commitments(wave: Wave) -> Any:
    """The commitments of a wave with their meetings, the overdue first; one query."""
    rows = Commitment.objects.filter(wave=wave).select_related("meeting")
    return rows.order_by("settled_on", "due_on", "id")


def overdue(on: date | None = None) -> Any:
    """Commitments whose day has passed and that nothing shows to be kept, over all waves; one query."""
    late = Q(state=CommitmentState.PROMISED, due_on__lt=on or timezone.localdate())
    return Commitment.objects.filter(late).select_related("meeting", "wave").order_by("due_on", "id")


def counts(wave: Wave) -> dict[str, int]:
    """How many contributions stand where, as far as the reader sees them; one query."""
    found = dict(Contribution.objects.filter(wave=wave).values_list("state").annotate(n=Count("id")))
    return {state: found.get(state, 0) for state in ContributionState.values}


def _material(wave: Wave) -> tuple[list[asof.Said], list[asof.Given], list[Any]]:
    rows = Contribution.objects.filter(wave=wave, state=ContributionState.PUBLISHED)
    said = [
        asof.Said(key, on, region or "", dated=certainty != DateCertainty.UNKNOWN)
        for key, on, region, certainty in rows.values_list("id", "said_on", "region", "said_certainty")
    ]
    answers = Answer.objects.filter(wave=wave).values_list(
        "contribution", "statement", "answered_on", "body_ar", "body_fr"
    )
    given = [asof.Given(one or other, on, ar or fr) for one, other, on, ar, fr in answers]
    return said, given, lineage.edges(wave)


def _provinces(meeting: Meeting) -> Any:
    if meeting.province_id:
        return Province.objects.filter(pk=meeting.province_id)
    return Province.objects.filter(region=meeting.region_id) if meeting.region_id else Province.objects.all()


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _both(one: str, other: str, share: float | None) -> dict[str, float | None]:
    return {one: share, other: None if share is None else 1 - share}
