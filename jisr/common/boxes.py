"""Files that are shut with a key or with a pass phrase: AES-256-GCM, the head sealed with the content."""

import os
import zlib
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from jisr.common.frames import Damaged, Frame, frame, front

_NONCE = 12
#: Work of one guess of a phrase: 32 MiB and about a tenth of a second (RFC 7914; OWASP's floor is a quarter of it).
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}
#: More than any meeting writes; a small file that swells without end is not opened. In bytes.
LARGEST = 64 * 2**20


class NotOpened(ValueError):
    """The key or the phrase is another one, or the content was made by somebody else."""


def shut(content: bytes, *, key: bytes, head: Mapping[str, Any]) -> bytes:
    """A file that only the key opens.

    Args:
        key: 32 bytes.
        head: what the file is, readable by anybody; altered, the content does not open.
    """
    begin, nonce = front(head), os.urandom(_NONCE)
    return frame(begin, nonce + AESGCM(key).encrypt(nonce, zlib.compress(content, 9), begin))


def opened(box: Frame, *, key: bytes) -> bytes:
    """The content again.

    Raises:
        NotOpened: another key.
        Damaged: it swells beyond ``LARGEST``.
    """
    try:
        packed = AESGCM(key).decrypt(box.body[:_NONCE], box.body[_NONCE:], box.front)
    except (InvalidTag, ValueError) as fault:
        raise NotOpened("this key does not open this file") from fault
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(packed, LARGEST)
    if unpacking.unconsumed_tail:
        raise Damaged("this file is larger than any of ours")
    return content


def shut_with_phrase(content: bytes, *, phrase: str, head: Mapping[str, Any]) -> bytes:
    """A file that only the phrase opens; a salt of its own stands in its head."""
    salt = os.urandom(16)
    return shut(content, key=_key_of(phrase, salt), head={**head, "salt": salt.hex()})


def opened_with_phrase(box: Frame, *, phrase: str) -> bytes:
    """The content again.

    Raises:
        NotOpened: another phrase.
        Damaged: the head names no salt.
    """
    try:
        salt = bytes.fromhex(box.head["salt"])
    except (KeyError, TypeError, ValueError) as fault:
        raise Damaged("this file was not shut with a phrase") from fault
    return opened(box, key=_key_of(phrase, salt))


def _key_of(phrase: str, salt: bytes) -> bytes:
    """Capitals, spaces and dashes of a phrase make no difference: it is copied by hand."""
    typed = "".join(sign for sign in phrase.upper() if sign.isascii() and sign.isalnum())
    return Scrypt(salt=salt, length=32, **_SCRYPT).derive(typed.encode())
