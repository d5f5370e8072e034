"""``slots``: the first free time of each agent of a centre over 60 days, from the database to the answer."""

import os
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import django

from benchmarks import machine
from benchmarks.product import installation
from benchmarks.report import Report, Result
from benchmarks.slots_days import DAYS, Answer

PEERS = ("postgresql", "python", "duckdb")
#: The promise: at the server, the database included, at the 95th of a hundred answers.
PROMISED_MS = 50.0
_TIMES, _WARM, _SEED, _TAKEN = 100, 3, 20_261_123, 0.85


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Ask every engine the same; 0 when all gave the same answer and ours kept the promise.

    Args:
        size: agents of the centre, each with some 470 hours of openings in 60 days, most of them taken.
        engines: ours; one query that lays a grid of times and leaves out what is taken; loops over rows that were
            read; the same query in DuckDB over tables that it holds already.
        out: data directory of the database, kept; a temporary one when None.
    """
    report = Report("slots", engines, out)
    with installation(out) as (house, _data):
        os.environ.update(house.environment())
        django.setup()
        # the product's models can be read only now
        from benchmarks import slots_ground as ground  # noqa: PLC0415

        town = ground.build(size, chance=random.Random(_SEED), days=DAYS, taken=_TAKEN)  # noqa: S311
        database = int((house.database.ground.cluster / "postmaster.pid").read_text().split()[0])
        told = {name: _measured(name, ground.ENGINES[name](town), size, database) for name in engines}
        right = told.get("ours", next(iter(told.values())))[0]
        for answer, result in told.values():
            result.quality["same_answer"] = answer == right  # type: ignore[index]
            report.say(result)
    same = all(result.quality["same_answer"] for _answer, result in told.values())
    promised = "ours" not in told or (told["ours"][1].p95_ms or 0) <= PROMISED_MS
    return int(not (same and promised))


def _measured(name: str, ask: Callable[[], Answer], size: int, database: int) -> tuple[Answer, Result]:
    """The first answer, then a hundred warm ones, with the processor time of ours and of the database."""
    began = time.perf_counter()
    answer = ask()
    cold = time.perf_counter() - began
    for _ in range(_WARM):
        ask()
    used, mine, times = machine.cpu_s(database), time.process_time(), []
    started = time.perf_counter()
    for _ in range(_TIMES):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    wall, own = time.perf_counter() - started, time.process_time() - mine
    theirs = None if used is None else (machine.cpu_s(database) or 0) - used
    quality = {
        "agents": len(answer), "free": sum(many for many, _first in answer.values()),
        "cpu_ms_an_answer": round((own + (theirs or 0)) * 1000 / _TIMES, 1), **machine.about(),
    }  # fmt: skip
    cpu = None if theirs is None else own + theirs
    return answer, Result("slots", name, size, cpu, wall, quality, times, cold, machine.peak_mb(os.getpid()))
