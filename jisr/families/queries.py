"""Reads of a family's file, under the scope that is speaking."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db.models import Prefetch
from django.utils import timezone

from jisr.centres.models import Centre
from jisr.centres.rules import Facts, Place
from jisr.common.crypto import decrypt, encrypt, keyed_hash
from jisr.common.database import call
from jisr.common.errors import OutOfReach
from jisr.common.text import skeletons
from jisr.families.models import AccessRequest, Consent, Household, Identity, Person
from jisr.families.rules import age, age_band, publics


@dataclass(frozen=True)
class Known:
    """Somebody who may be the person at the counter.

    Names, birth and household are None for a person outside the reader's centres: then only where she is known,
    since when, and an opaque mark to ask with.

    Attributes:
        trace: tells whether this one was shown before; it opens nothing.
    """

    mark: str
    trace: str
    matched: int
    asked: int
    centre_id: int
    since: date
    person: Person | None = None

    @property
    def is_here(self) -> bool:
        """Whether the reader's centre may open the file."""
        return self.person is not None


def search_words(text: str) -> list[str]:
    """Skeletons of the words typed, Arabic or Latin, without repetition."""
    return sorted(set(skeletons(text)))


def known_persons(name: str, *, born: date | None = None, limit: int = 12) -> list[Known]:
    """People who may be the one named, best first; what is in a compartment is absent for those outside it.

    Args:
        name: as spoken or read, in Arabic or Latin letters, in any order.
        born: birth date, to tell namesakes apart.
    """
    keys = search_words(name)
    if not keys:
        return []
    found = call("jisr_known_persons", keys, born, limit)
    return _shown(found, asked=len(keys))


def known_identity(number: str) -> list[Known]:
    """People recorded with exactly this identity number."""
    return _shown(call("jisr_known_identity", exact_mark(number)), asked=1)


def exact_mark(number: str) -> str:
    """The keyed hash under which an identity number is found: case and separators do not count."""
    return keyed_hash("".join(c for c in number.upper() if c.isalnum()), purpose="identity")


def mark_of(household: Any, centre: int) -> str:
    """An opaque mark of a household known elsewhere, with which its centre can be asked."""
    return base64.urlsafe_b64encode(encrypt(f"{household}:{centre}", bound_to="mark")).decode()


def read_mark(mark: str) -> tuple[UUID, int]:
    """Household and centre of a mark.

    Raises:
        OutOfReach: it was altered, or comes from another installation.
    """
    try:
        household, centre = decrypt(base64.urlsafe_b64decode(mark), bound_to="mark").split(":")
    except (InvalidTag, ValueError) as fault:
        raise OutOfReach from fault
    return UUID(household), int(centre)


def centre_asked(key: int) -> Centre | None:
    """The centre named in a mark."""
    return Centre.objects.filter(pk=key).first()


def _shown(found: Sequence[tuple[Any, ...]], *, asked: int) -> list[Known]:
    here = [person for person, _, seen, *_ in found if seen]
    persons = {row.pk: row for row in Person.objects.filter(pk__in=here).select_related("household__commune")}
    return [
        Known(
            mark=mark_of(household, centre), trace=keyed_hash(str(person), purpose="trace")[:12], matched=matched,
            asked=asked, centre_id=centre, since=since, person=persons.get(person) if seen else None,
        )
        for person, household, seen, centre, since, matched in found
    ]  # fmt: skip


def households() -> Any:
    """Households that the reader may open, with what a list shows of them."""
    return Household.objects.select_related("commune__province", "opened_by").prefetch_related("persons")


def household(pk: UUID) -> Household | None:
    """One household with its members, or None when it does not exist for the reader."""
    members = Person.objects.prefetch_related("memberships").order_by("born_on", "id")
    consents = Consent.objects.select_related("centre").order_by("-given_at", "id")
    return (
        Household.objects.select_related("commune__province__region", "opened_by")
        .prefetch_related(Prefetch("persons", members), "phones", Prefetch("consents", consents))
        .filter(pk=pk)
        .first()
    )


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


def identities(household: Household) -> list[tuple[UUID, str, str]]:
    """Identity numbers of a household as a screen may show them: (person, words of the kind, masked number)."""
    rows = Identity.objects.filter(household=household).order_by("kind", "id")
    return [(row.person_id, row.get_kind_display(), masked(_number_of(row))) for row in rows]


def _number_of(row: Identity) -> str:
    return decrypt(bytes(row.sealed), bound_to=str(row.pk))


def masked(number: str) -> str:
    """A number of which only the end can be read, enough to compare it with a document in hand.

    >>> masked("JB123456")
    '•••••456'
    """
    shown = 3 if len(number) > 5 else 1
    return "•" * (len(number) - shown) + number[-shown:]


def requests_to(centres: Sequence[int]) -> Any:
    """Requests to open a file that wait for these centres' answer, the oldest first."""
    rows = AccessRequest.objects.filter(to_centre__in=centres, answered_at=None)
    return rows.select_related("from_centre", "asked_by").order_by("asked_at", "id")


def requests_from(centres: Sequence[int]) -> Any:
    """Requests that these centres sent, the newest first."""
    rows = AccessRequest.objects.filter(from_centre__in=centres)
    return rows.select_related("to_centre", "asked_by").order_by("-asked_at", "id")


@dataclass(frozen=True)
class Reading:
    """One opening of a file: when, by whom, what was done."""

    at: Any
    by: str
    verb: str


def readers(household: Household, *, limit: int = 200) -> list[Reading]:
    """Who opened this file, newest first; lines of a compartment are absent for those outside it."""
    return [Reading(*row) for row in call("jisr_readers_of_file", household.pk, limit)]
