"""Keys of what is given out: the same thing has the same key in every file, whoever makes it and whenever."""

from collections.abc import Iterable
from hashlib import sha1
from typing import Any
from uuid import UUID

from jisr.common.crypto import keyed_hash
from jisr.common.keys import read_key

#: The root of our keys; never changed.
ROOT = UUID("6f0f2a52-6f1c-5f0e-9f0b-31c0a7f1d7a1")
_ROOT = ROOT.bytes


def key_of(entity: str, *parts: object) -> str:
    """The key of something by what tells it from its likes.

    >>> key_of("service", "CHI-1") == key_of("service", "CHI-1") != key_of("location", "CHI-1")
    True
    """
    name = "\x1f".join([entity, *map(str, parts)])
    # as uuid5 makes it, without an object for each of some hundred thousand keys: version 5, variant of RFC 4122
    told = bytearray(sha1(_ROOT + name.encode(), usedforsecurity=False).digest()[:16])
    told[6], told[8] = told[6] & 0x0F | 0x50, told[8] & 0x3F | 0x80
    text = told.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def hidden_key_of(entity: str, code: str) -> str:
    """The key of something whose code may name a hidden place: nobody finds it by trying codes."""
    return key_of(entity, keyed_hash(code, purpose="hsds"))


def as_uuid(text: str) -> str | None:
    """A key in its usual form; None where it is none."""
    key = read_key(text)
    return str(key) if key else None


class Keys:
    """Keys of rows of the catalogue: those they came with from elsewhere, else those of their codes.

    Args:
        foreign: (entity, key of the row here, key it came with); of a service at a place, the row of the service.
    """

    def __init__(self, foreign: Iterable[tuple[str, Any, str]] = ()) -> None:
        self.foreign = {(entity, row): key for entity, row, text in foreign if (key := as_uuid(text))}

    def organization(self, operator: Any) -> str:
        """The key of an operator."""
        return self._of("organization", operator)

    def program(self, programme: Any) -> str:
        """The key of a programme."""
        return self._of("program", programme)

    def location(self, centre: Any) -> str:
        """The key of the place of a centre."""
        return self._of("location", centre)

    def service(self, service: Any) -> str:
        """The key of a service; of one with a confidential place it tells nothing of its code."""
        if service.centre.confidential and ("service", service.pk) not in self.foreign:
            return hidden_key_of("service", service.code)
        return self._of("service", service)

    def at_location(self, service: Any, location: str) -> str:
        """The key of a service at a place."""
        found = self.foreign.get(("service_at_location", service.pk))
        if found and location == self.location(service.centre):
            return found
        return key_of("service_at_location", self.service(service), location)

    def _of(self, entity: str, row: Any) -> str:
        return self.foreign.get((entity, row.pk)) or key_of(entity, row.code)
