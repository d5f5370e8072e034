"""A household's file and what is shown of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, prefetch_related_objects

from jisr.common.database import call
from jisr.common.prepared import Prepared
from jisr.families.models import Consent, Household, Identity, Person, Referent, Resource, read_keys
from jisr.families.rules import age
from jisr.territory.models import Indicators

#: Family Code (law 70-03), article 209: majority is at eighteen full years.
MAJORITY = 18
#: Fifty figures of the census stand beside the name of each place, and no page of a file says one of them.
_FIGURES = [
    f"{place}__{field.name}"
    for place in ("commune", "commune__province", "commune__province__region")
    for field in Indicators._meta.local_fields
]
_CHILDREN = frozenset({"child", "grandchild", "kafala"})


def households() -> Any:
    """Households that the reader may open, with what a list shows of them."""
    return Household.objects.select_related("commune__province", "opened_by").prefetch_related("persons")


def _household(pk: UUID) -> Any:
    rows = Household.objects.select_related("commune__province__region", "opened_by")
    return rows.defer(*_FIGURES).filter(pk=pk)


_HOUSEHOLD: Prepared[Household] = Prepared(_household, pk=UUID(int=0))


def household(pk: UUID) -> Household | None:
    """One household with its members, or None when it does not exist for the reader."""
    members = Person.objects.prefetch_related("memberships").order_by("born_on", "id")
    consents = Consent.objects.select_related("centre").order_by("-given_at", "id")
    for row in _HOUSEHOLD(pk=pk):
        prefetch_related_objects([row], Prefetch("persons", members), "phones", Prefetch("consents", consents))
        read_keys([person.pk for person in row.persons.all()])  # one query, whoever of them has words that are sealed
        return row
    return None


def identities(household: Household) -> list[tuple[UUID, str, str]]:
    """Identity numbers of a household as a screen may show them: (person, words of the kind, masked number)."""
    rows = Identity.objects.filter(household=household).order_by("kind", "id")
    return [(row.person_id, row.get_kind_display(), masked(row.number)) for row in rows]


def members_of(household: Household) -> Any:
    """Who belongs to a household today, the eldest first."""
    return _members(household.pk)


def _members(household: UUID) -> Any:
    return Person.objects.filter(household_id=household, memberships__until=None).order_by("born_on", "id")


_MEMBERS: Prepared[Person] = Prepared(_members, household=UUID(int=0))


def known_members(household: Household) -> list[Person]:
    """The same, read with the keys of what is sealed of them: two queries at most."""
    members = _MEMBERS(household=household.pk)
    if having_sealed := [person.pk for person in members if person.disability_sealed is not None]:
        read_keys(having_sealed)
    return members


def by_reference(typed: str) -> Household | None:
    """The household with this number, if its file is open to the reader."""
    return Household.objects.filter(reference=typed.strip().upper()).first()


def numbers_of(person: Person) -> list[tuple[str, str]]:
    """Kind and number of each identity document of a person, to be written again; never for a screen."""
    rows = Identity.objects.filter(person=person).order_by("kind", "id")
    return [(row.kind, row.number) for row in rows]


def other_files(people: Sequence[Person]) -> dict[UUID, list[Person]]:
    """By person, the same one in other households' files, as far as the walls let the reader see them."""
    roots = {person.origin or person.pk for person in people}
    rows = Person.objects.filter(Q(origin__in=roots) | Q(pk__in=roots)).select_related("household").order_by("id")
    again: dict[UUID, list[Person]] = {}
    for row in rows:
        again.setdefault(row.origin or row.pk, []).append(row)
    others = {
        person.pk: [row for row in again.get(person.origin or person.pk, []) if row.household_id != person.household_id]
        for person in people
    }
    return {key: rows for key, rows in others.items() if rows}


def is_minor(person: Person, on: date) -> bool:
    """Whether a person is a child under the law; who is written as a child without a birth is taken for one."""
    years = age(person.born_on, on)
    place = person.membership
    return years < MAJORITY if years is not None else place is not None and place.relation in _CHILDREN


def adults_of(household: Household, on: date) -> list[Person]:
    """Members of today who are of age; of a household read by ``household``."""
    return [person for person in household.members if not is_minor(person, on)]


def referent(household: Household) -> Referent | None:
    """The worker whom the family knows as hers."""
    rows = Referent.objects.filter(household=household, compartment=household.compartment, until=None)
    return rows.select_related("user", "centre").first()


def resources(household: Household) -> Any:
    """What the household lives on: what still holds first, the newest first."""
    return Resource.objects.filter(household=household).order_by("-ended_on", "-said_on", "-id")


def masked(number: str) -> str:
    """A number of which only the end can be read, enough to compare it with a document in hand.

    >>> masked("JB123456")
    '•••••456'
    """
    shown = 3 if len(number) > 5 else 1
    return "•" * (len(number) - shown) + number[-shown:]


@dataclass(frozen=True)
class Reading:
    """One opening of a file: when, by whom, what was done."""

    at: Any
    by: str
    verb: str


def readers(household: Household, *, limit: int = 200) -> list[Reading]:
    """Who opened this file, newest first; lines of a compartment are absent for those outside it."""
    return [Reading(*row) for row in call("jisr_readers_of_file", household.pk, limit)]
