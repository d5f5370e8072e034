"""The invented families of the demonstration, with everything that happened to them since they first came."""

import gc
import random
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from jisr.accounts.models import User
from jisr.common.database import scope
from jisr.common.models import JournalBatch
from jisr.exchange.demonstration.catalogue import Catalogue
from jisr.exchange.demonstration.chronicle import Chronicle
from jisr.exchange.demonstration.clock import Clock
from jisr.exchange.demonstration.lives import Lives
from jisr.exchange.demonstration.scripted import Scripted
from jisr.families.models import Household

#: People of the ordinary demonstration: every page of every role is alive.
PERSONS = 1_500
#: From here on it is volume: referrals no longer keep why their service was proposed.
_VOLUME = 20_000
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
        if Household.objects.filter(is_demonstration=True).exists():
            return {"persons": 0}
        return _load(today, persons)


def _load(today: date, persons: int) -> dict[str, int]:
    chance = random.Random("jisr demonstration families")
    catalogue, chronicle = Catalogue(chance), Chronicle(chance)
    desks, weights = catalogue.desks(None if persons >= _VOLUME else _FEW)
    if not desks:
        return {"persons": 0}
    everywhere = list(catalogue.centres.values())
    User.objects.bulk_create(catalogue.staff(everywhere))
    catalogue.remember(everywhere)
    chronicle.last_batch = JournalBatch.objects.order_by("-n").first()
    lives = Lives(catalogue, chronicle, Clock(chance, today, timezone.now()), sayings(), frozen=persons < _VOLUME)
    made: dict[str, int] = {}
    gc.disable()  # millions of small lists, none of which is a circle
    try:
        people = Scripted(lives).tell() if persons else 0
        while people < persons:
            for _ in range(_CHUNK):
                people += len(lives.ordinary(chance.choices(desks, weights)[0]).members)
                if people >= persons:
                    break
            _count(made, chronicle.save())
    finally:
        gc.enable()
    return {"households": made["Household"], "persons": made["Person"], "referrals": made["Referral"],
            "events": made["Event"], "journal lines": made["JournalLine"]}  # fmt: skip


def sayings() -> Any:
    """What invented people say: content of ``sayings.yaml``."""
    return yaml.safe_load((Path(__file__).parent / "sayings.yaml").read_text("utf-8"))


def _count(made: dict[str, int], written: dict[str, int]) -> None:
    for name, count in written.items():
        made[name] = made.get(name, 0) + count
