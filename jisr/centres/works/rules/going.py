"""How an operation goes on: what it costs, how many days a centre was shut. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol


class Priced(Protocol):
    """A line of works."""

    estimate: int | None
    paid: int


class Shut(Protocol):
    """Days on which a centre receives nobody."""

    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Costs:
    """What works cost, in centimes.

    Attributes:
        estimated: sum of the lines that have an estimate.
        paid: sum of what was paid.
        unestimated: lines without an estimate: the sum says less than all.
    """

    estimated: int
    paid: int
    unestimated: int


def costs(lines: Iterable[Priced]) -> Costs:
    """The sums of the lines."""
    rows = list(lines)
    return Costs(
        sum(one.estimate or 0 for one in rows), sum(one.paid for one in rows),
        sum(one.estimate is None for one in rows),
    )  # fmt: skip


def days_shut(closures: Iterable[Shut], today: date) -> int:
    """Days on which at least one closure held, until today; a day of two closures is one day.

    Args:
        closures: both ends included; without an end, until today.
    """
    days = 0
    reached: date | None = None
    for since, until in sorted((one.since, min(one.until or today, today)) for one in closures):
        first = since if reached is None else max(since, reached + timedelta(days=1))
        if until >= first:
            days += (until - first).days + 1
            reached = until
    return days
