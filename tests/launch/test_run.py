"""The whole of ``run``: from nothing to a page, killed in its parts, and its orderly end."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from jisr.launch import server
from jisr.launch.cluster import Cluster
from jisr.launch.environment import ROOT


@pytest.fixture
def environment(data):
    """An installation of its own, on a port nobody uses, without the demonstration."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JISR_")}
    return kept | {"JISR_DATA": str(data), "PORT": str(port), "JISR_DEMONSTRATION": "0"}


@pytest.fixture
def running(environment):
    """``run``, answering; ended afterwards whatever happened."""
    program = start(environment)
    until(lambda: answers(environment["PORT"]), 120)
    yield program
    if program.poll() is None:
        program.send_signal(signal.SIGINT)
    program.communicate(timeout=60)


def start(environment):
    """The command as the Makefile gives it."""
    return subprocess.Popen(
        [sys.executable, "-m", "jisr", "run"], cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def answers(port):
    """Whether the first page is there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            return page.status == 200
    except OSError:  # refused, cut off, or not answered in time: whoever waits asks again
        return False


def until(what, seconds):
    """Wait for something to be so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def test_it_starts_is_killed_in_its_parts_and_ends(running, environment, data):
    """One start for all of it: a start from nothing takes its time."""
    port = environment["PORT"]
    note = json.loads((data / "run.json").read_text())
    assert note["url"] == f"http://127.0.0.1:{port}/"

    # a second one beside it is told where the first one is
    second = start(environment)
    assert f"already running on this data: http://127.0.0.1:{port}/" in second.communicate(timeout=60)[0]
    assert second.returncode == 1

    # the process that answers people cannot name the owner of the tables
    secrets = Path(f"/proc/{note['server']}/environ").read_text() if sys.platform == "linux" else ""
    assert "JISR_DB_OWNER" not in secrets

    # the server is killed, then the database: both come back, and the page with them
    os.kill(note["server"], signal.SIGKILL)
    until(lambda: running.poll() is None and answers(port), 60)
    os.kill(server.running(Cluster(data).ground), signal.SIGKILL)
    until(lambda: server.running(Cluster(data).ground) and answers(port), 60)

    # Ctrl-C ends all it started
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[0]
    assert running.returncode == 0
    assert re.search(r"The server ended killed by SIGKILL.\nStarting the server again.", said)
    assert "The database is back; nothing that was saved is lost." in said
    assert not answers(port)
    assert server.running(Cluster(data).ground) is None
    assert not (data / "run.json").exists()

    assert (data / "access.log").stat().st_mode & 0o077 == 0, "its paths hold keys of files"
    # kill -9 of everything at once: the next start finds the port free and the data there
    again = start(environment)
    until(lambda: answers(port), 60)
    killed = (data / "run.json").read_text()
    again.kill()
    again.communicate()
    again = start(environment)
    until(lambda: (data / "run.json").read_text() != killed and answers(port), 60)
    again.send_signal(signal.SIGTERM)
    assert "Traceback" not in again.communicate(timeout=60)[0]
    assert again.returncode == 0


def test_a_taken_port_is_said_before_anything_is_made(environment, data):
    """Nobody waits for the preparation to hear it."""
    with socket.create_server(("127.0.0.1", int(environment["PORT"]))):
        program = start(environment)
        said = program.communicate(timeout=60)[0]

    assert program.returncode == 1
    assert f"Port {environment['PORT']} is taken" in said
    assert not (data / "database").exists()
