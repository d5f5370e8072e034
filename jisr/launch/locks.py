"""Locks between processes, held by the system: they vanish with the process, also after kill -9."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jisr.launch.errors import CannotStart

PAUSE_S = 0.05


class Lock:
    """One lock file; shared by many holders or taken by one alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, *, alone: bool = True, wait_s: float = 0.0) -> bool:
        """Take the lock, or turn the held one into the asked kind.

        Args:
            alone: one holder only; otherwise shared with others who hold it shared.
            wait_s: seconds to keep trying.

        Returns:
            Whether it is held now.
        """
        if self._file is None:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        until = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(self._file, kind | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                if time.monotonic() >= until:
                    return False
                time.sleep(PAUSE_S)

    def leave(self) -> None:
        """Let it go; leaving twice is harmless."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


@contextmanager
def alone(path: Path, *, wait_s: float, otherwise: str) -> Iterator[None]:
    """Hold the lock at ``path`` alone for a while.

    Raises:
        CannotStart: with the sentence ``otherwise``, when another process holds it longer than ``wait_s`` seconds.
    """
    lock = Lock(path)
    try:
        if not lock.take(wait_s=wait_s):
            raise CannotStart(otherwise)
        yield
    finally:
        lock.leave()
