"""What stands inside a sealed stream: named parts, one after another, each of a length nobody knows beforehand."""

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from jisr.launch.backups.sealed import Damaged

_BLOCK = 256 * 2**10  # bytes
_NAME, _CONTENT, _END, _LAST = b"N", b"C", b"E", b"Z"
_LONGEST_NAME = 2**20  # bytes


class Sink(Protocol):
    """Where parts are written."""

    def write(self, content: bytes) -> Any:
        """Add to the content."""


@dataclass
class Part:
    """One part being read.

    Attributes:
        name: what it is: ``manifest``, ``database``, ``file`` ...
        told: what else its head says.
        content: to be read to its end before the next part.
    """

    name: str
    told: dict[str, Any]
    content: Iterator[bytes]


def put(sink: Sink, name: str, content: Iterable[bytes], **told: Any) -> int:
    """Write one part with its digest; the number of its bytes."""
    _block(sink, _NAME, json.dumps({"name": name, **told}).encode())
    digest, size = hashlib.sha256(), 0
    for piece in content:
        for start in range(0, len(piece), _BLOCK):
            _block(sink, _CONTENT, piece[start : start + _BLOCK])
        digest.update(piece)
        size += len(piece)
    _block(sink, _END, digest.digest())
    return size


def end(sink: Sink) -> None:
    """Say that no part follows."""
    _block(sink, _LAST, b"")


def read(stream: Iterable[bytes]) -> Iterator[Part]:
    """The parts again, each read to its end before the next is given.

    Raises:
        Damaged: the stream does not hold whole parts, or a part is not what was written.
    """
    source = _Source(stream)
    while True:
        kind, head = source.block()
        if kind == _LAST:
            return
        if kind != _NAME:
            raise Damaged("its parts do not follow each other as they were written")
        told: Mapping[str, Any] = json.loads(head)  # sealed: it is what was written
        part = Part(str(told["name"]), {key: value for key, value in told.items() if key != "name"}, _content(source))
        yield part
        for _rest in part.content:  # what the reader left
            pass


def _content(source: "_Source") -> Iterator[bytes]:
    digest = hashlib.sha256()
    while True:
        kind, block = source.block()
        if kind == _CONTENT:
            digest.update(block)
            yield block
        elif kind == _END and block == digest.digest():
            return
        else:
            raise Damaged("a part of it is not what was written")


class _Source:
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream, self._have = iter(stream), bytearray()

    def block(self) -> tuple[bytes, bytes]:
        kind, size = struct.unpack(">cI", self._take(5))
        if size > _LONGEST_NAME:
            raise Damaged("a part of it is longer than any of ours")
        return kind, self._take(size)

    def _take(self, size: int) -> bytes:
        while len(self._have) < size:
            try:
                self._have += next(self._stream)
            except StopIteration:
                raise Damaged("its content does not reach its end") from None
        taken = bytes(self._have[:size])
        del self._have[:size]
        return taken


def _block(sink: Sink, kind: bytes, content: bytes) -> None:
    sink.write(struct.pack(">cI", kind, len(content)) + content)
