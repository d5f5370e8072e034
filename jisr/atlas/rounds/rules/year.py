"""The days of a calendar in the year: holidays are worked around, Ramadan has its hours, and what is lost is told."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from jisr.atlas.rounds.rules.plan import Answer, Day, Stop
from jisr.atlas.rounds.rules.problem import STEP_MIN

#: In Ramadan a visit may be cut to this part of its length, not below.
_SHORTEST = 0.5


@dataclass(frozen=True)
class Year:
    """What the year asks of a calendar.

    Attributes:
        first, last: days between which units go out; the calendar begins with the week of the first.
        off: days on which nobody goes out, and why (a feast).
        ramadan: days of Ramadan.
        ramadan_hours: minutes of the day between which a unit leaves and is back in Ramadan.
        weekdays: on which units go out at all.
    """

    first: date
    last: date
    off: Mapping[date, str] = field(default_factory=dict)
    ramadan: Collection[date] = ()
    ramadan_hours: tuple[int, int] = (9 * 60, 15 * 60)
    weekdays: Sequence[int] = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Coming:
    """A unit's day in the year.

    Attributes:
        on: the day.
        day: what it does, with the hours of that day.
        instead_of: the holiday on which it would have been; None on its own day.
    """

    on: date
    day: Day
    instead_of: date | None = None


@dataclass(frozen=True)
class Lost:
    """A day that falls out: a holiday with no free day in its week, or the hours of Ramadan are too short for it."""

    on: date
    day: Day
    why: str


class Wait(NamedTuple):
    """A wait that is longer than was allowed: of a place, between two days."""

    place: int
    since: date
    until: date


def dated(answer: Answer, year: Year) -> tuple[list[Coming], list[Lost]]:
    """Every day on which a unit goes out, in order, and the days that fall out.

    A day on a holiday is moved to the nearest day of the same week that is none and on which the unit is free, the
    earlier of two; where there is none, it falls out.
    """
    monday = year.first - timedelta(days=year.first.weekday())
    coming: list[Coming] = []
    lost: list[Lost] = []
    for week in range((year.last - monday).days // 7 + 1):
        days = [one for one in answer.days if one.week == week % answer.weeks]
        at = monday + timedelta(weeks=week)
        taken = {(one.unit, one.weekday) for one in days}
        for one in sorted(days, key=lambda day: (day.weekday, day.unit)):
            on = at + timedelta(days=one.weekday)
            if not year.first <= on <= year.last:
                continue
            moved = on if on not in year.off else _moved(one, at, taken, year)
            fits = None if moved is None else _in_hours(one, moved, year)
            if moved is None or fits is None:
                lost.append(Lost(on, one, year.off.get(on, "") if moved is None else "ramadan"))
                continue
            taken.add((one.unit, moved.weekday()))
            coming.append(Coming(moved, fits, None if moved == on else on))
    return sorted(coming, key=lambda one: (one.on, one.day.unit)), lost


def _moved(day: Day, monday: date, taken: set[tuple[int, int]], year: Year) -> date | None:
    """The free working day of the week that is nearest to a holiday."""
    free = [
        weekday for weekday in year.weekdays
        if (day.unit, weekday) not in taken and (on := monday + timedelta(days=weekday)) not in year.off
        and year.first <= on <= year.last
    ]  # fmt: skip
    if not free:
        return None
    return monday + timedelta(days=min(free, key=lambda weekday: (abs(weekday - day.weekday), weekday)))


def _in_hours(day: Day, on: date, year: Year) -> Day | None:
    """The day with the hours that hold on it; None where those of Ramadan are too short."""
    if on not in year.ramadan:
        return day
    opens, closes = year.ramadan_hours
    visits = sum(stop.leaves - stop.arrives for stop in day.stops)
    driven = day.back - day.leaves - visits
    share = min(1.0, (closes - opens - driven) / visits)
    if share < _SHORTEST:
        return None
    stops, late = [], opens - day.leaves
    for stop in day.stops:
        long = stop.leaves - stop.arrives
        kept = long if share == 1 else int(share * long // STEP_MIN * STEP_MIN)
        stops.append(Stop(stop.place, stop.arrives + late, stop.arrives + late + kept))
        late -= long - kept
    return Day(day.unit, day.week, day.weekday, tuple(stops), opens, day.back + late, day.km)


def long_waits(coming: Sequence[Coming], limits: Mapping[int, int]) -> list[Wait]:
    """Waits between two visits that are longer than a place may wait, because of holidays or Ramadan.

    Args:
        limits: place -> days.
    """
    seen: dict[int, list[date]] = defaultdict(list)
    for one in coming:
        for stop in one.day.stops:
            seen[stop.place].append(one.on)
    return [
        Wait(place, since, until)
        for place, days in sorted(seen.items()) for since, until in pairwise(sorted(days))
        if (until - since).days > limits[place]
    ]  # fmt: skip


class Series(NamedTuple):
    """Visits that come again on one weekday at the same hours, as the catalogue has a stop; 0 weeks: one day alone."""

    since: date
    until: date
    every_weeks: int
    opens: int
    closes: int


def series(visits: Sequence[tuple[date, int, int]], every_weeks: int) -> list[Series]:
    """The fewest rules that say exactly these visits, read from the first on.

    Args:
        visits: (day, from, to) of one place and unit, minutes of the day.
        every_weeks: its rhythm.
    """
    found: list[Series] = []
    by_weekday: dict[int, list[tuple[date, int, int]]] = defaultdict(list)
    for visit in sorted(visits):
        by_weekday[visit[0].weekday()].append(visit)
    for several in by_weekday.values():
        run: list[tuple[date, int, int]] = []
        for visit in several:
            if run and (visit[0] - run[-1][0] != timedelta(weeks=every_weeks) or visit[1:] != run[-1][1:]):
                found.append(_rule(run, every_weeks))
                run = []
            run.append(visit)
        found.append(_rule(run, every_weeks))
    return sorted(found)


def _rule(run: Sequence[tuple[date, int, int]], every_weeks: int) -> Series:
    since, opens, closes = run[0]
    return Series(since, run[-1][0], every_weeks if len(run) > 1 else 0, opens, closes)
