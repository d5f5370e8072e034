"""Days that differ from the week: temporary information, and the stops of a mobile unit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Protocol

from jisr.centres.rules.hours import Span, Week, parse_hours


class Dated(Protocol):
    """What holds from a day until a day."""

    since: date
    until: date | None
    kind: str
    hours: str


class Halting(Protocol):
    """A stop as it is stored."""

    since: date
    until: date | None
    every_weeks: int
    opens: time
    closes: time


def notices_on(notices: Iterable[Any], day: date) -> list[Any]:
    """Those that hold on a day, the newest first."""
    holding = [one for one in notices if one.since <= day and (one.until is None or day <= one.until)]
    return sorted(holding, key=lambda one: one.since, reverse=True)


def day_by_day(week: Week | None, notices: Iterable[Dated], first: date, *, days: int) -> Iterator[tuple[date, Any]]:
    """Each day with its spans: of the week, unless a closure or other hours hold on that day.

    Args:
        week: of ``parse_hours``; None when not known.
        notices: of the place; of several for one day the newest decides, and a closure before all.
        first: day to begin with.
        days: how many.

    Yields:
        (day, spans); spans is None where the hours are not known.
    """
    told = list(notices)
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        yield day, _spans(week, notices_on(told, day), day)


def _spans(week: Week | None, notices: list[Dated], day: date) -> tuple[Span, ...] | None:
    kinds = {one.kind: one for one in reversed(notices)}
    if "closure" in kinds:
        return ()
    if "hours" in kinds:
        other = parse_hours(kinds["hours"].hours)
        return other[day.weekday()] if other else None
    return week[day.weekday()] if week else None


@dataclass(frozen=True)
class Stopping:
    """A stop on one of its days."""

    on: date
    stop: Any


def next_stops(stops: Iterable[Halting], today: date, *, days: int = 60, most: int = 12) -> list[Stopping]:
    """Where a unit halts next, in the order of days and hours.

    Args:
        stops: of one unit, or of several.
        today: the first day looked at.
        days: how far ahead is looked.
        most: how many at most.
    """
    last = today + timedelta(days=days)
    coming = [Stopping(day, stop) for stop in stops for day in _days_of(stop, today, last)]
    return sorted(coming, key=lambda one: (one.on, one.stop.opens))[:most]


def _days_of(stop: Halting, first: date, last: date) -> Iterator[date]:
    if not stop.every_weeks:
        if first <= stop.since <= last:
            yield stop.since
        return
    step = 7 * stop.every_weeks
    behind = max(0, (first - stop.since).days)
    day = stop.since + timedelta(days=step * -(-behind // step))
    while day <= last and (stop.until is None or day <= stop.until):
        yield day
        day += timedelta(days=step)
