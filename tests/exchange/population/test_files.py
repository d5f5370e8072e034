"""Parquet files: whole or not there, the same whoever wrote them, and of one population."""

from dataclasses import replace

import duckdb
import pytest

from jisr.exchange.population import parquet
from jisr.exchange.population.households import Plan

PLAN = Plan(2_000, seed=2, duplicates=0.1)


@pytest.fixture(autouse=True)
def parts(small_blocks, monkeypatch):
    """One block a file."""
    monkeypatch.setattr(parquet, "BLOCKS_OF_A_PART", 1)


def _bytes(directory):
    return {file.relative_to(directory): file.read_bytes() for file in sorted(directory.rglob("*.parquet"))}


def test_what_is_missing_is_written_again_the_same(tmp_path):
    """A part that a stopped run left out; in one process or two."""
    one, other, told = tmp_path / "one", tmp_path / "other", []
    parquet.write(PLAN, one, processes=1, told=told.append)
    parquet.write(PLAN, other, processes=2)
    whole = _bytes(one)
    (one / "persons" / "part-00001.parquet").unlink()
    (one / "truth" / "part-00001.parquet").write_bytes(b"half")

    parquet.write(PLAN, one, processes=1, told=told.append)

    assert _bytes(one) == _bytes(other) == whole
    assert sum(told) == 2 * PLAN.persons
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT count(*), count(DISTINCT person), min(born_on) FROM '{one}/persons/*.parquet'"
            f" JOIN '{one}/households/*.parquet' USING (household)"
        ).fetchone()
    assert found[:2] == (PLAN.persons, PLAN.persons) and found[2].year > 1900


def test_a_directory_holds_one_population(tmp_path):
    """Another seed in the same place would mix two."""
    parquet.write(replace(PLAN, persons=300), tmp_path, processes=1)

    with pytest.raises(parquet.OtherPopulation):
        parquet.write(replace(PLAN, persons=300, seed=9), tmp_path, processes=1)
