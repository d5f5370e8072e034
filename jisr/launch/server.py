"""The PostgreSQL server of one cluster: make it, start it, see whether it runs, end it."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from jisr.launch.binaries import Binaries
from jisr.launch.errors import CannotStart, full_disk, is_full
from jisr.launch.ground import Ground
from jisr.launch.parents import fast_stop_with_parent

PORT = 5432  # names the socket file only: nothing listens on the network
PAUSE_S = 0.02
READY_S = 120  # a crash in the middle of a large load may need this long to be replayed
STOPPED_S = 60
# after kill -9 the parts of the old server take a second or two to go
LOCKED = ("postmaster.pid", "shared memory block")
LOCKED_S = 10

SETTINGS = {
    "listen_addresses": "''",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    # a segment that is used again keeps, behind what is new, words of somebody who was erased
    "wal_recycle": "off",
    "jit": "off",  # compiling costs more than the short queries of a page
    "timezone": "'UTC'",
    "lc_messages": "'C'",
    # the log says what happens to the server; a statement, or the detail of an error, could hold a person's name
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}
#: What the server keeps of its tables in memory: a quarter of the machine's, between these bounds, in MB.
LEAST_MB, MOST_MB = 256, 8192
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


def make(ground: Ground, binaries: Binaries, logins: tuple[str, ...], scripts: list[tuple[str, str]]) -> None:
    """Make the cluster with its logins and its database: whole, or not at all.

    Args:
        logins: the roles that may log in.
        scripts: SQL to run in it, each with the name of the database it runs in.

    Raises:
        CannotStart: no room on the disk, or PostgreSQL refuses.
    """
    half = ground.home / "database.new"
    shutil.rmtree(half, ignore_errors=True)
    ground.give(half)
    room = os.statvfs(half)
    if room.f_bavail * room.f_frsize < 150 * 2**20:
        raise full_disk(ground.home)
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if binaries.major >= 17 else ["--locale=C.UTF-8"]
    command = ["--username=postgres", "--auth=peer", "--encoding=UTF8", "--no-sync", "--no-instructions"]
    try:
        _run(ground, [binaries.program("initdb"), "-D", str(half), *command, *locale])
    except CannotStart as error:
        if "locale" not in str(error):
            raise
        shutil.rmtree(half, ignore_errors=True)  # a system without C.UTF-8 (macOS)
        ground.give(half)
        _run(ground, [binaries.program("initdb"), "-D", str(half), *command, "--locale=C"])
    doors(ground, half, logins)
    for database, sql in scripts:
        single(ground, binaries, half, database, sql)
    half.rename(ground.cluster)


def single(ground: Ground, binaries: Binaries, cluster: Path, database: str, sql: str) -> None:
    """Run SQL as the superuser while the server is down. No superuser can log in over the socket, ever.

    Args:
        sql: statements, each ended by a semicolon and an empty line.

    Raises:
        CannotStart: a statement fails.
    """
    command = [binaries.program("postgres"), "--single", "-j", "-D", str(cluster), database]
    _run(ground, command, sql=sql)


def doors(ground: Ground, cluster: Path, logins: tuple[str, ...]) -> None:
    """Who may come in: the accounts of the ground, over the socket, as one of the logins; nobody else, no superuser."""
    hba = f"local all {','.join(logins)} peer map=jisr\n"
    ident = "".join(f"jisr {account} {login}\n" for account in ground.logins for login in logins)
    for name, text in {"pg_hba.conf": hba, "pg_ident.conf": ident}.items():
        path = cluster / name
        path.write_text(text)
        if ground.lowered:
            os.chown(path, ground.account.pw_uid, ground.account.pw_gid)


def start(ground: Ground, binaries: Binaries, *, fast: bool, tied: bool) -> subprocess.Popen:
    """Start the server and wait until it answers.

    Args:
        fast: for tests: nothing is forced to the disk, a crash of the machine loses all.
        tied: the server ends when this process does, also by kill -9 (Linux).

    Raises:
        CannotStart: it does not start; the sentence says why.
    """
    settings = SETTINGS | memory() | {"unix_socket_directories": f"'{ground.sockets}'"} | (FAST if fast else {})
    options = [f"--{name}={value.strip(chr(39))}" for name, value in settings.items()]
    command = [binaries.program("postgres"), "-D", str(ground.cluster), *options]
    until = time.monotonic() + LOCKED_S
    while True:
        with ground.log.open("ab") as log:
            said_before = log.tell()
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=_environment(),
                start_new_session=True, preexec_fn=fast_stop_with_parent() if tied else None, **ground.as_account(),
            )  # fmt: skip
        try:
            if _ready(ground, process):
                return process
        except BaseException:  # Ctrl-C while it starts: what we started, we end
            process.send_signal(signal.SIGINT)
            process.wait(STOPPED_S)
            raise
        said = ground.log.read_bytes()[said_before:].decode(errors="replace")
        if time.monotonic() > until or not any(sign in said for sign in LOCKED):
            raise _why(ground, said)
        time.sleep(0.25)


def memory(limit: Path = Path("/sys/fs/cgroup/memory.max")) -> dict[str, str]:
    """Settings that follow the memory of this machine, or of the part of it that we may have.

    Args:
        limit: where Linux says how much we may have, if anything does.
    """
    has = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):  # no such file, or "max"
        has = min(has, int(limit.read_text()))
    megabytes = has // 2**20
    kept = min(max(megabytes // 4, LEAST_MB), MOST_MB)
    return {"shared_buffers": f"{kept}MB", "effective_cache_size": f"{max(megabytes // 2, 2 * kept)}MB"}


def running(ground: Ground) -> int | None:
    """The process number of the running server that answers on the socket, else None."""
    number = _number(ground)
    if number is None or not _alive(number):
        return None
    with socket.socket(socket.AF_UNIX) as door:
        try:
            door.connect(str(ground.sockets / f".s.PGSQL.{PORT}"))
        except OSError:
            return None
    return number


def end(ground: Ground, process: subprocess.Popen | None) -> None:
    """End the server: open transactions are rolled back, what was committed is on disk.

    Args:
        process: the server, when this process started it.
    """
    number = _number(ground)
    for order in (signal.SIGINT, signal.SIGQUIT):
        if number is None or not _alive(number):
            break
        os.kill(number, order)
        until = time.monotonic() + STOPPED_S
        while time.monotonic() < until and _number(ground) == number and _alive(number):
            if process is not None and process.poll() is not None:
                break
            time.sleep(PAUSE_S)
    if process is not None:
        process.wait(STOPPED_S)


def reread(number: int) -> None:
    """Tell a running server to read its doors again."""
    os.kill(number, signal.SIGHUP)


def _run(ground: Ground, command: list[str], sql: str | None = None) -> None:
    done = subprocess.run(
        command, input=sql, stdin=None if sql is not None else subprocess.DEVNULL, capture_output=True, text=True,
        cwd="/", env=_environment(), check=False, **ground.as_account(),
    )  # fmt: skip
    # the single-user server goes on after an error and ends with 0
    failed = done.returncode or re.search(r"\b(ERROR|FATAL|PANIC): ", done.stderr)
    if failed:
        raise _why(ground, done.stderr + done.stdout)


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _why(ground: Ground, said: str) -> CannotStart:
    if is_full(said, ground.home):
        return full_disk(ground.home)
    lines = [line for line in said.strip().splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"FATAL|PANIC|ERROR|error:", line)] or lines[-3:]
    reason = "\n  ".join(telling[:3]) or "it said nothing"
    return CannotStart(f"The database does not start. It said:\n  {reason}\nThe rest is in {ground.log}")


def _ready(ground: Ground, process: subprocess.Popen) -> bool:
    """Wait until the server has written ``ready`` on the last line of its pid file, or is gone."""
    until = time.monotonic() + READY_S
    while process.poll() is None:
        lines = _pid_file(ground)
        if len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
            return True
        if time.monotonic() > until:
            raise CannotStart(f"The database does not answer after {READY_S} s. What it said is in {ground.log}")
        time.sleep(PAUSE_S)
    return False


def _pid_file(ground: Ground) -> list[str]:
    try:
        return (ground.cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _number(ground: Ground) -> int | None:
    lines = _pid_file(ground)
    return int(lines[0]) if lines and lines[0].isdigit() else None


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
