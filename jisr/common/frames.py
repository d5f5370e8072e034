"""The frame of a file that travels on a stick: what it is, its content, and whether it arrived whole.

Python's own library alone: the launcher reads the head before anything else is loaded.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_SIGN = b"JISR-BOX-1\n"
_DIGEST = hashlib.sha256().digest_size
#: A head says what the file is, nothing more; in bytes.
_LONGEST_HEAD = 2_000


class Damaged(ValueError):
    """It is no such file, or not the whole of it."""


@dataclass(frozen=True)
class Frame:
    """A file that arrived whole.

    Attributes:
        head: what it is, in the open.
        front: the head as it stands in the file, which the content is sealed to.
        body: the content, sealed.
    """

    head: dict[str, Any]
    front: bytes
    body: bytes


def front(head: Mapping[str, Any]) -> bytes:
    """The beginning of a file with this head."""
    return _SIGN + json.dumps(head, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def frame(front: bytes, body: bytes) -> bytes:
    """The whole file; its digest stands at the end."""
    return front + body + hashlib.sha256(front + body).digest()


def unframe(raw: bytes) -> Frame:
    """The parts of a file.

    Raises:
        Damaged: another file, a part of one, or one in which a bit fell over.
    """
    end = raw.find(b"\n", len(_SIGN), len(_SIGN) + _LONGEST_HEAD)
    whole, digest = raw[:-_DIGEST], raw[-_DIGEST:]
    if not raw.startswith(_SIGN) or end < 0 or hashlib.sha256(whole).digest() != digest:
        raise Damaged("this is no file of ours, or not the whole of it")
    try:
        head = json.loads(raw[len(_SIGN) : end])
    except ValueError as fault:
        raise Damaged("the head of this file cannot be read") from fault
    if not isinstance(head, dict):
        raise Damaged("the head of this file says nothing")
    return Frame(head, whole[: end + 1], whole[end + 1 :])
