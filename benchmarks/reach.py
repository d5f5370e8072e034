"""``reach``: who reaches how many places, from coordinates to Gini's index; beside scipy and PySAL access."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import machine
from benchmarks.reach_ground import ALIKE, BELL, ground, keep, read
from benchmarks.report import Report, Result
from jisr.launch.environment import ROOT

PEERS = ("plain", "scipy", "access")
#: Sizes on the way to the one that is asked for, so that growth is seen.
_SIZES = (1_000, 4_000, 10_000, 40_000)
#: What is promised from this size on: so many times less processor, and a change of a centre within so long.
_PROMISED_AT, _LIVE_MS = 40_000, 100.0
_TIMES_FASTER = {BELL: {"access": 100, "scipy": 8}, ALIKE: {"access": 10, "scipy": 8}}
#: And a fifth of what the work of a peer holds; nothing further than this from any peer, at any size.
_TIMES_LEANER, _SAME = 5, 1e-4
_OURS = {"ours": "numba", "plain": "numpy"}
_ARRAYS = ("reach", "km", "gini", "zones", "three")


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """One invented country at each size, each engine in a process of its own; 0 when ours kept what it promised.

    Args:
        size: points; a tenth as many centres.
        engines: ours compiled, ours in plain numpy, scipy's trees and sparse matrices, access.
        out: where the country and the answers of the last measure at the largest size are kept.
    """
    report, kept = Report("reach", engines, out), True
    for points in (*(each for each in _SIZES if each < size), size):
        for measure in (ALIKE, BELL):
            with tempfile.TemporaryDirectory() as scratch:
                folder = out if out and points == size else Path(scratch)
                keep(ground(points), folder)
                kept = _one(report, engines, points, measure, folder) and kept
    print(json.dumps({"job": "reach", "kept": kept, "machine": machine.about()}))
    return int(not kept)


def _one(report: Report, engines: Sequence[str], points: int, measure: str, folder: Path) -> bool:
    """One measure at one size by every engine; whether ours kept what it promised."""
    if "ours" in engines:
        _program("ours", folder, measure)  # once before, so that what is measured is not the compiler
    told = {engine: _program(engine, folder, measure) for engine in engines}
    for engine, said in told.items():
        said["quality"] = {"measure": measure, **_quality(engine, told, folder), "work_mb": said["work_mb"]}
        if "live_ms" in said:
            said["quality"]["live_ms"] = said["live_ms"]
        report.say(Result(
            "reach", engine, points, said["cpu_s"], sum(said["times_s"]) / len(said["times_s"]), said["quality"],
            times_s=said["times_s"], cold_s=said["cold_s"], peak_mb=said["peak_mb"],
        ))  # fmt: skip
    return _kept(points, measure, told)


def _program(engine: str, folder: Path, measure: str) -> dict[str, Any]:
    module, how = ("reach_ours", _OURS[engine]) if engine in _OURS else ("reach_peer", engine)
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", str(folder), how, measure],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def _quality(engine: str, told: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Places lost on the way, and the furthest that an answer is from that of access (or else of scipy)."""
    mark = _OURS.get(engine, engine)
    (gini,) = read(folder, "gini", mark=mark)
    found: dict[str, Any] = {"gini": round(float(gini), 9)}
    if engine in _OURS:
        people, places = read(folder, "people", "places")
        reach, served = read(folder, "reach", "served", mark=mark)
        found["places_lost"] = float(abs((reach * people).sum() / 1_000 / places[served > 0].sum() - 1))
    beside = next((peer for peer in ("access", "scipy") if peer in told and engine not in {peer, "access"}), None)
    for name in _ARRAYS if beside else ():
        if (folder / f"{beside}{name}.npy").is_file() and (folder / f"{mark}{name}.npy").is_file():
            (one,), (other,) = read(folder, name, mark=mark), read(folder, name, mark=beside or "")
            found[f"{name}_from_{beside}"] = float(np.max(np.abs(one - other) / np.maximum(np.abs(other), 1e-9)))
    return found


def _kept(points: int, measure: str, told: dict[str, dict[str, Any]]) -> bool:
    ours = told.get("ours")
    if ours is None:
        return True
    quality = ours["quality"]
    same = all(value <= _SAME for name, value in quality.items() if "_from_" in name or name == "places_lost")
    if points < _PROMISED_AT:
        return same
    peers = {peer: times for peer, times in _TIMES_FASTER[measure].items() if peer in told}
    fast = all(ours["cpu_s"] * times <= told[peer]["cpu_s"] for peer, times in peers.items())
    lean = all(ours["work_mb"] * _TIMES_LEANER <= told[peer]["work_mb"] for peer in peers)
    return bool(same and fast and lean and max(quality["live_ms"]["two_step"].values()) <= _LIVE_MS)
