"""Our allocation of what is kept in a folder, with its proof. A process of its own, as its peers are."""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks import machine
from benchmarks.allocate_ground import read
from jisr.window.allocation.kernels import allot, on_the_way, prove, waiting_by_level


def main(folder: str, engine: str) -> None:
    """Solve, prove, and print what it cost; keep who goes where."""
    field = read(Path(folder))
    begin = time.process_time()
    found = allot(field, engine=engine)
    spent = time.process_time() - begin
    proof = prove(field, found)
    np.save(Path(folder) / f"placed_{engine}.npy", found.placed)
    print(json.dumps({
        "optimal": proof.proven, "cost": proof.cost, "bound": proof.bound, "least_reduced": proof.least_reduced,
        "engine": found.engine, "turns": found.turns, "groups": len(field.people), "ways": len(field.service),
        "people": int(field.people.sum()), "places": int(field.capacity.sum()),
        "waiting_by_class": waiting_by_level(field, found), "km": on_the_way(field, found) / 10, "cpu_s": spent,
        "proof_cpu_s": round(time.process_time() - begin - spent, 3),
        "peak_mb": machine.peak_mb(os.getpid()),
    }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:3])
