"""``run``: the database, the server and the keeper, from nothing to a page, and their orderly end."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from jisr.launch import access_log, kit, ports
from jisr.launch.children import Child, end_leftover
from jisr.launch.environment import ROOT, without_owner
from jisr.launch.errors import CannotStart
from jisr.launch.house import House
from jisr.launch.locks import Lock
from jisr.launch.parents import end_with_parent
from jisr.launch.steps import ACCOUNTS

ANSWERS_S = 60
LOOK_S = 0.5
SERVER_SIGN = "jisr.launch.warm"
LARGEST_LOG = 20 * 2**20  # bytes


def run() -> int:
    """Start everything, say where to look, and stay until Ctrl-C or SIGTERM.

    Returns:
        0 after an ordinary end; 1 when something died again and again.

    Raises:
        CannotStart: a sentence says why.
    """
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: _stop_now(stopped))
    carried = kit.asked()
    house = House()
    house.key()
    lock = Lock(house.data / "run.lock")
    note = house.data / "run.json"
    if not lock.take():
        raise CannotStart(_already(note))
    try:
        host, port = _door(note)
        with house:
            house.prepare()
            if carried is not None:
                kit.opened(carried, house.data, house.environment())
            return _serve(house, host, port, note, stopped)
    except Interrupted:
        return 0
    finally:
        note.unlink(missing_ok=True)
        lock.leave()


class Interrupted(BaseException):
    """Ctrl-C before there was anything to end in order."""


def _stop_now(stopped: threading.Event) -> None:
    """The first signal ends things in order; during the preparation it leaves at once."""
    if not stopped.is_set() and not _serving.is_set():
        stopped.set()
        raise Interrupted
    stopped.set()


_serving = threading.Event()


def _serve(house: House, host: str, port: int, note: Path, stopped: threading.Event) -> int:
    server, *others = children = programs(house, host, port)
    _serving.set()
    try:
        half = note.with_suffix(".new")
        half.write_text(json.dumps({"url": ports.url(host, port), "server": server.start()}))
        half.rename(note)
        _until_it_answers(server, host, port, stopped)
        for child in others:
            child.start()
        if not stopped.is_set():
            _say_where(house, host, port)
        return _stay(house, children, stopped)
    finally:
        _say("\nStopping ...")
        for child in children:
            child.stop(wait_s=10)


def programs(house: House, host: str, port: int) -> list[Child]:
    """The server and the keeper; neither knows the owner's address."""
    environment = without_owner(house.environment())
    # the network of a hall may come up later than its kit, so jisr.web.kit looks at each address itself
    environment.setdefault("JISR_HOSTS", "*" if kit.here(house.data) else " ".join(_names(host)))
    if house.demonstrates():  # what its messages say stands on this machine alone
        environment.setdefault("JISR_ADDRESS", ports.url(host, port))
    log = house.data / "access.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.rename(log.with_suffix(".log.1"))
    log.touch(mode=0o600)  # its paths hold keys of files
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    gunicorn = [
        sys.executable, "-m", "gunicorn", f"{SERVER_SIGN}:application", "--preload", "--bind", address,
        "--worker-class", "gthread", "--workers", os.environ.get("JISR_WORKERS", "2"), "--threads", "4",
        "--timeout", "60", "--graceful-timeout", "8", "--log-level", "warning", "--access-logfile", str(log),
        "--access-logformat", access_log.FORMAT, "--logger-class", "jisr.launch.access_log.PathsOnly",
        "--no-control-socket",
    ]  # fmt: skip
    keeper = [sys.executable, "-m", "django", "keep"]
    return [Child("server", gunicorn, environment, ROOT), Child("keeper", keeper, environment, ROOT)]


def _names(host: str) -> list[str]:
    """What a browser may call this server."""
    names = {"127.0.0.1", "localhost", "[::1]"}
    if host not in names:
        names |= {host, socket.gethostname(), socket.getfqdn()}
        names |= {str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None)}
    return sorted(names)


def _door(note: Path) -> tuple[str, int]:
    """The address to serve on, free; a server that a killed ``run`` left there is ended first."""
    host, port = ports.asked()
    left = json.loads(note.read_text()) if note.is_file() else {}
    if left:
        end_leftover(left["server"], SERVER_SIGN)
    ports.see_free(host, port, wait_s=5 if left else 0)
    return host, port


def _already(note: Path) -> str:
    where = json.loads(note.read_text())["url"] if note.is_file() else ""
    if not where:
        return "Jisr is being started on this data by another command just now. Wait for it, or stop it."
    return (
        f"Jisr is already running on this data: {where}\n"
        "Open that page, or stop it (Ctrl-C where it was started). To run a second one with its own data beside it:"
        " JISR_DATA=/another/place PORT=8001 make run"
    )


def _until_it_answers(server: Child, host: str, port: int, stopped: threading.Event) -> None:
    until = time.monotonic() + ANSWERS_S
    while not stopped.is_set():
        if server.died():
            raise CannotStart(f"The server ended {server.how_it_died()} before it answered; its own words stand above.")
        status = _status(host, port)
        if status is not None and status < 500:
            return
        if status is not None:
            raise CannotStart("The first page fails; the server's own words stand above.")
        if time.monotonic() > until:
            raise CannotStart(f"The server does not answer after {ANSWERS_S} s.")
        stopped.wait(0.05)


def _status(host: str, port: int) -> int | None:
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(reached, port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _say(sentence: str) -> None:
    """Tell the terminal, if it is still there: closing it must not keep us from ending things in order."""
    with contextlib.suppress(OSError):
        print(sentence, flush=True)


def _say_where(house: House, host: str, port: int) -> None:
    _say(f"\nJisr is at {ports.url(host, port)}   (Ctrl-C stops it)")
    if kit.here(house.data):
        _say(kit.say(house.data, host, port, house.environment()))
        return
    accounts = house.data / ACCOUNTS
    if house.demonstrates() and accounts.is_file():
        _say("Demonstration: everything is invented. The sign-in page enters as each of these with one click:")
        _say(accounts.read_text().rstrip())
    if host not in {"127.0.0.1", "localhost", "::1"} and house.demonstrates():
        _say("Mind: everybody who reaches this machine over the network can enter the demonstration.")


def _stay(house: House, children: list[Child], stopped: threading.Event) -> int:
    """Watch over what runs; what dies is started again, and said; 1 when it dies again and again."""
    night = Night(house)
    while not stopped.wait(LOOK_S):
        night.look()
        if house.embedded and not house.database.answers():
            _again_database(house)
        for child in children:
            if not child.died():
                continue
            _say(f"The {child.name} ended {child.how_it_died()}.")
            if child.too_often():
                _say(f"The {child.name} does not stay up: stopping.")
                return 1
            _say(f"Starting the {child.name} again.")
            child.start()
    return 0


class Night:
    """What is done once a night with the owner's address, by a program that answers nobody: sweeping after erasures."""

    HOUR = 3

    def __init__(self, house: House) -> None:
        """Nothing is done in the night in which we were started late."""
        self.house = house
        self.last = time.localtime().tm_yday
        self.program: subprocess.Popen | None = None

    def look(self) -> None:
        """Begin it at its hour; an end is looked at, so that no dead program stays."""
        if self.program is not None and self.program.poll() is not None:
            self.program = None
        now = time.localtime()
        if now.tm_hour == self.HOUR and now.tm_yday != self.last and self.program is None:
            self.last = now.tm_yday
            command = [sys.executable, "-m", "django", "sweep"]
            self.program = subprocess.Popen(
                command, env=self.house.environment(), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                preexec_fn=end_with_parent(),
            )  # fmt: skip


def _again_database(house: House) -> None:
    """Start an embedded database that was killed again; the server's connections come back by themselves."""
    _say("The database is gone. Starting it again.")
    house.stop()
    house.start()
    _say("The database is back; nothing that was saved is lost.")
