"""Slows down whoever guesses codes of paper slips: so many wrong ones from one address in a quarter of an hour."""

from contextlib import suppress

from django.core.cache import cache
from django.http import HttpRequest

from jisr.common.crypto import keyed_hash
from jisr.web.forum.public.floods import connection_of

#: A whole hall may stand behind one address: nobody who has a slip types sixty wrong codes in a quarter of an hour.
MOST_WRONG, WINDOW_S = 60, 15 * 60


def are_too_many(request: HttpRequest) -> bool:
    """Whether so many wrong codes came from where this request comes from that none is tried any more."""
    return int(cache.get(_key(request), 0)) >= MOST_WRONG


def count(request: HttpRequest) -> None:
    """Count one wrong code; the window begins with the first."""
    key = _key(request)
    if not cache.add(key, 1, WINDOW_S):
        with suppress(ValueError):  # its window ended in this very moment
            cache.incr(key)


def _key(request: HttpRequest) -> str:
    """Under what the address is kept: a hash, in memory only."""
    return f"slip:{keyed_hash(connection_of(request), purpose='slip guesses')}"
