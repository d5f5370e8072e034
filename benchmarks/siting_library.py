"""The p-median files of the OR-Library, where an operator has them; nothing of theirs is kept here.

Source: Beasley 1985, EJOR 21(2). A file has points, edges and p, then edges; of an edge that is listed twice the last
cost counts. ``pmedopt.txt`` beside them has the published optima.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from benchmarks.report import Result
from jisr.atlas.siting import Aim, Effort, Problem, problem, site


def library(folder: Path, seconds: float = 120.0) -> Iterator[Result]:
    """One line for each file: the value beside the published optimum, and the proof."""
    optima = published(folder / "pmedopt.txt")
    for file in sorted(folder.glob("pmed[0-9]*.txt"), key=lambda one: int(one.stem[4:])):
        asked = read(file)
        begin, cpu = time.perf_counter(), time.process_time()
        answer = site(asked, Aim.TRAVEL, effort=Effort(seconds=seconds))
        total = round(answer.value * asked.total)
        yield Result(
            "siting", "ours", len(asked.people), time.process_time() - cpu, time.perf_counter() - begin,
            {
                "case": file.stem, "most": asked.most, "value": total, "published": optima.get(file.stem),
                "gap": answer.gap, "verdict": answer.verdict, "engine": answer.engine,
            },
        )  # fmt: skip


def read(file: Path) -> Problem:
    """A file as a problem: every point is a site, ways are shortest paths."""
    lines = np.loadtxt(file, dtype=np.int64)
    points, _, most = lines[0].tolist()
    cost = np.full((points, points), np.inf)
    for one, other, along in lines[1:].tolist():
        cost[one - 1, other - 1] = cost[other - 1, one - 1] = along
    there = np.isfinite(cost)
    ways = dijkstra(csr_matrix((cost[there], np.nonzero(there)), shape=cost.shape))
    person, to = np.nonzero(np.isfinite(ways))
    return problem(people=np.ones(points), person=person, site=to, minutes=ways[person, to], sites=points, most=most)


def published(file: Path) -> dict[str, int]:
    """The published optimum of each file; nothing where the list is missing."""
    if not file.is_file():
        return {}
    rows = [line.split() for line in file.read_text().splitlines()[1:] if line.strip()]
    return {row[0]: int(row[1]) for row in rows}
