"""Keeps one telephone, or one connection, from filling a meeting that takes contributions without accounts.

What the whole meeting takes in a minute is held by the database. Here so much is counted as tells one sender from the
others, in the memory of this process and nowhere else: a number that the telephone was given for an hour, and the
address that it comes from, both hashed under a key that is drawn anew, and forgotten, with each window.
"""

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jisr.forum.models import Tribune

#: The number that a telephone is given, so that its neighbours in the hall are not counted with it.
COOKIE, COOKIE_S = "jisr_hall", 3600
#: One telephone: somebody writes for a row of neighbours, who each say something.
MOST_OF_PHONE, PHONE_S = 10, 10 * 60
#: One connection never fills more than this share of what a meeting takes in a minute: the others are heard too.
SHARE_OF_CONNECTION, MINUTE_S = 0.5, 60
#: And in an hour no more than a whole hall that stands behind one address: so many times what is taken in a minute.
HALLS_OF_CONNECTION, HOUR_S = 3, 60 * 60
#: Devices of one connection that begin to vote in an hour without the code of a slip: the largest hall, and more.
MOST_VOTERS = 600
#: Slips that leave the same address in a day: a household, or whoever helps her neighbours; beyond it somebody is made
#: to be written to.
MOST_SLIPS, DAY_S = 5, 24 * 60 * 60
_SIGNS = 22
#: Bits of an address of the sixth version that tell one connection from another; the rest its owner chooses at will.
_OF_CONNECTION = 64


@dataclass
class Window:
    """Counts of one stretch of time; when it is over they are gone.

    Attributes:
        seconds: how long it is.
    """

    seconds: int
    _ends: float = 0.0
    _key: bytes = b""
    _counts: dict[bytes, int] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def seen(self, *of: str) -> int:
        """How often this was counted since the window began."""
        with self._lock:
            return self._counts.get(self._mark(of), 0)

    def count(self, *of: str) -> None:
        """Count it once more."""
        with self._lock:
            mark = self._mark(of)
            self._counts[mark] = self._counts.get(mark, 0) + 1

    def forget(self) -> None:
        """Begin a new window now."""
        with self._lock:
            self._ends = 0.0

    def _mark(self, of: tuple[str, ...]) -> bytes:
        now = time.monotonic()
        if now >= self._ends:
            self._ends, self._key = now + self.seconds, secrets.token_bytes(32)
            self._counts.clear()
        return hashlib.blake2b("\x00".join(of).encode(), key=self._key, digest_size=16).digest()


phones, minutes, hours = Window(PHONE_S), Window(MINUTE_S), Window(HOUR_S)
voters, told = Window(HOUR_S), Window(DAY_S)


def is_too_often(request: HttpRequest, tribune: Tribune) -> bool:
    """Whether whoever sends this has sent so much that nothing new is taken from her for a while.

    What is taken from a connection is divided among the processes that serve, as each counts alone.
    """
    of, address, most = str(tribune.number), connection_of(request), tribune.most_a_minute / settings.WORKERS
    return (
        phones.seen(of, _phone(request)) >= MOST_OF_PHONE
        or minutes.seen(of, address) >= max(1, round(SHARE_OF_CONNECTION * most))
        or hours.seen(of, address) >= max(1, round(HALLS_OF_CONNECTION * most))
    )


def count(request: HttpRequest, tribune: Tribune) -> None:
    """Count one contribution that came in."""
    of = str(tribune.number)
    phones.count(of, _phone(request))
    minutes.count(of, connection_of(request))
    hours.count(of, connection_of(request))


def votes_too_often(request: HttpRequest) -> bool:
    """Whether so many devices of this connection began to vote that no other one begins for a while."""
    return voters.seen(connection_of(request)) >= MOST_VOTERS / settings.WORKERS


def tell_apart(request: HttpRequest, response: HttpResponse) -> None:
    """Give the telephone its number, unless it has one; one that keeps none is counted by its connection."""
    if not _number(request):
        response.set_cookie(
            COOKIE, secrets.token_urlsafe(16), max_age=COOKIE_S, path="/forum/meetings/", httponly=True,
            samesite="Lax", secure=request.is_secure(),
        )  # fmt: skip


def _phone(request: HttpRequest) -> str:
    return _number(request) or connection_of(request)


def _number(request: HttpRequest) -> str:
    """The number as it was given; anything else counts as none."""
    given = request.COOKIES.get(COOKIE, "")
    return given if len(given) == _SIGNS and given.isascii() else ""


def connection_of(request: HttpRequest) -> str:
    """Where a request comes from: an address, or the network of one that its owner may change with each request."""
    given = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(given)
    except ValueError:
        return given
    if not isinstance(address, IPv6Address):
        return given
    return str(address.ipv4_mapped or int(address) >> (128 - _OF_CONNECTION))
