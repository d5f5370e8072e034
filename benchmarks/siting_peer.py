"""The same case by spopt (PySAL) with HiGHS, which takes a full matrix. A process of its own, with a limit of time."""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pulp
from spopt.locate import MCLP, PMedian


def main(folder: str, name: str, aim: str, most: str, limit_km: str, near_km: str, seconds: str) -> None:
    """Solve, and print what it said. It knows nothing of ours: the folder has plain arrays."""
    with np.load(Path(folder) / f"{name}.npz") as kept:
        people, person, site, km = (kept[one] for one in ("people", "person", "site", "minutes"))
    full = np.full((len(people), int(site.max()) + 1), 2 * float(limit_km))
    full[person, site] = km
    begin, cpu = time.perf_counter(), _cpu()
    if aim == "within":
        asked = MCLP.from_cost_matrix(full, people, service_radius=float(near_km), p_facilities=int(most))
    else:
        asked = PMedian.from_cost_matrix(full, people, p_facilities=int(most))
    asked = asked.solve(pulp.HiGHS(msg=False, timeLimit=float(seconds), threads=1))
    chosen = [at for at, one in enumerate(asked.fac2cli) if one]
    print(json.dumps({
        "verdict": pulp.LpStatus[asked.problem.status], "value": _value(asked, aim, people), "bound": None,
        "chosen": chosen, "cpu_s": round(_cpu() - cpu, 3), "wall_s": round(time.perf_counter() - begin, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }))  # fmt: skip


def _value(asked: MCLP | PMedian, aim: str, people: np.ndarray) -> float:
    said = asked.problem.objective.value()
    return float(said if aim == "within" else said / people.sum())


def _cpu() -> float:
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


if __name__ == "__main__":
    main(*sys.argv[1:8])
