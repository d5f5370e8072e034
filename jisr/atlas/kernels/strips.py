"""Points of the Earth as they are searched: turned so that most lie flat, in strips, each from west to east.

A point is three kilometres (u east, v north, w up) in axes of the points' own middle. Two points that are a chord apart
are no further apart than it on any axis: that alone says which strips and which part of each can hold a neighbour, on
the whole globe, with no seam at 180 degrees and no pole.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jisr.atlas.faults import NotNumbers
from jisr.common.faults import ShapeMismatch
from jisr.territory.rules import EARTH_KM

Reals: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]

#: What a strip is looked at wider than it must be: a micrometre, so that rounding hides no point on its edge.
TOUCH_KM = 1e-9
#: No more strips than this, however small the catchment.
_MOST_STRIPS = 2_000


class Strips(NamedTuple):
    """Points in the order in which they are searched.

    Attributes:
        u, v, w: (points,) kilometres.
        order: (points,) where each stood in what was given.
        starts: (strips + 1,) where each strip begins; the last is the number of points.
        south: v at the southern edge of the first strip, in kilometres.
        height: of a strip, in kilometres.
    """

    u: Reals
    v: Reals
    w: Reals
    order: Indices
    starts: Indices
    south: float
    height: float


def on_globe(lat: ArrayLike, lon: ArrayLike) -> Reals:
    """(points, 3) kilometres from the middle of the Earth.

    Args:
        lat, lon: (points,) degrees north and east, WGS 84.

    Raises:
        ShapeMismatch: not as many of the one as of the other.
        NotNumbers: a coordinate is missing or beyond the poles (``told_apart`` sets such points apart before).
    """
    north, east = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
    if north.shape != east.shape or north.ndim != 1:
        raise ShapeMismatch(f"lat is {north.shape}, lon is {east.shape}")
    if not (np.isfinite(north) & np.isfinite(east) & (np.abs(north) <= 90)).all():
        raise NotNumbers("a point has no coordinates; tell it apart first")
    north, east = np.radians(north), np.radians(east)
    flat = np.cos(north)
    return EARTH_KM * np.column_stack((flat * np.cos(east), flat * np.sin(east), np.sin(north)))


def axes_of(globe: Reals) -> Reals:
    """(3, 3) east, north and up at the middle of these points; those of Greenwich where they have none."""
    up = globe.sum(axis=0) if len(globe) else np.zeros(3)
    length = float(np.linalg.norm(up))
    up = up / length if length > 1e-6 * EARTH_KM else np.array([1.0, 0.0, 0.0])
    east = np.array([-up[1], up[0], 0.0])
    length = float(np.linalg.norm(east))
    east = east / length if length > 1e-9 else np.array([0.0, 1.0, 0.0])
    return np.array([east, np.cross(up, east), up])


def into_strips(globe: Reals, axes: Reals, height_km: float) -> Strips:
    """Sort points into strips of this height (higher where there would be too many)."""
    x, y, z = globe.T
    # one after the other: a product of matrices rounds a point differently with the number of its companions
    u, v, w = (axis[0] * x + axis[1] * y + axis[2] * z for axis in axes)
    south, north = (float(v.min()), float(v.max())) if len(v) else (0.0, 0.0)
    height = max(height_km, (north - south) / _MOST_STRIPS, 1e-3)
    strip = ((v - south) / height).astype(np.int64)
    strips = int(strip.max()) + 1 if len(v) else 0
    order = np.lexsort((u, strip))
    starts = np.concatenate(([0], np.cumsum(np.bincount(strip, minlength=strips))))
    return Strips(u[order], v[order], w[order], order, starts.astype(np.int64), south, height)


def chord_km(arc_km: float) -> float:
    """The straight line through the Earth between two points that are so far apart on its surface.

    >>> round(chord_km(60.0), 4)
    59.9998
    """
    return 2 * EARTH_KM * float(np.sin(min(arc_km / (2 * EARTH_KM), np.pi / 2)))


def arc_km(chord_squared: Reals) -> Reals:
    """Kilometres along the surface, from squared chords; infinite stays infinite."""
    away = np.isinf(chord_squared)
    half = np.sqrt(np.where(away, 0.0, chord_squared)) / (2 * EARTH_KM)
    return np.where(away, np.inf, 2 * EARTH_KM * np.arcsin(np.minimum(half, 1.0)))
