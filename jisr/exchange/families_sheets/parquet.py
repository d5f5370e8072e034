"""Tables in Parquet, read and written by the engine of the batches; loaded by whoever treats such a file alone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from jisr.exchange.centres_import.reading import Unreadable

_WHOLE = re.compile(r"-?\d+\.0")
#: What does not fit is refused, and never left on a disk.
_LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "768MB", "threads": 1, "temp_directory": "",
}  # fmt: skip


def rows(
    path: Path, most_rows: int, most_columns: int, most_letters: int, too_large: Callable[[], Exception]
) -> Iterator[tuple[int, list[str]]]:
    """(number of the row, cells as text), the names of the columns first; the engine may open this one file alone.

    Args:
        too_large: makes the refusal.

    Raises:
        Unreadable, and what ``too_large`` makes.
    """
    try:
        with duckdb.connect(config=_LIMITS) as engine:
            engine.execute(
                f"SET allowed_paths=['{path}']; SET enable_external_access=false; SET lock_configuration=true"
            )
            table = f"read_parquet('{path}')"
            [(many,)] = engine.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 - a name of our own
            names = [row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]  # noqa: S608
            if many > most_rows or len(names) > most_columns:
                raise too_large()
            yield 1, [name[:most_letters] for name in names]
            found = engine.execute(f"SELECT left(COLUMNS(*)::VARCHAR, {most_letters}) FROM {table}")  # noqa: S608
            number = 1
            while batch := found.fetchmany(2_000):
                for row in batch:
                    number += 1
                    yield number, [_plain(cell) for cell in row]
    except duckdb.Error as damage:
        raise Unreadable from damage


def _plain(cell: str | None) -> str:
    if cell is None:
        return ""
    return cell[:-2] if _WHOLE.fullmatch(cell) else cell


def write(text: Path, to: Path) -> None:
    """A text of comma-separated values, all of them texts, as Parquet."""
    with duckdb.connect(config=_LIMITS) as engine:
        engine.execute(
            f"COPY (SELECT * FROM read_csv('{text}', header = true, all_varchar = true, delim = ',', quote = '\"'))"  # noqa: S608
            f" TO '{to}' (FORMAT parquet, COMPRESSION zstd)"
        )
