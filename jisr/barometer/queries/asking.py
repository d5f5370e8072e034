"""Asking the events: the login that counts, one question at a time."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connections

from jisr.common.database import scope


def rows(text: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What the events answer; inside a scope that speaks as ``counter``."""
    with connections["counter"].cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()


def newest(compartments: Collection[str] = ()) -> datetime | None:
    """When the newest event that a reader may count was recorded: while it is the same, so are the figures of a day."""
    with scope(speaking="counter", compartments=compartments):
        return rows("SELECT max(recorded_at) FROM common_event", {})[0][0]
