"""``setup``: what somebody waits for who clones and types one command, the second time, and a population."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import machine
from benchmarks.product import answers, product
from benchmarks.report import Report, Result
from jisr.launch.environment import ROOT

FIRST_S, SECOND_S = 90.0, 6.0
_LONGEST_S = 600.0
_ALARM = {"first": FIRST_S, "second": SECOND_S}


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Time a first and a second start in a fresh clone, and a population; 0 when both starts were quick enough.

    What the machine's package tool has downloaded before stays downloaded; ``quality`` says so.

    Args:
        size: people of the population.
        out: where the lines are kept.
    """
    report = Report("setup", engines, out)
    folder = Path(tempfile.mkdtemp(prefix="jisr-clone-"))
    folder.chmod(0o755)
    try:
        clone = folder / "jisr"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        results = [_start(clone, name) for name in ("first", "second")]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    with product(None, size) as made:
        loaded = Result("setup", "ours", size, None, made.loaded_s or 0.0, {"what": "population"})
    for result in (*results, loaded):
        report.say(result)
    return int(any(not result.quality["in_time"] for result in results))


def _start(clone: Path, name: str) -> Result:
    """``make run`` until a page comes; then its orderly end."""
    port, load = machine.free_port(), machine.about()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JISR_", "DJANGO_", "VIRTUAL_ENV"))}
    started = time.perf_counter()
    running = subprocess.Popen(
        ["make", "run"], cwd=clone, env=kept | {"PORT": str(port)}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        came = _until_a_page(running, port, started)
        cpu, peak = machine.cpu_s(running.pid), machine.peak_mb(running.pid)
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(timeout=60)
    quality = {
        "what": f"{name} start", "in_time": came <= _ALARM[name], "promised_s": _ALARM[name],
        "downloads": "kept from before where the package tool has them", **load,
    }  # fmt: skip
    return Result("setup", "ours", 1, cpu, came, quality, cold_s=came, peak_mb=peak)


def _until_a_page(running: subprocess.Popen, port: int, started: float) -> float:
    while not answers(port):
        if running.poll() is not None or time.perf_counter() - started > _LONGEST_S:
            raise SystemExit("make run did not come to a page")
        time.sleep(0.02)
    return time.perf_counter() - started
