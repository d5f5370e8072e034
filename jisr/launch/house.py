"""One installation: its data directory, its database (embedded or managed) and what its programs must know."""

import os
import subprocess
import sys
from pathlib import Path

from jisr.launch import kit
from jisr.launch.cluster import Cluster
from jisr.launch.environment import KEY, RESTORING, ROOT, data_directory, inherited, key_file, variables
from jisr.launch.errors import CannotStart, full_disk, is_full
from jisr.launch.locks import alone
from jisr.launch.managed import Managed
from jisr.launch.parents import end_with_parent
from jisr.launch.steps import DATABASE_MARK, DEMONSTRATION, FILES, OF_KIT, STORED, Step, left_to_do


class House:
    """One installation, embedded or managed; ``with House():`` has its database running."""

    def __init__(self) -> None:
        """Read where it is from the environment; nothing is started yet."""
        self.data = data_directory()
        url = os.environ.get("DATABASE_URL")
        self.database: Cluster | Managed = Managed(url, self.data) if url else Cluster(self.data)
        self.embedded = not url

    def start(self) -> "House":
        """Have the database running, and the key beside it.

        Raises:
            CannotStart: a sentence says why.
        """
        self._see_not_cut()
        if self.embedded:
            self.key()
        self.database.start()
        self.key()
        return self

    def key(self) -> Path:
        """The key file; made with the first database."""
        self.data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        path = self.data / KEY
        if path.is_file():
            return path
        self._see_not_cut()  # else the next restore would find a key that opens nothing
        busy = f"Another command has been making {path} for a minute. End it, then start again."
        with alone(self.data / f"{KEY}.lock", wait_s=60, otherwise=busy):
            return key_file(self.data, holds_data=self.database.exists())

    def _see_not_cut(self) -> None:
        if (self.data / RESTORING).is_dir():
            raise CannotStart(
                f"A restore into {self.data} was cut before its end. Do it again: python -m jisr restore FILE; or begin"
                f" with nothing: remove {self.data / RESTORING}"
            )

    def stop(self) -> None:
        """Leave the database; the last one out stops it."""
        self.database.stop()

    def __enter__(self) -> "House":
        return self.start()

    def __exit__(self, *_raised) -> None:
        self.stop()

    def environment(self) -> dict[str, str]:
        """The whole environment of a program of ours, the owner's address included."""
        ours = variables(self.data, self.database.addresses(), self.key(), demonstration=self.embedded)
        return inherited() | ours | {DATABASE_MARK: self.mark()}

    def demonstrates(self) -> bool:
        """Whether this installation shows the invented network and people."""
        return self.environment()["JISR_DEMONSTRATION"] == "1"

    def prepare_files(self) -> None:
        """Words, fonts, styles: what needs no database.

        Raises:
            CannotStart: a step failed; what it said stands above.
        """
        self._do(FILES)

    def prepare(self) -> None:
        """Everything that is left to do before the first page, the files beside the tables.

        Raises:
            CannotStart: a step failed; what it said stands above.
        """
        stored = (*STORED, *DEMONSTRATION) if self.demonstrates() else STORED
        self._do(FILES, OF_KIT if kit.here(self.data) else stored)

    def _do(self, *lines: tuple[Step, ...]) -> None:
        """Do what is left of each line, the lines beside each other; a second preparation waits for the first."""
        busy = f"Another command has been preparing {self.data} for ten minutes. End it, then start again."
        self.key()
        with alone(self.data / "prepare.lock", wait_s=600, otherwise=busy):
            _wait([self._doing(steps) for steps in lines], self.data)

    def _doing(self, steps: tuple[Step, ...]) -> subprocess.Popen | None:
        left = left_to_do(steps, self.data, self.mark())
        if not left:
            return None
        (self.data / "fonts").mkdir(exist_ok=True)
        print("Making " + ", ".join(step.says for step in left) + " ...", flush=True)
        command = [sys.executable, "-m", "jisr.launch.prepare", *(step.name for step in left)]
        return subprocess.Popen(
            command,
            env=self.environment(),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent(),
        )

    def mark(self) -> str:
        """What tells this database from another: a restored or new one is prepared again."""
        if isinstance(self.database, Managed):
            return f"{os.getpid()}"  # cannot be known from here, so the steps look for themselves each time
        version = self.database.ground.cluster / "PG_VERSION"
        made = version.stat() if version.exists() else None
        return f"{made.st_dev} {made.st_ino} {made.st_mtime_ns}" if made else "none yet"


def _wait(programs: list[subprocess.Popen | None], data: Path) -> None:
    started = [program for program in programs if program is not None]
    try:
        said = [program.communicate()[1] for program in started]
    except BaseException:
        for program in started:
            program.terminate()
            program.wait()
        raise
    for program, words in zip(started, said, strict=True):
        if program.returncode == 0:
            continue
        if is_full(words, data):
            raise full_disk(data)
        sys.stderr.write(words)
        raise CannotStart("The preparation did not end well; the lines above say where. Starting again goes on there.")
