"""A household's file and what is shown of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from jisr.common.crypto import decrypt
from jisr.common.database import call
from jisr.families.models import Consent, Household, Identity, Person


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


@dataclass(frozen=True)
class Reading:
    """One opening of a file: when, by whom, what was done."""

    at: Any
    by: str
    verb: str


def readers(household: Household, *, limit: int = 200) -> list[Reading]:
    """Who opened this file, newest first; lines of a compartment are absent for those outside it."""
    return [Reading(*row) for row in call("jisr_readers_of_file", household.pk, limit)]
