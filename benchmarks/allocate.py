"""``allocate``: places for many, exactly; beside OR-tools' min-cost flow of the same groups, and of each person."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.allocate_ground import country, keep
from benchmarks.report import Report, Result
from jisr.launch.environment import ROOT

PEERS = ("numba", "groups", "people")
#: Services for so many people; how much less ours may take than its peer that knows people only.
_PEOPLE_A_SERVICE, TIMES_FASTER, TIMES_LEANER = 50, 10, 10
_OURS = {"ours": "numpy", "numba": "numba"}


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """One invented country, each engine in a process of its own; 0 when ours kept what it promised.

    Args:
        size: people.
        engines: ours as it runs everywhere, ours compiled, OR-tools on our groups, OR-tools on people.
        out: where the field and who goes where are kept.
    """
    report, told = Report("allocate", engines, out), {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = out or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        keep(country(size, max(size // _PEOPLE_A_SERVICE, 1)), folder)
        for engine in engines:
            if engine == "numba":
                _program(engine, folder)  # once before, so that what is measured is not the compiler
            begin = time.perf_counter()
            said = told[engine] = _program(engine, folder)
            report.say(_result(engine, size, said, time.perf_counter() - begin))
    return int(not _kept(told))


def _result(engine: str, size: int, said: dict[str, Any], wall_s: float) -> Result:
    quality = {name: value for name, value in said.items() if name not in {"cpu_s", "peak_mb"}}
    return Result("allocate", engine, size, said["cpu_s"], wall_s, quality, peak_mb=said["peak_mb"])


def _program(engine: str, folder: Path) -> dict[str, Any]:
    module, how = ("allocate_ours", _OURS[engine]) if engine in _OURS else ("allocate_peer", engine)
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", str(folder), how],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def _kept(told: dict[str, dict[str, Any]]) -> bool:
    """All are proven and cost the same; ours is as much faster and leaner than people one by one as it promised."""
    if len({said["cost"] for said in told.values()}) > 1 or not all(said["optimal"] for said in told.values()):
        return False
    ours, people = told.get("ours"), told.get("people")
    if ours is None or people is None:
        return True
    return bool(ours["cpu_s"] * TIMES_FASTER <= people["cpu_s"] and ours["peak_mb"] * TIMES_LEANER <= people["peak_mb"])
