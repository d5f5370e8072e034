"""Ways as the crow flies: no pair is stored, each distance is computed where it is needed."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jisr.atlas.faults import same_length
from jisr.atlas.kernels import engine_for
from jisr.atlas.kernels.strips import Indices, Reals, Strips, arc_km, axes_of, chord_km, into_strips, on_globe
from jisr.atlas.reach.decay import Decay

#: Strips are so high as a part of the catchment: measured, flat from a quarter to the whole.
_HEIGHT = 0.5


@dataclass(frozen=True)
class Distances:
    """Great circles between points where people live and centres, in kilometres. Made by ``Distances.between``.

    Attributes:
        globe: (centres, 3) kilometres from the middle of the Earth.
        open: (centres,) whether a centre is there; a closed one keeps its number.
        engine: numpy or numba.
    """

    globe: Reals
    open: NDArray[np.bool_]
    engine: str
    _kernels: Any
    _axes: Reals
    _height: float
    _points: Strips
    _centres: Strips

    unit = "km"

    @classmethod
    def between(
        cls, lat: ArrayLike, lon: ArrayLike, centre_lat: ArrayLike, centre_lon: ArrayLike,
        *, limit_km: float, engine: str = "",
    ) -> "Distances":  # fmt: skip
        """Sort points and centres so that neighbours are found.

        Args:
            lat, lon: (points,) degrees, WGS 84; ``told_apart`` says before which cannot be used, and why.
            centre_lat, centre_lon: (centres,) the same.
            limit_km: the catchment that will be asked for most; any other works too.
            engine: numpy or numba; chosen by size when left out, numpy until the kernels are compiled.

        Raises:
            NotNumbers: a coordinate is missing.
            ShapeMismatch: not as many of the one as of the other.
        """
        points, centres = on_globe(lat, lon), on_globe(centre_lat, centre_lon)
        kernels, name = engine_for(len(points) * len(centres), engine)
        axes, height = axes_of(points), limit_km * _HEIGHT
        return cls(
            centres, np.ones(len(centres), dtype=np.bool_), name, kernels, axes, height,
            into_strips(points, axes, height), into_strips(centres, axes, height),
        )  # fmt: skip

    @property
    def points(self) -> int:
        """How many points there are."""
        return len(self._points.u)

    @property
    def centres(self) -> int:
        """How many centres have a number, closed ones included."""
        return len(self.globe)

    def to_centres(self, values: Reals, decay: Decay, only: Indices | None = None) -> Reals:
        """(centres,) what lies around each, summed over points by the decay; 0 for a closed one.

        Args:
            values: (points,) of each point.
            only: centres that are wanted; then (len(only),) in their order.
        """
        same_length(values=values, points=self._points.u)
        return self._gathered(self._centres, self._points, values, decay, self.centres, only)

    def to_points(self, values: Reals, decay: Decay, only: Indices | None = None) -> Reals:
        """(points,) what lies around each, summed over open centres by the decay.

        Args:
            values: (centres,) of each centre.
            only: points that are wanted; then (len(only),) in their order.
        """
        same_length(values=values, centres=self.globe[:, 0])
        return self._gathered(self._points, self._centres, values, decay, self.points, only)

    def nearest(self, only: Indices | None = None) -> tuple[Indices, Reals]:
        """(points,) the nearest open centre, however far, and the way to it; -1 and infinite where none is open.

        Args:
            only: points that are wanted; then in their order.
        """
        to = self._points if only is None else _some(self._points, only)
        if not len(self._centres.u):
            return np.full(len(to.u), -1, dtype=np.int64), np.full(len(to.u), np.inf)
        found, least = self._kernels.nearest(to, self._centres, self._height / 4)
        who, far = np.full(self.points, -1, dtype=np.int64), np.full(self.points, np.inf)
        who[to.order], far[to.order] = found, arc_km(least)
        return (who, far) if only is None else (who[only], far[only])

    def far_from(self, centre: int) -> Reals:
        """(points,) the way to one centre; infinite where it is closed."""
        found, at = np.full(self.points, np.inf), self._points
        for here in np.flatnonzero(self._centres.order == centre):
            u, v, w = (axis[here] for axis in self._centres[:3])
            found[at.order] = arc_km((at.u - u) ** 2 + (at.v - v) ** 2 + (at.w - w) ** 2)
        return found

    def with_centre(self, where: tuple[float, float]) -> "Distances":
        """The same with one more centre, numbered last, at (lat, lon)."""
        globe = np.vstack((self.globe, on_globe([where[0]], [where[1]])))
        return self._anew(globe, np.append(self.open, True))

    def without(self, centre: int) -> "Distances":
        """The same with one centre closed."""
        return self._anew(self.globe, self.open & (np.arange(self.centres) != centre))

    def _anew(self, globe: Reals, are_open: NDArray[np.bool_]) -> "Distances":
        there = np.flatnonzero(are_open)
        centres = into_strips(globe[there], self._axes, self._height)
        return replace(self, globe=globe, open=are_open, _centres=centres._replace(order=there[centres.order]))

    def _gathered(self, to: Strips, at: Strips, values: Reals, decay: Decay, count: int, only: Indices | None) -> Reals:
        to = to if only is None else _some(to, only)
        chords = np.array([chord_km(limit) for limit in decay.limits])
        found = np.zeros(count)
        there = np.ascontiguousarray(values, dtype=np.float64)[at.order]
        found[to.order] = self._kernels.gather(to, at, there, chords, decay.added, decay.beta)
        return found if only is None else found[only]


def _some(strips: Strips, wanted: Indices) -> Strips:
    """Those of the points that are wanted, still in their strips."""
    mark = np.zeros(int(strips.order.max(initial=-1)) + 1, dtype=np.bool_)
    mark[wanted[wanted < len(mark)]] = True
    keep = np.flatnonzero(mark[strips.order])
    return strips._replace(
        u=strips.u[keep], v=strips.v[keep], w=strips.w[keep], order=strips.order[keep],
        starts=np.searchsorted(keep, strips.starts),
    )  # fmt: skip
