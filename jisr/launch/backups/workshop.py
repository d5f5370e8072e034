"""A database of its own beside the data, in which a backup is put together before anybody is led to it."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from jisr.launch import server
from jisr.launch.backups.programs import last_words
from jisr.launch.cluster import Cluster
from jisr.launch.environment import KEY, ROOT, inherited, variables
from jisr.launch.errors import CannotStart
from jisr.launch.ground import SHELF
from jisr.launch.steps import DATABASE_MARK

REHEARSING = "rehearsal"


class Workshop:
    """A data directory below another one, with a cluster that ends with this process."""

    def __init__(self, data: Path, name: str) -> None:
        """Name it; nothing is made yet."""
        self.data = data / name
        self.cluster = Cluster(self.data, fast=True, tied=True)

    @contextlib.contextmanager
    def open(self) -> Iterator["Workshop"]:
        """In the block its empty database runs; afterwards it is stopped, and what is left of it stays."""
        self.remove()
        self.data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True)
        with self.cluster:
            yield self

    def remove(self) -> None:
        """Take it away, with a cluster that a killed command left running."""
        if not self.data.is_dir():
            return
        if number := server.running(self.cluster.ground):
            server.end(self.cluster.ground, None)
            if server.running(self.cluster.ground) == number:
                raise CannotStart(f"The database in {self.data} does not end. End process {number}, then start again.")
        home = self.cluster.ground.home
        if home != self.data and home.is_relative_to(SHELF):
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.data)
        self.cluster = Cluster(self.data, fast=True, tied=True)

    def settle(self) -> None:
        """Force everything of the stopped cluster to the disk: it was filled without."""
        ground = self.cluster.ground
        done = subprocess.run(
            [self.cluster.programs().program("initdb"), "--sync-only", "-D", str(ground.cluster)],
            capture_output=True, text=True, check=False, cwd="/", **ground.as_account(),
        )  # fmt: skip
        if done.returncode:
            raise CannotStart(f"The database could not be written to the disk. It said: {last_words(done.stderr)}")

    def move_to(self, data: Path) -> None:
        """Lead everybody to it: the database last, by one renaming."""
        at_home = self.cluster.ground.home == self.data
        last = "database" if at_home else "place"
        if at_home:
            (data / "place").unlink(missing_ok=True)
        for path in sorted(self.data.iterdir()):
            if path.name not in {last, "socket", "database.log"} and path.suffix != ".lock":
                path.replace(data / path.name)
        (self.data / last).replace(data / last)
        shutil.rmtree(self.data, ignore_errors=True)


def see_room(data: Path, needed: int) -> None:
    """See that the disk holds one more database.

    Args:
        needed: bytes of the database as it was.

    Raises:
        CannotStart: it does not.
    """
    free = shutil.disk_usage(next(folder for folder in (data, *data.parents) if folder.is_dir())).free
    if free < 1.2 * needed + 200 * 2**20:
        raise CannotStart(
            f"The disk that holds {data} has {free // 2**20:,} MB left, and the database of this backup takes"
            f" {needed // 2**20:,} MB. Free some, or restore to another disk: --into DIRECTORY"
        )


def management(arguments: list[str], data: Path, addresses: dict[str, str]) -> subprocess.CompletedProcess:
    """Run a management command on a database that is not led to yet."""
    kept = {name: value for name, value in inherited().items() if name != "DATABASE_URL"}
    ours = variables(data, addresses, data / KEY, demonstration=False) | {DATABASE_MARK: "restored"}
    return subprocess.run(
        [sys.executable, "-m", "django", *arguments], env=kept | ours, cwd=ROOT, capture_output=True, text=True,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
