"""The product as people meet it: its own server, its own logins, on a copy of the test database."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from jisr.accounts.sessions import ENTERED
from jisr.common.database import scope
from jisr.launch import access_log
from jisr.launch.environment import ROOT, without_owner
from jisr.launch.parents import end_with_parent
from tests import ground

COPY = "journeys"
STARTS_S = 60
BACKEND = settings.AUTHENTICATION_BACKENDS[-1]


class Product:
    """A running server and the database under it.

    The database is a copy: what a browser does is really saved, and no other test meets it.
    """

    def __init__(self, blocker, copy: str = COPY) -> None:
        """Name the product; nothing is copied or started yet.

        Args:
            blocker: pytest-django's, which keeps tests off the database unless they ask.
            copy: what its copy is called; another one is another server.
        """
        self._blocker, self._copy = blocker, copy
        self._process: subprocess.Popen | None = None
        self._names: dict[str, str] = {}
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.access_log = settings.DATA / f"{copy}-access.log"
        self.own_words = settings.DATA / f"{copy}-server.log"

    def start(self) -> None:
        """Copy the test database and serve it."""
        self.lay()
        self.serve()

    def lay(self) -> None:
        """Copy the test database."""
        self._names = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
        with self._blocker.unblock():
            connections.close_all()
            owner = connections["owner"]
            self.database = owner.creation.get_test_db_clone_settings(self._copy)["NAME"]
            owner.creation.clone_test_db(self._copy, verbosity=0, autoclobber=True)
            connections.close_all()

    def serve(self) -> None:
        """Start the server, and wait until it answers."""
        command = [
            sys.executable, "-m", "gunicorn", "jisr.wsgi:application", "--bind", f"127.0.0.1:{self.port}",
            "--worker-class", "gthread", "--workers", "1", "--threads", "4", "--graceful-timeout", "2",
            "--log-level", "warning", "--access-logfile", str(self.access_log), "--access-logformat",
            access_log.FORMAT, "--logger-class", "jisr.launch.access_log.PathsOnly", "--no-control-socket",
        ]  # fmt: skip
        with self.own_words.open("ab") as words:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=without_owner(self.environment()),
                stdout=words,
                stderr=words,
                preexec_fn=end_with_parent(),  # noqa: PLW1509 - it calls the system alone, and no thread of ours runs
            )
        until = time.monotonic() + STARTS_S
        while not _answers(self.port):
            assert self._process.poll() is None, self.own_words.read_text()
            assert time.monotonic() < until, f"no answer after {STARTS_S} s\n{self.own_words.read_text()}"
            time.sleep(0.05)

    def kill(self) -> None:
        """End the server as a power cut would; ``serve`` starts it again."""
        self._process.kill()
        self._process.wait()

    def stop_serving(self) -> None:
        """End the server in order; ``serve`` starts it again."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=20)

    def stop(self) -> None:
        """End the server; nobody waits for an answer. The copy goes with its cluster, or is made anew in it."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """In the block, this process reads and writes the database that the server serves; it is really saved."""
        with self._blocker.unblock():
            self._turn_to(dict.fromkeys(self._names, self.database))
            try:
                yield
            finally:
                self._turn_to(self._names)

    def enter(self, page, name: str, *, post=None) -> None:
        """Sign the browser in as one of ``tests.ground.PEOPLE``; the form of sign-in has its own tests."""
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.session(name, post=post), "url": self.address}
        page.context.add_cookies([cookie])

    def session(self, name: str, *, post=None) -> str:
        """The key of a new session of one of ``tests.ground.PEOPLE``, at a post that a journey gave or at her own."""
        with self.inside(), scope(speaking="default"):
            user, post = ground.user_of(name), post or ground.post_of(name)
            session = SessionStore()
            session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, ENTERED: time.time()})
            # where the role asks for a second step, the click of the demonstration stands for it
            session.update(
                {HASH_SESSION_KEY: user.get_session_auth_hash(), "post": str(post.pk), "demonstration": True}
            )
            session.save()
        return session.session_key

    def _turn_to(self, names: dict[str, str]) -> None:
        connections.close_all()
        for alias, name in names.items():
            connections[alias].settings_dict["NAME"] = name

    def environment(self) -> dict[str, str]:
        """The product's own environment, pointed at the copy."""
        environment = dict(os.environ)
        for name, value in environment.items():
            if name.startswith("JISR_DB_"):
                environment[name] = re.sub(r"/\w+(\?|$)", rf"/{self.database}\1", value)
        return environment | {"DJANGO_SETTINGS_MODULE": "tests.journeys.settings"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/gallery/")
        return connection.getresponse().status < 500
    except (ConnectionError, http.client.HTTPException):
        return False
    finally:
        connection.close()
