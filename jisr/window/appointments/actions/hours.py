"""Acts on the hours of a centre: weeks of its people, absences, days on which it is shut, Ramadan, feasts."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.text import clean_typed
from jisr.window.appointments import queries, rules
from jisr.window.appointments.choices import Motive, Place, Season
from jisr.window.appointments.models import Absence, Closure, FeastDay, Opening, RamadanDay

_LONGEST = timedelta(days=366)


@transaction.atomic
def open_week(
    *, centre: Centre, agent: int, weekdays: Collection[str], starts: time, ends: time, motives: Collection[str],
    by: User, minutes: int = 30, place: str = Place.CENTRE, season: str = Season.ORDINARY, since: date | None = None,
) -> list[Opening]:  # fmt: skip
    """Say on which days of the week an agent gives time, from when to when, for what.

    Raises:
        Unacceptable: nobody of the centre, no day, no motive, hours in which no slot finds room; field by field.
    """
    wrong = {}
    if not queries.agents(centre).filter(pk=agent).exists():
        wrong["agent"] = _("Choose somebody who works at the centre.")
    if not weekdays:
        wrong["weekdays"] = _("Choose at least one day of the week.")
    if not motives or not set(motives) <= set(Motive.values):
        wrong["motives"] = _("Choose at least one thing for which time is given.")
    if (ends.hour - starts.hour) * 60 + ends.minute - starts.minute < minutes:
        wrong["ends"] = _("Between these hours there is no room for one appointment.")
    if wrong:
        raise Unacceptable(wrong)
    rows = [
        Opening(
            centre=centre, agent_id=agent, weekday=weekday, starts=starts, ends=ends, minutes=minutes, place=place,
            motives=sorted(set(motives)), season=season, since=since or timezone.localdate(), said_by=by,
        )
        for weekday in sorted(set(weekdays))
    ]  # fmt: skip
    for row in rows:
        row.save(force_insert=True)
        journal.record("appointments.opened_week", row, by=by)
    return rows


@transaction.atomic
def end_opening(*, opening: Opening, by: User, until: date | None = None) -> Opening:
    """A rule of a week holds no more from a day on; what was given by it stays given.

    Raises:
        OutOfReach: it ended before.
    """
    until = max(until or timezone.localdate(), opening.since)
    if not Opening.objects.filter(pk=opening.pk, until=None).update(until=until):
        raise OutOfReach
    journal.record("appointments.ended_week", opening, by=by)
    return opening


@transaction.atomic
def absent(
    *, centre: Centre, agent: int, starts_at: datetime, ends_at: datetime, by: User, private: bool = False
) -> Absence:
    """An agent receives nobody for some time.

    Args:
        private: she keeps it to herself: for everybody else she is busy, as she may be for any other reason.

    Raises:
        Unacceptable: an end before the beginning, too long, or somebody else's private time.
    """
    wrong = {}
    if ends_at <= starts_at or ends_at - starts_at > _LONGEST:
        wrong["ends_at"] = _("Give an end after the beginning, within a year.")
    if not queries.agents(centre).filter(pk=agent).exists() or (private and agent != by.pk):
        wrong["agent"] = _("Choose somebody who works at the centre.")
    if wrong:
        raise Unacceptable(wrong)
    row = Absence(centre=centre, agent_id=agent, starts_at=starts_at, ends_at=ends_at, private=private, said_by=by)
    row.save(force_insert=True)
    journal.record("appointments.absent", row, by=by)
    return row


@transaction.atomic
def back(*, absence: Absence, by: User) -> Absence:
    """An absence is taken back.

    Raises:
        OutOfReach: it was before.
    """
    if not Absence.objects.filter(pk=absence.pk, taken_back_at=None).update(taken_back_at=timezone.now()):
        raise OutOfReach
    journal.record("appointments.back", absence, by=by)
    return absence


@transaction.atomic
def close_days(*, centre: Centre, first_on: date, last_on: date, by: User, why: str = "") -> Closure:
    """The centre receives nobody on these days.

    Raises:
        Unacceptable: the last day before the first, or over.
    """
    if last_on < max(first_on, timezone.localdate()) or last_on - first_on > _LONGEST:
        raise Unacceptable({"last_on": _("Give a last day from the first one on, not yet over, within a year.")})
    row = Closure(centre=centre, first_on=first_on, last_on=last_on, why=clean_typed(why), said_by=by)
    row.save(force_insert=True)
    journal.record("appointments.closed_days", row, by=by)
    return row


@transaction.atomic
def open_days(*, closure: Closure, by: User) -> Closure:
    """The centre receives on these days after all.

    Raises:
        OutOfReach: that was said before.
    """
    if not Closure.objects.filter(pk=closure.pk, taken_back_at=None).update(taken_back_at=timezone.now()):
        raise OutOfReach
    journal.record("appointments.opened_days", closure, by=by)
    return closure


@transaction.atomic
def ramadan_week(*, centre: Centre, hours: Mapping[str, tuple[time, time] | None], by: User) -> None:
    """Hours of the centre in Ramadan, day by day; None for a day on which it is shut.

    Raises:
        Unacceptable: a day that ends before it begins.
    """
    wrong = {
        f"opens_{day}": _("It must end after it begins.") for day, one in hours.items() if one and one[0] >= one[1]
    }
    if wrong:
        raise Unacceptable(wrong)
    for weekday, one in hours.items():
        opens, closes = one or (None, None)
        rows = RamadanDay.objects.filter(centre=centre, weekday=weekday)
        if not rows.update(opens=opens, closes=closes, said_by=by):
            RamadanDay(centre=centre, weekday=weekday, opens=opens, closes=closes, said_by=by).save(force_insert=True)
    journal.record("appointments.ramadan_week", centre, by=by)


@transaction.atomic
def say_feast(*, centre: Centre, feast: str, year: int, day: date, announced: bool, by: User) -> FeastDay:
    """Say on which day a feast of the moon falls: announced, or still expected.

    Raises:
        Unacceptable: no feast of the moon, or a day that the moon cannot mean.
    """
    expected = next((one.day for one in rules.lunar_feasts(year) if one.feast == feast), None)
    if expected is None or abs((day - expected).days) > rules.MOST_SHIFT:
        raise Unacceptable({"day": _("This is too far from the day that is expected. Check the day and the feast.")})
    rows = FeastDay.objects.filter(centre=centre, feast=feast, year=year)
    if not rows.update(day=day, announced=announced, said_by=by):
        FeastDay(centre=centre, feast=feast, year=year, day=day, announced=announced, said_by=by).save(
            force_insert=True
        )
    row = rows.get()
    journal.record("appointments.said_feast", row, by=by, reason="announced" if announced else "expected")
    return row
