"""The recovery phrase: what opens the backups, on paper somewhere else.

From ``JISR_BACKUP_PHRASE``, else from the file that ``JISR_BACKUP_KEY`` names, else from ``backup.key`` in the data
directory, which the first backup makes. It lies beside the data so that a timer can make and rehearse backups by
night: whoever reads it there reads the data itself. What it guards are the copies that leave the machine.
"""

import os
import secrets
from pathlib import Path

from jisr.launch.errors import CannotStart

FILE = "backup.key"
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32, none like another
_GROUPS, _SIGNS_OF_A_GROUP = 7, 5  # 175 bits
#: Shorter ones that somebody thought up are guessed, however slow each guess is.
SHORTEST = 20

ADVICE = """\
A recovery phrase was made for the backups of this installation:

    {phrase}

Write it on paper and keep it where the machine is not; better twice. Without it no backup opens, and nobody can help.
It is kept in {path}, readable by you alone, so that backups can be made by night.
Never put it beside the copies of the backups. `python -m jisr backup --phrase` shows it again.
"""


def where(data: Path) -> Path:
    """The file of the phrase, there or not."""
    return Path(os.environ.get("JISR_BACKUP_KEY") or data / FILE).expanduser()


def kept(data: Path) -> str | None:
    """The phrase of this installation; None where none was made yet.

    Raises:
        CannotStart: it is too short, or its file cannot be read.
    """
    said = os.environ.get("JISR_BACKUP_PHRASE", "")
    if not said:
        path = where(data)
        try:
            said = path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise CannotStart(f"The recovery phrase in {path} cannot be read: {error}.") from error
    if sum(sign.isalnum() for sign in said) < SHORTEST:
        raise CannotStart(
            f"The recovery phrase has fewer than {SHORTEST} letters and digits, and could be guessed. Take a longer"
            " one, or remove it: the next backup then makes one."
        )
    return said


def made(data: Path) -> str:
    """A new phrase, kept in its file and told with what to do with it.

    Raises:
        CannotStart: its file cannot be written.
    """
    phrase = "-".join("".join(secrets.choice(_SIGNS) for _ in range(_SIGNS_OF_A_GROUP)) for _ in range(_GROUPS))
    print(ADVICE.format(phrase=phrase, path=keep(data, phrase)))
    return phrase


def keep(data: Path, phrase: str) -> Path:
    """Keep a phrase in its file, readable by its owner alone; the file.

    Raises:
        CannotStart: it cannot be written.
    """
    path = where(data)
    half = path.with_name(path.name + ".new")
    try:
        file = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(file, f"{phrase}\n".encode())
            os.fsync(file)
        finally:
            os.close(file)
        half.rename(path)
    except OSError as error:
        raise CannotStart(f"The recovery phrase cannot be kept in {path}: {error.strerror}.") from error
    return path
