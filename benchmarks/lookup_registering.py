"""Registrations as an action writes them, at a steady pace."""

import itertools
import time
from datetime import date
from typing import Any

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.database import scope
from jisr.families import actions
from jisr.territory.models import Commune


def register(centre: int, a_second: int, stop: Any, done: Any) -> None:
    """Until told to stop; how many a second is left in ``done``."""
    user = User(pk=1)
    journal.speaking_for.set(("1", ""))
    started = time.monotonic()
    with scope(user=1, centres=[centre]):
        place, commune = Centre.objects.get(pk=centre), Commune.objects.first()
    for number in itertools.count(1):
        if stop.is_set():
            return
        with scope(user=1, centres=[centre]):
            household = actions.open_household(commune=commune, centre=place, by=user, is_demonstration=True)
            actions.add_person(
                household=household, by=user, relation="head", given_fr=f"Demo{chr(97 + number % 26)}ine",
                family_fr=f"Inventi{chr(97 + number // 26 % 26)}re", sex="f",
                born_on=date(1950 + number % 60, 1 + number % 12, 1 + number % 28),
            )  # fmt: skip
        done.value = number / (time.monotonic() - started)
        time.sleep(max(0.0, started + number / a_second - time.monotonic()))
