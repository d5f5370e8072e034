"""Invented families by the hundred thousand, for trials of volume; never for an installation that somebody uses.

Two things make it quick and are wrong elsewhere: it is several transactions, and foreign keys and indexes are taken
away and put back, when the database checks and sorts all rows at once instead of one by one. Killed half-way, it leaves
a database to be thrown away.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context

from django.db import connections
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.keys import ALPHABET
from jisr.common.sealing import seal_whatever_waits
from jisr.exchange.demonstration.catalogue import Catalogue
from jisr.exchange.demonstration.chronicle import TABLES, Chronicle
from jisr.exchange.demonstration.clock import Clock
from jisr.exchange.demonstration.families import hire, look_again, sayings, summary, tell
from jisr.exchange.demonstration.lives import Lives
from jisr.families import keying
from jisr.families.models import Household

#: From here on ``--persons`` means volume.
FROM = 20_000
_PROCESSES = 2


class NotEmpty(ValueError):
    """There are families already: volume is for a database of its own."""


def load(today: date, *, persons: int) -> dict[str, int]:
    """Invent many families, and seal what the journal says of them.

    Args:
        today: the day of loading.
        persons: about how many people.

    Returns:
        how many rows of what.

    Raises:
        NotEmpty: there are families already.
    """
    with scope(speaking="owner"):
        if Household.objects.exists():
            raise NotEmpty("there are families already: use a data directory of its own (JISR_DATA=/another/place)")
        hire(random.Random("jisr demonstration families"))
    made: Counter[str] = Counter()
    with _bare_tables():
        connections.close_all()  # a connection must not be shared with the processes
        shares = [(today, persons // _PROCESSES, part) for part in range(_PROCESSES)]
        with _workers() as workers:
            for told in workers.map(_share, shares):
                made += told
    with scope(speaking="owner"):
        keying.rekey()
        look_again()
    seal_whatever_waits()
    return summary(made)


def _share(share: tuple[date, int, int]) -> Counter[str]:
    """The part of one process; codes of the parts begin with other letters."""
    today, persons, part = share
    chance = random.Random(f"jisr demonstration families {part}")
    with scope(speaking="owner"):
        catalogue = Catalogue(chance)
        catalogue.staff(list(catalogue.centres.values()))
        catalogue.remember(list(catalogue.centres.values()))
        chronicle = Chronicle(chance, letters=ALPHABET[part::_PROCESSES], sealed=False)
        lives = Lives(catalogue, chronicle, Clock(chance, today, timezone.now()), sayings(), frozen=False)
        made = tell(lives, catalogue.desks(), persons, scripted=part == 0)
    connections.close_all()
    return made


@contextmanager
def _bare_tables() -> Iterator[None]:
    """Foreign keys and plain indexes of the families' tables are gone inside, and stand again after.

    An index is made in a tenth of the time in which it grows; what broke a key would be found when it is put back.
    """
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(_KEYS, [_tables()])
        keys = cursor.fetchall()
        cursor.execute(_INDEXES, [_tables()])
        indexes = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    try:
        yield
    finally:
        connections.close_all()
        parts = [[made for _, made in indexes][part::_PROCESSES] for part in range(_PROCESSES)]
        with _workers() as workers:
            list(workers.map(_make, parts))
            list(workers.map(_make, [[_key(*key) for key in keys]]))


def _make(statements: Sequence[str]) -> None:
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for statement in statements:
            cursor.execute(statement)
    connections.close_all()


def _key(table: str, name: str, definition: str) -> str:
    return f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}'


def _tables() -> list[str]:
    return [model._meta.db_table for model in TABLES]


def _workers() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(_PROCESSES, mp_context=get_context("fork"))


_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s) ORDER BY conname
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid::regclass::text = ANY(%s) AND NOT i.indisunique ORDER BY pg_relation_size(i.indrelid), 1
"""
