"""Where the database lives and which account runs it.

PostgreSQL refuses to run as root. Started by root, it runs as the account ``nobody`` on a directory given to it; when
that account cannot reach the checkout (its parents are closed to others), the database lives under /var/lib/jisr and
the data directory keeps a note of where.
"""

import hashlib
import os
import pwd
import secrets
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from jisr.launch.errors import CannotStart
from jisr.launch.locks import alone

SHELF = Path("/var/lib/jisr")
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")  # bytes: the system's limit for the whole path


@dataclass(frozen=True)
class Ground:
    """The place of one cluster.

    Attributes:
        home: directory of the cluster and of its log.
        sockets: directory of the Unix socket.
        account: the account of the system that runs PostgreSQL.
        logins: names of the accounts that may speak to it.
        lowered: whether PostgreSQL runs under another account than ours (we are root).
    """

    home: Path
    sockets: Path
    account: pwd.struct_passwd
    logins: tuple[str, ...]
    lowered: bool

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own directory."""
        return self.home / "database"

    @property
    def log(self) -> Path:
        """What PostgreSQL says: starts, stops, crashes; never a statement or a value."""
        return self.home / "database.log"

    def as_account(self) -> dict:
        """Arguments of ``subprocess`` that run a program as the cluster's account."""
        if not self.lowered:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def give(self, directory: Path) -> None:
        """Make a directory that only the cluster's account opens."""
        directory.mkdir(mode=0o700, exist_ok=True)
        if self.lowered and directory.stat().st_uid != self.account.pw_uid:
            os.chown(directory, self.account.pw_uid, self.account.pw_gid)
        directory.chmod(0o700)


def choose(data: Path) -> Ground:
    """The ground of the cluster of one data directory; makes the directories, not the cluster.

    Raises:
        CannotStart: the directory belongs to somebody else, cannot be written, or the account has no name.
    """
    me = _named(os.geteuid())
    _make(data, 0o711 if me.pw_uid == 0 else 0o700)
    account = _account(data, me)
    lowered = account.pw_uid != me.pw_uid
    logins = tuple(sorted({me.pw_name, account.pw_name}))
    busy = f"Another command has been settling in {data} for a minute. End it, then start again."
    with alone(data / "place.lock", wait_s=60, otherwise=busy):
        home = _home(data, account) if lowered else data
        ground = Ground(home, _sockets(home, account), account, logins, lowered)
        ground.give(ground.sockets)
    return ground


def can_reach(path: Path, account: pwd.struct_passwd) -> bool:
    """Whether an account can read ``path`` (and enter it, when it is a directory); asked of the system itself."""
    try:
        test = subprocess.run(
            ["/bin/sh", "-c", 'test -r "$1" && { test ! -d "$1" || cd "$1"; }', "sh", str(path)],
            user=account.pw_uid, group=account.pw_gid, extra_groups=[], cwd="/", capture_output=True, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotStart(
            "PostgreSQL does not run as root, and this root may not lower itself to another account (a container"
            " without that right?). Start as an ordinary user."
        ) from error
    return test.returncode == 0


def _make(directory: Path, mode: int) -> None:
    try:
        directory.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"The data directory {directory} cannot be made: {error.strerror}."
            " Choose another: JISR_DATA=/another/place make run"
        ) from error


def _named(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise CannotStart(
            f"The account number {uid} has no name on this machine, and PostgreSQL asks for one."
            " Add it to /etc/passwd, or start as a named user."
        ) from None


def _account(data: Path, me: pwd.struct_passwd) -> pwd.struct_passwd:
    """Who runs the cluster: we ourselves; for root, the owner of the existing cluster, else ``nobody``."""
    cluster = data / "database"
    owner = cluster.stat().st_uid if cluster.is_dir() else None
    if me.pw_uid != 0:
        if owner not in (None, me.pw_uid) or not os.access(data, os.W_OK | os.X_OK):
            raise CannotStart(
                f"The data in {data} belongs to another account (it was started by root?). Start as that account, or"
                " keep your own data apart: JISR_DATA=$HOME/jisr-data make run"
            )
        return me
    if owner:
        return _named(owner)
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise CannotStart("PostgreSQL does not run as root, and there is no account 'nobody'.") from None


def _home(data: Path, account: pwd.struct_passwd) -> Path:
    """For root: the data directory itself, or a place under /var/lib/jisr noted in the data directory."""
    note = data / "place"
    if note.is_file():
        return Path(note.read_text().strip())
    if (data / "database").is_dir() or _enters(data, account):
        return data
    SHELF.mkdir(mode=0o755, parents=True, exist_ok=True)
    home = SHELF / secrets.token_hex(6)
    home.mkdir(mode=0o711)
    half = note.with_suffix(".new")
    half.write_text(f"{home}\n")
    half.rename(note)
    return home


def _enters(directory: Path, account: pwd.struct_passwd) -> bool:
    probe = Path(tempfile.mkdtemp(dir=directory))
    try:
        os.chown(probe, account.pw_uid, account.pw_gid)
        return can_reach(probe, account)
    finally:
        probe.rmdir()


def _sockets(home: Path, account: pwd.struct_passwd) -> Path:
    """A directory short enough for a socket, that nobody else may have prepared for us."""
    inside = home / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET:
        return inside
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    short = Path("/tmp") / f"jisr-{account.pw_uid}-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.is_symlink() or short.stat().st_uid not in (os.geteuid(), account.pw_uid):
        raise CannotStart(f"{short} belongs to somebody else. Use a shorter path: JISR_DATA=$HOME/jisr-data make run")
    return short
