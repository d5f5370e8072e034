"""Putting a backup back: into an empty database and an empty data directory, then held against what it says."""

import subprocess
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg

from jisr.launch.backups.likeness import describe, differences
from jisr.launch.backups.parts import Part
from jisr.launch.backups.programs import last_words, told, tool
from jisr.launch.backups.read import Contents, is_of_today, parts_of
from jisr.launch.backups.workshop import management
from jisr.launch.environment import KEY, ROOT
from jisr.launch.errors import CannotStart
from jisr.launch.parents import end_with_parent

#: So many uploads are read again from the disk, spread evenly over all of them.
SAMPLE = 200
_COMMAND = (
    "--format=custom",
    "--no-owner",
    "--no-comments",
    "--exit-on-error",
    "--single-transaction",
    "--no-password",
)
_HASTE = "-c maintenance_work_mem=256MB -c statement_timeout=0 -c idle_in_transaction_session_timeout=0"


def files_put_back(path: Path, opens: str, data: Path) -> list[tuple[Path, str]]:
    """Write the key, the notes and the uploads of a backup into a data directory.

    Returns:
        Each upload with its digest, as it was read.
    """
    uploads = []
    with parts_of(path, opens) as found:
        for part in found:
            if part.name == Contents.KEY:
                _write(data / KEY, part)
            elif part.name in {Contents.BESIDE, Contents.UPLOAD}:
                place = _inside(data, part.told["path"])
                digest = _write(place, part)
                if part.name == Contents.UPLOAD:
                    uploads.append((place, digest))
    return uploads


def key_in(path: Path, opens: str) -> bytes | None:
    """The key that a backup carries; None where it carries none."""
    with parts_of(path, opens) as found:
        return next((b"".join(part.content) for part in found if part.name == Contents.KEY), None)


def key_put_in(given: Path, data: Path) -> None:
    """Copy the key of the installation beside a database that is put together; nobody else reads it at any moment."""
    (data / KEY).touch(mode=0o600)
    (data / KEY).write_bytes(given.read_bytes())


def see_server(address: str, manifest: dict[str, Any]) -> None:
    """See that the server is no older than the one the backup was made from.

    Raises:
        CannotStart: it is.
    """
    with psycopg.connect(address) as owner:
        major = owner.info.server_version // 10_000
    if major < manifest["server"]:
        raise CannotStart(
            f"This backup was made from PostgreSQL {manifest['server']}, and here is {major}: an older one cannot take"
            f" it. Restore it where PostgreSQL is {manifest['server']} or later. Nothing was changed."
        )


def database_put_back(path: Path, opens: str, address: str) -> None:
    """Fill an empty database, in one transaction: all of it or nothing.

    Args:
        address: of the owner.

    Raises:
        CannotStart: ``pg_restore`` refuses; the sentence says what it said.
    """
    with psycopg.connect(address) as owner:
        major, secure = owner.info.server_version // 10_000, bool(owner.pgconn.ssl_in_use)
    program = tool("pg_restore", major=major, secure=secure)
    with parts_of(path, opens) as found:
        content = next(part.content for part in found if part.name == Contents.DATABASE)
        _poured(program, content, address)


def what_differs(address: str, manifest: dict[str, Any], uploads: list[tuple[Path, str]]) -> list[str]:
    """Hold a restored installation against its manifest: rows, walls, journal's end, a sample of the uploads."""
    with psycopg.connect(address) as owner:
        owner.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        said = differences(manifest, describe(owner))
    step = max(1, len(uploads) // SAMPLE)
    changed = [place for place, digest in uploads[::step] if sha256(place.read_bytes()).hexdigest() != digest]
    return said + [f"the file {place.name} is not what was saved" for place in changed]


def brought_to_today(data: Path, addresses: dict[str, str], manifest: dict[str, Any]) -> None:
    """Migrate a backup of an older version to the tables of this one.

    Raises:
        CannotStart: a migration fails.
    """
    if is_of_today(manifest):
        return
    done = management(["migrate", "--no-input", "--verbosity", "0"], data, addresses)
    if done.returncode:
        raise CannotStart(f"The tables cannot be brought to this version. It said: {last_words(done.stderr)}")


def journal_read_again(data: Path, addresses: dict[str, str]) -> tuple[bool, str]:
    """Read the whole journal of a restored installation; whether it is whole, and what was said."""
    done = management(["journal", "verify"], data, addresses)
    lines = [line for line in done.stdout.splitlines() if line]
    broken = [line for line in lines if line.startswith("BROKEN")]
    said = lines[-1] if lines else last_words(done.stderr)
    # what waits for its seal waits because nobody sealed since the backup: no fault of it
    return bool(lines) and not broken and said.endswith(": whole."), " / ".join(broken) or said


def _poured(program: str, content: Iterator[bytes], address: str) -> None:
    environment = told(address)
    environment["PGOPTIONS"] = f"{environment.get('PGOPTIONS', '')} {_HASTE}".strip()
    command = [program, *_COMMAND, "--dbname", environment["PGDATABASE"]]
    with tempfile.TemporaryFile() as said, subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=environment, cwd=ROOT,
        preexec_fn=end_with_parent(),
    ) as running:  # fmt: skip
        try:
            for piece in content:
                running.stdin.write(piece)  # type: ignore[union-attr]
            running.stdin.close()  # type: ignore[union-attr]
        except BrokenPipeError:
            pass  # it has ended, and says why
        except BaseException:
            running.kill()
            raise
        if running.wait():
            said.seek(0)
            words = last_words(said.read().decode(errors="replace"))
            raise CannotStart(f"The database could not be put back, and nothing of it stays. It said: {words}")


def _write(place: Path, part: Part) -> str:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.touch(mode=0o600)
    digest = sha256()
    with place.open("wb") as file:
        for piece in part.content:
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _inside(data: Path, said: str) -> Path:
    """The place of a file in the data directory, never outside it."""
    parts = PurePosixPath(said).parts
    if not parts or said.startswith("/") or ".." in parts:
        raise CannotStart("The backup names a file outside the data directory. It was not made by Jisr.")
    return data.joinpath(*parts)
