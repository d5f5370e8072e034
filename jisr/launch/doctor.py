"""``doctor``: what runs, where the data is, and what is wrong, each on a line."""

import json
import platform
import shutil

from jisr.launch.binaries import find
from jisr.launch.cluster import Cluster
from jisr.launch.errors import CannotStart
from jisr.launch.house import House
from jisr.launch.locks import Lock
from jisr.launch.steps import DEMONSTRATION, FILES, STORED, left_to_do

LITTLE_ROOM = 2 * 2**30  # bytes


def main() -> int:
    """Look and tell; changes nothing. 1 when something needs a hand."""
    house = House()
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    troubles = [_disk(house), *_database(house), _server(house)]
    for trouble in filter(None, troubles):
        print(f"Mind: {trouble}")
    return 1 if any(troubles) else 0


def _disk(house: House) -> str:
    place = next(folder for folder in (house.data, *house.data.parents) if folder.is_dir())
    free = shutil.disk_usage(place).free
    print(f"Data: {house.data} ({free // 2**20:,} MB free)")
    return "the disk is nearly full." if free < LITTLE_ROOM else ""


def _database(house: House) -> list[str]:
    if not isinstance(house.database, Cluster):
        answers = house.database.answers()
        print(f"Database: managed, {'answers' if answers else 'does not answer'}")
        return [] if answers else ["the server of DATABASE_URL does not answer."]
    if not (house.data / "key").is_file() or not house.database.exists():
        print("Database: none yet; `make run` makes it")
        return []
    try:
        programs = find()
    except CannotStart as sentence:
        return [str(sentence)]
    ground = house.database.ground
    running = "running" if house.database.answers() else "not running"
    print(f"Database: {ground.cluster}, as {ground.account.pw_name}, {running}")
    print(f"PostgreSQL {programs.major}: {programs.bin}")
    left = left_to_do((*FILES, *STORED, *DEMONSTRATION), house.data, house.mark())
    return [f"`make run` still has to make {step.says}." for step in left]


def _server(house: House) -> str:
    note = house.data / "run.json"
    lock = Lock(house.data / "run.lock")
    running = house.data.is_dir() and not lock.take()
    lock.leave()
    if running and note.is_file():
        print(f"Server: {json.loads(note.read_text())['url']}")
        return ""
    print("Server: not running")
    return "the last run was killed; the next start recovers." if note.is_file() else ""
