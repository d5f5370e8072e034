"""The span that is asked about, and what an answer is."""

from datetime import date, datetime, timedelta
from typing import Any

DAYS = 60
#: key of an agent -> (how many times are free, the first of them in minutes since 1970)
Answer = dict[int, tuple[int, int]]


def minute(at: datetime) -> int:
    """Minutes since 1970."""
    return int(at.timestamp()) // 60


def working(first: date, off: Any) -> list[date]:
    """Days of the span on which somebody receives."""
    days = (first + timedelta(days=n) for n in range(DAYS))
    return [day for day in days if day not in off]
