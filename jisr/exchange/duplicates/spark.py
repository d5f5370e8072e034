"""The same model past one machine: candidates and scores on Spark, from Parquet files of ``tables.RAW``.

    python -m jisr.exchange.duplicates.spark ROWS.parquet PAIRS [--share 0.15] [--least 0.6]

Needs ``jisr[spark]`` and Java 17. Keys, conditions and weights are those of the batch on one machine; only the
function that makes a key of several values is another one. What follows the scores (share, clusters, handing over)
is small and stays on one machine: ``Batch`` goes on from the pairs.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from splink.internals.spark.database_api import SparkAPI

from jisr.exchange.duplicates import model, names, scoring, tables

#: Persons under one key; as the parameter of the same name.
_MOST_UNDER_KEY = 1000


def session(cores: str = "local[2]", *, partitions: int = 8) -> SparkSession:
    """A session on this machine; a cluster gives its own.

    Args:
        cores: the master.
        partitions: of each exchange; some hundreds on a cluster.
    """
    return (
        SparkSession.builder.master(cores).appName("jisr duplicates")
        .config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", partitions)
        .config("spark.sql.ansi.enabled", "false").getOrCreate()
    )  # fmt: skip


def scored(spark: SparkSession, rows: Path | str, *, share: float, least: float) -> Any:
    """Pairs of the rows with at least this probability, as a Spark data frame.

    Args:
        rows: Parquet with the columns of ``tables.RAW``.
        share: of persons expected to stand there twice.

    Returns:
        columns one, other (keys of persons) and score.
    """
    spark.read.parquet(str(rows)).createOrReplaceTempView("rows")
    # the number of a row must not change when Spark computes it again
    spark.sql(
        "SELECT CAST(row_number() OVER (ORDER BY uid) AS INT) AS person, * FROM rows"
    ).localCheckpoint().createOrReplaceTempView("raw")
    _fold(spark)
    tables.make(lambda sql: _kept(spark, sql), "spark", _MOST_UNDER_KEY)
    _kept(spark, f"CREATE TABLE candidates AS {tables.pairs(0, 1)}")
    engine = SparkAPI(spark_session=spark, break_lineage_method="persist", register_udfs_automatically=False)
    settings = model.settings(spark.table("raw").count(), share)
    found = scoring.Scorer(engine, settings, spark.table("persons")).score(spark.table("candidates"), least)
    found.as_spark_dataframe().createOrReplaceTempView("found")
    return spark.sql(
        "SELECT p.uid AS one, q.uid AS other, f.match_probability AS score FROM found f"
        " JOIN raw p ON p.person = least(f.person_l, f.person_r)"
        " JOIN raw q ON q.person = greatest(f.person_l, f.person_r)"
    )


def _fold(spark: SparkSession) -> None:
    """Each distinct spelling folded once, where its partition lies."""
    one_of = " UNION ".join(
        f"SELECT {column} AS spelling FROM raw WHERE {column} <> ''"
        for column in ("given_ar", "family_ar", "given_fr", "family_fr")
    )
    schema = ", ".join(f"{field} string" for field in names.Folded._fields)
    folded = spark.sql(one_of).rdd.map(lambda row: tuple(names.folded(row.spelling)))
    spark.createDataFrame(folded, schema).localCheckpoint().createOrReplaceTempView("names")


def _kept(spark: SparkSession, sql: str) -> None:
    """``CREATE TABLE name AS …`` as a view whose rows are computed once."""
    head, _, query = sql.partition(" AS ")
    spark.sql(query).localCheckpoint().createOrReplaceTempView(head.split()[-1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the rows of a file and write the pairs as Parquet."""
    parser = argparse.ArgumentParser(prog="python -m jisr.exchange.duplicates.spark", description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--share", type=float, default=0.15)
    parser.add_argument("--least", type=float, default=0.6)
    asked = parser.parse_args(arguments)
    spark = session()
    scored(spark, asked.rows, share=asked.share, least=asked.least).write.mode("overwrite").parquet(str(asked.pairs))
    spark.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
