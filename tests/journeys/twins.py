"""Two worlds that differ by one disclosure and by nothing else: same keys, same clock, same people, same acts."""

import difflib
import itertools
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from jisr.common import keys
from tests.access.people import entered

#: A page may differ from itself in these alone: they are drawn at random for each answer.
_RANDOM = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(r'nonce="[^"]+"'),
    re.compile(r'name="mark" value="[^"]+"'),  # encrypted under a new nonce each time
)

#: What the database itself draws for pairs, joinings and lists, and the rows that they make: keys by lot, hours by its
#: own clock (days stay: they are the same in both worlds), among them when a pair was first proposed.
_BY_LOT = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
    rb'|(?<=<time datetime=")\d{4}-\d\d-\d\dT[^<]*(?=</time>)' + "|(?<=أول اقتراح: )[^<]*".encode()
)


class SameKeys:
    """Keys and codes in a fixed order, which can be set to a mark before pages are looked at."""

    def __init__(self) -> None:
        self.set(0)

    def set(self, mark: int) -> None:
        """Go on from a mark."""
        self.count = itertools.count(mark * 1_000_000 + 1)
        self.random = random.Random(mark)

    def uuid7(self) -> UUID:
        """The next key; ordered, as real ones are."""
        return UUID(int=(0x0190 << 112) | (7 << 76) | (2 << 62) | next(self.count))

    def choice(self, letters: str) -> str:
        """The next letter of a code."""
        return self.random.choice(letters)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now_is = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
        self.start = self.now_is

    def set(self, minutes: int) -> None:
        """So many minutes after the start."""
        self.now_is = self.start + timedelta(minutes=minutes)


def _standing(clock: Clock) -> type[datetime]:
    """A ``datetime`` whose now is the clock's, for every function that asks the time by ``timezone.now``."""

    class Standing(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return clock.now_is.astimezone(tz)

    return Standing


@contextmanager
def same_world(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[SameKeys, Clock]]:
    """Keys and clock of a world that can be told again."""
    same, clock = SameKeys(), Clock()
    with monkeypatch.context() as patch:
        patch.setattr(keys, "uuid7", same.uuid7)
        patch.setattr(keys, "secrets", same)
        patch.setattr("django.utils.timezone.datetime", _standing(clock))
        yield same, clock


def empty() -> None:
    """Everything that was told is taken away, also what was remembered of it; the ground is laid again."""
    cache.clear()
    call_command("flush", verbosity=0, interactive=False, database="owner", inhibit_post_migrate=False)


def plain(text: bytes) -> bytes:
    """An answer without what the database draws; its length, told in front, goes with it."""
    first, rest = text.split(b"\n", 1)
    return first.rsplit(b" ", 1)[0] + b"\n" + _BY_LOT.sub(b"", rest)


def looked_at(
    person: str, screens: list[tuple[str, Callable[[Client], object]]], language: str = "ar"
) -> list[tuple[str, bytes]]:
    """What somebody sees, screen by screen: status, telling headers and every byte of the answer.

    Args:
        screens: (what it is, how the client asks for it).
        language: of her browser.
    """
    client, seen = entered(person, HTTP_ACCEPT_LANGUAGE=language), []
    for name, ask in screens:
        answer = ask(client)
        body = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
        text = body.decode("utf-8", "surrogateescape")
        for pattern in _RANDOM:
            text = pattern.sub("", text)
        told = f"{answer.status_code} {answer.get('Content-Type', '')} {answer.get('Location', '')} {len(text)}"
        seen.append((f"{person}: {name}", f"{told}\n{text}".encode("utf-8", "surrogateescape")))
    return seen


def told_by(name: str, one: bytes, other: bytes) -> str:
    """Where two answers differ, for whoever has to mend it."""
    lines = difflib.unified_diff(one.decode().splitlines(), other.decode().splitlines(), lineterm="", n=0)
    return "\n".join([name, *list(lines)[2:12]])
