"""The same case as a sparse model written by hand, for HiGHS: a share for each way. A process of its own."""

import json
import os
import sys
import time
from pathlib import Path

import highspy
import numpy as np

from benchmarks import machine
from benchmarks.siting_ground import Case, cases
from jisr.atlas.siting import Aim


def main(folder: str, size: str, name: str, seconds: str) -> None:
    """Solve with a limit of seconds, and print what it cost."""
    case = next(one for one in cases(int(size)) if one.name == name)
    with np.load(Path(folder) / f"{name}.npz") as kept:
        person, site, km, people = (kept[name] for name in ("person", "site", "minutes", "people"))
    begin, cpu = time.perf_counter(), time.process_time()
    solver = highspy.Highs()
    options = {"output_flag": False, "time_limit": float(seconds), "threads": 1, "mip_rel_gap": case.gap}
    for option, value in options.items():
        solver.setOptionValue(option, value)
    near = np.flatnonzero(km <= case.near_km) if case.aim == Aim.WITHIN else np.arange(len(km))
    solver.passModel(_model(case, person[near], site[near], km[near], people))
    solver.run()
    info, found = solver.getInfo(), np.array(solver.getSolution().col_value[: case.sites])
    scale = people.sum()
    print(json.dumps({
        "verdict": str(solver.modelStatusToString(solver.getModelStatus())),
        "value": _unit(case, info.objective_function_value, scale), "bound": _unit(case, info.mip_dual_bound, scale),
        "chosen": np.flatnonzero(found > 0.5).tolist() if len(found) else [], "ways": len(near),
        "cpu_s": round(time.process_time() - cpu, 3), "wall_s": round(time.perf_counter() - begin, 3),
        "peak_mb": machine.peak_mb(os.getpid()),
    }))  # fmt: skip


def _unit(case: Case, cost: float, people: float) -> float:
    return people - cost if case.aim == Aim.WITHIN else cost / people


def _model(case: Case, person: np.ndarray, site: np.ndarray, km: np.ndarray, people: np.ndarray) -> highspy.HighsLp:
    """Sites, then shares of ways, then shares of nobody."""
    ways, n, m = len(person), case.points, case.sites
    within = case.aim == Aim.WITHIN
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = m + ways + n, n + ways + 1
    per = np.zeros(ways) if within else km * people[person]
    model.col_cost_ = np.concatenate((np.zeros(m), per, people * (1 if within else 2 * case.limit_km)))
    model.col_lower_, model.col_upper_ = np.zeros(model.num_col_), np.ones(model.num_col_)
    kind = highspy.HighsVarType
    model.integrality_ = [kind.kInteger] * m + [kind.kContinuous] * (ways + n)
    at = np.arange(ways)
    row = np.concatenate((person, np.arange(n), n + at, n + at, np.full(m, n + ways)))
    column = np.concatenate((m + at, m + ways + np.arange(n), m + at, site, np.arange(m)))
    value = np.concatenate((np.ones(ways + n + ways), np.full(ways, -1.0), np.ones(m)))
    model.row_lower_ = np.concatenate((np.ones(n), np.full(ways + 1, -highspy.kHighsInf)))
    model.row_upper_ = np.concatenate((np.ones(n), np.zeros(ways), [float(case.most)]))
    order = np.argsort(row, kind="stable")
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=model.num_row_))))
    model.a_matrix_.index_, model.a_matrix_.value_ = column[order].astype(np.int32), value[order]
    return model


if __name__ == "__main__":
    main(*sys.argv[1:5])
