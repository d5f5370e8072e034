"""Rows of many tables on their way to COPY, as plain lists: a model instance for each would take most of the time.

Columns and defaults are those of the models, so a row here has the shape of one that an action writes.
"""

import random
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connections, models
from django.db.models import NOT_PROVIDED
from psycopg.types.json import Jsonb

from jisr.common.database import speaker
from jisr.common.keys import ALPHABET


class Sheet:
    """Rows of one table."""

    def __init__(self, model: type[models.Model]) -> None:
        """Read the columns; a key that the database makes is left to it."""
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        self.table = model._meta.db_table
        self.columns = [str(field.column) for field in fields]
        self._places = {field.attname: place for place, field in enumerate(fields)}
        self._blank = [_default(field) for field in fields]
        self._json = {field.attname for field in fields if isinstance(field, models.JSONField)}
        self.rows: list[list[Any]] = []

    def add(self, **values: Any) -> Mapping[str, Any]:
        """Add a row; what is left out has the default of its field.

        Raises:
            KeyError: the table has no such column.
        """
        row = self._blank.copy()
        for name, value in values.items():
            row[self._places[name]] = Jsonb(value) if name in self._json else value
        self.rows.append(row)
        return values

    def read(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Some columns of every row."""
        places = [self._places[name] for name in names]
        for row in self.rows:
            yield tuple(row[place] for place in places)

    def copy(self) -> int:
        """Write the rows and forget them; how many there were. Speaks as whoever speaks (the owner)."""
        if not self.rows:
            return 0
        connection = connections[speaker.get()]
        columns = ", ".join(connection.ops.quote_name(column) for column in self.columns)
        with connection.cursor() as cursor, cursor.copy(f'COPY "{self.table}" ({columns}) FROM STDIN') as copy:
            for row in self.rows:
                copy.write_row(row)
        written = len(self.rows)
        self.rows = []
        return written


class Keys:
    """Keys and codes that are the same at every loading, but for the time in them."""

    _ALPHABET = ALPHABET

    def __init__(self, chance: random.Random, first: str = _ALPHABET) -> None:
        """Take the source of chance.

        Args:
            first: letters with which codes begin, so that two who make codes never make the same.
        """
        self._chance, self._first = chance, first
        self._codes: set[str] = set()

    def uuid(self, at: datetime) -> uuid.UUID:
        """A UUIDv7 of this moment."""
        milliseconds = int(at.timestamp() * 1000)
        bits = self._chance.getrandbits(74)
        high = milliseconds << 16 | 0x7000 | bits >> 62
        return uuid.UUID(int=high << 64 | 0x8000000000000000 | bits & 0x3FFFFFFFFFFFFFFF)

    def code(self, *lengths: int) -> str:
        """A code like ``readable_code``, given once only."""
        while True:
            parts = ["".join(self._chance.choices(self._ALPHABET, k=length)) for length in lengths]
            code = self._chance.choice(self._first) + "-".join(parts)[1:]
            if code not in self._codes:
                self._codes.add(code)
                return code


def _default(field: Any) -> Any:
    if field.default is NOT_PROVIDED:
        return "" if isinstance(field, models.CharField | models.TextField) and not field.null else None
    if callable(field.default):
        made = field.default()
        return Jsonb(made) if isinstance(field, models.JSONField) else made if isinstance(made, list) else None
    return field.default
