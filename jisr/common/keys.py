"""Keys are made here, never by a client: UUIDv7 for rows, short codes for paper and telephone."""

import secrets
import uuid

from uuid_utils.compat import uuid7

# without 0/O, 1/I/L, 5/S, 8/B, U/V: read aloud and copied by hand without doubt
ALPHABET = "234679ACDEFGHJKMNPQRTWXYZ"


def new_key() -> uuid.UUID:
    """A UUID version 7: unique, ordered by the time it was made."""
    return uuid7()


def readable_code(length: int = 6) -> str:
    """A code that cannot be guessed from another, easy to read aloud.

    No running number is shown to anyone: a gap in it would tell that a hidden row exists.
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_key(text: str) -> uuid.UUID | None:
    """A key as an address, a form or a file writes it; None where it is none.

    >>> read_key("a slip of the finger") is None
    True
    """
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
