"""Where a batch works: a directory that only its account reads, gone when it ends, gone on with when it was killed."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from jisr.exchange.duplicates.leftovers import ABOUT, PLACE, alone, is_young

#: What the engine may hold; the program itself needs some 200 MB beside it.
MEMORY_MB = 400
_STORE = "batch.duckdb"


class Workspace:
    """One DuckDB file with the stages that are done; each stage is one transaction, done wholly or not at all."""

    def __init__(self, directory: Path, connection: duckdb.DuckDBPyConnection, *, resumed: bool) -> None:
        """Use ``workspace``."""
        self.directory = directory
        self.connection = connection
        self.resumed = resumed

    def run(self, sql: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """Do one statement and fetch all it gives."""
        return self.connection.execute(sql, values or []).fetchall()

    def one(self, sql: str, values: list[Any] | None = None) -> Any:
        """The single value of a statement."""
        return self.run(sql, values)[0][0]

    def done(self, stage: str) -> bool:
        """Whether this stage was finished, by this process or by one that was killed later."""
        return bool(self.run("SELECT 1 FROM stage WHERE name = ?", [stage]))

    def stage(self, name: str, do: Callable[[], Any]) -> None:
        """Do a stage unless it is done."""
        if self.done(name):
            return
        self.connection.execute("BEGIN")
        try:
            do()
            self.connection.execute("INSERT INTO stage VALUES (?)", [name])
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")


@contextmanager
def workspace(data: Path, about: Mapping[str, Any], *, memory_mb: int, fresh: bool = False) -> Iterator[Workspace]:
    """The place of one batch: that of a killed one if it was begun alike, else a new one; gone after a good end.

    A batch that fails leaves its place for the next one to go on with, or to clear.

    Args:
        data: the data directory.
        about: what must be equal to go on with what a killed batch left: versions, thresholds.
        memory_mb: what the engine may hold in memory.
        fresh: never go on with another.

    Raises:
        AlreadyRunning: another batch works there.
    """
    with alone(data):
        place = data / PLACE
        resumed = not fresh and _left_alike(place, about)
        if not resumed:
            _make(place, about)
        before = os.umask(0o077)
        try:
            connection = _open(place, memory_mb)
            try:
                connection.execute("CREATE TABLE IF NOT EXISTS stage (name VARCHAR)")
                yield Workspace(place, connection, resumed=resumed)
            finally:
                connection.close()
        finally:
            os.umask(before)
        shutil.rmtree(place)


def _open(place: Path, memory_mb: int) -> duckdb.DuckDBPyConnection:
    settings: dict[str, Any] = {
        "threads": 2, "memory_limit": f"{memory_mb}MB", "temp_directory": str(place / "spill"),
        "preserve_insertion_order": False,
    }  # fmt: skip
    connection = duckdb.connect(str(place / _STORE), config=settings)
    (place / _STORE).chmod(0o600)
    return connection


def _make(place: Path, about: Mapping[str, Any]) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700, parents=True)
    (place / ABOUT).write_text(json.dumps(dict(about)), encoding="utf-8")


def _left_alike(place: Path, about: Mapping[str, Any]) -> bool:
    try:
        told = json.loads((place / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return told == json.loads(json.dumps(dict(about))) and is_young(place) and (place / _STORE).exists()
