"""The population as Parquet files, written by DuckDB: persons/, households/ and, apart from both, truth/.

DuckDB and not pyarrow: it takes our arrays as they are and writes a million persons in about a second, is a third of
the size, and the imports and the search for duplicates read with it too.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np

from jisr.common.processes import end_with
from jisr.exchange.population.households import Block, Plan, Population

#: Blocks of one file of each kind: about 100,000 persons.
BLOCKS_OF_A_PART = 12
PROCESSES = 2
_DATES = frozenset({"born_on", "opened_on"})
_UUIDS = frozenset({"person", "household", "duplicate"})


class OtherPopulation(ValueError):
    """The directory holds another population."""


def write(
    plan: Plan, directory: Path, *, processes: int = PROCESSES, told: Callable[[int], None] = lambda persons: None
) -> None:
    """Write the parts that are not there yet; a part is there whole or not at all.

    Args:
        directory: made if missing.
        told: called with the persons written since the last call.

    Raises:
        OtherPopulation: what is there was made by another plan.
    """
    _same_plan(plan, directory)
    parts = range(-(-plan.blocks // BLOCKS_OF_A_PART))
    left = [part for part in parts if not _file(directory, "persons", part).exists()]
    for part in set(parts) - set(left):
        told(sum(plan.size(block) for block in _blocks(plan, part)))
    for persons in in_processes(Population(plan), _Part(directory), left, processes):
        told(persons)


def in_processes(
    population: Population, work: Callable[[Population, int], int], numbers: Sequence[int], processes: int
) -> Iterator[int]:
    """Do some work for each number, in this process or in several; results as they come."""
    _ = population.margins  # read once, before the processes part
    if processes == 1:
        for number in numbers:
            yield work(population, number)
        return
    _shared["population"], _shared["work"] = population, work
    fork = get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=fork, initializer=end_with, initargs=(os.getpid(),)) as workers:
        yield from workers.map(_do, numbers)


def table(rows: dict[str, np.ndarray], into: Path, name: str) -> None:
    """Write columns to one Parquet file, under its name only once it is whole."""
    into.mkdir(parents=True, exist_ok=True)
    whole, half = into / name, into / f".{name}.half"
    columns = {
        column: values.astype("datetime64[s]") if column in _DATES else values for column, values in rows.items()
    }
    casts = ", ".join(f'"{column}"{_cast(column)} AS "{column}"' for column in rows)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("rows", columns)
        sql = f"COPY (SELECT {casts} FROM rows) TO ? (FORMAT parquet, COMPRESSION zstd)"
        connection.execute(sql, [str(half)])
    half.replace(whole)


def joined(parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Columns of several blocks, one after the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


class _Part:
    """Writes one part: its persons last, since they tell that the part is there."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def __call__(self, population: Population, part: int) -> int:
        blocks: list[Block] = list(population.blocks(_blocks(population.plan, part)))
        for kind in ("truth", "households", "persons"):
            file = _file(self.directory, kind, part)
            table(joined([getattr(block, kind) for block in blocks]), file.parent, file.name)
        return sum(len(block.persons["sex"]) for block in blocks)


def same_plan(plan: Plan, file: Path) -> bool:
    """Whether the file tells of this plan; written when it is missing."""
    wanted = {**asdict(plan), "communes": sorted(plan.communes) if plan.communes else None, "demonstration": True}
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8")
    return json.loads(file.read_text(encoding="utf-8")) == wanted


def _same_plan(plan: Plan, directory: Path) -> None:
    if not same_plan(plan, directory / "population.json"):
        raise OtherPopulation(f"{directory} holds another population: choose another directory, or empty it")


def _blocks(plan: Plan, part: int) -> range:
    return range(part * BLOCKS_OF_A_PART, min(plan.blocks, (part + 1) * BLOCKS_OF_A_PART))


def _file(directory: Path, kind: str, part: int) -> Path:
    return directory / kind / f"part-{part:05d}.parquet"


def _cast(column: str) -> str:
    return "::DATE" if column in _DATES else "::UUID" if column in _UUIDS else ""


def _do(number: int) -> int:
    return _shared["work"](_shared["population"], number)


_shared: dict = {}
