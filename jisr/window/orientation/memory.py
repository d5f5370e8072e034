"""The catalogue in the memory of this process, read again where it was changed.

Before it is used, the database is asked one short question: which services were changed by a transaction that our
reading had not seen? A counter would not do: whoever takes number 7 may commit after number 8 was read. The log of
changes keeps the transaction of each, and PostgreSQL tells of any transaction whether a snapshot saw it.
"""

import threading
import time
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db import connections

from jisr.common.database import kept_cursor, speaker
from jisr.window.orientation.columns import Catalogue, catalogue_of
from jisr.window.orientation.reading import Beside, entries

#: So many changed services are read again; after more, all of them.
MOST_CHANGED: Final = 2_000
#: The log of changes is kept for a day (``centres.jobs``); what was read longer ago is read again.
OLDEST_S: Final = 12 * 3600

#: The moment of this question, the services changed since another moment, and whether this transaction changed any.
#: Rows that a backup brought from another server may name transactions that are yet to come here: they say nothing.
_ASKS = """
SELECT pg_current_snapshot()::text,
       CASE WHEN %(moment)s = '' THEN '{}' ELSE ARRAY(
           SELECT DISTINCT c.service FROM centres_change c
           WHERE c.transaction >= pg_snapshot_xmin(NULLIF(%(moment)s, '')::pg_snapshot)::text::bigint
             AND c.transaction < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
             AND NOT pg_visible_in_snapshot(c.transaction::text::xid8, NULLIF(%(moment)s, '')::pg_snapshot)
           LIMIT %(most)s) END,
       EXISTS (SELECT FROM centres_change c WHERE c.transaction = pg_current_xact_id_if_assigned()::text::bigint)
"""


@dataclass(frozen=True)
class Held:
    """What was read.

    Attributes:
        moment: before it was read, as PostgreSQL names one.
        day: for which it holds.
        read_at: when all of it was read, on the clock of this process.
    """

    catalogue: Catalogue
    beside: Beside
    moment: str
    day: date
    read_at: float


_held: dict[str, Held] = {}
_reading = threading.Lock()


def held(today: date) -> Held:
    """The catalogue as this transaction may see it on a day; one short query where nothing was changed."""
    database = str(connections[speaker.get()].settings_dict["NAME"])
    before = _usable(database, today)
    moment, changed, own = _changes(before)
    if own:  # what may still be taken back is nobody else's
        return _whole(moment, today)
    if before is not None and not changed:
        _held[database] = replace(before, moment=moment)
        return before
    with _reading:
        before = _usable(database, today)  # another request may have read it while we waited
        moment, changed, _own = _changes(before)
        _held[database] = found = _read(before, moment, changed, today)
        return found


def forget() -> None:
    """Hold nothing: the next question reads everything."""
    _held.clear()


def _usable(database: str, today: date) -> Held | None:
    found = _held.get(database)
    return found if found and found.day == today and time.monotonic() - found.read_at < OLDEST_S else None


def _changes(before: Held | None) -> tuple[str, list[int], bool]:
    with kept_cursor(connections[speaker.get()]) as cursor:
        cursor.execute(_ASKS, {"moment": before.moment if before else "", "most": MOST_CHANGED + 1})
        return cursor.fetchone()


def _read(before: Held | None, moment: str, changed: list[int], today: date) -> Held:
    if before is None or len(changed) > MOST_CHANGED or 0 in changed:  # 0: a table was emptied
        return _whole(moment, today)
    if not changed:
        return replace(before, moment=moment)
    read, beside = entries(today, changed)
    again = catalogue_of(read, before.catalogue, changed)
    centres = {one.service.centre_id for one in read}
    return replace(before, catalogue=again, beside=before.beside.with_again(beside, changed, centres), moment=moment)


def _whole(moment: str, today: date) -> Held:
    read, beside = entries(today)
    return Held(catalogue_of(read), beside, moment, today, time.monotonic())
