"""Days some months later."""

import calendar
from datetime import date

_A_YEAR = 12


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, _A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
