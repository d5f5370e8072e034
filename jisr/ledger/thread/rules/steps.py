"""The steps of the thread, and the days between them. Plain Python."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

SAID, ANSWERED, MEASURE, AGREEMENT, PAID, SERVED = "said", "answered", "measure", "agreement", "paid", "served"
#: In the order in which a thread is read.
STEPS = (SAID, ANSWERED, MEASURE, AGREEMENT, PAID, SERVED)


def gaps(days: Mapping[str, date | None], steps: Sequence[str] = STEPS) -> dict[str, int]:
    """Step -> days since the dated step before it; below zero where it came first.

    The first dated step, and those without a day, are not in it. The gaps up to a step add up to the days between the
    first dated step and it, whatever stands between.

    >>> gaps({"said": date(2026, 1, 1), "measure": date(2026, 2, 1), "paid": date(2026, 1, 31)})
    {'measure': 31, 'paid': -1}
    """
    found: dict[str, int] = {}
    before: date | None = None
    for step in steps:
        day = days.get(step)
        if day is None:
            continue
        if before is not None:
            found[step] = (day - before).days
        before = day
    return found


def between(days: Mapping[str, date | None], first: str, last: str) -> int | None:
    """Days from one step to another; None where one of the two has no day."""
    start, end = days.get(first), days.get(last)
    return None if start is None or end is None else (end - start).days


@dataclass(frozen=True, slots=True)
class Column:
    """How many sentences reached a step.

    Attributes:
        reached: found there, wherever else they were found.
        onward: of these, found at the next step too; 0 for the last one.
    """

    step: str
    reached: int
    onward: int


def columns(found: Mapping[str, Collection[Hashable]], steps: Sequence[str] = STEPS) -> list[Column]:
    """How many sentences reached each step, and how many of them the next.

    Args:
        found: step -> the sentences found there.

    >>> [(one.reached, one.onward) for one in columns({"said": {1, 2, 3}, "answered": {1, 2}, "measure": {2, 3}})][:3]
    [(3, 2), (2, 1), (2, 0)]
    """
    sets = [set(found.get(step, ())) for step in steps]
    return [
        Column(step, len(here), len(here & there))
        for step, here, there in zip(steps, sets, [*sets[1:], set()], strict=True)
    ]


def median_of(days: Sequence[int]) -> float | None:
    """The middle of some delays; of two in the middle, half of their sum; None of none.

    >>> median_of([3, 1, 2]), median_of([1, 2]), median_of([])
    (2.0, 1.5, None)
    """
    if not days:
        return None
    ordered, half = sorted(days), len(days) // 2
    return float(ordered[half]) if len(days) % 2 else (ordered[half - 1] + ordered[half]) / 2
