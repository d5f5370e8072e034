"""Checked rows into the staging tables, by COPY: the only way in, and none leads out but the doors of the import."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connections

from jisr.common.database import speaker
from jisr.exchange.models.families import COPIED, COPIED_NUMBER


def stage(rows: bytes, numbers: bytes) -> None:
    """Copy rows and their identity numbers in, both as ``lines`` made them, as whoever is speaking."""
    _copy("exchange_importrow", COPIED, rows)
    _copy("exchange_importnumber", COPIED_NUMBER, numbers)


def _copy(table: str, columns: str, rows: bytes) -> None:
    if not rows:
        return
    with (
        connections[speaker.get()].cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        copy.write(rows)


def lines(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as COPY reads them."""
    return "".join("\t".join(map(_text, row)) + "\n" for row in rows).encode()


def _text(value: Any) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if type(value) is str:
        return value if "\\" not in value else value.replace("\\", "\\\\")
    return _OTHERS.get(type(value), str)(value)


def _array(values: Iterable[Any]) -> str:
    # words of our own making and codes: no sign in them that an array would need quoted, but for safety they are
    return "{" + ",".join('"' + str(one).replace("\\", "\\\\\\\\").replace('"', '\\\\"') + '"' for one in values) + "}"


_OTHERS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "t" if value else "f", bytes: lambda value: "\\\\x" + value.hex(), list: _array, tuple: _array,
}  # fmt: skip
