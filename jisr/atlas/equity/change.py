"""Before and after: one figure twice on the same points, and who gains."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from jisr.atlas.equity.known import Index, Measure, known
from jisr.atlas.faults import NotNumbers, same_length


class Gained(NamedTuple):
    """People by what a change does to them.

    Attributes:
        better: who have more (or less far to go) than before.
        worse: who have less (or further to go).
        same: the others.
        apart: points of which one of the two, or the people, is not known.
    """

    better: float
    worse: float
    same: float
    apart: int


class Change(NamedTuple):
    """A figure before and after, on the points that are known both times.

    Attributes:
        difference: after less before; nan where one of them cannot be said.
    """

    before: Index
    after: Index
    difference: float
    gained: Gained


def change(
    measure: Measure, before: ArrayLike, after: ArrayLike, people: ArrayLike,
    *, less_is_better: bool = False, tolerance: float = 1e-9,
) -> Change:  # fmt: skip
    """Compare a scenario with what is.

    Args:
        before, after: (points,) as the measure takes them; nan where not known, ways infinite without a road.
        people: (points,) >= 0; nan where not known.
        less_is_better: of ways.
        tolerance: relative; a smaller difference is none.

    Raises:
        ShapeMismatch: not as many before as after.
        NotNumbers: as the measure, or a tolerance below 0.
    """
    if tolerance < 0:
        raise NotNumbers(f"a tolerance of {tolerance}")
    was, now = (np.asarray(values, dtype=np.float64) for values in (before, after))
    same_length(before=was, after=now)
    both = ~np.isnan(was) & ~np.isnan(now)
    first, second = (measure(np.where(both, values, np.nan), people) for values in (was, now))
    there = known(np.where(both, was, np.nan), people, may_be_infinite=True)
    was, now, who = was[there.where], now[there.where], there.people
    same = np.isclose(was, now, rtol=tolerance, atol=0.0)
    more = (now > was) & ~same
    less = ~more & ~same
    better, worse = (less, more) if less_is_better else (more, less)
    more_of, less_of, same_of = (float(who[part].sum()) for part in (better, worse, same))
    return Change(first, second, second.value - first.value, Gained(more_of, less_of, same_of, there.apart))
