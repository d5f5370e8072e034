"""What the launcher cannot do, said to the person who typed the command."""

import os
from pathlib import Path

_FULL = ("No space left on device", "Check free disk space", "Disk quota exceeded")
_NOTHING_LEFT = 8 * 2**20  # bytes


class CannotStart(Exception):
    """A sentence, complete in itself, that says what is wrong and what to do next; shown without a traceback."""


def is_full(said: str, directory: Path) -> bool:
    """Whether a program failed for want of room: by its words, or, if it could not even write those, by the disk's."""
    room = os.statvfs(directory)
    return any(sign in said for sign in _FULL) or room.f_bavail * room.f_frsize < _NOTHING_LEFT


def full_disk(directory: Path) -> CannotStart:
    """The sentence for a disk with no room left under ``directory``."""
    return CannotStart(
        f"The disk that holds {directory} is full. Free some space (about 1 GB is enough), then start again:"
        " nothing that was saved is lost. To keep the data on another disk: JISR_DATA=/another/place make run"
    )
