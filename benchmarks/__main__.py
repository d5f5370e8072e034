"""``python -m benchmarks NAME [--size N] [--engines ours,floor] [--out DIR]``: one JSON object a line."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import (
    allocate,
    bundle,
    convergence,
    dedup,
    forum,
    group,
    imports,
    lookup,
    migrate,
    names,
    orient,
    pages,
    reach,
    select,
    setup,
    slots,
    writes,
)


@dataclass(frozen=True)
class Job:
    """One benchmark.

    Attributes:
        says: one sentence.
        run: takes size, engines and directory; the exit code.
        size: the usual one.
        unit: of the size.
        peers: engines beside ours.
    """

    says: str
    run: Callable[[int, Sequence[str], Path | None], int]
    size: int
    unit: str
    peers: tuple[str, ...] = ()


JOBS = {
    "pages": Job(
        "Every page of the journey among many people; beside the same reads by plain psycopg.",
        pages.run, 100_000, "people", pages.PEERS,
    ),
    "writes": Job(
        "Journal lines with their events, by several clients at once while the sealer works; beside plain psycopg.",
        writes.run, 100_000, "writes at most", writes.PEERS,
    ),
    "group": Job(
        "Likeness of contributions: the five nearest and groups, on sentences held out; beside less of it, and TF-IDF.",
        group.run, 10_000, "contributions", group.PEERS,
    ),
    "forum": Job(
        "A wave of that size: keying with what resembles a sheet, and its public pages; beside a trigram index.",
        forum.run, 10_000, "contributions", forum.PEERS,
    ),
    "convergence": Job(
        "Programmes compared line by line: scores, kinds, cells without a line; beside the formula in plain loops.",
        convergence.run, 1_500, "lines", convergence.PEERS,
    ),
    "select": Job(
        "Who is chosen in a call under its budget and reserved places; beside equal shares and a proven optimum.",
        select.run, 5_925, "applications", select.PEERS,
    ),
    "bundle": Job(
        "The fewest trips for families with eight needs, proven; beside the nearest services, and OR-tools' CP-SAT.",
        bundle.run, 50, "families", bundle.PEERS,
    ),
    "allocate": Job(
        "Places for many at the least cost, proven; beside it compiled, and OR-tools on groups and on each person.",
        allocate.run, 1_000_000, "people", allocate.PEERS,
    ),
    "reach": Job(
        "Who reaches how many places, the nearest, and Gini's index, from coordinates; beside scipy and PySAL access.",
        reach.run, 40_000, "points", reach.PEERS,
    ),
    "names": Job(
        "Spellings of one name that meet, in three scripts, and different names that collide, on halves apart.",
        names.run, 10_000, "pairs of each set at most", names.PEERS,
    ),
    "dedup": Job(
        "Who stands in a registry twice, all at once, and the public FEBRL sets; beside Splink with its own model.",
        dedup.run, 1_000_000, "people", dedup.PEERS,
    ),
    "lookup": Job(
        "Is this person known? Recall and time of the search, warm, restarted, while others write; beside trigrams.",
        lookup.run, 100_000, "people", lookup.PEERS,
    ),
    "import": Job(
        "A centre's list of families, from the file to the registry, and brought again; beside Django's bulk_create.",
        imports.run, 200_000, "rows", imports.PEERS,
    ),
    "slots": Job(
        "The first free time of each agent of a centre over 60 days; beside a grid in SQL, loops, and a column store.",
        slots.run, 30, "agents", slots.PEERS,
    ),
    "orient": Job(
        "Services for a family of six with eight needs, each with its reasons, and for 100,000 families at once.",
        orient.run, 20_000, "services", orient.PEERS,
    ),
    "setup": Job(
        "From a fresh clone to a page, the second start, and how long a population takes.",
        setup.run, 20_000, "people",
    ),
    "migrate": Job(
        "From the last release to today's tables among many people, while a client reads and another writes.",
        migrate.run, 1_000_000, "people",
    ),
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one benchmark, or list them; the exit code: 1 when a promise was not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=["list", *JOBS], help="which; list names them with one sentence each")
    parser.add_argument("--size", type=int, help="how much; each has its own usual size")
    parser.add_argument("--engines", default="", help="which engines, with commas between; all of them when left out")
    parser.add_argument("--out", type=Path, help="where answers are kept; a temporary directory when left out")
    asked = parser.parse_args(arguments)
    if asked.name == "list":
        for name, job in JOBS.items():
            print(f"{name:11} {job.says} ({job.size:,} {job.unit}; {', '.join(('ours', *job.peers))})")
        return 0
    job = JOBS[asked.name]
    engines = [name for name in asked.engines.split(",") if name] or ["ours", *job.peers]
    if unknown := set(engines) - {"ours", *job.peers}:
        parser.error(f"{asked.name} does not know {', '.join(sorted(unknown))}")
    return job.run(asked.size or job.size, engines, asked.out)


if __name__ == "__main__":
    sys.exit(main())
