"""``restore FILE``: a backup put back into an empty place, compared, and only then led to."""

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from jisr.launch.backups import phrase
from jisr.launch.backups.likeness import migrations
from jisr.launch.backups.put_back import (
    brought_to_today,
    database_put_back,
    files_put_back,
    journal_read_again,
    key_in,
    key_put_in,
    see_server,
    what_differs,
)
from jisr.launch.backups.read import asked_phrase, looked_through, see_readable
from jisr.launch.backups.workshop import Workshop, see_room
from jisr.launch.cluster import Cluster
from jisr.launch.environment import KEY, OWNER, RESTORING
from jisr.launch.errors import CannotStart
from jisr.launch.house import House
from jisr.launch.locks import alone
from jisr.launch.managed import Managed


def main(arguments: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m jisr restore", description=__doc__)
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--into", type=Path, help="data directory; JISR_DATA, else .jisr in the checkout")
    parser.add_argument(
        "--renew-logins", action="store_true", help="with DATABASE_URL: the logins on that server get new passwords"
    )
    asked = parser.parse_args(arguments)
    if asked.into:
        os.environ["JISR_DATA"] = str(asked.into.expanduser().resolve())
    started, house = time.monotonic(), House()
    opens = asked_phrase(house.data)
    if isinstance(house.database, Managed) and not asked.renew_logins:
        _see_logins(house.database, house.data)
    manifest, said = restored(house, asked.file.expanduser().resolve(), opens)
    rows = sum(count for count, _sum in manifest["tables"].values())
    print(
        f"Restored what was saved at {manifest['made_at']} into {house.data}, {time.monotonic() - started:.1f} s:"
        f" {rows:,} rows in {len(manifest['tables'])} tables, and every wall, are as they were.\nJournal: {said}"
    )
    if phrase.kept(house.data) is None:
        phrase.keep(house.data, opens)
        print("Backups made here open with the same recovery phrase.")
    print("Start it: make run")
    return 0


def restored(house: House, path: Path, opens: str) -> tuple[dict[str, Any], str]:
    """Put a backup back.

    Args:
        house: where to; it must hold nothing yet.
        opens: the recovery phrase.

    Returns:
        The manifest, and what the reading of the journal said.

    Raises:
        CannotStart: the place is taken, the file cannot be used, or the copy is not like what was saved. Nothing that
            was there is touched, and nothing half-made is left where it would be taken for whole.
    """
    _see_empty(house)
    manifest = looked_through(path, opens)
    see_readable(path, manifest)
    house.data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    busy = f"Another command is restoring into {house.data} just now. Wait for it, or stop it."
    with alone(house.data / "restore.lock", wait_s=1, otherwise=busy):
        if isinstance(house.database, Managed):
            return manifest, _into_server(house, house.database, path, opens, manifest)
        return manifest, _into_directory(house, path, opens, manifest)


def _into_directory(house: House, path: Path, opens: str, manifest: dict[str, Any]) -> str:
    see_room(house.data, manifest["bytes"])
    workshop = Workshop(house.data, RESTORING)
    try:
        with workshop.open():
            said = _filled(workshop.data, workshop.cluster.addresses(), path, opens, manifest, given=house.data / KEY)
        workshop.settle()
        workshop.move_to(house.data)
    except BaseException:
        workshop.remove()
        raise
    return said


def _into_server(house: House, managed: Managed, path: Path, opens: str, manifest: dict[str, Any]) -> str:
    """The database is filled by one transaction; files stand before it, and are the same if it is done again."""
    here, saved = house.data / KEY, key_in(path, opens)
    if saved is not None and here.is_file() and here.read_bytes() != saved:
        raise CannotStart(
            f"{here} is the key of another installation, and is not overwritten. Restore into a directory of its own:"
            " python -m jisr restore FILE --into /another/place"
        )
    managed.start()
    addresses = managed.addresses()
    return _filled(house.data, addresses, path, opens, manifest, given=house.data / KEY)


def _filled(
    data: Path, addresses: dict[str, str], path: Path, opens: str, manifest: dict[str, Any], *, given: Path
) -> str:
    """Fill an empty place and hold it against the manifest; what the reading of the journal said."""
    _see_key(manifest, given)
    see_server(addresses[OWNER], manifest)
    uploads = files_put_back(path, opens, data)
    if not (data / KEY).is_file():
        key_put_in(given, data)
    database_put_back(path, opens, addresses[OWNER])
    if wrong := what_differs(addresses[OWNER], manifest, uploads):
        shown = "\n  ".join(wrong[:20])
        raise CannotStart(
            f"What was put back is not what was saved:\n  {shown}\nTake the backup before it, and report it."
        )
    brought_to_today(data, addresses, manifest)
    whole, said = journal_read_again(data, addresses)
    if not whole:
        raise CannotStart(f"The journal of this backup is not whole: {said}")
    return said


def _see_empty(house: House) -> None:
    """See that nothing is overwritten."""
    if isinstance(house.database, Cluster):
        if house.data.is_dir() and house.database.exists():
            raise CannotStart(
                f"{house.data} holds a database already, and a restore never writes over one. Restore beside it:"
                " python -m jisr restore FILE --into /another/place"
            )
        return
    try:
        with psycopg.connect(house.database.url, connect_timeout=10) as owner:
            taken = bool(migrations(owner)) or bool(_tables(owner))
    except psycopg.OperationalError as error:
        raise CannotStart(f"The server of DATABASE_URL does not answer: {str(error).splitlines()[0]}") from error
    if taken:
        raise CannotStart(
            "The database of DATABASE_URL holds tables already, and a restore never writes over one. Have an empty"
            " database made, and give its address."
        )


def _see_logins(managed: Managed, data: Path) -> None:
    """Logins belong to the server: new passwords would shut out an installation that works there."""
    if (data / "logins.json").is_file():
        return
    try:
        with psycopg.connect(managed.url, connect_timeout=10) as owner:
            there = owner.execute("SELECT count(*) FROM pg_roles WHERE rolname = 'jisr_app'").fetchone() != (0,)
    except psycopg.OperationalError as error:
        raise CannotStart(f"The server of DATABASE_URL does not answer: {str(error).splitlines()[0]}") from error
    if there:
        raise CannotStart(
            "The logins of Jisr exist on this server already. If another installation uses it, restore on another"
            f" server. If this one takes its place: copy logins.json of the old data directory into {data}, or add"
            " --renew-logins."
        )


def _tables(owner: psycopg.Connection) -> int:
    asked = (
        "SELECT count(*) FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
    )
    return int(owner.execute(asked).fetchone()[0])  # type: ignore[index]


def _see_key(manifest: dict[str, Any], given: Path) -> None:
    if not manifest["has_key"] and not given.is_file():
        raise CannotStart(
            f"This backup was made without the key of its installation. Put the key to {given} (readable by you alone),"
            " then restore again."
        )
