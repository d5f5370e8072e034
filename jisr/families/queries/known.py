"""Who may be the person at the counter, among everybody recorded."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag

from jisr.centres.models import Centre
from jisr.common.crypto import decrypt, encrypt, keyed_hash
from jisr.common.database import call
from jisr.common.errors import OutOfReach
from jisr.common.text import skeletons
from jisr.families.models import Person


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
