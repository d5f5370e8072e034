"""``lookup``: is this person already known? Recall first, then time, in a registry of that many invented people.

Beside it, on the same rows in the same run: trigram indexes on the names in each script, as most systems do it. The
whole act is timed as a request does it: folding in Python, the door, the row of the search, the line of the journal.

At 10 million: ``python -m benchmarks lookup --size 10000000 --out DIRECTORY`` in a quiet hour (the registry stays in
the directory, and the next run finds it there).
"""

import contextlib
import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import django

from benchmarks.product import installation
from benchmarks.report import Report
from jisr.launch.house import House

PEERS = ("pg_trgm",)


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Ask, and print a line for each kind; 0 when what is promised was kept.

    Args:
        size: people in the registry.
        out: where the registry and the lines are kept.
    """
    with registry(out) as house:
        asking = import_module("benchmarks.lookup_asking")  # its models can be read now
        return int(not asking.ask(Report("lookup", engines, out), house, size))


@contextlib.contextmanager
def registry(out: Path | None) -> Iterator[House]:
    """An installation with places and no family; kept in ``out`` when that is given."""
    with installation(out) as (house, _data):
        os.environ.update(house.environment())
        django.setup()
        yield house
