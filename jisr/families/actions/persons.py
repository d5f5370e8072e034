"""Writing a person, and correcting what is written of her."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.database import call
from jisr.common.errors import Unacceptable
from jisr.families import queries
from jisr.families.actions.typed import as_typed
from jisr.families.choices import Began, Relation
from jisr.families.keying import arrays, keys_of
from jisr.families.models import Household, Identity, Membership, Person
from jisr.families.rules import LONGEST_NAME, wrong_birth

NAMES = ("given_ar", "family_ar", "given_fr", "family_fr")


@transaction.atomic
def add_person(
    *, household: Household, by: User, relation: str = Relation.OTHER, began: str = Began.RECORDED, **values: Any
) -> Person:
    """Write a person into a household.

    Args:
        began: how she came to belong to it; who was born into it belongs to it since the birth.
        values: fields of ``Person``: names, sex, birth, marital state, reading, schooling, disability.

    Raises:
        Unacceptable: no name, a name too long, a birth that cannot be, a second head; field by field.
    """
    since = values.get("born_on") if began == Began.BIRTH else None
    person = write_person(household=household, relation=relation, began=began, since=since, **values)
    journal.record("families.added_person", person, by=by)
    return person


def write_person(
    *, household: Household, relation: str, began: str, since: date | None, origin: UUID | None = None, **values: Any
) -> Person:
    """A person, her place in the household and her search keys; the act that calls it leaves the journal line.

    Raises:
        Unacceptable: as for ``add_person``.
    """
    _no_second_head(household, relation)
    person = Person(household=household, compartment=household.compartment, origin=origin, **_clean(values))
    person.save(force_insert=True)
    Membership(
        household=household, person=person, relation=relation, compartment=person.compartment, began=began,
        since=since or timezone.localdate(),
    ).save(force_insert=True)  # fmt: skip
    index_person(person)
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
        _no_second_head(person.household, relation, besides=person)
        person.memberships.filter(until=None).update(relation=relation)
    index_person(person)
    journal.record("families.changed_person", person, by=by)
    return person


def _no_second_head(household: Household, relation: str, besides: Person | None = None) -> None:
    heads = household.memberships.filter(until=None, relation=Relation.HEAD, compartment=household.compartment)
    if relation == Relation.HEAD and heads.exclude(person=besides).exists():
        raise Unacceptable(
            {"relation": _("This household has a head. To change it, open the file and choose the head.")}
        )


@transaction.atomic
def add_identity(*, person: Person, kind: str, number: str, by: User) -> Identity:
    """Keep an identity number, encrypted, found again by its exact value only."""
    row = Identity(
        household_id=person.household_id, person=person, kind=kind, exact=queries.exact_mark(number),
        compartment=person.compartment,
    )  # fmt: skip
    row.seal(number.strip())
    journal.record("families.added_identity", row, by=by)
    return row


def index_person(person: Person) -> None:
    """Make the keys under which her names are found."""
    keys = keys_of(*(getattr(person, name) for name in NAMES))
    call("jisr_index_persons", *arrays([(person.pk, keys)]))


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
