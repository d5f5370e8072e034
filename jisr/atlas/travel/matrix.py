"""Minutes from every point to every centre within a limit, by shortest paths over the communes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import scipy
from numpy.typing import NDArray

from jisr.atlas.travel.modes import Mode, Numbers, Speeds
from jisr.atlas.travel.network import Indices, Network, Points
from jisr.territory.roads import road_km

#: Minutes as they are kept: half as much memory, and a millisecond is enough.
Minutes = NDArray[np.float32]
Model = Literal["communes", "osrm", "valhalla"]
#: Which model of travel made a matrix: estimated over the graph of communes, or given by a router of roads.
MODELS: Final[tuple[Model, ...]] = ("communes", "osrm", "valhalla")


@dataclass(frozen=True)
class Matrix:
    """Minutes between points and centres.

    Attributes:
        minutes: (points, centres) sparse: what it does not hold is out of reach; a stored 0 is at the door.
        mode: how one travels.
        model: what made the minutes; every figure made of them says it.
        limit_min: nothing longer was kept.
    """

    minutes: "scipy.sparse.csr_array"
    mode: Mode
    model: Model
    limit_min: float


def matrix(net: Network, origins: Points, centres: Points, *, mode: Mode, speeds: Speeds, limit_min: float) -> Matrix:
    """The minutes of every way within a limit.

    From a point to its commune's, from neighbour to neighbour, from the last commune's point to the centre; straight to
    the centre where it lies in the same commune or in a neighbour, if that is shorter. The track before the paved road
    is paid once, where one lives. What no chain of neighbours joins is out of reach.

    Args:
        limit_min: minutes, > 0.

    Raises:
        UnknownMode: no such way to travel.
    """
    wait = speeds.wait_min(mode)
    ways = _Ways(net, origins, centres, mode, speeds, limit_min - wait)
    starts, columns, minutes = np.zeros(origins.lat.size + 1, dtype=np.int64), [], []
    order = np.argsort(origins.commune, kind="stable")
    for rows, at, time in ways.by_commune(order):
        kept = time <= limit_min - wait
        starts[1 + rows] = kept.sum(axis=1)
        columns.append(np.broadcast_to(at, kept.shape)[kept].astype(np.int32))
        minutes.append((time[kept] + wait).astype(np.float32))
    found = _in_order(starts, order, columns, minutes)
    shape = (origins.lat.size, centres.lat.size)
    return Matrix(scipy.sparse.csr_array(found, shape=shape), mode, "communes", limit_min)


@dataclass(frozen=True)
class _Ways:
    """The ways of one mode, commune by commune."""

    net: Network
    origins: Points
    centres: Points
    mode: Mode
    speeds: Speeds
    limit_min: float

    def by_commune(self, order: Indices) -> Iterator[tuple[Indices, Indices, Numbers]]:
        """Points of one commune, centres that may be near, and the minutes between them (points, centres)."""
        goals, goal = np.unique(self.centres.commune, return_inverse=True)
        if not goals.size or not order.size:
            return
        paths = scipy.sparse.csgraph.dijkstra(
            self.net.minutes(self.mode, self.speeds), directed=False, indices=goals, limit=self.limit_min
        )
        near = self.net.near()
        leaving, arriving = self._to_commune(self.origins), self._to_commune(self.centres)
        communes = self.origins.commune[order]
        for rows in np.split(order, np.flatnonzero(np.diff(communes)) + 1):
            commune = self.origins.commune[rows[0]]
            at = np.flatnonzero(paths[goal, commune] <= self.limit_min)
            beside = np.zeros(self.net.lat.size, dtype=bool)
            beside[near.indices[near.indptr[commune] : near.indptr[commune + 1]]] = True
            at = np.union1d(at, np.flatnonzero(beside[self.centres.commune]))
            time = leaving[rows, None] + (paths[goal[at], commune] + arriving[at])[None, :]
            straight = np.flatnonzero(beside[self.centres.commune[at]])
            time[:, straight] = np.minimum(time[:, straight], self._straight(rows, at[straight]))
            yield rows, at, time

    def _to_commune(self, places: Points) -> Numbers:
        """Minutes between places and their commune's point; for a place at that point its track alone."""
        at = places.commune
        km = road_km(places.lat, places.lon, self.net.lat[at], self.net.lon[at])
        return self.speeds.way_min(self.mode, np.maximum(km, places.track_km), places.track_km, self.net.mountain[at])

    def _straight(self, rows: Indices, at: Indices) -> Numbers:
        """Minutes of the ways that do not pass a commune's point (rows, at)."""
        here, there = self.origins, self.centres
        km = road_km(here.lat[rows, None], here.lon[rows, None], there.lat[None, at], there.lon[None, at])
        mountain = self.net.mountain
        share = (mountain[here.commune[rows], None].astype(float) + mountain[there.commune[at]][None, :]) / 2
        track = np.broadcast_to(here.track_km[rows, None], km.shape)
        return self.speeds.way_min(self.mode, np.maximum(km, track), track, share)


def _in_order(
    counted: Indices, order: Indices, columns: Sequence[Indices], minutes: Sequence[Minutes]
) -> tuple[Minutes, Indices, Indices]:
    """Rows that were found commune by commune, put back into the order of the points: data, indices, starts."""
    if not columns:
        return np.zeros(0, np.float32), np.zeros(0, np.int32), counted
    sizes = counted[1:][order]
    starts = np.cumsum(counted)
    # where each entry goes: the start of its row, and its place in it
    goes = np.repeat(starts[order] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    data, at = np.empty(goes.size, np.float32), np.empty(goes.size, np.int32)
    data[goes], at[goes] = np.concatenate(minutes), np.concatenate(columns)
    return data, at, starts
