"""Who speaks to the database: one login per kind of reader, one transaction per request, one scope in it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections, transaction
from django.db.backends.postgresql.base import ServerBindingCursor

#: Local settings of a transaction that the policies read; a scope sets all of them.
SETTINGS = ("jisr.user", "jisr.centres", "jisr.compartments")
#: A scope of thousands of centres turns policies into full scans; national readers read figures.
MOST_CENTRES = 60

speaker: ContextVar[str] = ContextVar("speaker", default="default")
#: What was read once in this scope and is read again in it; gone with the scope, never shared between two.
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)


class Router:
    """Every query goes to the login that is speaking."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The alias that is speaking."""
        return speaker.get()

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """All aliases are the same database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Only the owner of the tables changes them."""
        return db == "owner"


@contextmanager
def scope(
    *, user: Any = "", centres: Iterable[int] = (), compartments: Iterable[str] = (), speaking: str = "default"
) -> Iterator[None]:
    """One transaction that sees the rows of these centres; what held before holds again after.

    Args:
        user: key of the user in whose name it speaks; "" for none.
        centres: keys of at most MOST_CENTRES centres.
        compartments: the compartments that the speaker keeps.
        speaking: the alias of the login.

    Raises:
        ValueError: more centres than a scope may hold.
    """
    centres = list(centres)
    if len(centres) > MOST_CENTRES:
        raise ValueError(f"a scope holds {MOST_CENTRES} centres, not {len(centres)}: choose among them")
    wanted = (str(user), ",".join(map(str, centres)), ",".join(compartments))
    connection, token, kept = connections[speaking], speaker.set(speaking), _kept.set({})
    try:
        with transaction.atomic(using=speaking):
            nested = bool(connection.savepoint_ids)
            before = _exchange(connection, wanted)
            yield
            if nested and not connection.needs_rollback:  # inside a test or a job, the outer scope goes on
                _exchange(connection, before)
    finally:
        speaker.reset(token)
        _kept.reset(kept)


@contextmanager
def outside_compartments() -> Iterator[None]:
    """What the speaker of this scope would read if she kept no compartment; afterwards she keeps them again."""
    connection, token = connections[speaker.get()], _kept.set({})
    before = _exchange(connection, ("", "", ""))
    _exchange(connection, (before[0], before[1], ""))
    try:
        yield
    finally:
        _kept.reset(token)
        if not connection.needs_rollback:
            _exchange(connection, before)


def kept() -> dict[Any, Any]:
    """The memory of the scope that speaks; outside of one, nothing is kept."""
    found = _kept.get()
    return {} if found is None else found


def _exchange(connection: Any, values: Iterable[str]) -> tuple[str, ...]:
    """Set all settings to the end of the transaction and return what they were, in one round trip."""
    sql = "SELECT " + ", ".join("coalesce(current_setting(%s, true), ''), set_config(%s, %s, true)" for _ in SETTINGS)
    with kept_cursor(connection) as cursor:
        cursor.execute(sql, [x for name, value in zip(SETTINGS, values, strict=True) for x in (name, name, value)])
        return cursor.fetchone()[::2]


def kept_cursor(connection: Any) -> Any:
    """As ``connection.cursor()``, for a text that is asked again and again: the server keeps what it made of it.

    Values go beside the text, not in it. Where a pooler may stand in between (settings/database.py) it is an ordinary
    cursor.
    """
    connection.ensure_connection()
    if connection.connection.prepare_threshold is None:
        return connection.cursor()
    with connection.wrap_database_errors:
        return connection._prepare_cursor(_Keeping(connection.connection))  # type: ignore[call-arg]  # stubs


class _Keeping(ServerBindingCursor):
    def _get_prepared(self, query: Any, prepare: bool | None = None) -> Any:
        """Note the text for Django's log of queries; psycopg does so only where it sends the whole of it."""
        self._query = query
        return super()._get_prepared(query, prepare)  # type: ignore[misc]  # stubs


def call(function: str, *values: Any) -> list[tuple]:
    """Rows of a database function, as the login that is speaking.

    Args:
        function: its name; a constant of the program, never typed by anyone.
        values: its arguments.
    """
    marks = ", ".join(["%s"] * len(values))
    with connections[speaker.get()].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}({marks})", values)
        return cursor.fetchall()
