"""The directory of the backups: their names, what was left of a killed one, which are kept; and the notes on them."""

import json
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jisr.launch.errors import CannotStart

_NAME = re.compile(r"^jisr-(\d{8}T\d{6}Z)\.backup$")
HALF = ".half"
NOTES = "backups.json"
KEPT = 14


class Shelf:
    """One directory of backups, and the notes on them in the data directory."""

    def __init__(self, data: Path, to: Path | None = None) -> None:
        """Name the directory: the one given, else ``JISR_BACKUPS``, else ``backups`` in the data directory."""
        self.folder = Path(to or os.environ.get("JISR_BACKUPS") or data / "backups").expanduser().resolve()
        self._notes = data / NOTES

    def prepare(self) -> None:
        """Make the directory, and drop what a killed backup left.

        Raises:
            CannotStart: it cannot be made or written.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in self.folder.glob(f"jisr-*.backup{HALF}"):
                left.unlink()
        except OSError as error:
            raise CannotStart(
                f"The directory of the backups, {self.folder}, cannot be written: {error.strerror}. Choose another:"
                " python -m jisr backup --to DIRECTORY"
            ) from error

    def new(self) -> Path:
        """The name of a backup made now."""
        return self.folder / f"jisr-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup"

    def all(self) -> list[Path]:
        """Every whole backup, the oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if _NAME.match(path.name))

    def last(self) -> Path:
        """The newest backup.

        Raises:
            CannotStart: there is none.
        """
        found = self.all()
        if not found:
            raise CannotStart(f"There is no backup in {self.folder}. Make one: python -m jisr backup")
        return found[-1]

    def forget_old(self, kept: int) -> list[Path]:
        """Drop the oldest until so many are left; never the last one that is known to be good.

        Good is: read to its end after it was written, or, better, restored and found equal by a rehearsal.

        Args:
            kept: at least 1.

        Returns:
            What was dropped.
        """
        notes, found = self.notes(), self.all()
        good = {notes.get("backup", {}).get("file"), notes.get("rehearsal_equal", {}).get("file")}
        dropped = [path for path in found[: max(0, len(found) - kept)] if str(path) not in good]
        for path in dropped:
            path.unlink()
        return dropped

    def notes(self) -> dict[str, Any]:
        """What was noted last: ``backup``, ``rehearsal``, ``rehearsal_equal``; for doctor."""
        try:
            return dict(json.loads(self._notes.read_text()))
        except (OSError, ValueError):
            return {}

    def note(self, name: str, facts: Mapping[str, Any]) -> None:
        """Note what was done just now."""
        notes = self.notes() | {name: {"at": datetime.now(UTC).isoformat(timespec="seconds"), **facts}}
        half = self._notes.with_suffix(".new")
        half.write_text(json.dumps(notes, indent=1))
        half.rename(self._notes)


def made_at(path: Path) -> datetime | None:
    """When a backup was made, by its name; None for another file."""
    named = _NAME.match(path.name)
    return datetime.strptime(named[1], "%Y%m%dT%H%M%S%z") if named else None
