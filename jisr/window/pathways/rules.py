"""Pure decisions of pathways: when a family is followed up, what is late."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date


def months_after(start: date, months: int) -> date:
    """The same day some months later, or the last of that month.

    >>> months_after(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def follow_up_days(start: date, months: Sequence[int]) -> dict[int, date]:
    """Month mark -> the day on which the family is followed up."""
    return {mark: months_after(start, mark) for mark in months}


def progress(states: Sequence[str]) -> tuple[int, int]:
    """(steps ended, steps in all) of a plan.

    >>> progress(["done", "planned", "dropped"])
    (2, 3)
    """
    return sum(state in {"done", "dropped"} for state in states), len(states)
