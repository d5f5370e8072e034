"""Our catchments of what is kept in a folder, and changes of centres while somebody looks. A process of its own."""

import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.reach_ground import ALIKE, ALL_MEASURES, LIMIT_KM, SIGMA_KM, ZONES, keep, read
from benchmarks.reach_measured import measured, say

_CHANGES, _SEED = 5, 3


def main(folder: str, engine: str, measure: str) -> None:
    """Answer, change centres, and print what it took.

    Args:
        engine: numpy or numba.
        measure: alike or bell.
    """
    where = Path(folder)
    lat, lon, people, centre_lat, centre_lon, places = read(
        where, "lat", "lon", "people", "centre_lat", "centre_lon", "places"
    )

    def load() -> Any:
        reach, equity = import_module("jisr.atlas.reach"), import_module("jisr.atlas.equity")
        import_module("jisr.atlas.kernels").engine_for(0, engine)
        return reach, equity

    def decay(reach: Any) -> Any:
        return reach.up_to(LIMIT_KM) if measure == ALIKE else reach.falling(LIMIT_KM, beta=2 * SIGMA_KM**2)

    def answer(loaded: Any) -> dict[str, Any]:
        reach, equity = loaded
        ways = reach.Distances.between(lat, lon, centre_lat, centre_lon, limit_km=LIMIT_KM, engine=engine)
        found = reach.two_step(ways, people, places, decay(reach))
        gini = np.array(equity.gini(found.reach, people).value)
        return {"reach": found.reach, "served": found.served, "km": ways.nearest()[1], "gini": gini}

    told = measured(where, engine, load, answer)
    reach, _ = load()
    ways = reach.Distances.between(lat, lon, centre_lat, centre_lon, limit_km=LIMIT_KM, engine=engine)
    if len(lat) <= ALL_MEASURES:
        zones = reach.stepwise(tuple(ZONES), tuple(ZONES.values()))
        bell = reach.falling(LIMIT_KM, beta=2 * SIGMA_KM**2)
        zoned, three = reach.two_step(ways, people, places, zones), reach.three_step(ways, people, places, bell)
        keep({"zones": zoned.reach, "three": three.reach}, where, engine)
    live = {
        steps: changes(reach.Live(ways, people, places, decay(reach), measure=steps), lat, lon)
        for steps in (reach.TWO_STEP, reach.THREE_STEP)
    }
    say(told | {"live_ms": live})


def changes(live: Any, lat: Any, lon: Any) -> dict[str, float]:
    """The longest of some changes of each kind, every figure anew and Gini's index read: milliseconds of processor."""
    chance, longest = np.random.default_rng(_SEED), {}
    spots = iter(chance.integers(0, len(lat), 2 * _CHANGES))
    centres = iter(chance.permutation(live.ways.centres)[: 3 * _CHANGES].tolist())
    spot = lambda: (float(lat[at := next(spots)]), float(lon[at]))  # noqa: E731
    kinds: dict[str, Callable[[], Any]] = {
        "add": lambda: live.add(spot(), 100.0), "move": lambda: live.move(next(centres), spot()),
        "enlarge": lambda: live.enlarge(next(centres), 500.0), "close": lambda: live.close(next(centres)),
    }  # fmt: skip
    for kind, act in kinds.items():
        spent = []
        for _ in range(_CHANGES):
            begin = time.process_time()
            act()
            _gini = live.gini
            spent.append(time.process_time() - begin)
        longest[kind] = round(1_000 * max(spent), 1)
    return longest


if __name__ == "__main__":
    main(*sys.argv[1:4])
