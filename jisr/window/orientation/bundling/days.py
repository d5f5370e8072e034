"""Whether several visits fit into one day at one place, and at what time each begins; numbers only."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

Span = tuple[int, int]


@dataclass(frozen=True)
class Stop:
    """A visit that may be made on a day.

    Attributes:
        site: which house; going to another one of the place takes time.
        spans: (from, to) in minutes after midnight, when it is open.
        minutes: how long the visit lasts.
    """

    site: str
    spans: tuple[Span, ...]
    minutes: int


@dataclass(frozen=True)
class Day:
    """The bounds of a day away from home.

    Attributes:
        arrives, leaves: earliest arrival at the place and latest departure from it, in minutes after midnight.
        between: minutes from one house of a place to another.
    """

    arrives: int
    leaves: int
    between: int


def in_order(stops: Sequence[Stop], day: Day) -> tuple[int, ...] | None:
    """The minute at which each visit begins, one after the other and the last over soonest; None where they do not fit.

    >>> morning = Stop("a", ((540, 600),), 30)
    >>> in_order([morning, Stop("b", ((540, 720),), 30)], Day(480, 900, 15))
    (540, 585)
    """
    everything = (1 << len(stops)) - 1

    @cache
    def ends(done: int, last: int) -> tuple[int, int, int] | None:
        """Soonest end of these visits with this one last: (end, its beginning, the one before)."""
        stop, before = stops[last], done & ~(1 << last)
        if not before:
            found = _begins(stop, day.arrives, day)
            return None if found is None else (found + stop.minutes, found, -1)
        best = None
        for other in range(len(stops)):
            if before >> other & 1 and (earlier := ends(before, other)) is not None:
                there = earlier[0] + (day.between if stops[other].site != stop.site else 0)
                begins = _begins(stop, there, day)
                if begins is not None and (best is None or begins + stop.minutes < best[0]):
                    best = (begins + stop.minutes, begins, other)
        return best

    finished = [(found[0], last) for last in range(len(stops)) if (found := ends(everything, last)) is not None]
    if not finished:
        return None
    at, last, done = [0] * len(stops), min(finished)[1], everything
    while last >= 0:
        found = ends(done, last)
        assert found is not None
        at[last], done, last = found[1], done & ~(1 << last), found[2]
    return tuple(at)


def _begins(stop: Stop, there: int, day: Day) -> int | None:
    """The first minute from ``there`` on at which the visit can begin and still end in time."""
    for start, end in stop.spans:
        begins = max(start, there)
        if begins + stop.minutes <= min(end, day.leaves):
            return begins
    return None
