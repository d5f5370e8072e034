"""``import``: a centre's list of so many rows, from the file to the registry; beside Django's own ``bulk_create``."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import django

from benchmarks import machine
from benchmarks.product import Product, product
from benchmarks.report import Report, Result

PEERS = ("bulk_create",)
PROMISED_A_SECOND = 5_000
_PEOPLE = 1_500


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Bring a list in, and bring it again; 0 when each row was written once, and quickly enough.

    Args:
        size: rows.
        out: data directory of the database, kept; a temporary one when None.
    """
    with product(out, _PEOPLE) as made:
        return _import(made, size, Report("import", engines, out))


def _import(made: Product, size: int, report: Report) -> int:
    # the peer writes as the owner of the tables, past every wall; ours never does
    os.environ.update(made.house.environment())
    django.setup()
    from benchmarks import imported  # noqa: PLC0415 - the product's models can be read only after ``setup``

    text = imported.a_list(size)
    results = []
    for engine, does in (("ours", imported.through_the_product), ("bulk_create", imported.by_hand)):
        if engine in report.engines:
            results.append(_timed(made, engine, size, text, does))
            report.say(results[-1])
    ours = next((one for one in results if one.engine == "ours"), None)
    return int(ours is not None and (not ours.quality["whole"] or ours.quality["a_second"] < PROMISED_A_SECOND))


def _timed(made: Product, engine: str, size: int, text: bytes, does: Callable) -> Result:
    used, own, started = machine.cpu_s(made.database), time.process_time(), time.perf_counter()
    quality = does(text, size)
    wall, mine = time.perf_counter() - started, time.process_time() - own
    again = quality.pop("again_s", 0.0)
    cpu = None if used is None else machine.cpu_s(made.database) - used + mine
    quality |= {"a_second": round(size / (wall - again), 1), "again_s": round(again, 1), **machine.about()}
    return Result("import", engine, size, cpu, wall, quality, peak_mb=machine.peak_mb(os.getpid()))
