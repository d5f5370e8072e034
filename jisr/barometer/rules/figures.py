"""Figures and the days they are about. Plain Python."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta

from jisr.common.periods import months_after

#: (row, column) of a table.
Cell = tuple[Hashable, Hashable]
#: Key of the totals of a table.
ALL = "*"
#: Fewer people than this are not shown.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``since`` until the day before ``until``."""

    since: date
    until: date

    @property
    def last(self) -> date:
        """The last day."""
        return max(self.since, self.until - timedelta(days=1))

    def before(self, day: date) -> "Period":
        """Those of its days that come before another one."""
        return Period(self.since, max(self.since, min(self.until, day)))


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with everything needed to read it.

    Attributes:
        value: the number; None when hidden, or when it does not exist (a share of nothing).
        numerator: what a share or a median is made of; the count itself for a count.
        denominator: the whole of a share.
        source: code of where it comes from.
        hidden: whether it is kept back; then every number is None.
    """

    value: float | None
    numerator: int | None
    denominator: int | None
    period: Period
    source: str
    hidden: bool = False

    @property
    def share(self) -> float | None:
        """Numerator to denominator; None when either is missing or the denominator is 0."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class Count:
    """A count of acts and of the different people behind them."""

    value: int = 0
    persons: int = 0

    def is_small(self, least: int = LEAST) -> bool:
        """Whether it is about somebody, and about too few."""
        return 0 < self.persons < least


def count(value: int, period: Period, source: str, *, hidden: bool = False, of: int | None = None) -> Figure:
    """A figure that counts.

    >>> count(7, Period(date(2026, 1, 1), date(2026, 2, 1)), "events").value
    7
    """
    if hidden:
        return Figure(None, None, None, period, source, hidden=True)
    return Figure(value, value, of, period, source)


def week_of(today: date) -> date:
    """Monday of the week of a day: figures of people know what happened before it, and nothing of the running week.

    A number that grows by one while somebody looks tells who came, whatever is hidden around it:
    docs/decisions/0104-figures-of-whole-weeks.md.

    >>> week_of(date(2026, 11, 29)), week_of(date(2026, 11, 30))
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 30))
    """
    return today - timedelta(days=today.weekday())


def months_back(today: date, count: int) -> list[date]:
    """First days of the last months, the month of ``today`` last.

    >>> months_back(date(2026, 2, 10), 3)
    [datetime.date(2025, 12, 1), datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)]
    """
    return [months_after(today.replace(day=1), ago) for ago in range(1 - count, 1)]
