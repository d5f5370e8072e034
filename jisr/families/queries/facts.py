"""What an event and the catalogue are told of a person: no name."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from jisr.centres.rules import Facts, Place
from jisr.families.models import Household, Person
from jisr.families.rules import age, age_band, publics


def facts_of_event(person: Person, household: Household) -> dict[str, Any]:
    """What an event keeps of a person: sex, age band, disability, milieu."""
    return {
        "sex": person.sex,
        "age_band": age_band(person.born_on, timezone.localdate()),
        "disability": True if person.disability else None,
        "rural": household.commune.type == "rural",
    }


def facts(person: Person, household: Household, members: Sequence[Person], *, today: date | None = None) -> Facts:
    """What the catalogue is asked with for one person: no name, no more than conditions need.

    Args:
        members: everyone in the household, to know whether children live there.
    """
    today = today or timezone.localdate()
    years = age(person.born_on, today)
    young = [other for other in members if other.pk != person.pk and (age(other.born_on, today) or 99) < 18]
    commune = household.commune
    return Facts(
        age=years,
        sex=person.sex,
        publics=publics(
            years=years, sex=person.sex, marital_state=person.marital_state, schooled=person.schooled,
            disabled=bool(person.disability) or None, rural=commune.type == "rural", raises_children=bool(young),
        ),
        place=Place(commune=commune.pk, province=commune.province_id, region=commune.province.region_id),
        languages=[household.language] if household.language else [],
        needs=["ramp"] if person.disability == "motor" else ["sign"] if person.disability == "hearing" else [],
    )  # fmt: skip
