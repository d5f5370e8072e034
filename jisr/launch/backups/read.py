"""Reading a backup: looked through to its end before anything is made of it, and every fault a sentence."""

import contextlib
import json
import re
import sys
import zlib
from collections.abc import Iterator
from enum import StrEnum
from getpass import getpass
from pathlib import Path
from typing import Any

from jisr.launch.backups import parts, phrase
from jisr.launch.backups.sealed import Damaged, WrongPhrase, opened
from jisr.launch.environment import ROOT
from jisr.launch.errors import CannotStart

#: The kinds of parts this version reads.
NEWEST_KIND = 1


class Contents(StrEnum):
    """The parts of a backup."""

    MANIFEST = "manifest"
    KEY = "key"
    BESIDE = "beside"
    DATABASE = "database"
    UPLOAD = "upload"


def asked_phrase(data: Path) -> str:
    """The phrase of this installation; where none is kept, whoever restores types it.

    Raises:
        CannotStart: nobody is there to type it.
    """
    said = phrase.kept(data)
    if said is None and sys.stdin.isatty():
        said = getpass("Recovery phrase of the backup: ").strip()
    if not said:
        raise CannotStart(
            "The recovery phrase of the backup is needed: start on a terminal, or with JISR_BACKUP_PHRASE='...', or"
            " with JISR_BACKUP_KEY=FILE."
        )
    return said


@contextlib.contextmanager
def parts_of(path: Path, opens: str) -> Iterator[Iterator[parts.Part]]:
    """The parts of a backup, one after another.

    Raises:
        CannotStart: another phrase, a damaged or cut file, no backup at all; the sentence says what to do.
    """
    try:
        with path.open("rb") as file:
            yield parts.read(opened(file, phrase=opens))
    except WrongPhrase:
        raise CannotStart(
            f"{path} does not open with this recovery phrase. Look for the one that was in use when it was made (on"
            " paper, or backup.key of that machine) and give it: JISR_BACKUP_PHRASE='...'. Nothing was changed."
        ) from None
    except Damaged as fault:
        raise CannotStart(
            f"{path} cannot be used: {fault}. Copy it again from where it was made, or take the one before it."
            " Nothing was changed."
        ) from fault
    except OSError as error:
        if error.filename != str(path):
            raise
        raise CannotStart(f"{path} cannot be read: {error.strerror}.") from error


def looked_through(path: Path, opens: str) -> dict[str, Any]:
    """Read a backup to its end; what its manifest says.

    Raises:
        CannotStart: it is not whole, or this version cannot read it; the sentence says what to do.
    """
    manifest, has_database = {}, False
    with parts_of(path, opens) as found:
        for part in found:
            if part.name == Contents.MANIFEST:
                manifest = json.loads(zlib.decompress(b"".join(part.content)))
                if manifest["kind"] > NEWEST_KIND:
                    raise _newer(path)
            elif part.name not in list(Contents):
                raise _newer(path)
            has_database = has_database or part.name == Contents.DATABASE
        if not manifest or not has_database:
            raise Damaged("it holds no database")
    return manifest


def see_readable(path: Path, manifest: dict[str, Any]) -> None:
    """See that this version has every migration the backup was made with.

    Raises:
        CannotStart: a newer version made it.
    """
    ours = known_migrations()
    rooms = {name.partition(".")[0] for name in ours}
    if any(name not in ours for name in manifest["migrations"] if name.partition(".")[0] in rooms):
        raise _newer(path)


def known_migrations() -> set[str]:
    """``app.name`` of every migration of our own in this version."""
    return {f"{_label(file.parent.parent)}.{file.stem}" for file in (ROOT / "jisr").rglob("migrations/[0-9]*.py")}


def _label(room: Path) -> str:
    """What Django calls a room: its directory's name, unless its ``apps.py`` says another."""
    apps = room / "apps.py"
    said = (
        re.search(r'^    label = "(\w+)"', apps.read_text(encoding="utf-8"), re.MULTILINE) if apps.is_file() else None
    )
    return said[1] if said else room.name


def is_of_today(manifest: dict[str, Any]) -> bool:
    """Whether the tables of a backup are those of this version."""
    return known_migrations() <= set(manifest["migrations"])


def _newer(path: Path) -> CannotStart:
    return CannotStart(
        f"{path} was made by a newer version of Jisr than this one. Install that version, then restore it there."
        " Nothing was changed."
    )
