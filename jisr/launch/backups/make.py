"""``backup``: everything of this installation in one sealed file, whole or absent."""

import argparse
import contextlib
import errno
import json
import os
import shutil
import subprocess
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from jisr.launch.backups import parts, phrase
from jisr.launch.backups.likeness import describe
from jisr.launch.backups.programs import last_words, told, tool
from jisr.launch.backups.read import Contents, looked_through
from jisr.launch.backups.sealed import Sealer
from jisr.launch.backups.shelf import HALF, KEPT, Shelf
from jisr.launch.environment import KEY, OWNER, ROOT
from jisr.launch.errors import CannotStart
from jisr.launch.house import House
from jisr.launch.locks import alone
from jisr.launch.parents import end_with_parent

#: Of the parts a file is made of; a file with a higher number asks for a newer Jisr.
KIND = 1
#: What the data directory holds beside the database and the key that nothing makes again.
BESIDE = ("journal.head", "kit.id", "kit.json")
UPLOADS = "files"
_READ = 2**20  # bytes
#: Of a database, its backup takes at least about this part; with less room there is no use in beginning.
SMALLEST_PART = 0.1


@dataclass(frozen=True)
class Made:
    """A backup that is whole.

    Attributes:
        path: where it is.
        size: in bytes.
        took_s: until it was written and read again.
        rows: in all tables.
        dropped: older ones that had to go.
    """

    path: Path
    size: int
    took_s: float
    rows: int
    dropped: Sequence[Path]


def main(arguments: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m jisr backup", description=__doc__)
    parser.add_argument("--to", type=Path, help="directory; JISR_BACKUPS, else backups in the data directory")
    parser.add_argument("--keep", type=int, default=int(os.environ.get("JISR_BACKUPS_KEPT", KEPT)),
                        help=f"how many backups stay there ({KEPT})")  # fmt: skip
    parser.add_argument("--without-key", action="store_true", help="the key of the installation is kept elsewhere")
    parser.add_argument("--phrase", action="store_true", help="show the recovery phrase, and make no backup")
    asked = parser.parse_args(arguments)
    if asked.keep < 1:
        raise CannotStart("At least one backup is kept: --keep 1")
    house = House()
    if asked.phrase:
        print(phrase.kept(house.data) or "There is none yet: the first backup makes it.")
        return 0
    made = back_up(house, to=asked.to, keep=asked.keep, with_key=not asked.without_key)
    print(f"{made.path}: {made.size / 2**20:,.1f} MB, {made.rows:,} rows, {made.took_s:.1f} s; read again to its end.")
    for path in made.dropped:
        print(f"Dropped, {asked.keep} are kept: {path.name}")
    if made.path.stat().st_dev == house.data.stat().st_dev:
        print("Mind: it lies on the disk of the data. Copy it to another machine, and the phrase to neither.")
    return 0


def back_up(house: House, *, to: Path | None = None, keep: int = KEPT, with_key: bool = True) -> Made:
    """Make one backup and drop those that are too old.

    Args:
        to: the directory of the backups.
        keep: how many stay.
        with_key: the key of the installation goes with it, so that the file and the phrase are enough.

    Raises:
        CannotStart: a sentence says why there is none.
    """
    started, shelf = time.monotonic(), Shelf(house.data, to)
    if not house.data.is_dir() or (house.embedded and not house.database.exists()):
        raise CannotStart(f"There is nothing to back up yet: {house.data} holds no database.")
    busy = "Another command is making a backup of this data just now. Wait for it, or stop it."
    with alone(house.data / "backup.lock", wait_s=1, otherwise=busy), house:
        shelf.prepare()
        opens = phrase.kept(house.data) or phrase.made(house.data)
        path = shelf.new()
        half = path.with_name(path.name + HALF)
        try:
            with open(half, "wb", opener=_private) as file:
                manifest = _write(house, file, opens, with_key=with_key)
                file.flush()
                os.fsync(file.fileno())
            looked_through(half, opens)
            half.rename(path)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise _no_room(shelf.folder) from error
            raise
        finally:
            half.unlink(missing_ok=True)
        _settle(shelf.folder)
        took, size = time.monotonic() - started, path.stat().st_size
        shelf.note("backup", {"file": str(path), "size": size, "took_s": round(took, 1)})
        rows = sum(count for count, _sum in manifest["tables"].values())
        return Made(path, size, took, rows, shelf.forget_old(keep))


def _write(house: House, file: Any, opens: str, *, with_key: bool) -> dict[str, Any]:
    """Write the whole content; what its manifest says."""
    # read before the database: a seal that is noted here is in what is read after
    beside = [(name, (house.data / name).read_bytes()) for name in BESIDE if (house.data / name).is_file()]
    sealer = Sealer(file, phrase=opens, head={"made_at": datetime.now(UTC).isoformat(timespec="seconds")})
    address = house.environment()[OWNER]
    with psycopg.connect(address) as owner:
        moment = _moment(owner)
        manifest = describe(owner) | {
            "kind": KIND,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "demonstration": house.demonstrates(),
            "has_key": with_key,
            "bytes": owner.execute("SELECT pg_database_size(current_database())").fetchone()[0],  # type: ignore[index]
        }
        if shutil.disk_usage(Path(file.name).parent).free < SMALLEST_PART * manifest["bytes"]:
            raise _no_room(Path(file.name).parent)
        parts.put(sealer, Contents.MANIFEST, [zlib.compress(json.dumps(manifest).encode())])
        if with_key:
            parts.put(sealer, Contents.KEY, [(house.data / KEY).read_bytes()])
        for name, content in beside:
            parts.put(sealer, Contents.BESIDE, [content], path=name)
        program = tool("pg_dump", major=manifest["server"], secure=owner.pgconn.ssl_in_use)
        parts.put(sealer, Contents.DATABASE, _dumped(program, address, moment, owner.info.server_version))
    for path in sorted(path for path in (house.data / UPLOADS).rglob("*") if path.is_file()):
        with contextlib.suppress(FileNotFoundError):  # a row of that moment that went meanwhile took its file along
            file_there = path.open("rb")
            parts.put(sealer, Contents.UPLOAD, _pieces(file_there), path=path.relative_to(house.data).as_posix())
    parts.end(sealer)
    sealer.finish()
    return manifest


def _moment(owner: psycopg.Connection) -> str:
    """Begin to read one moment, and give it a name that ``pg_dump`` joins by."""
    owner.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    owner.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    if owner.info.server_version >= 170_000:
        owner.execute("SET LOCAL transaction_timeout = 0")
    return str(owner.execute("SELECT pg_export_snapshot()").fetchone()[0])  # type: ignore[index]


def _dumped(program: str, address: str, moment: str, version: int) -> Iterator[bytes]:
    """What ``pg_dump`` writes.

    Raises:
        CannotStart: it does not come to its end.
    """
    command = [
        program, "--format=custom", "--compress=1", "--no-owner", "--no-comments", "--no-publications",
        "--no-subscriptions", "--no-tablespaces", "--no-unlogged-table-data", "--lock-wait-timeout=60s",
        f"--snapshot={moment}", "--no-password", *(["--exclude-extension=pg_prewarm"] if version >= 170_000 else []),
    ]  # fmt: skip
    with tempfile.TemporaryFile() as said, subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, env=told(address), cwd=ROOT,
        preexec_fn=end_with_parent(),
    ) as program_running:  # fmt: skip
        try:
            yield from _pieces(program_running.stdout)
        except BaseException:
            program_running.kill()
            raise
        if program_running.wait():
            said.seek(0)
            words = last_words(said.read().decode(errors="replace"))
            raise CannotStart(f"The database could not be written out, so there is no new backup. It said: {words}")


def _pieces(file: Any) -> Iterator[bytes]:
    with file:
        while piece := file.read(_READ):
            yield piece


def _private(path: str, flags: int) -> int:
    # never through a name that somebody laid there before: the directory may be one that others write too
    return os.open(path, flags | os.O_EXCL, 0o600)


def _no_room(folder: Path) -> CannotStart:
    return CannotStart(
        f"The disk that holds {folder} has no room for another backup. Free some, keep fewer (--keep), or write it"
        " elsewhere: --to DIRECTORY. The backups that are there stay."
    )


def _settle(folder: Path) -> None:
    """A new name is on the disk once its directory is."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
