"""Thousands of rows at once: by COPY for loaders that speak as the owner, as one JSON value under policies.

COPY is refused under a policy; and thousands of placeholders cost the driver more than the rows cost the database.
Values are those of the models' own fields, so a row is written as ``save`` would write it.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connections, models

from jisr.common.database import speaker
from jisr.common.errors import OutOfReach


def copy_in(rows: Iterable[Any]) -> int:
    """Write new rows of one model by COPY; each gets its key first, so that others can point at it.

    Speaks as the owner of the tables: in loaders only.

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
            copy.write_row([_value(row, field, connection) for field in fields])
    return len(rows)


def insert_all(rows: Sequence[Any]) -> None:
    """Insert new rows of one model in one statement, under the policies of whoever speaks.

    Args:
        rows: unsaved rows; a row whose key the database makes has a unique ``code``, and gets its key.
    """
    if not rows:
        return
    meta, made = rows[0]._meta, _made_by_the_database(rows[0])
    fields = [field for field in meta.concrete_fields if not (made and field.primary_key)]
    found = _run(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s)"  # noqa: S608
        + (" RETURNING code, {key}" if made else ""),
        rows, fields,
    )  # fmt: skip
    if made:
        keys = dict(found)
        for row in rows:
            row.pk = keys[row.code]


def update_all(rows: Sequence[Any], names: Iterable[str]) -> None:
    """Write some fields of stored rows of one model in one statement, under the policies of whoever speaks.

    Raises:
        OutOfReach: one of the rows is not the speaker's to write; the transaction must be given up.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [meta.pk, *(meta.get_field(name) for name in names)]
    quote = connections[speaker.get()].ops.quote_name
    changes = ", ".join(f"{quote(field.column)} = r.{quote(field.column)}" for field in fields[1:])
    found = _run(
        f"UPDATE {{table}} t SET {changes} FROM jsonb_populate_recordset(NULL::{{table}}, %s) r"  # noqa: S608
        " WHERE t.{key} = r.{key} RETURNING t.{key}",
        rows, fields,
    )  # fmt: skip
    if len(found) != len(rows):
        raise OutOfReach


def put(model: Any, rows: Sequence[Any], *, but: Collection[str]) -> tuple[int, int]:
    """Insert the rows that are not there, and write those that differ; how many of each.

    Speaks as the owner of the tables: in loaders only.

    Args:
        rows: with keys that do not change from one edition of a file to the next.
        but: columns that people write, or that the database keeps for itself; left as they are.
    """
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in but]
    there = model._default_manager.in_bulk([row.pk for row in rows])
    new = [row for row in rows if row.pk not in there]
    changed = [
        row
        for row in rows
        if row.pk in there and any(getattr(row, name) != getattr(there[row.pk], name) for name in names)
    ]
    versioned = {"version"} & {field.attname for field in model._meta.concrete_fields}
    for row in changed if versioned else ():  # who had the older one open is told
        row.version = there[row.pk].version + 1
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, [*names, *versioned])
    return len(new), len(changed)


def _run(pattern: str, rows: Sequence[Any], fields: Sequence[Any]) -> list[tuple]:
    """Run a statement over the rows as one JSON value; table, columns and key are names of the program's own."""
    connection = connections[speaker.get()]
    quote, meta = connection.ops.quote_name, rows[0]._meta
    sql = pattern.format(
        table=quote(meta.db_table), columns=", ".join(quote(field.column) for field in fields),
        key=quote(meta.pk.column),
    )  # fmt: skip
    values = [{field.column: _value(row, field, connection) for field in fields} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(values, default=str, ensure_ascii=False)])
        return cursor.fetchall() if cursor.description else []


def _made_by_the_database(row: Any) -> bool:
    return isinstance(row._meta.pk, models.AutoField | models.BigAutoField)


def _give_keys(rows: Sequence[Any], connection: Any) -> None:
    meta = rows[0]._meta
    if not _made_by_the_database(rows[0]):
        return
    keyless = [row for row in rows if row.pk is None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [meta.db_table, meta.pk.column, len(keyless)],
        )
        for row, (key,) in zip(keyless, cursor.fetchall(), strict=True):
            row.pk = key


def _value(row: Any, field: Any, connection: Any) -> Any:
    """The value of a field as the database takes it; a foreign key's from the row it points at, if that is known."""
    if field.is_relation and field.is_cached(row):
        other = field.get_cached_value(row)
        if other is not None:
            setattr(row, field.attname, getattr(other, field.target_field.attname))
    return field.get_db_prep_save(getattr(row, field.attname), connection)
