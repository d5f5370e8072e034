"""``siting``: which sites to open, with a proof; beside a sparse HiGHS model by hand, and spopt."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.report import Report, Result
from benchmarks.siting_ground import Case, cases, keep, worth
from benchmarks.siting_library import library
from jisr.atlas.siting import Aim
from jisr.launch.environment import ROOT

PEERS = ("plain", "highs", "spopt")
#: How much faster than the sparse model ours is at a region, and seconds that peers may take.
TIMES_FASTER, PEER_S = 40, 120.0
_OURS = {"ours": "numba", "plain": "numpy"}


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Cases of a size, each engine in a process of its own; 0 when ours kept what it promised.

    ``JISR_PEERS`` names a Python that has spopt; ``JISR_PMED`` a directory with the p-median files of the OR-Library.

    Args:
        size: points of people.
        engines: ours compiled, ours in numpy, HiGHS on a sparse model, spopt.
        out: where cases and answers are kept.
    """
    report, kept = Report("siting", engines, out), True
    with tempfile.TemporaryDirectory() as scratch:
        folder = out or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for case in cases(size):
            keep(case, folder)
            told = {}
            for engine in engines:
                said = told[engine] = _asked(case, size, engine, folder)
                (folder / f"{case.name}_{engine}.json").write_text(json.dumps(said))
                report.say(_result(case, engine, said))
            kept &= _kept(case, told)
    if "ours" in engines and os.environ.get("JISR_PMED"):
        for line in library(Path(os.environ["JISR_PMED"])):
            report.say(line)
            kept &= line.quality["gap"] <= 1e-3
    return int(not kept)


def _asked(case: Case, size: int, engine: str, folder: Path) -> dict[str, Any]:
    """What an engine said, and what its plan is truly worth."""
    python = sys.executable
    if engine in _OURS:
        words = ["-m", "benchmarks.siting_ours", str(folder), str(size), case.name, _OURS[engine]]
    elif engine == "highs":
        words = ["-m", "benchmarks.siting_highs", str(folder), str(size), case.name, str(PEER_S)]
    else:
        python = os.environ.get("JISR_PEERS", python)
        numbers = (case.most, case.limit_km, case.near_km, PEER_S)
        words = [
            "-P",
            str(ROOT / "benchmarks" / "siting_peer.py"),
            str(folder),
            case.name,
            case.aim,
            *map(str, numbers),
        ]
    said = _program([python, *words], 4 * PEER_S if engine not in _OURS else 3_600)
    if said.get("chosen"):
        said["worth"] = worth(case, folder, said["chosen"])
    return said


def _program(words: list[str], limit_s: float) -> dict[str, Any]:
    try:
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=limit_s)
    except subprocess.TimeoutExpired:
        return {"verdict": f"stopped after {limit_s:.0f} s", "cpu_s": None, "wall_s": limit_s, "peak_mb": None}
    except subprocess.CalledProcessError as trouble:
        return {"verdict": trouble.stderr.strip().splitlines()[-1], "cpu_s": None, "wall_s": 0.0, "peak_mb": None}
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def _result(case: Case, engine: str, said: dict[str, Any]) -> Result:
    apart = {"cpu_s", "wall_s", "peak_mb", "chosen", "cold_s"}
    quality = {name: value for name, value in said.items() if name not in apart}
    quality = {"case": case.name, "sites": case.sites, "most": case.most, **quality}
    return Result(
        "siting", engine, case.points, said["cpu_s"], said["wall_s"], quality, cold_s=said.get("cold_s"),
        peak_mb=said["peak_mb"],
    )  # fmt: skip


def _kept(case: Case, told: dict[str, dict[str, Any]]) -> bool:
    """Ours: the gap in its seconds of processor, a first plan soon, said what is true; and faster than the model."""
    ours, highs = told.get("ours"), told.get("highs")
    if ours is None:
        return True
    fine = ours["gap"] <= case.gap and ours["cpu_s"] <= case.seconds and ours["first_s"] <= 1.0
    fine &= abs(ours["worth"] - ours["value"]) <= 1e-9 * abs(ours["value"])
    if highs is None or case.points > 2_000 or case.aim != Aim.TRAVEL:
        return bool(fine)
    return bool(fine and ours["cpu_s"] * TIMES_FASTER <= highs["cpu_s"])
