"""Delays and answers that were kept or not, as shares and medians of people. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from jisr.barometer.rules.figures import LEAST, Count, Figure, Period, count
from jisr.barometer.rules.report import SOURCE


@dataclass(frozen=True, slots=True)
class Kept:
    """What was counted of one delay.

    Attributes:
        all: acts, and the people behind them.
        yes: those for which it was so.
        no: those for which it was not.
        days: median, where the figure is one.
    """

    all: Count
    yes: Count
    no: Count
    days: int | None = None


def shares(counted: Mapping[str, Kept], period: Period) -> dict[str, Figure]:
    """What may be shown: a share says how many were in it and how many were not, so neither may be about a few.

    >>> from datetime import date
    >>> one = Kept(Count(9, 9), Count(7, 7), Count(2, 2))
    >>> shares({"lost": one}, Period(date(2026, 1, 1), date(2026, 2, 1)))["lost"].hidden
    True
    """
    return {
        name: count(
            one.yes.value, period, SOURCE, of=one.all.value,
            hidden=any(part.is_small() for part in (one.all, one.yes, one.no)),
        )
        for name, one in counted.items() if one.days is None
    }  # fmt: skip


def medians(counted: Mapping[str, Kept], period: Period) -> dict[str, Figure]:
    """Medians of days, each of at least ``LEAST`` people."""
    return {
        name: Figure(None, None, None, period, SOURCE, hidden=True)
        if one.all.persons < LEAST
        else Figure(one.days, one.days, one.all.value, period, SOURCE)
        for name, one in counted.items() if one.days is not None
    }  # fmt: skip
