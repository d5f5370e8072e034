"""Tables without foreign keys, plain indexes and triggers while millions of rows go in; all of it is put back after.

An index is made in a tenth of the time in which it grows, and a key is checked for all rows at once. What was taken
away is remembered in the database by the transaction that takes it: killed half-way, the next run puts it back.
"""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from django.db import connections

from jisr.common.database import scope
from jisr.families.models import Access, Household, Membership, Person, Phone

#: Tables that the population fills, in the order in which their rows point at each other.
TABLES = tuple(model._meta.db_table for model in (Household, Access, Person, Membership, Phone))
_MEMORY = "256MB"


def take_away(cursor: Any) -> None:
    """Drop foreign keys and plain indexes of the tables, and stop their triggers; in the caller's transaction."""
    cursor.execute(_KEYS, [list(TABLES)])
    keys = [f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {made}' for table, name, made in cursor.fetchall()]
    cursor.execute(_KEYS, [list(TABLES)])
    for table, name, _ in cursor.fetchall():
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    cursor.execute(_INDEXES, [list(TABLES)])
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    for table in TABLES:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    told = json.dumps({"indexes": [made for _, made in indexes], "keys": keys})
    cursor.execute("UPDATE population.plan SET taken = %s", [told])


def put_back(processes: int) -> None:
    """Make again what was taken away; nothing when nothing is missing."""
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT taken FROM population.plan WHERE taken IS NOT NULL")
        found = cursor.fetchone()
    if found is None:
        return
    taken = json.loads(found[0])
    _all(taken["indexes"], processes)
    _all(taken["keys"], 1)  # each locks two tables: together they would wait for each other
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        cursor.execute("UPDATE population.plan SET taken = NULL")


@contextmanager
def unwatched(cursor: Any) -> Iterator[list[tuple[str, str, str]]]:
    """No key points at the tables inside, and all do again after, in one transaction; a million deletes ask nobody.

    Yields:
        (table, column, table it points at) of keys whose rows go with the row they point at.
    """
    cursor.execute(_POINTING, [list(TABLES)])
    keys = cursor.fetchall()
    for table, name, *_ in keys:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield [(table, column, of) for table, _, _, cascades, column, of in keys if cascades]
    for table, name, made, *_ in keys:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}')


def _all(statements: Sequence[str], processes: int) -> None:
    if processes == 1:
        for statement in statements:
            make(statement)
        return
    connections.close_all()  # a connection must not be shared with the processes
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as workers:
        list(workers.map(make, statements))


def make(statement: str) -> None:
    """Make one index or key, unless a run that was killed made it already."""
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
        if statement.startswith("CREATE INDEX"):
            cursor.execute(statement.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1))
            return
        table, name = statement.split('"')[1], statement.split('"')[3]
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s", [table, name])
        if cursor.fetchone() is None:
            cursor.execute(statement)


_POINTING = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), confdeltype = 'c',
    (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1]), confrelid::regclass::text
FROM pg_constraint WHERE contype = 'f' AND confrelid::regclass::text = ANY(%s) ORDER BY conname
"""
_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s) ORDER BY conname
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid::regclass::text = ANY(%s) AND NOT i.indisunique ORDER BY pg_relation_size(i.indrelid) DESC, 1
"""
