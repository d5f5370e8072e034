"""``writes``: an event and its journal line in one transaction, by several clients at once, while the sealer works."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import machine
from benchmarks.product import Product, product
from benchmarks.report import Report, Result

PROMISED_A_SECOND = 200
PEERS = ("floor",)
_CLIENTS, _SECONDS, _PEOPLE = 4, 15.0, 1_500
_LONGEST_WAIT_S = 60


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Write for a while; 0 when enough was written, all of it sealed, and the chain verified.

    Args:
        size: at most so many writes each.
        out: data directory of the database, kept; a temporary one when None.
    """
    with product(out, _PEOPLE) as made:
        made.speak()
        return _write(made, size, Report("writes", engines, out))


def _write(made: Product, size: int, report: Report) -> int:
    from benchmarks import writers  # noqa: PLC0415 - the product's models can be read only after ``speak``

    centre, user = writers.somebody()
    with made.keeping():
        ours = _sustained(made, size, "ours", writers.through_the_product, (centre, user))
        ours.quality.update(_verified(writers))
        floor = _sustained(made, size, "floor", writers.by_hand, (centre, user))
    ours.quality["times_the_floor"] = round(ours.quality["a_second"] / floor.quality["a_second"], 2)
    ours.quality.update(machine.about())
    report.say(ours)
    report.say(floor)
    whole = not ours.quality["broken"] and not ours.quality["unsealed"] and not ours.quality["errors"]
    return int(not whole or ours.quality["a_second"] < PROMISED_A_SECOND)


def _sustained(made: Product, size: int, engine: str, write: Callable, who: tuple[int, int]) -> Result:
    """All clients write as fast as they can; all that they committed counts."""
    context = multiprocessing.get_context("fork")
    used, started = machine.cpu_s(made.database), time.perf_counter()
    with context.Pool(_CLIENTS) as pool:
        told = pool.starmap(write, [(*who, _SECONDS, size // _CLIENTS)] * _CLIENTS)
    wall = max(one["wall_s"] for one in told)
    times = [took for one in told for took in one["times_s"]]
    cpu = None if used is None else machine.cpu_s(made.database) - used + sum(one["cpu_s"] for one in told)
    quality = {
        "clients": _CLIENTS, "a_second": round(len(times) / wall, 1), "errors": sum(one["errors"] for one in told),
    }  # fmt: skip
    return Result("writes", engine, len(times), cpu, time.perf_counter() - started, quality, times)


def _verified(writers) -> dict[str, object]:
    """Wait until the sealer has caught up, then read the whole journal again."""
    started = time.perf_counter()
    while (verdict := writers.verdict()).unsealed and time.perf_counter() - started < _LONGEST_WAIT_S:
        time.sleep(1)
    return {
        "lines": verdict.lines, "unsealed": verdict.unsealed, "broken": [str(one) for one in verdict.broken],
        "sealed_after_s": round(time.perf_counter() - started, 1),
    }  # fmt: skip
