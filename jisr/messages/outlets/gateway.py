"""Text messages through the HTTP gateway of an operator, as its contract says: address, fields, what success is."""

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from jisr.messages.choices import Fault
from jisr.messages.rules import LATER, NEVER, SENT, Tried

#: More than any gateway answers; the rest is not read.
_LONGEST = 65_536


class Gateway:
    """One request a message. Redirections are not followed: the words and the secret go where it was agreed."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Remember how it is reached (``jisr.settings.channels.gateway``)."""
        self.values = values

    def hand_over(self, *, key: str, channel: str, to: str, text: str) -> Tried:
        """Ask once; nothing of what is asked or answered is logged."""
        marks = {"{to}": to, "{text}": text, "{key}": key, "{secret}": self.values["secret"]}
        fields = {name: _filled(value, marks) for name, value in self.values["fields"].items()}
        headers = {name: _filled(value, marks) for name, value in self.values["headers"].items()}
        try:
            status, said = self._ask(fields, headers | {"Idempotency-Key": key})
        except (OSError, http.client.HTTPException):
            return Tried(LATER, Fault.UNREACHABLE)
        except ValueError:  # a secret or a header that no request can carry
            return Tried(LATER, Fault.SHUT)
        return self._told(status, said)

    def _ask(self, fields: Mapping[str, str], headers: dict[str, str]) -> tuple[int, bytes]:
        """Status and body.

        Raises:
            OSError: it is not reached, or is too slow.
            http.client.HTTPException: it does not speak HTTP.
        """
        parts, method, timeout = urlsplit(self.values["url"]), self.values["method"], self.values["timeout_s"]
        path, body = parts.path or "/", None
        query = parts.query
        if method == "GET":
            query = "&".join(filter(None, [query, urlencode(fields)]))
        elif self.values["format"] == "json":
            body = json.dumps(fields, ensure_ascii=False).encode()
            headers = headers | {"Content-Type": "application/json; charset=utf-8"}
        else:
            body = urlencode(fields).encode()
            headers = headers | {"Content-Type": "application/x-www-form-urlencoded"}
        line: http.client.HTTPConnection
        if parts.scheme == "https":
            line = http.client.HTTPSConnection(
                str(parts.hostname), parts.port, timeout=timeout, context=ssl.create_default_context()
            )
        else:
            line = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=timeout)
        try:
            line.request(method, f"{path}?{query}" if query else path, body, headers)
            answer = line.getresponse()
            return answer.status, _read(answer, time.monotonic() + timeout)
        finally:
            line.close()

    def _told(self, status: int, said: bytes) -> Tried:
        """What an answer means."""
        if 200 <= status < 300:
            return Tried(SENT) if _succeeded(self.values["success"], said) else Tried(LATER, Fault.UNEXPECTED)
        if status in {401, 403, 407}:
            return Tried(LATER, Fault.SHUT)
        if status in {408, 409, 425, 429} or status >= 500:
            return Tried(LATER, Fault.BUSY)
        if status in {400, 422}:
            return Tried(NEVER, Fault.REFUSED)
        return Tried(LATER, Fault.UNEXPECTED)


def _filled(template: str, marks: Mapping[str, str]) -> str:
    """A template with its marks filled in one pass: a mark inside somebody's words stays what it is."""
    filled, rest = "", template
    while rest:
        at, mark = min(((rest.find(mark), mark) for mark in marks if mark in rest), default=(-1, ""))
        if at < 0:
            break
        filled, rest = filled + rest[:at] + marks[mark], rest[at + len(mark) :]
    return filled + rest


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    """The answer, or the start of it: one that never ends, or trickles, is left."""
    said = b""
    while len(said) < _LONGEST and (piece := answer.read1(_LONGEST - len(said))):
        said += piece
        if time.monotonic() > until:
            raise TimeoutError
    return said


def _succeeded(condition: str, said: bytes) -> bool:
    """Whether a body says what was agreed.

    >>> _succeeded("json:result.code=0", b'{"result": {"code": 0}}'), _succeeded("text:OK", b"ERROR 17")
    (True, False)
    """
    kind, _colon, wanted = condition.partition(":")
    if kind == "status":
        return True
    words = said.decode(errors="replace")
    if kind == "text":
        return wanted in words
    path, _equals, value = wanted.partition("=")
    try:
        found = json.loads(words)
        for name in path.split("."):
            found = found[int(name)] if isinstance(found, list) else found[name]
    except (ValueError, KeyError, IndexError, TypeError):
        return False
    return value == (found if isinstance(found, str) else json.dumps(found))
