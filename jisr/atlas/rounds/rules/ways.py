"""Minutes and kilometres between bases and places, by a car of the house over the communes (decision 0113)."""

import numpy as np
import scipy
from numpy.typing import NDArray

from jisr.atlas.travel import Network, Points, Speeds, matrix
from jisr.atlas.travel.network import road_km

Numbers = NDArray[np.float64]
#: No way longer than this is looked for: there and back it would fill two days.
FARTHEST_MIN = 900.0


def ways(net: Network, at: Points, speeds: Speeds) -> tuple[Numbers, Numbers]:
    """(points, points) minutes and kilometres of the same ways; ``inf`` where no chain of neighbours joins two."""
    size = at.lat.size
    found = matrix(net, at, at, mode="drive", speeds=speeds, limit_min=FARTHEST_MIN).minutes.tocoo()
    minutes, km = np.full((size, size), np.inf), np.full((size, size), np.inf)
    minutes[found.row, found.col] = found.data
    over, length = _by_communes(net, at, speeds)
    straight = road_km(at.lat[:, None], at.lon[:, None], at.lat[None, :], at.lon[None, :])
    straight = np.maximum(straight, at.track_km[:, None])
    reached = np.isfinite(minutes)
    # a way that is shorter than by the communes' points went straight
    km[reached] = np.where(minutes < over - 1e-3, straight, length)[reached]
    for one in (minutes, km):
        np.fill_diagonal(one, 0.0)
    return minutes, km


def _by_communes(net: Network, at: Points, speeds: Speeds) -> tuple[Numbers, Numbers]:
    """Minutes and kilometres of the ways that pass the communes' points."""
    communes, which = np.unique(at.commune, return_inverse=True)
    own = np.maximum(road_km(at.lat, at.lon, net.lat[at.commune], net.lon[at.commune]), at.track_km)
    slow = speeds.way_min("drive", own, at.track_km, net.mountain[at.commune])
    if not communes.size:
        return np.zeros((0, 0)), np.zeros((0, 0))
    paths, before = scipy.sparse.csgraph.dijkstra(
        net.minutes("drive", speeds), directed=False, indices=communes, limit=FARTHEST_MIN, return_predecessors=True
    )
    edges = {
        pair: km for (a, b), km in zip(net.ends.tolist(), net.km.tolist(), strict=True) for pair in ((a, b), (b, a))
    }
    length = np.array([_along(row, communes.tolist(), edges) for row in before.tolist()])
    grid = np.ix_(which, which)
    time = slow[:, None] + paths[:, communes][grid] + slow[None, :]
    return time, own[:, None] + length[grid] + own[None, :]


def _along(before: list[int], goals: list[int], edges: dict[tuple[int, int], float]) -> list[float]:
    """Kilometres from the source of a row to each goal, back over what comes before each commune; ``inf`` if none."""
    known: dict[int, float] = {}
    found = []
    for goal in goals:
        passed = []
        here = goal
        while here not in known and before[here] >= 0:
            passed.append(here)
            here = before[here]
        far = known.get(here, 0.0)
        for node in reversed(passed):
            far += edges[before[node], node]
            known[node] = far
        found.append(far)
    return found
