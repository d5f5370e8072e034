"""Sweeping the files of the database: what was deleted leaves bytes in them that only rewriting takes away.

A deleted row stays in its page until vacuum, its bytes in the hole of the page after it, its old page in the
write-ahead log, and the commonest values of a column in the statistics. So the tables are rewritten whole, their
statistics gathered anew and those rewritten too, and the log begun anew. On a server that somebody else keeps the log,
its archive and its replicas are that somebody's (docs/privacy.md).
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connections
from psycopg import sql

_KEPT = re.compile(r"(\d+) dead row versions cannot be removed yet")
log = logging.getLogger(__name__)


@dataclass
class Swept:
    """What a sweep came to.

    Attributes:
        tables: rewritten.
        waiting: not yet rid of what was deleted: somebody still reads from before; the next sweep finds them.
        log_begun: whether the old write-ahead log is gone too.
        names: how many forms of names the search forgot, because nobody bears them any more.
    """

    tables: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    log_begun: bool = False
    names: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing of what was deleted is left in the files that are ours."""
        return self.log_begun and not self.waiting


def sweep(tables: Iterable[str]) -> Swept:
    """Rewrite these tables and begin the write-ahead log anew; speaks as the owner, outside any transaction.

    Each table is shut for as long as it is copied: seconds for 100 MB. At night.

    Args:
        tables: of the schema ``public``; one that is no longer there is left out.
    """
    done = Swept()
    connection = connections["owner"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        there = {name for (name,) in cursor.fetchall()}
        for table in sorted(there & set(tables)):
            done.tables.append(table)
            if not _forgot_values(cursor, table):
                done.waiting.append(f"statistics of {table}")
            if _rewritten(cursor, sql.Identifier("public", table), "FULL, ANALYZE, VERBOSE"):
                done.waiting.append(table)
        # the commonest names of a column stand in the statistics of its table
        if _rewritten(cursor, sql.Identifier("pg_catalog", "pg_statistic"), "FULL, VERBOSE"):
            done.waiting.append("pg_statistic")
        done.log_begun = _log_begun(cursor)
    return done


def _forgot_values(cursor: Any, table: str) -> bool:
    """Drop the statistics of a table: gathered anew, those of one that is empty now would stay as they were.

    Before PostgreSQL 18 they cannot be dropped by the owner: then an empty table waits until it has a row again.
    """
    if connections["owner"].connection.info.server_version >= 180_000:
        cursor.execute(
            "SELECT pg_clear_attribute_stats('public', %s, attname::text, false) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table, f"public.{table}"],
        )
        return True
    cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier("public", table)))
    return bool(cursor.fetchone()[0])


def _rewritten(cursor: Any, table: sql.Identifier, how: str) -> int:
    """Rewrite one table; how many of its dead rows somebody may still be reading."""
    said: list[str] = []
    raw = connections["owner"].connection

    def hear(notice: Any) -> None:
        said.extend(filter(None, [notice.message_primary, notice.message_detail]))

    raw.add_notice_handler(hear)
    try:
        cursor.execute(sql.SQL(f"VACUUM ({how}) ") + table)
    finally:
        raw.remove_notice_handler(hear)
    return sum(int(found) for line in said for found in _KEPT.findall(line))


def _log_begun(cursor: Any) -> bool:
    """Two checkpoints on new segments: the old ones are no longer needed, and are deleted."""
    try:
        for _time in range(2):
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")
    except DatabaseError as error:
        log.warning("the write-ahead log is its administrator's (%s)", type(error).__name__)
        return False
    return True
