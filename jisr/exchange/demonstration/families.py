"""The invented families of the demonstration, with everything that happened to them since they first came."""

import gc
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connections
from django.utils import timezone

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.common.models import JournalBatch
from jisr.exchange.demonstration.catalogue import Catalogue
from jisr.exchange.demonstration.chronicle import TABLES, Chronicle
from jisr.exchange.demonstration.clock import Clock
from jisr.exchange.demonstration.lives import Lives
from jisr.exchange.demonstration.scripted import Scripted
from jisr.families import keying
from jisr.families.models import Household

#: People of the ordinary demonstration: every page of every role is alive.
PERSONS = 1_500
#: Desks of one kind in one province where the ordinary demonstration's families come.
_FEW = 2
#: Households told before their rows are written.
_CHUNK = 1_500


def load(today: date, *, persons: int = PERSONS) -> dict[str, int]:
    """Invent the families, unless they are already there.

    Speaks as the owner of the tables, never part of a request. Everything is the same at each loading but for the
    dates, which are relative to ``today``, and the hashes, which hang on the key of the installation.

    Args:
        today: the day of loading.
        persons: about how many people.

    Returns:
        how many rows of what; zeros when they were there.
    """
    with scope(speaking="owner"):
        if not persons or Household.objects.filter(is_demonstration=True).exists():
            return {"persons": 0}
        chance = random.Random("jisr demonstration families")
        catalogue = hire(chance)
        chronicle = Chronicle(chance)
        chronicle.last_batch = JournalBatch.objects.order_by("-n").first()
        clock = Clock(chance, today, timezone.now())
        made = tell(Lives(catalogue, chronicle, clock, sayings(), frozen=True), catalogue.desks(_FEW), persons)
        keying.complete()
        look_again()
    return summary(made)


def hire(chance: random.Random) -> Catalogue:
    """The catalogue, with somebody at work in each of its centres."""
    catalogue = Catalogue(chance)
    centres = list(catalogue.centres.values())
    User.objects.bulk_create(catalogue.staff(centres))
    catalogue.remember(centres)
    return catalogue


def tell(
    lives: Lives, desks: tuple[Sequence[Centre], Sequence[float]], persons: int, *, scripted: bool = True
) -> Counter[str]:
    """Tell families until there are so many people, and write them; how many rows of each table.

    Args:
        desks: where they come, and how many to each.
        scripted: begin with the situations that wait ready for each role.
    """
    made: Counter[str] = Counter()
    if not desks[0]:
        return made
    gc.disable()  # millions of small lists, none of which is a circle
    try:
        people = Scripted(lives).tell() if scripted else 0
        while people < persons:
            for _ in range(_CHUNK):
                people += len(lives.ordinary(lives.chance.choices(*desks)[0]).members)
                if people >= persons:
                    break
            made += lives.chronicle.save()
    finally:
        gc.enable()
    return made


def look_again() -> None:
    """Let the planner count what is there now, instead of some minutes later."""
    tables = ", ".join(f'"{model._meta.db_table}"' for model in TABLES)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def summary(made: Counter[str]) -> dict[str, int]:
    """What the loader says of it."""
    said = {"Household": "households", "Person": "persons", "Referral": "referrals", "Event": "events",
            "JournalLine": "journal lines"}  # fmt: skip
    return {words: made[name] for name, words in said.items()}


def sayings() -> Any:
    """What invented people say: content of ``sayings.yaml``."""
    return yaml_text.read((Path(__file__).parent / "sayings.yaml").read_text("utf-8"))
