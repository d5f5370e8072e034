"""Days of the calendar: some months later or earlier, whether one lies in a time, as data writes it. Pure."""

from calendar import monthrange
from datetime import date

_A_YEAR = 12


def months_after(day: date, months: int) -> date:
    """The same day some months later (earlier where negative), or the last one of that month.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, _A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def years_after(day: date, years: int) -> date:
    """The same day some years later; of a 29 February, the 28th where that year has none.

    >>> years_after(date(2024, 2, 29), 7)
    datetime.date(2031, 2, 28)
    """
    return months_after(day, _A_YEAR * years)


def holds(since: date, until: date | None, on: date) -> bool:
    """Whether what begins on a day and ends before another, or never, is in force.

    >>> holds(date(2026, 1, 1), date(2026, 7, 1), on=date(2026, 7, 1))
    False
    """
    return since <= on and (until is None or on < until)


def iso_day(day: date | None) -> str | None:
    """A day as data writes it, year-month-day; None where there is none."""
    return day.isoformat() if day else None
