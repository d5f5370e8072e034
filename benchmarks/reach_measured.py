"""One engine in a process of its own: how long, how much memory, cold and warm apart."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.reach_ground import keep

#: A first answer that took longer than this is not asked for again: what was loaded before it is told apart.
_LONG_S, _TIMES = 5.0, 7


def measured(
    folder: Path, mark: str, load: Callable[[], Any], answer: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """Load what the engine needs, then answer again and again.

    Args:
        mark: of the engine's files.
        load: imports libraries, and opens what is kept of them; its time is part of the cold answer alone.
        answer: arrays by name.

    Returns:
        cold_s, cpu_s (the middle one of the warm answers), times_s, peak_mb, and work_mb: what the answers took beyond
        what was held before the first.
    """
    begin = time.perf_counter()
    loaded = load()
    held = _held_mb()
    found, cpu, wall = _timed(answer, loaded)
    cold = time.perf_counter() - begin
    times = [(cpu, wall)]
    if wall < _LONG_S:
        times = [_timed(answer, loaded)[1:] for _ in range(_TIMES)]
    keep(found, folder, mark)
    peak = machine.peak_mb(os.getpid())
    return {
        "cold_s": cold, "cpu_s": sorted(cpu for cpu, _ in times)[len(times) // 2],
        "times_s": [wall for _, wall in times],
        "peak_mb": peak, "work_mb": None if peak is None or held is None else round(peak - held, 1),
    }  # fmt: skip


def say(told: dict[str, Any]) -> None:
    """The last line that the process prints."""
    print(json.dumps(told))


def _timed(answer: Callable[[Any], dict[str, Any]], loaded: Any) -> tuple[dict[str, Any], float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = answer(loaded)
    return found, time.process_time() - cpu, time.perf_counter() - wall


def _held_mb() -> float | None:
    status = Path("/proc/self/status")
    if not status.is_file():
        return None
    lines = status.read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), None)
