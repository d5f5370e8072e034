"""Writing a person, and correcting what is written of her."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.crypto import encrypt
from jisr.common.database import call
from jisr.common.errors import Unacceptable
from jisr.families import queries
from jisr.families.actions.typed import as_typed
from jisr.families.choices import Relation
from jisr.families.models import Household, Identity, Membership, Person
from jisr.families.rules import LONGEST_NAME, wrong_birth

NAMES = ("given_ar", "family_ar", "given_fr", "family_fr")


@transaction.atomic
def add_person(*, household: Household, by: User, relation: str = Relation.OTHER, **values: Any) -> Person:
    """Write a person into a household.

    Args:
        values: fields of ``Person``: names, sex, birth, marital state, reading, schooling, disability.

    Raises:
        Unacceptable: no name, a name too long, a birth that cannot be; field by field.
    """
    person = Person(household=household, compartment=household.compartment, **_clean(values))
    person.save(force_insert=True)
    Membership(
        household=household, person=person, relation=relation, compartment=person.compartment
    ).save(force_insert=True)  # fmt: skip
    _index(person)
    journal.record("families.added_person", person, by=by)
    return person


@transaction.atomic
def change_person(*, person: Person, version: int, by: User, relation: str = "", **values: Any) -> Person:
    """Correct what is written of a person.

    Raises:
        Stale: somebody else saved her in between.
        Unacceptable: as for ``add_person``.
    """
    person.save_version(version, **_clean(values))
    if relation:
        person.memberships.filter(until=None).update(relation=relation)
    _index(person)
    journal.record("families.changed_person", person, by=by)
    return person


@transaction.atomic
def add_identity(*, person: Person, kind: str, number: str, by: User) -> Identity:
    """Keep an identity number, encrypted, found again by its exact value only."""
    row = Identity(
        household_id=person.household_id, person=person, kind=kind, exact=queries.exact_mark(number),
        compartment=person.compartment,
    )  # fmt: skip
    row.sealed = encrypt(number.strip(), bound_to=str(row.pk))
    row.save(force_insert=True)
    journal.record("families.added_identity", row, by=by)
    return row


def _index(person: Person) -> None:
    text = " ".join(getattr(person, name) for name in NAMES)
    call("jisr_index_person", person.pk, queries.search_words(text))


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = {name: as_typed(value) for name, value in values.items()}
    wrong: dict[str, Any] = {}
    if not any(cleaned.get(name) for name in NAMES):
        wrong["given_ar"] = _("Write a name, in Arabic or in Latin letters.")
    for name in NAMES:
        if len(cleaned.get(name) or "") > LONGEST_NAME:
            wrong[name] = _("This name is longer than %(n)s letters. Shorten it.") % {"n": LONGEST_NAME}
    fault = wrong_birth(cleaned.get("born_on"), timezone.localdate())
    if fault == "future":
        wrong["born_on"] = _("This birth date is in the future. Check the year.")
    elif fault:
        wrong["born_on"] = _("This birth date is more than 120 years ago. Check the year.")
    if wrong:
        raise Unacceptable(wrong)
    return cleaned
