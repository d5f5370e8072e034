"""Consumption from readings of meters: never typed, and labelled by what it rests on. Plain Python.

Between two readings consumption is spread evenly over the days; the sum over months is exactly the difference of the
readings (fractions, rounded only where they are shown).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from jisr.common.periods import months_after


class Read(Protocol):
    """What a counter showed."""

    on: date
    value: Decimal
    estimated: bool


@dataclass(frozen=True, slots=True)
class Month:
    """What one month consumed.

    Attributes:
        first: its first day.
        amount: None where no day of it lies between two readings.
        days: days that lie between two readings.
        how: measured, estimated, part or none; of several the most doubtful.
    """

    first: date
    amount: Fraction | None
    days: int
    how: str


def months(meters: Iterable[Sequence[Read]], first: date, last: date, *, most_days: int) -> list[Month]:
    """Consumption by month over meters of one kind.

    A month is measured where every day of it lies between two readings taken at most ``most_days`` apart; estimated
    where a day lies between readings further apart, or one of them was estimated; part where some days lie between
    none; not measured where no day does.

    Args:
        meters: of each its readings.
        first: first day of the first month.
        last: any day of the last month.
        most_days: days between two readings that still tell one month from another.
    """
    amounts: dict[date, Fraction] = defaultdict(Fraction)
    covered: dict[date, set[int]] = defaultdict(set)
    doubtful: set[date] = set()
    for readings in meters:
        for before, after in _pairs(readings):
            wide = (after.on - before.on).days > most_days
            rate = Fraction(after.value - before.value) / (after.on - before.on).days
            for month, days in _days_by_month(before.on, after.on):
                amounts[month] += rate * len(days)
                covered[month] |= set(days)
                if wide or before.estimated or after.estimated:
                    doubtful.add(month)
    return [_month(one, amounts, covered, doubtful) for one in _firsts(first, last)]


def _pairs(readings: Sequence[Read]) -> Iterator[tuple[Read, Read]]:
    rows = sorted(readings, key=lambda one: one.on)
    return pairwise(rows)


def _days_by_month(since: date, until: date) -> Iterator[tuple[date, range]]:
    """The days from one to before another, as days of each month."""
    month = since.replace(day=1)
    while month < until:
        after = months_after(month, 1)
        start = max(since, month)
        end = min(until, after)
        yield month, range(start.day, start.day + (end - start).days)
        month = after


def _firsts(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = months_after(month, 1)


def _month(
    first: date, amounts: Mapping[date, Fraction], covered: Mapping[date, set[int]], doubtful: set[date]
) -> Month:  # fmt: skip
    days = len(covered.get(first, ()))
    if not days:
        return Month(first, None, 0, "none")
    whole = (months_after(first, 1) - first).days
    how = "part" if days < whole else "estimated" if first in doubtful else "measured"
    return Month(first, amounts[first], days, how)


def total(rows: Iterable[Month]) -> Fraction | None:
    """The sum of what is known; None where nothing is."""
    known = [one.amount for one in rows if one.amount is not None]
    return sum(known, Fraction()) if known else None


def solar_share(network: Sequence[Month], solar: Sequence[Month]) -> float | None:
    """The share of the sun in the electricity of the months of which both are known in full; None where none is.

    What the sun made is counted as used on the spot.
    """
    full = {"measured", "estimated"}
    both = [
        (bought.amount, made.amount)
        for bought, made in zip(network, solar, strict=True)
        if bought.how in full and made.how in full
    ]
    bought = sum((one or Fraction() for one, _ in both), Fraction())
    made = sum((one or Fraction() for _, one in both), Fraction())
    return float(made / (bought + made)) if bought + made else None


def per_place_day(rows: Iterable[Month], places: int | None) -> float | None:
    """Consumption for one place and day, over the days that are known; None where places are not known.

    Args:
        places: of the centre; None or 0 where nobody said them.
    """
    known = [one for one in rows if one.amount is not None]
    days = sum(one.days for one in known)
    if not places or not days:
        return None
    return float(sum((one.amount or Fraction() for one in known), Fraction()) / (places * days))


def lower_than_last(readings: Iterable[Read], on: date, value: Decimal) -> Read | None:
    """The reading that another one contradicts: an earlier one that is higher, or a later one that is lower."""
    rows = sorted(readings, key=lambda one: one.on)
    before = next((one for one in reversed(rows) if one.on < on and one.value > value), None)
    after = next((one for one in rows if one.on > on and one.value < value), None)
    return before or after
