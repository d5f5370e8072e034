"""What a database holds, said so that another one can be held against it: rows, walls, journal, migrations.

Read in one transaction, as the owner of the tables, with psycopg alone: a backup of an older version must be comparable
without the models of today.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
from psycopg import sql

#: Texts of rows depend on these.
_SPEECH = (
    "SET LOCAL DateStyle = 'ISO, YMD'", "SET LOCAL IntervalStyle = 'postgres'", "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL extra_float_digits = 1", "SET LOCAL bytea_output = 'hex'", "SET LOCAL xmlbinary = 'base64'",
    "SET LOCAL statement_timeout = 0",
)  # fmt: skip
_TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.relnamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1
"""
# a sum does not ask for an order, and finds a row that was changed, lost or doubled
_ROWS = "SELECT count(*), coalesce(sum(hashtextextended(whole_row::text, 0)::numeric), 0)::text FROM {} whole_row"
#: The walls and the shape, kind by kind: each row is one sentence.
_CATALOGUE = {
    "policies": """
SELECT concat_ws(' | ', tablename, policyname, permissive, roles, cmd, qual, with_check)
FROM pg_policies WHERE schemaname = 'public'
""",
    "row security": """
SELECT concat_ws(' | ', relname, relrowsecurity, relforcerowsecurity)
FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
""",
    "grants on tables": """
SELECT concat_ws(' | ', c.relname, a.privilege_type, coalesce(g.rolname, 'PUBLIC'))
FROM pg_class c, aclexplode(c.relacl) a
     LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE a.grantee <> c.relowner AND c.relnamespace = 'public'::regnamespace
""",
    "grants on columns": """
SELECT concat_ws(' | ', c.relname, t.attname, a.privilege_type, coalesce(g.rolname, 'PUBLIC'))
FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
     LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE a.grantee <> c.relowner AND c.relnamespace = 'public'::regnamespace
""",
    "functions": """
SELECT concat_ws(' | ', p.oid::regprocedure, p.prosecdef, p.proconfig, md5(p.prosrc))
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
""",
    "grants on functions": """
SELECT concat_ws(' | ', p.oid::regprocedure, a.privilege_type, coalesce(g.rolname, 'PUBLIC'))
FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
     LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE a.grantee <> p.proowner AND p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
""",
    "constraints": """
SELECT concat_ws(' | ', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid <> 0 AND contype <> 'n' AND connamespace = 'public'::regnamespace
""",
    "indexes": "SELECT concat_ws(' | ', tablename, indexname, indexdef) FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": """
SELECT concat_ws(' | ', tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(oid))
FROM pg_trigger WHERE NOT tgisinternal
""",
}  # fmt: skip
#: What PostgreSQL words in its own way. Between two versions only the names are compared; within one, the words without
#: casts and parentheses, which it moves when it reads its own words again.
_WORDED = {"policies", "constraints", "indexes", "triggers"}
_MOVED = re.compile(r"::(character varying|text|double precision)(\[\])?|[()\s]")


def describe(connection: psycopg.Connection, *, rows: bool = True) -> dict[str, Any]:
    """Everything that a copy is held against; the transaction decides which moment it is of.

    Args:
        connection: the owner's, in a transaction that reads one moment.
        rows: count and add up each table as well.
    """
    for setting in _SPEECH:
        connection.execute(setting)
    tables = list(_tables(connection))
    return {
        "server": connection.info.server_version // 10_000,
        "tables": {name: _sum(connection, where) for name, where in tables} if rows else {},
        "catalogue": {kind: _lines(connection, asked) for kind, asked in _CATALOGUE.items()},
        "migrations": migrations(connection),
        "chain": chain(connection),
    }


def migrations(connection: psycopg.Connection) -> list[str]:
    """``app.name`` of each migration that the database has; empty for a database without our tables."""
    if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
        return []
    return [
        f"{app}.{name}" for app, name in connection.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")
    ]


def chain(connection: psycopg.Connection) -> dict[str, Any] | None:
    """Where the chain of the journal ends: batch, chain, when; None before the first seal."""
    if connection.execute("SELECT to_regclass('common_journalbatch')").fetchone() == (None,):
        return None
    row = connection.execute("SELECT n, chain, sealed_at FROM common_journalbatch ORDER BY n DESC LIMIT 1").fetchone()
    return {"batch": row[0], "chain": row[1], "sealed_at": row[2].isoformat()} if row else None


def differences(told: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Sentences about what is not alike; none when the copy is whole.

    Args:
        told: what the backup says of itself.
        found: what the copy says.
    """
    said = []
    for table in sorted(told["tables"].keys() | found["tables"].keys()):
        was, now = told["tables"].get(table), found["tables"].get(table)
        if was is None or now is None:
            said.append(f"table {table} is {'too much' if was is None else 'missing'}")
        elif was[0] != now[0]:
            said.append(f"table {table} has {now[0]:,} rows, not {was[0]:,}")
        elif was[1] != now[1]:
            said.append(f"table {table} has as many rows, and not the same ones")
    same_version = told["server"] == found["server"]
    for kind in _CATALOGUE:
        before, after = (
            {_comparable(kind, line, same_version): line for line in one["catalogue"].get(kind, [])}
            for one in (told, found)
        )
        said += [f"{kind}: missing: {_short(before[key])}" for key in sorted(before.keys() - after.keys())]
        said += [f"{kind}: too much: {_short(after[key])}" for key in sorted(after.keys() - before.keys())]
    if told["migrations"] != found["migrations"]:
        said.append("the migrations are not the same")
    if told["chain"] != found["chain"]:
        said.append("the journal does not end at the same seal")
    return said


def _tables(connection: psycopg.Connection) -> Iterator[tuple[str, sql.Composable]]:
    for (table,) in connection.execute(_TABLES.encode()).fetchall():
        yield table, sql.Identifier("public", table)


def _sum(connection: psycopg.Connection, where: sql.Composable) -> list[Any]:
    return list(connection.execute(sql.SQL(_ROWS).format(where)).fetchone() or ())


def _lines(connection: psycopg.Connection, asked: str) -> list[str]:
    return sorted(line for (line,) in connection.execute(asked.encode()))


def _comparable(kind: str, line: str, same_version: bool) -> str:
    if kind not in _WORDED:
        return line
    return _MOVED.sub("", line) if same_version else " | ".join(line.split(" | ")[:2])


def _short(line: str) -> str:
    said = " ".join(line.split())
    return said if len(said) <= 120 else said[:117] + "..."
