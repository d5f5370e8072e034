"""Invented families by the hundred thousand, for trials of volume; never for an installation that somebody uses.

Two things make it quick and are wrong elsewhere: it is several transactions, and foreign keys are taken away and put
back, when the database checks them all at once (set by set instead of row by row). Killed half-way, it leaves a
database to be thrown away.
"""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context

from django.db import connections
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.keys import ALPHABET
from jisr.exchange.demonstration.catalogue import Catalogue
from jisr.exchange.demonstration.chronicle import TABLES, Chronicle
from jisr.exchange.demonstration.clock import Clock
from jisr.exchange.demonstration.families import hire, look_again, sayings, summary, tell
from jisr.exchange.demonstration.lives import Lives
from jisr.families.models import Household

#: From here on ``--persons`` means volume.
FROM = 20_000
_PROCESSES = 2


class NotEmpty(ValueError):
    """There are families already: volume is for a database of its own."""


def load(today: date, *, persons: int) -> dict[str, int]:
    """Invent many families. Journal lines are left for the keeper to seal.

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
    with _without_foreign_keys():
        connections.close_all()  # a connection must not be shared with the processes
        shares = [(today, persons // _PROCESSES, part) for part in range(_PROCESSES)]
        with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("fork")) as workers:
            for told in workers.map(_share, shares):
                made += told
    with scope(speaking="owner"):
        look_again()
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
def _without_foreign_keys() -> Iterator[None]:
    """Foreign keys of the families' tables are gone inside, and hold again after; what broke them would be found."""
    tables = [model._meta.db_table for model in TABLES]
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
            [tables],
        )
        keys = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    try:
        yield
    finally:
        with scope(speaking="owner"), connections["owner"].cursor() as cursor:
            for table, name, definition in keys:
                cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
