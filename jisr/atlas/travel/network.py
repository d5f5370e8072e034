"""The communes as a network: who borders whom, how far, over what ground; and points that hang on it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from jisr.atlas.travel.modes import Mode, Numbers, Speeds
from jisr.common.faults import ShapeMismatch
from jisr.territory.roads import road_km

Indices = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Network:
    """Communes and the ways between neighbours.

    Attributes:
        lat, lon: (communes,) degrees.
        ends: (ways, 2) positions of the two communes.
        km: (ways,) by road.
        mountain: (communes,) bool.
    """

    lat: Numbers
    lon: Numbers
    ends: Indices
    km: Numbers
    mountain: NDArray[np.bool_]

    def minutes(self, mode: Mode, speeds: Speeds) -> "scipy.sparse.csr_array":
        """(communes, communes) minutes from a commune to each neighbour, both ways."""
        a, b = self.ends.T
        share = (self.mountain[a].astype(float) + self.mountain[b]) / 2
        time = speeds.way_min(mode, self.km, 0.0, share)
        size = (self.lat.size, self.lat.size)
        # two communes may have their points at one place: no time is still a way, and a sparse graph drops a zero
        time = np.maximum(time, 1e-6)
        return scipy.sparse.csr_array((np.tile(time, 2), (np.concatenate((a, b)), np.concatenate((b, a)))), shape=size)

    def near(self) -> "scipy.sparse.csr_array":
        """(communes, communes) true where two are one, or border on each other."""
        a, b = self.ends.T
        own = np.arange(self.lat.size)
        rows, columns = np.concatenate((a, b, own)), np.concatenate((b, a, own))
        return scipy.sparse.csr_array((np.ones(rows.size, dtype=bool), (rows, columns)), shape=(own.size, own.size))


def network(lat: Any, lon: Any, ends: Any, mountain: Any, *, km: Any = None) -> Network:
    """The network of communes.

    Args:
        lat, lon: (communes,) degrees north and east.
        ends: (ways, 2) positions of neighbours; of a pair that is named twice the shorter way counts.
        mountain: (communes,) whether ways there are mountain roads.
        km: (ways,) measured lengths; nan where none is known. Estimated from the points where left out.

    Raises:
        ShapeMismatch: the arrays do not describe the same communes or ways.
    """
    lat, lon, mountain = np.asarray(lat, float), np.asarray(lon, float), np.asarray(mountain, bool)
    ends = np.asarray(ends, dtype=np.int32).reshape(-1, 2)
    if not lat.shape == lon.shape == mountain.shape:
        raise ShapeMismatch(f"lat is {lat.shape}, lon {lon.shape}, mountain {mountain.shape}")
    if ends.size and (ends.min() < 0 or ends.max() >= lat.size):
        raise ShapeMismatch(f"a way ends at a commune that is none of {lat.size}")
    a, b = ends.T
    estimated = road_km(lat[a], lon[a], lat[b], lon[b])
    given = estimated if km is None else np.asarray(km, dtype=float)
    if given.shape != estimated.shape:
        raise ShapeMismatch(f"km is {given.shape}, not {estimated.shape}")
    return Network(lat, lon, *_once(ends, np.where(np.isnan(given), estimated, given)), mountain)


def _once(ends: Indices, km: Numbers) -> tuple[Indices, Numbers]:
    """Each pair of neighbours once, by its shortest way (a sparse graph would add two up); none to itself."""
    pairs = np.sort(ends, axis=1)
    order = np.lexsort((km, pairs[:, 1], pairs[:, 0]))
    pairs, km = pairs[order], km[order]
    first = np.r_[True, (np.diff(pairs, axis=0) != 0).any(axis=1)] if order.size else np.zeros(0, bool)
    kept = first & (pairs[:, 0] != pairs[:, 1])
    return pairs[kept], km[kept]


@dataclass(frozen=True)
class Points:
    """Where people live or are served, each hung on a commune.

    Attributes:
        lat, lon: (points,) degrees.
        commune: (points,) position in the network.
        track_km: (points,) kilometres before the paved road, >= 0; 0 where nobody measured it.
    """

    lat: Numbers
    lon: Numbers
    commune: Indices
    track_km: Numbers


def points(net: Network, commune: Any, *, lat: Any = None, lon: Any = None, track_km: Any = 0.0) -> Points:
    """Points of communes: their own where no coordinates are given (or nan), as for a douar of the census' workbook.

    Args:
        commune: (points,) positions in the network.
        lat, lon: (points,) degrees; nan for the point of the commune.
        track_km: (points,) or one number; nan counts as 0.

    Raises:
        ShapeMismatch: the arrays differ in length, or a commune is none of the network's.
    """
    at = np.asarray(commune, dtype=np.int32)
    if at.size and (at.min() < 0 or at.max() >= net.lat.size):
        raise ShapeMismatch(f"a point lies in a commune that is none of {net.lat.size}")
    own = net.lat[at], net.lon[at]
    given = [np.full(at.shape, np.nan) if degrees is None else np.asarray(degrees, float) for degrees in (lat, lon)]
    if any(degrees.shape != at.shape for degrees in given):
        raise ShapeMismatch(f"coordinates are {given[0].shape} and {given[1].shape}, not {at.shape}")
    without = np.isnan(given[0]) | np.isnan(given[1])
    placed = [np.where(without, mine, degrees) for mine, degrees in zip(own, given, strict=True)]
    track = np.broadcast_to(np.nan_to_num(np.asarray(track_km, dtype=float), nan=0.0), at.shape)
    return Points(placed[0], placed[1], at, track)
