"""Reading the environment: one function per kind of value; an odd value is refused, never guessed."""

import hashlib
import os
from pathlib import Path


def text(name: str, default: str) -> str:
    """The variable ``name`` as text."""
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    """The variable ``name`` as a yes or a no.

    Raises:
        ValueError: it is set to something other than 0 or 1.
    """
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ValueError(f"{name} is {value!r}, not 0 or 1")
    return value == "1"


def words_of(name: str, default: str) -> list[str]:
    """The variable ``name`` as a list of words separated by spaces."""
    return os.environ.get(name, default).split()


def secret(purpose: str) -> str:
    """A secret for one purpose, derived from the key material of this installation.

    Raises:
        ValueError: JISR_SECRET_FILE names no file; `python -m jisr setup` makes one.
    """
    path = os.environ.get("JISR_SECRET_FILE", "")
    if not path or not Path(path).is_file():
        raise ValueError("JISR_SECRET_FILE names no file: start with `make run` or `python -m jisr setup`")
    return hashlib.blake2b(Path(path).read_bytes(), person=purpose.encode()[:16], digest_size=32).hexdigest()
