"""Floating catchments: places shared among those who can come, and what each can so reach."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from jisr.atlas.faults import NotNumbers
from jisr.atlas.kernels.strips import Indices, Reals
from jisr.atlas.reach.decay import Decay, up_to
from jisr.common.faults import ShapeMismatch

#: Reach is said in places for so many people.
PER = 1_000


class Ways(Protocol):
    """How far centres are from points: ``Distances`` in kilometres, ``Minutes`` of travel."""

    @property
    def unit(self) -> str:
        """Of its limits: km or min."""

    @property
    def engine(self) -> str:
        """What computes the sums."""

    @property
    def points(self) -> int:
        """How many points there are."""

    @property
    def centres(self) -> int:
        """How many centres have a number."""

    def to_centres(self, values: Reals, decay: Decay, only: Indices | None = None) -> Reals:
        """(centres,) the weighted sum over points around each."""

    def to_points(self, values: Reals, decay: Decay, only: Indices | None = None) -> Reals:
        """(points,) the weighted sum over centres around each."""

    def nearest(self, only: Indices | None = None) -> tuple[Indices, Reals]:
        """(points,) the nearest centre, and how far."""

    def far_from(self, centre: int) -> Reals:
        """(points,) the way to one centre; infinite where there is none, or it is closed."""

    def with_centre(self, where: Any) -> "Ways":
        """The same with one more centre, numbered last."""

    def without(self, centre: int) -> "Ways":
        """The same with one centre closed."""


@dataclass(frozen=True)
class Catchments:
    """What a floating catchment says.

    Attributes:
        reach: (points,) places for ``PER`` people who live there; 0 where no centre with a place is within the limit.
        served: (centres,) people who can come, weighted; 0 where nobody can, and then its places reach nobody.
        engine: what computed it.
    """

    reach: Reals
    served: Reals
    engine: str


@dataclass(frozen=True)
class Within:
    """What lies within a limit.

    Attributes:
        centres: (points,) how many.
        places: (points,) how many they have together, however many people share them.
    """

    centres: Reals
    places: Reals


def two_step(ways: Ways, people: ArrayLike, places: ArrayLike, decay: Decay) -> Catchments:
    """Two-step floating catchment; the enhanced one where the decay has steps or falls.

    Each centre shares its places among the people around it; each point sums the shares of the centres around it.
    Places reached, summed over people, are the places of the centres that anybody can reach; and more places, or one
    more centre, lower nobody's reach: the people around the other centres stay as many as they were.

    Args:
        people: (points,) >= 0, whole or not: residents, the public of a service, or needs not met.
        places: (centres,) >= 0, free of those that are taken.

    Raises:
        ShapeMismatch: people or places are not those of the ways.
        NotNumbers: one of them is negative, infinite or missing; ``told_apart`` sets these apart before.

    Source: Luo and Wang 2003, https://doi.org/10.1068/b29120; Luo and Qi 2009,
    https://doi.org/10.1016/j.healthplace.2009.06.002
    """
    who, what = counts(people, ways.points), counts(places, ways.centres)
    served = ways.to_centres(who, decay)
    return Catchments(PER * ways.to_points(shared(what, served), decay), served, ways.engine)


def three_step(ways: Ways, people: ArrayLike, places: ArrayLike, decay: Decay) -> Catchments:
    """Three-step floating catchment: people part themselves among the centres around them before these are shared.

    A point chooses each centre by its weight among the weights of all around it, so that a second centre next door is
    not counted as if everybody came to both. A new centre draws people to it; who does not reach it gains from the
    room that they leave, but who does may have less than before: this measure does NOT keep the law that nobody loses.

    Args:
        people: (points,) >= 0.
        places: (centres,) >= 0. One without a place still draws people: leave out what should not.

    Raises:
        ShapeMismatch: people or places are not those of the ways.
        NotNumbers: one of them is negative, infinite or missing.

    Source: Wan, Zou and Sternberg 2012, https://doi.org/10.1080/13658816.2011.624987
    """
    who, what = counts(people, ways.points), counts(places, ways.centres)
    drawn = ways.to_points(np.ones(ways.centres), decay)
    served = ways.to_centres(shared(who, drawn), decay.squared)
    reach = shared(PER * ways.to_points(shared(what, served), decay.squared), drawn)
    return Catchments(reach, served, ways.engine)


def within(ways: Ways, places: ArrayLike, limit: float) -> Within:
    """How many open centres, and how many places, are within a limit of each point.

    Args:
        places: (centres,) >= 0.
        limit: in the unit of the ways.
    """
    decay = up_to(limit)
    count = np.rint(ways.to_points(np.ones(ways.centres), decay))
    return Within(count, ways.to_points(counts(places, ways.centres), decay))


def counts(values: ArrayLike, length: int) -> Reals:
    """Numbers that can be summed: as many as there must be, none negative, infinite or missing.

    Raises:
        ShapeMismatch: not as many.
        NotNumbers: one is negative, infinite or missing.
    """
    found = np.asarray(values, dtype=np.float64)
    if found.shape != (length,):
        raise ShapeMismatch(f"{found.shape}, not {(length,)}")
    if not (np.isfinite(found) & (found >= 0)).all():
        raise NotNumbers("a count is negative, infinite or missing; tell it apart first")
    return found


def shared(what: Reals, among: Reals) -> Reals:
    """The share of each, 0 where there is nobody to share with."""
    return np.divide(what, among, out=np.zeros_like(what), where=among > 0)
