"""A stream of any length under AES-256-GCM, read and written in constant memory.

Each file has a random key of its own, which stands in its head, shut with the recovery phrase (scrypt). The content is
cut into chunks of one size; the nonce of each is its number and whether it is the last one, so that a chunk changed,
moved, left out, taken from another file, and an end cut off are all found (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015, https://eprint.iacr.org/2015/189; the file format age does the same).
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SIGN = b"JISR-BACKUP-1 "
CHUNK = 256 * 2**10  # bytes of content
_TAG = 16
_LONGEST_HEAD = 4_000
#: Work of one guess of a phrase: 64 MiB and about a fifth of a second.
WORK = {"n": 2**16, "r": 8, "p": 1}
#: A head that asks for more is not ours: it would only exhaust the machine that reads it. In bytes of memory.
_MOST_WORK = 2**30
_LARGEST_CHUNK = 16 * 2**20  # bytes


class Damaged(ValueError):
    """It is no such file, or not the whole of it, or a bit fell over: ``str()`` says which."""


class WrongPhrase(ValueError):
    """Another phrase shut this file."""


class Sealer:
    """Writes a sealed stream; ``finish`` sets its end mark, without which no reader takes it for whole."""

    def __init__(self, file: BinaryIO, *, phrase: str, head: Mapping[str, Any]) -> None:
        """Write the head.

        Args:
            file: where to; open for writing bytes.
            phrase: the recovery phrase.
            head: what the file is, readable by anybody who holds it; altered, nothing opens.
        """
        salt, key = os.urandom(16), AESGCM.generate_key(256)
        told = {**head, "chunk": CHUNK, "salt": salt.hex(), **WORK}
        shut = AESGCM(_key_of(phrase, told)).encrypt(bytes(12), key, _json(told))
        begin = _front({**told, "key": shut.hex()})
        file.write(begin)
        self._file, self._cipher, self._bound = file, AESGCM(key), hashlib.sha256(begin).digest()
        self._number, self._waiting = 0, bytearray()

    def write(self, content: bytes) -> None:
        """Add to the content."""
        self._waiting += content
        # a full chunk waits until more comes: only then is it known not to be the last one
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Write what waits, marked as the end."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, content: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), content, self._bound))
        self._number += 1


def head_of(file: BinaryIO) -> dict[str, Any]:
    """What a file says it is; leaves the file at the beginning of its content.

    Raises:
        Damaged: it is no backup, or its head was altered.
    """
    line = file.readline(_LONGEST_HEAD)
    if not line.startswith(SIGN):
        raise Damaged("it is not a backup of Jisr of a kind that this version reads")
    digest, _, said = line.removeprefix(SIGN).rstrip(b"\n").partition(b" ")
    if hashlib.sha256(said).hexdigest().encode() != digest or not line.endswith(b"\n"):
        raise Damaged("its first line was altered, or does not reach its end")
    try:
        return dict(json.loads(said))
    except (TypeError, ValueError, RecursionError) as fault:
        raise Damaged("its first line says nothing") from fault


def opened(file: BinaryIO, *, phrase: str) -> Iterator[bytes]:
    """The content again, chunk by chunk; what was given out before a fault is found was true.

    Raises:
        WrongPhrase: another phrase shut it.
        Damaged: it is no backup, was altered, or does not reach its end.
    """
    head = head_of(file)
    begin = _front(head)
    told = {name: value for name, value in head.items() if name != "key"}
    try:
        key = AESGCM(_key_of(phrase, told)).decrypt(bytes(12), bytes.fromhex(head["key"]), _json(told))
        cipher, size = AESGCM(key), int(head["chunk"])
    except InvalidTag:
        raise WrongPhrase("another phrase shut this file") from None
    except (KeyError, TypeError, ValueError) as fault:
        raise Damaged("its head does not say how it was shut") from fault
    if not 0 < size <= _LARGEST_CHUNK:
        raise Damaged("its parts are larger than any of ours")
    return _chunks(file, cipher, hashlib.sha256(begin).digest(), size + _TAG)


def _chunks(file: BinaryIO, cipher: AESGCM, bound: bytes, size: int) -> Iterator[bytes]:
    number, content, following = 0, _exactly(file, size), b""
    while True:
        following = _exactly(file, size) if len(content) == size else b""
        yield _one(cipher, bound, number, content, last=not following)
        if not following:
            return
        number, content = number + 1, following


def _one(cipher: AESGCM, bound: bytes, number: int, content: bytes, *, last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number, last), content, bound)
    except InvalidTag:
        pass
    if last and _opens(cipher, _nonce(number, False), content, bound):
        raise Damaged("its end is missing: it was cut off, or not copied to the end")
    raise Damaged(f"it was altered, or cut off, in part {number + 1} (parts are {CHUNK // 1024} KB)")


def _opens(cipher: AESGCM, nonce: bytes, content: bytes, bound: bytes) -> bool:
    try:
        cipher.decrypt(nonce, content, bound)
    except InvalidTag:
        return False
    return True


def _exactly(file: BinaryIO, size: int) -> bytes:
    """So many bytes, fewer only at the end of the file."""
    got = file.read(size)
    while len(got) < size and (more := file.read(size - len(got))):
        got += more
    return got


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _json(head: Mapping[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True, separators=(",", ":")).encode()


def _front(head: Mapping[str, Any]) -> bytes:
    said = _json(head)
    return SIGN + hashlib.sha256(said).hexdigest().encode() + b" " + said + b"\n"


def _key_of(phrase: str, head: Mapping[str, Any]) -> bytes:
    """Capitals, spaces and dashes of a phrase make no difference: it is copied by hand."""
    typed = "".join(sign for sign in phrase.casefold() if sign.isalnum())
    try:
        n, r, p = (int(head[name]) for name in "nrp")
        if 128 * n * r * p > _MOST_WORK:
            raise ValueError("more work than any of ours asks for")
        return Scrypt(salt=bytes.fromhex(head["salt"]), length=32, n=n, r=r, p=p).derive(typed.encode())
    except (KeyError, TypeError, ValueError) as fault:
        raise Damaged("its head does not say how it was shut") from fault
