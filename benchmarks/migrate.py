"""``migrate``: from the last release to today's tables, with many persons in them, while people read and write."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import machine
from benchmarks.migrate_ground import READS, WRITES, load
from benchmarks.migrate_watch import Client, Watch
from benchmarks.report import Report, Result
from jisr.launch.environment import OWNER, ROOT
from jisr.launch.house import House

#: Somebody at a desk takes a longer pause for a fault, and types again.
PROMISED_S = 2.0
#: How long both clients work before anything is migrated: what they wait for anyhow.
QUIET_S = 5.0


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Migrate so many persons; 0 when no statement waited longer than promised.

    Args:
        size: persons, four to a household.
        out: where the line and the database are kept; a database that is there is thrown away first.
    """
    report = Report("migrate", engines, out)
    data = (out or Path(tempfile.mkdtemp(prefix="jisr-migrate-"))) / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.parent.chmod(0o711)  # as root, the database runs under an account that must pass through
    os.environ |= {"JISR_DATA": str(data.resolve()), "JISR_DEMONSTRATION": "0"}
    os.environ.pop("DATABASE_URL", None)
    try:
        with House() as house:
            result = measured(house, size)
    finally:
        if out is None:
            shutil.rmtree(data.parent, ignore_errors=True)
    report.say(result)
    return 0 if result.quality["longest_s"] <= PROMISED_S and not result.quality["failed"] else 1


def measured(house: House, size: int) -> Result:
    """Load, migrate beside two clients, and say what they waited for."""
    environment = house.environment()
    owner, app = environment[OWNER], environment["JISR_DB_APP"]
    subprocess.run([sys.executable, "-m", "benchmarks.migrate_to"], env=environment, cwd=ROOT, check=True)
    started = time.perf_counter()
    with psycopg.connect(owner) as connection:
        load(connection, size, house.key())
    loaded = time.perf_counter() - started
    stopped = threading.Event()
    clients = [Client(app, statements, stopped) for statements in (READS, WRITES)]
    with Watch(owner) as watch, contextlib.ExitStack() as stack:
        for client in clients:
            stack.enter_context(client)
        stack.callback(stopped.set)
        time.sleep(QUIET_S)
        quiet = [client.longest_s() for client in clients]
        began, cpu = time.perf_counter(), time.monotonic()
        steps = migrated(environment)
        took = time.perf_counter() - began
        time.sleep(0.5)
    during = [client.longest_s(since=cpu) for client in clients]
    failed = [line for client in clients for line in client.failed]
    quality: dict[str, Any] = {
        "longest_s": round(max(during), 3), "reader_s": round(during[0], 3), "writer_s": round(during[1], 3),
        "without_migration_s": round(max(quiet), 3), "promised_s": PROMISED_S, "failed": len(failed),
        "failed_first": failed[:1], "waited_for": watch.longest(),
        "waited_behind": watch.behind(), "migrations": len(steps),
        "slowest": sorted(steps, key=lambda step: -step[1])[:5], "loaded_s": round(loaded, 1), **machine.about(),
    }  # fmt: skip
    times = [took for client in clients for at, took in client.times if at >= cpu]
    return Result("migrate", "ours", size, None, took, quality, times_s=times)


def migrated(environment: dict[str, str]) -> list[tuple[str, float]]:
    """Do every migration that is left; each with its seconds.

    Raises:
        SystemExit: one fails; what it said stands above.
    """
    command = [sys.executable, "-u", "-m", "django", "migrate", "--no-input"]
    steps: list[tuple[str, float]] = []
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        last = time.perf_counter()
        for line in program.stdout or ():
            now = time.perf_counter()
            if line.strip().startswith("Applying "):
                steps.append((line.split()[1].split("...")[0], round(now - last, 2)))
            last = now
    if program.returncode:
        raise SystemExit("a migration failed; its own words stand above")
    return steps
