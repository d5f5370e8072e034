"""One embedded cluster and those who use it: the first starts it, the last one out stops it."""

import hashlib
import subprocess
from pathlib import Path
from urllib.parse import quote

from jisr.launch import binaries, server
from jisr.launch.errors import CannotStart
from jisr.launch.ground import SHELF, Ground, can_reach, choose
from jisr.launch.locks import Lock, alone

LOGINS = ("jisr_owner", "jisr_app", "jisr_public", "jisr_counter", "jisr_sealer", "jisr_keeper")
NAME = "jisr"
_SQL = Path(__file__).parent
START_S = 180.0
#: Servers this process started and others still use.
_LEFT: list[subprocess.Popen] = []


class Cluster:
    """The embedded PostgreSQL of one data directory.

    Several processes may use it at once (the server, a shell, a command): each holds a shared lock, and whoever
    leaves last stops it. The locks are the system's, so a process that was killed holds none.
    """

    def __init__(self, data: Path, *, fast: bool = False, tied: bool = False) -> None:
        """Name the cluster; nothing is made or started yet.

        Args:
            data: the data directory.
            fast: for tests: nothing is forced to the disk.
            tied: the server ends with this process, also by kill -9 (Linux).
        """
        self.data = Path(data).resolve()
        self.fast, self.tied = fast, tied
        self._ground: Ground | None = None
        self._process: subprocess.Popen | None = None
        self._users: Lock | None = None

    @property
    def ground(self) -> Ground:
        """Where it lives and under which account; settled, and its directories made, when first asked.

        Raises:
            CannotStart: a sentence says why.
        """
        if self._ground is None:
            self._ground = choose(self.data)
        return self._ground

    def exists(self) -> bool:
        """Whether the cluster was made before."""
        return self.ground.cluster.is_dir()

    def start(self) -> "Cluster":
        """Make the cluster if it is new, start it if it does not run, and count us among its users.

        Raises:
            CannotStart: a sentence says why.
        """
        self.ground.home.mkdir(mode=0o711, parents=True, exist_ok=True)
        with self._door():
            users = Lock(self.data / "database.users")
            try:
                self._serve(users)
                users.take(alone=False)
            except BaseException:
                if self._process is not None:
                    server.end(self.ground, self._process)
                    self._process = None
                users.leave()
                raise
            self._users = users
        return self

    def stop(self) -> None:
        """Leave; the last one out stops the server. Stopping twice is harmless."""
        if self._users is None:
            return
        with self._door():
            if self._users.take():
                server.end(self.ground, self._process)
            elif self._process is not None:
                _LEFT.append(self._process)
            self._users.leave()
        self._users = self._process = None

    def answers(self) -> bool:
        """Whether the server answers now."""
        if self._process is not None:
            self._process.poll()  # a server that was killed is no longer there once its end has been read
        return server.running(self.ground) is not None

    def programs(self) -> binaries.Binaries:
        """PostgreSQL's programs for this cluster, where its account can run them.

        Raises:
            CannotStart: a sentence says why there are none.
        """
        return _programs(self.ground)

    def addresses(self) -> dict[str, str]:
        """The address of each login, by the variable that carries it (``JISR_DB_APP`` ...)."""
        host = quote(str(self.ground.sockets), safe="")
        return {
            f"JISR_DB_{login.removeprefix('jisr_').upper()}": f"postgresql://{login}@/{NAME}?host={host}&port={server.PORT}"
            for login in LOGINS
        }

    def __enter__(self) -> "Cluster":
        return self.start()

    def __exit__(self, *_raised) -> None:
        self.stop()

    def _door(self):
        return alone(
            self.data / "database.door",
            wait_s=START_S,
            otherwise=f"Another process has been starting or stopping the database of {self.data} for three minutes."
            " End it, then start again.",
        )

    def _serve(self, users: Lock) -> None:
        """Have a server of the right shape running; the door is held."""
        made = _mark(self.ground)
        programs = self.programs()
        number = server.running(self.ground)
        if number and made != _shape():
            if not users.take():
                raise CannotStart(
                    "Another version of Jisr is running on this data. Stop it (Ctrl-C where it was started), then"
                    " start again."
                )
            server.end(self.ground, None)
            number = None
        if number:
            server.doors(self.ground, self.ground.cluster, LOGINS)
            server.reread(number)
            return
        if not self.ground.cluster.is_dir():
            server.make(self.ground, programs, LOGINS, _scripts(new=True))
            _mark(self.ground, _shape())
        server.doors(self.ground, self.ground.cluster, LOGINS)
        if _mark(self.ground) != _shape():
            self._bring_up_to_date(programs)
        self._process = server.start(self.ground, programs, fast=self.fast, tied=self.tied)

    def _bring_up_to_date(self, programs: binaries.Binaries) -> None:
        """Give an older cluster the logins and extensions of today. A server that was killed is first made whole."""
        server.end(self.ground, server.start(self.ground, programs, fast=self.fast, tied=True))
        for database, sql in _scripts(new=False):
            server.single(self.ground, programs, self.ground.cluster, database, sql)
        _mark(self.ground, _shape())


def _programs(place: Ground) -> binaries.Binaries:
    version = place.cluster / "PG_VERSION"
    try:
        wanted = int(version.read_text()) if place.cluster.is_dir() else None
    except FileNotFoundError:
        raise CannotStart(
            f"{place.cluster} is not a whole database. Put your backup back; or, if it held nothing yet, remove that"
            " directory and start again."
        ) from None
    found = binaries.find(wanted)
    if place.lowered and not can_reach(found.bin / "postgres", place.account):
        return binaries.reachable_copy(found, SHELF / "postgresql")
    return found


def _scripts(*, new: bool) -> list[tuple[str, str]]:
    """What the superuser runs: in the template, from which tests and new databases are made, and in ours."""
    read = [
        (_SQL / name).read_text() for name in ("roles.sql", "owner.sql", "extensions.sql", "sweep.sql", "prewarm.sql")
    ]
    if new:
        return [("template1", "\n".join([*read, f"CREATE DATABASE {NAME} OWNER jisr_owner;\n"]))]
    return [("template1", "\n".join(read)), (NAME, "\n".join(read[-3:]))]


def _shape() -> str:
    return hashlib.sha256("".join(sql for _, sql in _scripts(new=True)).encode()).hexdigest()


def _mark(place: Ground, shape: str | None = None) -> str:
    """Read, or write, which logins and extensions the cluster was given."""
    path = place.home / "database.shape"
    if shape is not None:
        path.write_text(shape)
    return path.read_text() if path.is_file() else ""
