"""What if: a centre added, moved, enlarged or closed, and every figure anew at once."""

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jisr.atlas.equity import gini
from jisr.atlas.kernels.strips import Indices
from jisr.atlas.reach.catchments import PER, Catchments, Ways, counts, shared, three_step, two_step
from jisr.atlas.reach.decay import Decay

TWO_STEP: Final = "two_step"
THREE_STEP: Final = "three_step"
_FROM_NOTHING = {TWO_STEP: two_step, THREE_STEP: three_step}


class Live:
    """Catchments that follow each change of a centre.

    Only points that the change can reach are summed again, and each of them wholly: nothing is added to a sum and
    taken off later, so after any number of changes the figures are those of computing anew.

    Attributes:
        ways: as they are now.
        places: (centres,) as they are now; 0 for a closed one.
        reach: (points,) places for ``PER`` people.
        served: (centres,) people who can come.
        nearest: (points,) the number of the nearest centre; -1 where there is none.
        far: (points,) how far it is, in the unit of the ways.
    """

    def __init__(
        self, ways: Ways, people: ArrayLike, places: ArrayLike, decay: Decay, *, measure: str = TWO_STEP
    ) -> None:
        """Compute everything once.

        Args:
            people: (points,) >= 0.
            places: (centres,) >= 0.
            measure: two_step or three_step.

        Raises:
            ShapeMismatch: people or places are not those of the ways.
            NotNumbers: one of them is negative, infinite or missing.
        """
        found: Catchments = _FROM_NOTHING[measure](ways, people, places, decay)
        self.ways, self.decay, self.measure = ways, decay, measure
        self.people, self.places = counts(people, ways.points), counts(places, ways.centres).copy()
        self.reach, self.served = found.reach, found.served
        self.nearest, self.far = ways.nearest()
        self._drawn = ways.to_points(np.ones(ways.centres), decay) if measure == THREE_STEP else None

    @property
    def gini(self) -> float:
        """How unequally reach is spread over people; nan where nobody reaches a place."""
        return gini(self.reach, self.people).value

    def add(self, where: Any, places: float) -> int:
        """Open a centre.

        Args:
            where: (lat, lon) for distances; (points,) minutes for a table.
            places: >= 0.

        Returns:
            its number.
        """
        (more,) = counts([places], 1)
        again, here = self._opened(where, float(more))
        centre = self.ways.centres - 1
        self._after(here, [centre])
        self._look_again(again)
        return centre

    def close(self, centre: int) -> None:
        """Close a centre; its number stays its own."""
        again, here = self._closed(centre)
        self._after(here, [centre])
        self._look_again(again)

    def move(self, centre: int, where: Any) -> int:
        """Move a centre with all its places.

        Returns:
            its new number: the old one is closed.
        """
        places = float(self.places[centre])
        was_nearest, left = self._closed(centre)
        is_nearer, come = self._opened(where, places)
        now = self.ways.centres - 1
        self._after(np.union1d(left, come), [centre, now])
        self._look_again(was_nearest | is_nearer)
        return now

    def enlarge(self, centre: int, places: float) -> None:
        """Give a centre so many places, more or fewer than it had."""
        (self.places[centre],) = counts([places], 1)
        self._sum_again(self._around(centre))

    def _around(self, centre: int) -> Indices:
        return np.flatnonzero(self.ways.far_from(centre) <= self.decay.limit)

    def _closed(self, centre: int) -> tuple[NDArray[np.bool_], Indices]:
        """Take a centre away: the points whose nearest it was, and those around it."""
        here = self._around(centre)
        self.ways, self.places[centre] = self.ways.without(centre), 0.0
        return self.nearest == centre, here

    def _opened(self, where: Any, places: float) -> tuple[NDArray[np.bool_], Indices]:
        """Put a centre: the points whose nearest it may be, and those around it."""
        self.ways = self.ways.with_centre(where)
        self.places, self.served = np.append(self.places, places), np.append(self.served, 0.0)
        far = self.ways.far_from(self.ways.centres - 1)
        return np.isfinite(far) & (far <= self.far), np.flatnonzero(far <= self.decay.limit)

    def _look_again(self, which: NDArray[np.bool_]) -> None:
        """Find the nearest centre of some points."""
        points = np.flatnonzero(which)
        self.nearest[points], self.far[points] = self.ways.nearest(points)

    def _after(self, here: Indices, centres: list[int]) -> None:
        """Centres came or went: count again who can come to them, and what those around them reach."""
        if self._drawn is None:
            self.served[centres] = self.ways.to_centres(self.people, self.decay, np.array(centres))
            self._sum_again(here)
            return
        self._drawn[here] = self.ways.to_points(np.ones(self.ways.centres), self.decay, here)
        mark = np.zeros(self.ways.points)
        mark[here] = 1.0
        met = np.union1d(np.flatnonzero(self.ways.to_centres(mark, self.decay.reached) > 0), centres)
        self.served[met] = self.ways.to_centres(shared(self.people, self._drawn), self.decay.squared, met)
        mark = np.zeros(self.ways.centres)
        mark[met] = 1.0
        touched = self.ways.to_points(mark, self.decay.reached) > 0
        touched[here] = True
        self._sum_again(np.flatnonzero(touched))

    def _sum_again(self, points: Indices) -> None:
        share = shared(self.places, self.served)
        if self._drawn is None:
            self.reach[points] = PER * self.ways.to_points(share, self.decay, points)
            return
        sums = PER * self.ways.to_points(share, self.decay.squared, points)
        self.reach[points] = shared(sums, self._drawn[points])
