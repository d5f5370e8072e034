"""``KIT=FILE make run``: this laptop serves the hall of one meeting, from a data directory of its own."""

import getpass
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from jisr.common.frames import Damaged, unframe
from jisr.common.kit_note import NOTE
from jisr.launch import lan, ports
from jisr.launch.environment import ROOT, data_directory
from jisr.launch.errors import CannotStart

#: In the data directory: which kit it is for, written before anything else is made there.
_MARK = "kit.id"
_TRIES = 5
_WRONG_PHRASE = 3
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Kit:
    """The kit to serve.

    Attributes:
        path: its file; None when it was opened before and its data directory was named instead.
        phrase: from ``KIT_PHRASE``; "" to ask for it.
    """

    path: Path | None
    phrase: str


def here(data: Path) -> bool:
    """Whether a data directory is that of a kit, opened or not yet."""
    return (data / _MARK).is_file()


def asked() -> Kit | None:
    """The kit that ``KIT`` or the data directory names, its data directory marked as its own; None for no kit.

    Raises:
        CannotStart: no such file, not a kit, or the data directory is that of something else.
    """
    phrase, said = os.environ.pop("KIT_PHRASE", ""), os.environ.pop("KIT", "")
    if not said and not here(data_directory()):
        return None
    if os.environ.get("DATABASE_URL"):
        raise CannotStart("A kit keeps a database of its own on this machine: start it without DATABASE_URL.")
    os.environ.update(JISR_DEMONSTRATION="0", JISR_HTTPS="0")
    if not said:
        _see_opened(data_directory())
        return Kit(None, "")
    path = Path(said).expanduser().resolve()
    number = _number(path)
    os.environ["JISR_DATA"] = os.environ.get("JISR_DATA") or str(ROOT / ".jisr" / "kits" / number)
    _claim(data_directory(), number)
    return Kit(path, phrase)


def opened(kit: Kit, data: Path, environment: dict[str, str]) -> None:
    """Have the kit opened in its database; one that was opened before is left as it is.

    Args:
        environment: that of the owner of the tables.

    Raises:
        CannotStart: the phrase is not given, or it is wrong, or the file cannot be used.
    """
    if kit.path is None or (data / NOTE).is_file():
        return
    phrase, by_hand = kit.phrase, not kit.phrase and sys.stdin.isatty()
    said = "The pass phrase of the kit is needed: start on a terminal, or with KIT_PHRASE='....'."
    for _try in range(_TRIES if by_hand else 1):
        phrase = getpass.getpass("Pass phrase of the kit / عبارة مرور العُدّة: ") if by_hand else phrase
        if not phrase:
            break
        code, said = _open(kit.path, phrase, environment)
        if code == 0:
            return
        if code != _WRONG_PHRASE:
            break
        if by_hand:
            print(said, flush=True)
    raise CannotStart(said)


def say(data: Path, host: str, port: int, environment: dict[str, str]) -> str:
    """What the terminal says once a kit is served: of which meeting, where phones find it, how the team signs in."""
    note = json.loads((data / NOTE).read_text(encoding="utf-8"))
    names = " / ".join(name for name in note["name"].values() if name) or note["meeting"]
    lines = [f"This is the kit of the meeting: {names} (cut {note['cut_at'][:16].replace('T', ' ')} UTC)"]
    places = [] if host in _LOOPBACK else lan.addresses() if host in {"0.0.0.0", "::"} else [host]
    if places:
        lines += ["Telephones on the network of this laptop open:", *(f"  {ports.url(one, port)}" for one in places)]
    elif host in _LOOPBACK:
        lines.append("Only this laptop reaches it. For the hall: HOST=0.0.0.0")
    else:
        lines.append("This laptop is on no network yet: turn its access point on, then look up its address there.")
    lines.append("Whoever is on that network can listen: give it a password of its own (docs/guides/meeting-kit.md).")
    codes = _said([sys.executable, "-m", "django", "kit_codes"], environment).rstrip()
    if codes:
        lines += ["Codes to sign in with, each good until its owner has chosen a password:", codes]
    lines.append(f"Somebody forgot hers: JISR_DATA={data} .venv/bin/python -m jisr kit_codes ADDRESS")
    return "\n".join(lines)


def _number(path: Path) -> str:
    """The number of a kit, from the head of its file."""
    try:
        head = unframe(path.read_bytes()).head
    except OSError as error:
        raise CannotStart(f"KIT={path} cannot be read: {error.strerror}.") from error
    except Damaged as fault:
        raise CannotStart(
            f"KIT={path} is no kit of a meeting, or did not arrive whole. Copy it again from where it was cut."
        ) from fault
    if head.get("is") != "kit" or not str(head.get("kit", "")).replace("-", "").isalnum():
        raise CannotStart(f"KIT={path} is what a kit gathered, not a kit: it is joined on the main server.")
    return str(head["kit"])


def _claim(data: Path, number: str) -> None:
    """Mark a new data directory as that of the kit; nothing else may live in it."""
    mark = data / _MARK
    if mark.is_file():
        if mark.read_text().strip() != number:
            raise CannotStart(f"{data} holds another kit. Start this one beside it: JISR_DATA=/another/place")
        return
    if any((data / name).exists() for name in ("database", "place", "key")):
        raise CannotStart(
            f"{data} holds an installation that is no kit, and a kit lives alone. Start without JISR_DATA, or with"
            " JISR_DATA=/another/place"
        )
    data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    half = mark.with_suffix(".new")
    half.write_text(f"{number}\n")
    half.rename(mark)


def _see_opened(data: Path) -> None:
    if not (data / NOTE).is_file():
        raise CannotStart(
            f"The kit in {data} was not opened to its end. Start it again with its file: KIT=FILE make run"
        )


def _open(path: Path, phrase: str, environment: dict[str, str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "django", "kit_open", str(path)]
    done = subprocess.run(
        command, env=environment | {"KIT_PHRASE": phrase}, cwd=ROOT, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.returncode, done.stderr.strip()


def _said(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    return done.stdout if done.returncode == 0 else done.stderr
