"""The ring of wrapping keys: they open nothing but the keys of persons, and are the only ones that do.

The first key of the ring wraps; each of the others still opens what it wrapped, while a rotation is under way. The
ring is the file ``settings.WRAPPING_FILE`` (a key a line, hexadecimal, readable by its owner alone), or the variable
``JISR_WRAPPING_KEYS`` where keys come from the environment, or, until the first rotation, a key that is derived from
the key file of this installation.
"""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jisr.common.crypto import decrypt_with, encrypt_with, new_data_key

_BOUND = "wrapped key of a person:"
_KEY = re.compile(r"[0-9a-f]{64}")


class UnknownWrapping(ValueError):
    """A fault of the installation: a wrapping key is not in its ring, or what stands in the ring is no key."""


@dataclass(frozen=True)
class Ring:
    """Wrapping keys by their marks; ``current`` wraps what is new."""

    current: str
    keys: Mapping[str, bytes]


def ring() -> Ring:
    """The ring as it stands now: a process that runs for months sees a rotation at once.

    Raises:
        UnknownWrapping: a line of it is no key.
    """
    listed = _listed()
    if not listed or not all(_KEY.fullmatch(one) for one in listed):
        raise UnknownWrapping("a wrapping key is 64 hexadecimal digits: look at JISR_WRAPPING_KEYS or wrapping.keys")
    keys = {mark_of(bytes.fromhex(one)): bytes.fromhex(one) for one in listed}
    return Ring(next(iter(keys)), keys)


def mark_of(key: bytes) -> str:
    """16 hexadecimal digits that name a wrapping key and tell nothing of it."""
    return hashlib.blake2b(key, person=b"jisr wrapping", digest_size=8).hexdigest()


def wrap(key: bytes, *, bound_to: str) -> tuple[bytes, str]:
    """A data key under the current wrapping key, and the mark of that one.

    Args:
        bound_to: key of the row in which it stands; unwrapping it for another fails.
    """
    held = ring()
    return encrypt_with(held.keys[held.current], key, bound_to=_BOUND + bound_to), held.current


def unwrap(wrapped: bytes, mark: str, *, bound_to: str) -> bytes:
    """The data key again.

    Raises:
        UnknownWrapping: it was wrapped by a key that the ring does not hold.
        cryptography.exceptions.InvalidTag: it was altered, or is another row's.
    """
    key = ring().keys.get(mark)
    if key is None:
        raise UnknownWrapping(f"the wrapping key {mark} is not in the ring: put it back from its own backup")
    return decrypt_with(key, wrapped, bound_to=_BOUND + bound_to)


def is_of_environment() -> bool:
    """Whether whoever runs the machine keeps the ring, so that no command of ours may change it."""
    return bool(settings.WRAPPING_KEYS)


def begin_rotation() -> Ring:
    """Put a new key in front, the present ones behind it; a rotation that was cut short goes on with its own."""
    held = ring()
    if is_of_environment() or len(held.keys) > 1:
        return held
    _write([new_data_key(), *held.keys.values()])
    return ring()


def retire() -> None:
    """Leave only the current key in the ring: nothing is wrapped by another any more."""
    held = ring()
    if not is_of_environment():
        _write([held.keys[held.current]])


def _listed() -> Sequence[str]:
    if settings.WRAPPING_KEYS:
        return settings.WRAPPING_KEYS
    try:
        return Path(settings.WRAPPING_FILE).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return [settings.FIRST_WRAPPING_KEY]


def _write(keys: Sequence[bytes]) -> None:
    """The new file takes the place of the old one in one step: a reader sees the one or the other, whole."""
    path = Path(settings.WRAPPING_FILE)
    half = path.with_name(f"{path.name}.new")
    file = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, "".join(f"{key.hex()}\n" for key in keys).encode())
        os.fsync(file)
    finally:
        os.close(file)
    half.replace(path)
