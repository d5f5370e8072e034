"""What is known of people and of what they have; the rest is counted, and left out of every figure."""

from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jisr.atlas.faults import NotNumbers, same_length
from jisr.atlas.kernels.strips import Reals


class Index(NamedTuple):
    """One figure, and whom it is of.

    Attributes:
        value: nan where it cannot be said: nobody is known, or there is nothing to share.
        people: whom it counts.
        points: where they live.
        apart: points left out, because their people or what they have are not known.
    """

    value: float
    people: float
    points: int
    apart: int


#: A figure of (values, people).
Measure: TypeAlias = Callable[[ArrayLike, ArrayLike], Index]


class Known(NamedTuple):
    """Points of which both are known and where somebody lives.

    Attributes:
        values: (known,) what a person there has.
        people: (known,) > 0.
        where: (points,) which of those given.
        apart: how many are left out because something is not known.
    """

    values: Reals
    people: Reals
    where: NDArray[np.bool_]
    apart: int

    def figure(self, value: float) -> Index:
        """A figure of these people."""
        return Index(float(value), float(self.people.sum()), len(self.people), self.apart)


def known(values: ArrayLike, people: ArrayLike, *, may_be_infinite: bool = False) -> Known:
    """Set apart what is not known.

    Args:
        values: (points,) >= 0; nan where not known.
        people: (points,) >= 0; nan where not known.
        may_be_infinite: a way that does not exist; nothing else is without end.

    Raises:
        ShapeMismatch: not as many values as people.
        NotNumbers: one is negative, or infinite where it may not be.
    """
    have, who = np.asarray(values, dtype=np.float64), np.asarray(people, dtype=np.float64)
    same_length(values=have, people=who)
    if (have < 0).any() or (who < 0).any() or np.isinf(who).any():
        raise NotNumbers("values and people are not negative, and people are not infinite")
    if not may_be_infinite and np.isinf(have).any():
        raise NotNumbers("a value is infinite: of ways, ask for the share beyond a limit")
    missing = np.isnan(have) | np.isnan(who)
    where = ~missing & (who > 0)
    return Known(have[where], who[where], where, int(missing.sum()))


def by_group(measure: Measure, values: ArrayLike, people: Mapping[Hashable, ArrayLike]) -> dict[Hashable, Index]:
    """The same figure for each group of people: women, children, people with disabilities, town and country.

    Args:
        people: (points,) for each group.
    """
    return {group: measure(values, who) for group, who in people.items()}
