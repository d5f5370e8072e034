"""What the launcher tells the programs it starts: addresses, the key file, the kind of installation."""

import os
import secrets
from pathlib import Path

from jisr.launch.errors import CannotStart

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "key"
OWNER = "JISR_DB_OWNER"
#: In the data directory: a restore that was cut leaves it, the next one begins anew.
RESTORING = "restoring"


def data_directory() -> Path:
    """Where everything of this installation is kept: ``JISR_DATA``, else ``.jisr`` in the checkout."""
    return Path(os.environ.get("JISR_DATA") or ROOT / ".jisr").expanduser().resolve()


def key_file(data: Path, *, holds_data: bool) -> Path:
    """The file of key material that encrypts identity numbers and signs links; made once, never replaced.

    Args:
        holds_data: whether there is a database already, made with the key that should be here.

    Raises:
        CannotStart: there is a database and its key is gone.
    """
    path = data / KEY
    if path.is_file() and path.stat().st_size:
        return path
    if holds_data:
        raise CannotStart(
            f"The key {path} is gone, and the data cannot be read without it. Put it back from your backup. (If the"
            f" data may be lost: remove {data}, then start again.)"
        )
    half = data / f"{KEY}.new"
    file = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, f"{secrets.token_urlsafe(64)}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)
    half.rename(path)
    return path


def inherited() -> dict[str, str]:
    """Our own environment as the programs we start get it.

    Images of containers often forbid Python to keep what it compiled; every program would then compile some eighteen
    hundred files again, which takes longer than all else it does before it answers.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def variables(data: Path, addresses: dict[str, str], key: Path, *, demonstration: bool) -> dict[str, str]:
    """The environment of a program of Jisr (owner's address included: see ``without_owner``)."""
    return addresses | {
        "JISR_DATA": str(data),
        "JISR_SECRET_FILE": str(key),
        "JISR_DEMONSTRATION": os.environ.get("JISR_DEMONSTRATION", "1" if demonstration else "0"),
        "DJANGO_SETTINGS_MODULE": "jisr.settings",
        "PYTHONUTF8": "1",
    }


def without_owner(environment: dict[str, str]) -> dict[str, str]:
    """The same for a program that answers people: it cannot even name the owner of the tables.

    A managed server's whole address is the owner's, so it goes too; and what opens the backups.
    """
    hidden = {OWNER, "DATABASE_URL", "JISR_BACKUP_PHRASE", "JISR_BACKUP_KEY"}
    return {name: value for name, value in environment.items() if name not in hidden}
