"""The search for duplicates on Spark beside the one on this machine: the same pairs, the same scores.

Usage: .venv/bin/python -m scripts.spark_smoke      (needs jisr[spark] and Java 17; says so and ends well without)

Not part of `make test`: Spark is half a gigabyte, and starts a Java program that takes longer than all it does here.
"""

import shutil
import sys
import tempfile
from dataclasses import astuple
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import duckdb
import numpy as np

from jisr.exchange.duplicates import tables
from jisr.exchange.duplicates.batch import Batch, Rules, about
from jisr.exchange.duplicates.workspace import workspace
from tests.exchange.duplicates.registered import registry

LEAST, SAME = 0.6, 1e-6


def main() -> int:
    """Compare the two; 0 when they agree, or where there is no Spark."""
    missing = [
        name for name, there in (("jisr[spark]", find_spec("pyspark")), ("Java", shutil.which("java"))) if not there
    ]
    if missing:
        print(f"left out: {' and '.join(missing)} not installed here")
        return 0
    from jisr.exchange.duplicates import spark  # noqa: PLC0415  only where it is installed

    with tempfile.TemporaryDirectory() as place:
        rows = Path(place) / "rows.parquet"
        _write(rows)
        here, share = _here(Path(place), rows)
        session = spark.session()
        there = {
            (row.one, row.other): row.score for row in spark.scored(session, rows, share=share, least=LEAST).collect()
        }
        session.stop()
    apart = {pair for pair in here.keys() | there.keys() if abs(here.get(pair, 0) - there.get(pair, 0)) > SAME}
    print(f"{len(here)} pairs on DuckDB, {len(there)} on Spark, {len(apart)} differ")
    return int(bool(apart) or not here)


def _write(rows: Path) -> None:
    people = registry(7).rows
    columns = zip(*(astuple(row) for row in people), strict=True)
    values = {
        name: np.array([str(value) for value in each], dtype=object)
        for name, each in zip(tables.RAW, columns, strict=True)
    }
    with duckdb.connect() as connection:
        connection.register("people", values)
        connection.execute(
            "COPY (SELECT * REPLACE (CAST(born_on AS DATE) AS born_on, CAST(born_about AS BOOLEAN) AS born_about)"
            f" FROM people) TO '{rows}'"
        )


def _here(place: Path, rows: Path) -> tuple[dict[tuple[str, str], float], float]:
    """Scores before any share is learned, which is what Spark hands back."""
    rules = Rules.of(date(2026, 11, 22))
    with workspace(place, about(rules), memory_mb=200) as work:
        batch = Batch(work, rules)
        batch.take(f"(SELECT * FROM '{rows}' ORDER BY uid)")
        batch.search()
        found = work.run(
            "SELECT least(p.uid::VARCHAR, q.uid::VARCHAR), greatest(p.uid::VARCHAR, q.uid::VARCHAR),"
            " 1 / (1 + power(2, -bits)) AS score FROM alike a JOIN raw p ON p.person = a.one"
            " JOIN raw q ON q.person = a.other"
        )
    return {(one, other): score for one, other, score in found if score >= LEAST}, rules.expected_share


if __name__ == "__main__":
    sys.exit(main())
