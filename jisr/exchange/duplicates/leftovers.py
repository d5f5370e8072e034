"""What a batch that was killed leaves, and how it is cleared away: without the engine, so that a keeper can."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Under the data directory; everything in it is personal data.
PLACE = "duplicates"
#: A batch that was killed longer ago would speak of a registry of yesterday: it is begun anew.
LIVES_S = 12 * 3600
#: In the place: what the batch was begun with.
ABOUT = "about.json"
_LOCK = "duplicates.lock"


class AlreadyRunning(RuntimeError):
    """Another batch works in the same place."""


def clear(data: Path) -> bool:
    """Remove what a killed batch left, unless one is at work; whether there was anything.

    Called by whoever cleans up in regular turns: names of people must not lie about until somebody looks for
    duplicates again.
    """
    try:
        with alone(data):
            place = data / PLACE
            there = place.exists() and not is_young(place)
            if there:
                shutil.rmtree(place)
            return there
    except AlreadyRunning:
        return False


def is_young(place: Path) -> bool:
    """Whether what was left can still be gone on with."""
    try:
        return time.time() - (place / ABOUT).stat().st_mtime < LIVES_S
    except OSError:
        return False


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Be the only one at work on duplicates in a data directory.

    Raises:
        AlreadyRunning: another one is.
    """
    data.mkdir(parents=True, exist_ok=True)
    with (data / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise AlreadyRunning("Another search for duplicates is at work here. Wait for its end.") from busy
        yield
