"""What can be seen without the database: the settings, the disk, the keys, what is still to be made, the server."""

import json
import os
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

from jisr.launch import kit
from jisr.launch.doctor.findings import Finding, mind, unknown, well, wrong
from jisr.launch.environment import KEY, RESTORING
from jisr.launch.errors import CannotStart
from jisr.launch.house import House
from jisr.launch.locks import Lock
from jisr.launch.steps import DEMONSTRATION, FILES, OF_KIT, STORED, left_to_do

LITTLE_ROOM = 2 * 2**30  # bytes
FEW_FILES = 20_000
#: Variables that are 0 or 1 and nothing else.
_FLAGS = ("JISR_DEMONSTRATION", "JISR_DEBUG", "JISR_HTTPS", "JISR_PROXY")


def looked_at(house: House) -> Iterator[Finding]:
    """The machine and the data directory."""
    yield well("program", f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    yield _settings(house)
    yield _disk(house)
    yield _key(house)
    yield _to_make(house)
    yield _server(house)


def demonstrates(house: House) -> bool:
    """Whether everything here is invented, by the environment alone."""
    return os.environ.get("JISR_DEMONSTRATION", "1" if house.embedded else "0") == "1"


def _settings(house: House) -> Finding:
    odd = [name for name in _FLAGS if os.environ.get(name, "0") not in {"0", "1"}]
    if odd:
        return wrong("settings", f"{', '.join(odd)} is not 0 or 1", "correct it; the product does not start with it")
    if demonstrates(house):
        if not house.embedded:
            return mind("settings", "JISR_DEMONSTRATION=1 on a server of its own", "set it to 0 before real data")
        return well("settings", "the demonstration: everything here is invented")
    if os.environ.get("JISR_DEBUG") == "1":
        return wrong("settings", "JISR_DEBUG=1 shows what went wrong, values included, to visitors", "set it to 0")
    if kit.here(house.data):
        return well("settings", "the kit of a meeting")
    said = {
        "JISR_HOSTS": "names by which browsers reach it", "JISR_ADDRESS": "address that messages lead to",
        "JISR_HTTPS": "1 behind a proxy that speaks TLS",
    }  # fmt: skip
    missing = [f"{name} ({meaning})" for name, meaning in said.items() if os.environ.get(name, "0") in {"", "0"}]
    if missing:
        return mind("settings", f"not set: {', '.join(missing)}", "set them (docs/operate.md, Settings)")
    return well("settings", f"for {os.environ['JISR_HOSTS']}, behind TLS")


def _disk(house: House) -> Finding:
    place = next(folder for folder in (house.data, *house.data.parents) if folder.is_dir())
    free, files = shutil.disk_usage(place).free, os.statvfs(place)
    says = f"{house.data}, {free // 2**20:,} MB free"
    if free < LITTLE_ROOM:
        return wrong("disk", says, "free some space: a full disk stops every write")
    if files.f_files and files.f_favail < FEW_FILES:
        return mind("disk", f"{says}, room for {files.f_favail:,} files", "remove small files: none can be made soon")
    return well("disk", says)


def _key(house: House) -> Finding:
    path = house.data / KEY
    if not path.is_file():
        if (house.data / "database").exists() or not house.embedded:
            return wrong("key", f"{path} is not there", "put it back from a backup: what is sealed opens with it alone")
        return unknown("key", "none yet", "make run makes it")
    try:
        empty = not path.read_bytes().strip()
    except OSError as error:
        return wrong("key", f"{path} cannot be read: {error.strerror}", "start as the account of the installation")
    if empty:
        return wrong("key", f"{path} is empty", "put it back from a backup")
    if path.stat().st_mode & 0o077:
        return wrong("key", f"{path} is readable by other accounts", f"chmod 600 {path}")
    return well("key", f"{path}, readable by its owner alone")


def _to_make(house: House) -> Finding:
    if (house.data / RESTORING).is_dir():
        return wrong("tables", "a restore was cut here", "restore again: python -m jisr restore FILE")
    if not house.embedded:
        return unknown("tables", "a server of its own: the migrations are looked at below")
    if not (house.data / KEY).is_file() or not (house.data / "database.shape").is_file():
        return unknown("tables", "there is no database yet", "make run makes it")
    stored = (*STORED, *DEMONSTRATION) if demonstrates(house) else STORED
    try:
        left = left_to_do((*FILES, *(OF_KIT if kit.here(house.data) else stored)), house.data, house.mark())
    except CannotStart as sentence:
        return wrong("tables", str(sentence), "see above")
    if left:
        return mind("tables", f"still to be made: {', '.join(step.says for step in left)}", "make run makes it")
    return well("tables", "all that stands before the first page is made")


def _server(house: House) -> Finding:
    note: Path = house.data / "run.json"
    lock = Lock(house.data / "run.lock")
    running = house.data.is_dir() and not lock.take()
    lock.leave()
    if running and note.is_file():
        return well("server", json.loads(note.read_text())["url"])
    if note.is_file():
        return mind("server", "the last run was killed", "start it: it recovers by itself")
    return unknown("server", "not running", "make run starts it")
