"""Whether what is here could be had back: the last backup, and the last time one was restored to see."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from jisr.launch.backups import phrase
from jisr.launch.backups.shelf import Shelf
from jisr.launch.doctor.findings import Finding, ago, mind, unknown, well, wrong
from jisr.launch.doctor.machine import demonstrates
from jisr.launch.errors import CannotStart
from jisr.launch.house import House

BACKED_UP_WITHIN = timedelta(hours=26)
REHEARSED_WITHIN = timedelta(days=35)


def kept_safe(house: House) -> Iterator[Finding]:
    """The phrase, the last backup, the last rehearsal."""
    shelf = Shelf(house.data)
    notes = shelf.notes()
    yield _phrase(house)
    yield _backup(house, notes.get("backup"))
    yield _rehearsal(house, notes.get("rehearsal"))


def _phrase(house: House) -> Finding:
    try:
        there = phrase.kept(house.data)
    except CannotStart as sentence:
        return wrong("recovery phrase", str(sentence), "python -m jisr backup --phrase")
    if there is None:
        return unknown("recovery phrase", "none yet", "the first backup makes it")
    path = phrase.where(house.data)
    if path.is_file() and path.stat().st_mode & 0o077:
        return wrong("recovery phrase", f"{path} is readable by other accounts", f"chmod 600 {path}")
    return well("recovery phrase", "there; is it on paper elsewhere, too?")


def _backup(house: House, note: dict[str, Any] | None) -> Finding:
    if note is None:
        if demonstrates(house):
            return unknown("last backup", "none, and everything here is invented", "python -m jisr backup")
        return wrong("last backup", "there is none", "python -m jisr backup, each night (docs/operate.md, Backups)")
    path, made = Path(note["file"]), datetime.fromisoformat(note["at"])
    if not path.is_file():
        return wrong("last backup", f"{path} is not there any more", "python -m jisr backup")
    says = f"{ago(made)}, {note['size'] / 2**20:,.1f} MB, {path}"
    if path.stat().st_size != note["size"]:
        return wrong(
            "last backup", f"{path} is not as long as it was", "python -m jisr backup; find out what changed it"
        )
    if datetime.now(UTC) - made > BACKED_UP_WITHIN:
        return mind("last backup", says, "does its timer run? python -m jisr backup")
    if path.stat().st_dev == house.data.stat().st_dev and not demonstrates(house):
        return mind("last backup", f"{says}: on the disk of the data", "copy it elsewhere, or JISR_BACKUPS=/other/disk")
    return well("last backup", says)


def _rehearsal(house: House, note: dict[str, Any] | None) -> Finding:
    if note is None:
        if demonstrates(house):
            return unknown("last rehearsal", "none, and everything here is invented", "python -m jisr rehearse")
        return mind("last rehearsal", "no backup was ever restored to see", "python -m jisr rehearse, once a month")
    done = datetime.fromisoformat(note["at"])
    if not note["equal"]:
        return wrong(
            "last rehearsal", f"{ago(done)}, not to its end, or not alike", "python -m jisr rehearse says what"
        )
    if datetime.now(UTC) - done > REHEARSED_WITHIN:
        return mind("last rehearsal", f"{ago(done)}", "python -m jisr rehearse")
    return well("last rehearsal", f"{ago(done)}, alike, {note['took_s']:.0f} s")
