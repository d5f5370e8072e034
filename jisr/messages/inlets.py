"""Text messages that come in: what the gateway hands over is believed only with our secret, and each one once.

Two agreements are known (docs/guides/channels.md): a signature over the moment and the whole body, or, for gateways
that can only send a fixed header, the secret itself. Either way a message has a key, under which it is heard once.
"""

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings

from jisr.common.crypto import keyed_hash

#: A message that was signed longer ago was kept by somebody.
FRESH_S = 300
#: More than any text message with its fields.
LONGEST = 8_192


class NotOurs(ValueError):
    """Not signed with our secret, or too old, or not a message; nobody is told which."""


@dataclass(frozen=True)
class Arrived:
    """One text message.

    Attributes:
        key: the same for the same message, however often it is handed over; tells nothing of it.
    """

    key: uuid.UUID
    sender: str
    text: str


def is_open() -> bool:
    """Whether this installation hears text messages."""
    return bool(settings.INBOX["secret"])


def read(body: bytes, headers: Mapping[str, str], *, now: float) -> Arrived:
    """The message of a request.

    Args:
        headers: of the request, asked for by their names.
        now: seconds since 1970.

    Raises:
        NotOurs: for whatever reason.
    """
    if not is_open() or len(body) > LONGEST:
        raise NotOurs
    if settings.INBOX["auth"] == "bearer":
        given, wanted = headers.get("Authorization", ""), f"Bearer {settings.INBOX['secret']}"
    else:
        moment = headers.get("X-Jisr-Time", "")
        if not (moment.isascii() and moment.isdecimal() and len(moment) <= 12 and abs(now - int(moment)) <= FRESH_S):
            raise NotOurs
        given, wanted = headers.get("X-Jisr-Signature", ""), signature(settings.INBOX["secret"], moment, body)
    if not hmac.compare_digest(given.encode(), wanted.encode()):
        raise NotOurs
    return _message(_fields(body, headers.get("Content-Type", "")))


def signature(secret: str, moment: str, body: bytes) -> str:
    """What a gateway writes beside a message: HMAC-SHA256 over the moment, a point and the body, in hexadecimal."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _fields(body: bytes, kind: str) -> dict[str, Any]:
    try:
        words = body.decode()
        found = json.loads(words) if kind.partition(";")[0].strip() == "application/json" else dict(parse_qsl(words))
    except (ValueError, RecursionError) as fault:  # the second: brackets within brackets, thousands deep
        raise NotOurs from fault
    if not isinstance(found, dict):
        raise NotOurs
    return found


def _message(fields: Mapping[str, Any]) -> Arrived:
    names = settings.INBOX["fields"]
    sender, text, own = (fields.get(names[name], "") for name in ("from", "text", "id"))
    if not all(isinstance(one, str) for one in (sender, text, own)) or not (sender and own):
        raise NotOurs  # an empty text is a message too: refused, its gateway would hand it over again and again
    sender, text = (one.replace("\0", "") for one in (sender, text))  # no database keeps it
    return Arrived(uuid.UUID(keyed_hash(own, purpose="message in")[:32]), sender[:40], text[:480])
