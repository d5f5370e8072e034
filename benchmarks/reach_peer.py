"""The same by scipy's trees and sparse matrices, and by PySAL access on the pairs of these. A process of its own."""

import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.reach_ground import ALIKE, ALL_MEASURES, LIMIT_KM, SIGMA_KM, ZONES, read
from benchmarks.reach_measured import measured, say

_EARTH_KM = 6371.0088


def main(folder: str, engine: str, measure: str) -> None:
    """Answer, and print what it took.

    Args:
        engine: scipy or access.
        measure: alike or bell.
    """
    warnings.simplefilter("ignore")
    where = Path(folder)
    given = read(where, "lat", "lon", "people", "centre_lat", "centre_lon", "places")
    libraries = ["scipy.spatial", "scipy.sparse"] + ["access.fca", "access.weights", "pandas"] * (engine == "access")
    by = by_scipy if engine == "scipy" else by_access
    say(measured(
        where, engine, lambda: [import_module(name) for name in libraries], lambda loaded: by(loaded, measure, *given)
    ))  # fmt: skip


def by_scipy(
    loaded: Any, measure: str, lat: Any, lon: Any, people: Any, centre_lat: Any, centre_lon: Any, places: Any
) -> Any:
    """Pairs by two trees, sums by a sparse matrix."""
    spatial, sparse = loaded
    pairs, far = _pairs(spatial, lat, lon, centre_lat, centre_lon)
    weights = np.ones(len(pairs)) if measure == ALIKE else np.exp(_arc_km(pairs["v"]) ** 2 / (-2 * SIGMA_KM**2))
    table = sparse.csr_array((weights, (pairs["i"], pairs["j"])), shape=(len(lat), len(centre_lat)))
    served = table.T @ people
    reach = 1_000 * (table @ np.divide(places, served, out=np.zeros_like(places), where=served > 0))
    return {"reach": reach, "km": far, "gini": _gini(reach, people)}


def by_access(
    loaded: Any, measure: str, lat: Any, lon: Any, people: Any, centre_lat: Any, centre_lon: Any, places: Any
) -> Any:
    """Pairs by the same trees, which access does not have; catchments by access."""
    spatial, _, fca, weights, pandas = loaded
    pairs, far = _pairs(spatial, lat, lon, centre_lat, centre_lon)
    cost = pandas.DataFrame({"origin": pairs["i"], "dest": pairs["j"], "cost": _arc_km(pairs["v"])})
    del pairs
    index = lambda many: pandas.RangeIndex(len(many), name="geoid")  # noqa: E731
    demand, supply = (
        pandas.DataFrame({name: many}, index=index(many)) for name, many in (("demand", people), ("supply", places))
    )
    names = {"max_cost": LIMIT_KM, "demand_name": "demand", "supply_name": "supply"}
    full = lambda series: 1_000 * series.reindex(range(len(lat))).fillna(0).to_numpy()  # noqa: E731
    bell, zones = weights.gaussian(SIGMA_KM), weights.step_fn(ZONES)
    weight = None if measure == ALIKE else bell
    found = {"reach": full(fca.two_stage_fca(demand, supply, cost, weight_fn=weight, **names)), "km": far}
    if len(lat) <= ALL_MEASURES:
        found["zones"] = full(fca.two_stage_fca(demand, supply, cost.copy(), weight_fn=zones, **names))
        found["three"] = full(fca.three_stage_fca(demand, supply, cost.copy(), weight_fn=bell, **names))
    return found | {"gini": _gini(found["reach"], people)}


def _pairs(spatial: Any, lat: Any, lon: Any, centre_lat: Any, centre_lon: Any) -> tuple[Any, Any]:
    """Every pair within the limit with its chord, and how far the nearest centre of each point is."""
    points, centres = (spatial.cKDTree(_globe(*spots)) for spots in ((lat, lon), (centre_lat, centre_lon)))
    chord = 2 * _EARTH_KM * np.sin(LIMIT_KM / (2 * _EARTH_KM))
    near, _ = centres.query(points.data)
    return points.sparse_distance_matrix(centres, chord, output_type="ndarray"), _arc_km(near)


def _arc_km(chord: Any) -> Any:
    return 2 * _EARTH_KM * np.arcsin(chord / (2 * _EARTH_KM))


def _globe(lat: Any, lon: Any) -> Any:
    north, east = np.radians(lat), np.radians(lon)
    flat = np.cos(north)
    return _EARTH_KM * np.column_stack((flat * np.cos(east), flat * np.sin(east), np.sin(north)))


def _gini(values: Any, people: Any) -> Any:
    order = np.argsort(values)
    who, have = people[order], (values * people)[order]
    return np.array(1 - who @ (2 * np.cumsum(have) - have) / (who.sum() * have.sum()))


if __name__ == "__main__":
    main(*sys.argv[1:4])
