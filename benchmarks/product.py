"""The product as people meet it, on a data directory of its own: durable database, server and keeper as in ``run``."""

import contextlib
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import django

from benchmarks.machine import free_port
from jisr.launch.children import Child
from jisr.launch.environment import ROOT, without_owner
from jisr.launch.house import House
from jisr.launch.run import programs

_STARTS_S = 60


class Product:
    """One installation with invented people in it."""

    def __init__(self, house: House, loaded_s: float | None) -> None:
        """Keep what was made; ``loaded_s`` is how long the population took, None where it was there before."""
        self.house, self.loaded_s = house, loaded_s
        self.port = free_port()
        self.server: Child | None = None
        self.keeper: Child | None = None

    @property
    def database(self) -> int:
        """Process number of the database server."""
        return int((self.house.database.ground.cluster / "postmaster.pid").read_text().split()[0])

    @contextlib.contextmanager
    def serving(self) -> Iterator[int]:
        """In the block the server answers; its port."""
        self.server, self.keeper = programs(self.house, "127.0.0.1", self.port)
        self.server.start()
        try:
            _until_it_answers(self.server, self.port)
            yield self.port
        finally:
            self.server.stop(wait_s=10)

    @contextlib.contextmanager
    def keeping(self) -> Iterator[None]:
        """In the block the keeper seals the journal each second."""
        keeper = programs(self.house, "127.0.0.1", self.port)[1]
        keeper.start()
        try:
            yield
        finally:
            keeper.stop(wait_s=30)

    def speak(self) -> None:
        """Set Django up in this process, as a program that answers people: without the owner's address."""
        kept = without_owner(self.house.environment())
        for name in set(os.environ) - set(kept):
            del os.environ[name]
        os.environ.update(kept)
        django.setup()


@contextlib.contextmanager
def installation(out: Path | None) -> Iterator[tuple[House, Path]]:
    """A prepared installation with places and no family, and its data directory.

    Args:
        out: its data directory, kept; a temporary one when None.
    """
    data = out or Path(tempfile.mkdtemp(prefix="jisr-benchmark-"))
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o711)  # as root, the database runs under an account that must pass through
    os.environ |= {"JISR_DATA": str(data.resolve()), "JISR_DEMONSTRATION": "0"}
    os.environ.pop("DATABASE_URL", None)
    house = House()
    try:
        with house:
            with contextlib.redirect_stdout(sys.stderr):  # ours carries the results alone
                house.prepare()
            yield house, data
    finally:
        if out is None:
            shutil.rmtree(data, ignore_errors=True)


@contextlib.contextmanager
def product(out: Path | None, persons: int) -> Iterator[Product]:
    """A running installation with about so many invented people.

    Args:
        out: its data directory, kept, and used again when it holds people already; a temporary one when None.
        persons: how many people.
    """
    with installation(out) as (house, data):
        os.environ["JISR_DEMONSTRATION"] = "1"
        yield Product(house, _populate(house, data / "population", persons))


def _populate(house: House, note: Path, persons: int) -> float | None:
    """Invent the network and its people, once; seconds it took.

    Raises:
        SystemExit: the directory holds another number of people.
    """
    if note.exists():
        if note.read_text().split() != [str(persons)]:
            raise SystemExit(f"{note.parent} holds {note.read_text()} people: give another --out, or --size as there")
        return None
    started = time.monotonic()
    command = [sys.executable, "-m", "django", "demonstration", "--persons", str(persons)]
    subprocess.run(command, env=house.environment(), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    note.write_text(str(persons))
    return time.monotonic() - started


def _until_it_answers(server: Child, port: int) -> None:
    from_now = time.monotonic()
    while not answers(port):
        if server.died() or time.monotonic() - from_now > _STARTS_S:
            raise SystemExit("the server does not answer; its own words stand above")
        time.sleep(0.02)


def answers(port: int) -> bool:
    """Whether a first page comes from this port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (ConnectionError, http.client.HTTPException):
        return False
    finally:
        connection.close()
