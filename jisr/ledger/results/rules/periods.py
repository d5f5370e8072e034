"""Periods of the calendar: which ones an agreement lives through, and when each is to be reported."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jisr.common.periods import months_after


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole months of the calendar, first and last day included."""

    starts_on: date
    ends_on: date

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def period_of(day: date, months: int) -> Period:
    """The period of so many months (1, 3, 6 or 12) in which a day lies.

    >>> period_of(date(2026, 11, 22), 3)
    Period(starts_on=datetime.date(2026, 10, 1), ends_on=datetime.date(2026, 12, 31))
    """
    first = day.month - (day.month - 1) % months
    start = date(day.year, first, 1)
    return Period(start, months_after(start, months) - timedelta(days=1))


def periods(since: date, until: date, months: int) -> list[Period]:
    """Every period that an agreement touches, the first one first; none where it ends before it begins.

    >>> [one.starts_on.month for one in periods(date(2026, 5, 20), date(2026, 10, 1), 3)]
    [4, 7, 10]
    """
    return list(_periods(since, until, months))


def _periods(since: date, until: date, months: int) -> Iterator[Period]:
    one = period_of(since, months)
    while one.starts_on <= until and since <= until:
        yield one
        one = period_of(one.ends_on + timedelta(days=1), months)


def due_on(period: Period, days: int) -> date:
    """The last day on which a period is reported in time: so many days after its end."""
    return period.ends_on + timedelta(days=days)
