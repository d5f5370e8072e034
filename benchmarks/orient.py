"""``orient``: the services for a family of six with eight needs, with reasons; and the best for very many families."""

import gc
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django

from benchmarks import machine
from benchmarks.product import Product, product
from benchmarks.report import Report, Result

PEERS = ("postgresql", "duckdb")
PROMISED_MS, PROMISED_S = 30.0, 60.0
FAMILIES, ROUNDS, MOST, CROWD = 25, 8, 8, 100_000
#: Needs of the crowd that the peer is asked about: the pairs that it makes of all of them fill the memory.
_SAMPLE = 20_000
_PEOPLE = 1_500


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Ask for families in turn, then for a crowd; 0 when every engine lets the same services through, in time.

    Args:
        size: services of the catalogue.
        engines: ours, with reasons and words; ``postgresql`` and ``duckdb``: one query that filters alike and puts
            the nearest first, without a word.
        out: data directory of the database, kept; a temporary one when None.
    """
    with product(out, _PEOPLE) as made:
        return _orient(made, size, Report("orient", engines, out))


def _orient(made: Product, size: int, report: Report) -> int:
    # the catalogue is written by the owner; ours reads it as the product does, behind the walls
    os.environ.update(made.house.environment())
    django.setup()
    from benchmarks import oriented  # noqa: PLC0415 - the product's models can be read only after ``setup``

    told = oriented.Told(size, FAMILIES, MOST)
    kept = True
    for engine in ("ours", *PEERS):
        if engine not in report.engines:
            continue
        prepared = machine.cpu_s(made.database)
        ask, cold = told.engine(engine)
        gc.collect()
        gc.freeze()  # as the server does with what it has read in (jisr.launch.warm): it is not looked through again
        result = _timed(made, engine, size, told, ask, cold)
        kept = kept and result.quality["same_services"] and (engine != "ours" or (result.p95_ms or 0) < PROMISED_MS)
        report.say(result)
        told.used_before = prepared
    for engine in ("ours", "duckdb"):
        if engine in report.engines:
            result = _crowd(engine, told)
            kept = kept and result.quality["same_served"] and (engine != "ours" or result.wall_s < PROMISED_S)
            report.say(result)
    return int(not kept)


def _timed(
    made: Product, engine: str, size: int, told: Any, ask: Callable[[int], Any], cold: float
) -> Result:  # fmt: skip
    times: list[float] = []
    used, own, began = machine.cpu_s(made.database), time.process_time(), time.perf_counter()
    for _ in range(ROUNDS):
        for family in range(FAMILIES):
            start = time.perf_counter()
            ask(family)
            times.append(time.perf_counter() - start)
    wall, mine = time.perf_counter() - began, time.process_time() - own
    cpu = None if used is None else (machine.cpu_s(made.database) or 0.0) - used + mine
    quality = told.quality(engine) | {
        "needs": 8, "cpu_ms_each": None if cpu is None else round(1000 * cpu / len(times), 1),
        "of_it_here_ms": round(1000 * mine / len(times), 1), **machine.about(),
    }  # fmt: skip
    return Result("orient", engine, size, cpu, wall, quality, times, cold, machine.peak_mb(os.getpid()))


def _crowd(engine: str, told: Any) -> Result:
    own, began = time.process_time(), time.perf_counter()
    quality = told.crowd(engine, CROWD, _SAMPLE)
    wall, mine = time.perf_counter() - began, time.process_time() - own
    spent = quality.pop("asking_s")
    return Result("orient crowd", engine, quality["families"], mine, spent[1], quality | {"with_its_making_s": wall},
                  (), None, machine.peak_mb(os.getpid()))  # fmt: skip
