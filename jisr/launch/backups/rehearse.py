"""``rehearse``: the last backup restored beside the data, compared, timed, and taken away again."""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jisr.launch.backups.put_back import (
    brought_to_today,
    database_put_back,
    files_put_back,
    journal_read_again,
    key_put_in,
    see_server,
    what_differs,
)
from jisr.launch.backups.read import asked_phrase, looked_through, see_readable
from jisr.launch.backups.shelf import Shelf
from jisr.launch.backups.workshop import REHEARSING, Workshop, see_room
from jisr.launch.environment import KEY, OWNER
from jisr.launch.house import House
from jisr.launch.locks import alone

#: More differences than this are counted, not named.
SHOWN = 20


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal found.

    Attributes:
        path: the backup.
        rows: in all tables of it.
        took_s: until everything was compared.
        differs: sentences; none when all is alike.
        journal: what the reading of the journal said.
    """

    path: Path
    rows: int
    took_s: float
    differs: Sequence[str]
    journal: str


def main(arguments: Sequence[str]) -> int:
    """The command: 1 when something differs."""
    parser = argparse.ArgumentParser(prog="python -m jisr rehearse", description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="a backup; the last one when left out")
    parser.add_argument("--to", type=Path, help="directory of the backups, as for backup")
    asked = parser.parse_args(arguments)
    house = House()
    found = rehearsed(house, asked.file or Shelf(house.data, asked.to).last())
    print(f"{found.path}: restored and compared in {found.took_s:.1f} s, {found.rows:,} rows. Journal: {found.journal}")
    for sentence in found.differs[:SHOWN]:
        print(f"DIFFERS: {sentence}")
    if len(found.differs) > SHOWN:
        print(f"DIFFERS: and {len(found.differs) - SHOWN} things more")
    print("NOT like what was saved." if found.differs else "Everything is as it was saved; the copy was taken away.")
    return 1 if found.differs else 0


def rehearsed(house: House, path: Path) -> Rehearsal:
    """Restore a backup into a throwaway database and hold it against what it says; noted for doctor.

    Raises:
        CannotStart: it cannot be restored; the sentence says why.
    """
    started, opens = time.monotonic(), asked_phrase(house.data)
    busy = "Another command rehearses on this data just now. Wait for it, or stop it."
    with alone(house.data / "rehearse.lock", wait_s=1, otherwise=busy):
        shelf, workshop = Shelf(house.data), Workshop(house.data, REHEARSING)
        workshop.remove()
        shelf.note("rehearsal", {"file": str(path), "equal": False})  # until it has come to its end
        manifest = looked_through(path, opens)
        see_readable(path, manifest)
        see_room(house.data, manifest["bytes"])
        try:
            with workshop.open():
                addresses = workshop.cluster.addresses()
                see_server(addresses[OWNER], manifest)
                uploads = files_put_back(path, opens, workshop.data)
                if not (workshop.data / KEY).is_file():
                    key_put_in(house.data / KEY, workshop.data)
                database_put_back(path, opens, addresses[OWNER])
                differs = what_differs(addresses[OWNER], manifest, uploads)
                brought_to_today(workshop.data, addresses, manifest)
                whole, said = journal_read_again(workshop.data, addresses)
        finally:
            workshop.remove()
        if not whole:
            differs = [*differs, f"the journal is not whole: {said}"]
        rows = sum(count for count, _sum in manifest["tables"].values())
        found = Rehearsal(path, rows, time.monotonic() - started, differs, said)
        facts = {"file": str(path), "equal": not differs, "took_s": round(found.took_s, 1)}
        shelf.note("rehearsal", facts)
        if not differs:
            shelf.note("rehearsal_equal", facts)
        return found
