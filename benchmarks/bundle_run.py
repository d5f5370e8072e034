"""Bundles of invented families by one solver; a process of its own, since two solvers' libraries quarrel."""

import json
import os
import sys
import time
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks import machine
from benchmarks.bundle_ground import TERMS, families, said
from jisr.common.exact import Exact
from jisr.window.orientation.bundling import rules


class Peer(Exact):
    """OR-tools' CP-SAT behind the same questions; what was reached is held as ours holds it."""

    def __init__(self, bounds: Any) -> None:
        """Variables and the most that each can be."""
        self._cp: Any = import_module("ortools.sat.python.cp_model")
        self._model = self._cp.CpModel()
        self._all = [self._model.new_int_var(0, int(most), "") for most in bounds]

    def at_most(self, at: Any, weights: Any, most: int) -> None:
        """A weighted sum of some variables is no more than this."""
        weights = np.broadcast_to(np.asarray(weights), (len(at),))
        self._model.add(sum(int(w) * self._all[i] for i, w in zip(at, weights, strict=True)) <= int(most))

    def least(self, costs: Any) -> tuple[int, Any]:
        """The least that these costs can come to, proven, and values that show it."""
        self._model.minimize(sum(int(c) * self._all[i] for i, c in enumerate(costs) if c))
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        if solver.solve(self._model) != self._cp.OPTIMAL:
            raise ValueError("not proven")
        values = np.array([solver.value(one) for one in self._all], dtype=np.int64)
        return int(costs @ values), values


def main(count: str, engine: str) -> None:
    """Make so many bundles and print what they come to."""
    chosen = {"ours": Exact, "cpsat": Peer}.get(engine, Exact)
    times, plans, nearest = [], [], []
    begin = time.process_time()
    for needs, candidates, who in families(int(count)):
        at = time.process_time()
        looked_at = rules.nearest_of_each(candidates) if engine == "nearest" else candidates
        made = rules.bundle(needs, looked_at, TERMS, who=who, solver_of=chosen)
        times.append(time.process_time() - at)
        plans.append(said(made))
        nearest.append(made.nearest_figures)
    print(json.dumps({
        "plans": plans, "times_s": times, "cpu_s": time.process_time() - begin, "peak_mb": machine.peak_mb(os.getpid()),
        "km": round(sum(one["metres"] for one in plans) / 10), "nearest_km": round(sum(one.km for one in nearest)),
        "nearest_trips": sum(one.trips for one in nearest), "trips": sum(one["trips"] for one in plans),
    }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:3])
