"""Thousands of rows at once, by COPY: for loaders that speak as the owner (COPY is refused under a policy)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models

from jisr.common.database import speaker


def copy_in(rows: Iterable[Any]) -> int:
    """Write new rows of one model; each gets its key first, so that others can point at it.

    Args:
        rows: unsaved rows of one model, in memory.

    Returns:
        how many.
    """
    rows = list(rows)
    if not rows:
        return 0
    connection = connections[speaker.get()]
    fields = rows[0]._meta.concrete_fields
    _give_keys(rows, connection)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(rows[0]._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([field.get_db_prep_save(_value(row, field), connection) for field in fields])
    return len(rows)


def _give_keys(rows: Sequence[Any], connection: Any) -> None:
    meta = rows[0]._meta
    if not isinstance(meta.pk, models.AutoField | models.BigAutoField):
        return
    keyless = [row for row in rows if row.pk is None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [meta.db_table, meta.pk.column, len(keyless)],
        )
        for row, (key,) in zip(keyless, cursor.fetchall(), strict=True):
            row.pk = key


def _value(row: Any, field: Any) -> Any:
    """The value of a field; that of a foreign key from the row it points at, which has its key by now."""
    if field.is_relation and field.is_cached(row):
        other = field.get_cached_value(row)
        if other is not None:
            setattr(row, field.attname, getattr(other, field.target_field.attname))
    return getattr(row, field.attname)
