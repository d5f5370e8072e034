"""What cannot be counted as it was given, set apart with its reason before anything is summed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jisr.atlas.faults import same_length
from jisr.atlas.kernels.strips import Indices, Reals
from jisr.territory.rules import EARTH_KM

#: (longitude, latitude) in degrees, as ``jisr.territory.boundaries`` has them.
Ring = Sequence[tuple[float, float]]


class Reason(StrEnum):
    """Why something is set apart; the first that holds, in this order."""

    NO_COORDINATES = "no_coordinates"
    NOT_ON_EARTH = "not_on_earth"
    SWAPPED = "swapped"
    OUTSIDE = "outside"
    CROWDED = "crowded"
    UNKNOWN_COUNT = "unknown_count"
    BAD_COUNT = "bad_count"
    NO_PLACES = "no_places"


@dataclass(frozen=True)
class Apart:
    """What can be used, and what cannot.

    Attributes:
        used: numbers of those that can be used, growing.
        reasons: number of each that cannot, and why.
    """

    used: Indices
    reasons: dict[int, Reason]

    def count(self, reason: Reason) -> int:
        """How many are set apart for this reason."""
        return sum(found == reason for found in self.reasons.values())


def told_apart(
    lat: ArrayLike, lon: ArrayLike, counted: ArrayLike, *,
    country: Sequence[Sequence[Ring]] = (), margin_km: float = 5.0, crowd: int = 0, needs_places: bool = False,
) -> Apart:  # fmt: skip
    """Points or centres that can be summed, and those that cannot, each with one reason.

    - no coordinates: one of them is missing, or both are 0 (what a sheet holds that was never filled in);
    - not on Earth: beyond 90 degrees north or south, or 180 east or west;
    - swapped: outside the country, and inside it with latitude and longitude exchanged;
    - outside: at sea or in another country, further from every boundary than the margin;
    - crowded: more than ``crowd`` stand on exactly this point, which a geocoder gives for what it did not find;
    - unknown count: people or places are not known; bad count: they are negative or infinite;
    - no places: of a centre that offers none.

    Args:
        lat, lon: (things,) degrees, WGS 84; nan where they are not known.
        counted: (things,) people, or places of centres; nan where they are not known.
        country: boundaries of its places, each of rings; nothing is outside where it is left out.
        margin_km: boundaries are drawn for the screen, so a harbour may stand in the water.
        crowd: at most so many on one point; 0 for any number.
        needs_places: whether none is a reason.

    Raises:
        ShapeMismatch: not as many of one as of another.
    """
    north, east, many = (np.asarray(values, dtype=np.float64) for values in (lat, lon, counted))
    same_length(lat=north, lon=east, counted=many)
    found: dict[int, Reason] = {}

    def mark(holds: NDArray[np.bool_], reason: Reason) -> None:
        for number in np.flatnonzero(holds).tolist():
            found.setdefault(number, reason)

    known = np.isfinite(north) & np.isfinite(east) & ((north != 0) | (east != 0))
    mark(~known, Reason.NO_COORDINATES)
    on_earth = known & (np.abs(north) <= 90) & (np.abs(east) <= 180)
    mark(~on_earth, Reason.NOT_ON_EARTH)
    if country:
        out = np.flatnonzero(on_earth)
        out = out[~inside(north[out], east[out], country)]
        out = out[_away_km(north[out], east[out], country) > margin_km]
        turned = np.zeros(len(north), dtype=np.bool_)
        turned[out] = inside(east[out], north[out], country)
        mark(turned, Reason.SWAPPED)
        turned[out] = True
        mark(turned, Reason.OUTSIDE)
    if crowd:
        _spots, which, count = np.unique(
            np.column_stack((north, east)), axis=0, return_inverse=True, return_counts=True
        )
        mark(count[which.ravel()] > crowd, Reason.CROWDED)
    mark(np.isnan(many), Reason.UNKNOWN_COUNT)
    mark((many < 0) | np.isinf(many), Reason.BAD_COUNT)
    if needs_places:
        mark(many == 0, Reason.NO_PLACES)
    used = np.setdiff1d(np.arange(len(north)), np.fromiter(found, dtype=np.int64, count=len(found)))
    return Apart(used, dict(sorted(found.items())))


def free_places(places: ArrayLike, taken: ArrayLike) -> Reals:
    """Places that are left: none where as many or more are taken; not known where either is not.

    Args:
        places, taken: (centres,) >= 0; nan where not known.

    >>> free_places([60, 72, 10], [50, 96, float("nan")])
    array([10.,  0., nan])
    """
    offered, held = np.asarray(places, dtype=np.float64), np.asarray(taken, dtype=np.float64)
    same_length(places=offered, taken=held)
    return np.maximum(offered - held, 0.0)


def inside(lat: Reals, lon: Reals, country: Sequence[Sequence[Ring]]) -> NDArray[np.bool_]:
    """Which points lie in any of the places, each of rings; a ring within another is a hole.

    A line eastwards from the point crosses the rings an odd number of times.
    """
    found = np.zeros(len(lat), dtype=np.bool_)
    order = np.argsort(lat)
    sorted_lat, sorted_lon = lat[order], lon[order]
    for place in country:
        odd = np.zeros(len(lat), dtype=np.bool_)
        for ring in place:
            x, y = np.asarray(ring, dtype=np.float64).T
            for x0, y0, x1, y1 in zip(x, y, np.roll(x, -1), np.roll(y, -1), strict=True):
                if y0 == y1:
                    continue
                first, last = np.searchsorted(sorted_lat, (min(y0, y1), max(y0, y1)), side="left")
                part = slice(first, last)
                odd[part] ^= sorted_lon[part] < x0 + (sorted_lat[part] - y0) * (x1 - x0) / (y1 - y0)
        found[order] |= odd
    return found


def _away_km(lat: Reals, lon: Reals, country: Sequence[Sequence[Ring]]) -> Reals:
    """About how far each point is from the nearest boundary; flat, good for tens of kilometres."""
    best = np.full(len(lat), np.inf)
    degree = np.radians(1.0) * EARTH_KM
    flat = degree * np.cos(np.radians(lat))
    for place in country:
        for ring in place:
            x, y = np.asarray(ring, dtype=np.float64).T
            for x0, y0, x1, y1 in zip(x, y, np.roll(x, -1), np.roll(y, -1), strict=True):
                ax, ay = (lon - x0) * flat, (lat - y0) * degree
                bx, by = (x1 - x0) * flat, (y1 - y0) * degree
                length = bx * bx + by * by
                along = np.clip(np.divide(ax * bx + ay * by, length, out=np.zeros_like(ax), where=length > 0), 0, 1)
                np.minimum(best, np.hypot(ax - along * bx, ay - along * by), out=best)
    return best
