"""How much a centre counts by how far it is: all the same up to a limit, by steps, or falling like a bell."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jisr.atlas.faults import NotNumbers
from jisr.atlas.kernels.strips import Reals


@dataclass(frozen=True)
class Decay:
    """A weight by distance that never grows, and is 0 beyond the last limit.

    Attributes:
        limits: growing, > 0, in the unit of the ways: kilometres or minutes.
        weights: of each step, > 0; never more than the step before.
        beta: squared units; where > 0 a weight falls as exp(-d^2 / beta) as well.
    """

    limits: tuple[float, ...]
    weights: tuple[float, ...]
    beta: float = 0.0

    def __post_init__(self) -> None:
        limits, weights = np.array(self.limits), np.array(self.weights)
        if not len(limits) or limits.shape != weights.shape:
            raise NotNumbers(f"{len(limits)} limits, {len(weights)} weights")
        if not (np.isfinite(limits).all() and (np.diff(limits, prepend=0) > 0).all()):
            raise NotNumbers(f"limits must grow from above 0: {self.limits}")
        if not (
            (weights > 0).all() and (np.diff(weights) <= 0).all() and np.isfinite(weights).all() and self.beta >= 0
        ):
            raise NotNumbers(f"weights must be above 0 and never grow: {self.weights}, {self.beta}")

    @property
    def limit(self) -> float:
        """Beyond it nothing counts."""
        return self.limits[-1]

    @property
    def added(self) -> Reals:
        """(steps,) what a centre counts more for being within each limit: they sum to the first weight."""
        return -np.diff(self.weights, append=0.0)

    @property
    def squared(self) -> "Decay":
        """The decay whose weight is this one's squared."""
        return Decay(self.limits, tuple(weight**2 for weight in self.weights), self.beta / 2)

    @property
    def reached(self) -> "Decay":
        """1 wherever this one is above 0."""
        return up_to(self.limit)

    def of(self, costs: ArrayLike) -> Reals:
        """The weights at these distances or times; at infinity 0.

        >>> stepwise((10, 20, 30), (1, 0.68, 0.22)).of([10, 10.1, 30, 31, np.inf])
        array([1.  , 0.68, 0.22, 0.  , 0.  ])
        """
        far = np.asarray(costs, dtype=np.float64)
        step = np.searchsorted(self.limits, far)
        found = np.append(self.weights, 0.0)[step]
        if self.beta > 0:
            found *= np.exp(np.where(np.isfinite(far), far, 0.0) ** 2 / -self.beta)
        return found


def up_to(limit: float) -> Decay:
    """All centres within the limit count the same.

    Source: Luo and Wang 2003, Environment and Planning B 30(6), https://doi.org/10.1068/b29120
    """
    return Decay((float(limit),), (1.0,))


def stepwise(limits: Sequence[float], weights: Sequence[float]) -> Decay:
    """A weight for each zone, as the enhanced two-step catchment has them.

    Source: Luo and Qi 2009, Health & Place 15(4), https://doi.org/10.1016/j.healthplace.2009.06.002
    """
    return Decay(tuple(map(float, limits)), tuple(map(float, weights)))


def falling(limit: float, *, beta: float) -> Decay:
    """exp(-d^2 / beta) up to the limit; a bell of width sigma has beta = 2 sigma^2.

    Source: Wan, Zou and Sternberg 2012, Int. J. Geographical Information Science 26(6),
    https://doi.org/10.1080/13658816.2011.624987
    """
    return Decay((float(limit),), (1.0,), float(beta))
