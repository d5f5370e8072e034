"""The way of an agreement in days: its milestones in order, and how long each step took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Stage(Generic[Row]):
    """A milestone in its place.

    Attributes:
        days: since the milestone before it; None for the first, and where one of the two days was not published.
    """

    row: Row
    day: date
    days: int | None


def span(found: Sequence[Stage[Row]]) -> int | None:
    """Days from the first milestone to the last; None for fewer than two, or where a day between is not known."""
    if len(found) < 2 or any(one.days is None for one in found[1:]):
        return None
    return (found[-1].day - found[0].day).days


def stages(milestones: Sequence[tuple[date, bool, Row]]) -> list[Stage[Row]]:
    """Milestones from the first to the last with the days between them.

    Args:
        milestones: (day, whether the very day is known, row).

    >>> [one.days for one in stages([(date(2026, 2, 1), True, "b"), (date(2026, 1, 1), True, "a")])]
    [None, 31]
    """
    ordered = sorted(milestones, key=lambda one: one[0])
    found: list[Stage[Row]] = []
    for place, (day, exact, row) in enumerate(ordered):
        known = place > 0 and exact and ordered[place - 1][1]
        found.append(Stage(row, day, (day - ordered[place - 1][0]).days if known else None))
    return found
