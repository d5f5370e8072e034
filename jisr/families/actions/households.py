"""Opening and correcting the file of a household."""

from typing import Any

from django.db import transaction

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.database import call
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.families.actions.typed import as_typed
from jisr.families.choices import AccessReason
from jisr.families.models import Household, Person, Phone
from jisr.territory.models import Commune


@transaction.atomic
def open_household(
    *, commune: Commune, centre: Centre, by: User, locality: str = "", language: str = "", compartment: str = "",
    is_demonstration: bool = False,
) -> Household:  # fmt: skip
    """Open the file of a household at a centre, which may then read it."""
    row = Household(
        commune=commune, opened_by=centre, locality=clean_typed(locality), language=language, compartment=compartment,
        reference=f"{readable_code(4)}-{readable_code(4)}", is_demonstration=is_demonstration,
    )  # fmt: skip
    row.save(force_insert=True)
    call("jisr_give_access", row.pk, centre.pk, AccessReason.RECEPTION, None)
    journal.record("families.opened_household", row, by=by)
    return row


@transaction.atomic
def change_household(*, household: Household, version: int, by: User, **values: Any) -> Household:
    """Correct where a household lives, its language, its registers.

    Raises:
        Stale: somebody else saved it in between.
    """
    household.save_version(version, **{name: as_typed(value) for name, value in values.items()})
    journal.record("families.changed_household", household, by=by)
    return household


@transaction.atomic
def add_phone(
    *, household: Household, number: str, owner: str, is_safe: bool, by: User, person: Person | None = None
) -> Phone:
    """Write a number at which the household may be reached."""
    phone = Phone(
        household=household, person=person, number=number, owner=owner, is_safe=is_safe,
        compartment=household.compartment,
    )  # fmt: skip
    phone.save(force_insert=True)
    journal.record("families.added_phone", phone, by=by)
    return phone
