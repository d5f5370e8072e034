"""Acts on a family's file: each one verb, one transaction, one journal line."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import ProgrammingError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import events, journal
from jisr.common.crypto import encrypt
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.families import queries
from jisr.families.choices import AccessReason, Relation
from jisr.families.models import AccessRequest, Consent, Household, Identity, Membership, Person, Phone
from jisr.families.rules import LONGEST_NAME, wrong_birth
from jisr.territory.models import Commune

NAMES = ("given_ar", "family_ar", "given_fr", "family_fr")


class AlreadyWithdrawn(Refusal):
    """The consent was taken back before."""

    message = _("This consent was already withdrawn. Nothing more is shared.")


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
def change_household(*, household: Household, version: int, by: User, **values: Any) -> Household:
    """Correct where a household lives, its language, its registers.

    Raises:
        Stale: somebody else saved it in between.
    """
    household.save_version(version, **{name: _typed(value) for name, value in values.items()})
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


@transaction.atomic
def consent(
    *, person: Person, covers: Sequence[str], manner: str, centre: Centre, by: User, compartment: str = ""
) -> Consent:
    """Record what a person agreed to share, and how she said so."""
    row = Consent(
        household_id=person.household_id, person=person, covers=sorted(covers), manner=manner, centre=centre,
        taken_by=by, compartment=compartment or person.compartment,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("families.consented", row, by=by)
    events.emit("consented", centre=centre, person=person, compartment=row.compartment)
    return row


@transaction.atomic
def withdraw(*, consent: Consent, centre: Centre, by: User) -> Consent:
    """Take a consent back: from now on nothing more is shared on its ground.

    Raises:
        AlreadyWithdrawn: it was taken back before.
    """
    if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise AlreadyWithdrawn
    journal.record("families.withdrew", consent, by=by)
    events.emit("withdrawn", centre=centre, person=consent.person_id, compartment=consent.compartment)
    return consent


@transaction.atomic
def give_access(*, household: Household, centre: Centre, by: User, until: date | None = None) -> None:
    """Let a centre that asked open the file, granted by the one in charge; what else is tried, the door refuses.

    Raises:
        OutOfReach: the speaker's centre is not in charge of it, or was never asked.
    """
    try:
        with transaction.atomic():
            call("jisr_give_access", household.pk, centre.pk, AccessReason.GRANTED, until)
    except ProgrammingError as fault:
        raise OutOfReach from fault
    journal.record("families.gave_access", household, by=by)


@transaction.atomic
def ask_access(*, mark: str, centre: Centre, why: str, by: User) -> AccessRequest:
    """Ask the centre in charge to open a file known elsewhere.

    Args:
        mark: of ``queries.known_persons``.

    Raises:
        OutOfReach: the mark was altered, or the file is no longer one that the asker can find.
    """
    household, in_charge = queries.read_mark(mark)
    row = AccessRequest(
        household_id=household, from_centre=centre, to_centre_id=in_charge, why=clean_typed(why), asked_by=by
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except ProgrammingError as fault:
        raise OutOfReach from fault
    row.refresh_from_db(fields=["compartment"])  # the household's, set by the database
    journal.record("families.asked_access", row, by=by)
    return row


@transaction.atomic
def answer_access(*, request: AccessRequest, granted: bool, by: User) -> AccessRequest:
    """Open the file to the centre that asks, or say no.

    Raises:
        OutOfReach: it was answered before, or the file is not this centre's.
    """
    waiting = AccessRequest.objects.filter(pk=request.pk, answered_at=None)
    household = Household.objects.filter(pk=request.household_id).first() if granted else None
    if granted and household is None:
        raise OutOfReach
    if not waiting.update(answered_at=timezone.now(), granted=granted):
        raise OutOfReach
    if household is not None:
        give_access(household=household, centre=request.from_centre, by=by)
    journal.record("families.answered_access", request, by=by, reason="granted" if granted else "not_granted")
    return request


def _index(person: Person) -> None:
    text = " ".join(getattr(person, name) for name in NAMES)
    call("jisr_index_person", person.pk, queries.search_words(text))


def _typed(value: Any) -> Any:
    return clean_typed(value) if isinstance(value, str) else value


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = {name: _typed(value) for name, value in values.items()}
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
