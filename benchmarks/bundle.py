"""``bundle``: the fewest trips for families with eight needs, proven; beside the nearest services, and CP-SAT."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.bundle_ground import NEEDS
from benchmarks.report import Report, Result, percentile_ms
from jisr.launch.environment import ROOT

PEERS = ("nearest", "cpsat")
#: Seconds of processor in which nineteen of twenty families have their bundle.
PROMISE_S = 1.0


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Bundles of the same invented families; 0 when ours is as good as its peer's and kept its time.

    Args:
        size: families of eight needs, each with twelve services.
        engines: ours (HiGHS), what the nearest services come to, OR-tools' CP-SAT on the same programme.
        out: where the lines are kept.
    """
    report, plans, kept = Report("bundle", engines, out), {}, True
    for engine in engines:
        begin = time.perf_counter()
        told = _program(size, engine)
        plans[engine], times = told.pop("plans"), told.pop("times_s")
        quality = {
            "needs": NEEDS * size, "uncovered": sum(one["uncovered"] for one in plans[engine]), "trips": told["trips"],
            "km": told["km"], "nearest_trips": told["nearest_trips"], "nearest_km": told["nearest_km"],
            "as_ours": plans[engine] == plans.get("ours", plans[engine]),
        }  # fmt: skip
        report.say(Result("bundle", engine, size, told["cpu_s"], time.perf_counter() - begin, quality, times,
                          times[0], told["peak_mb"]))  # fmt: skip
        kept = kept and (engine != "ours" or (percentile_ms(times, 0.95) or 0.0) < 1000 * PROMISE_S)
    same = "cpsat" not in plans or "ours" not in plans or plans["cpsat"] == plans["ours"]
    return int(not (kept and same))


def _program(size: int, engine: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bundle_run", str(size), engine],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said
