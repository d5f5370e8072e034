"""What goes wrong before the first page is a sentence that says what to do."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from jisr.launch import binaries, house, ports, server
from jisr.launch.cluster import Cluster
from jisr.launch.commands import main
from jisr.launch.environment import inherited, key_file, without_owner
from jisr.launch.errors import CannotStart
from jisr.launch.managed import Managed

ROOT = Path(__file__).resolve().parents[2]


def test_a_taken_port_names_a_free_one():
    """The first thing that goes wrong on a developer's machine."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CannotStart, match=rf"Port {port} is taken .* PORT=\d+ make run"):
            ports.see_free("127.0.0.1", port)


@pytest.mark.parametrize("said", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_refused(monkeypatch, said):
    """Before anything is started."""
    monkeypatch.setenv("PORT", said)

    with pytest.raises(CannotStart, match="is not a port"):
        ports.asked()


def test_a_foreign_address_is_refused():
    """An address of documentation is nobody's."""
    with pytest.raises(CannotStart, match="not an address of this machine"):
        ports.see_free("192.0.2.1", 8000)


def test_a_full_disk_is_said_in_words(data):
    """PostgreSQL's own line is turned into what to do."""
    ground = Cluster(data).ground

    sentence = server._why(ground, "PANIC: could not write to file: No space left on device")

    assert "is full" in str(sentence)
    assert "JISR_DATA" in str(sentence)


def test_a_disk_with_little_room_is_refused_before_anything_is_made(data, monkeypatch):
    """A half-made cluster on a full disk helps nobody."""
    cluster = Cluster(data)
    little = os.statvfs_result([4096, 4096, 100, 10, 10, 0, 0, 0, 0, 255])
    monkeypatch.setattr(server.os, "statvfs", lambda _path: little)

    with pytest.raises(CannotStart, match="is full"):
        cluster.start()
    assert not cluster.exists()


def test_a_lost_key_is_never_replaced(data):
    """A new key would turn every encrypted field into noise for good."""
    data.mkdir()

    with pytest.raises(CannotStart, match="Put it back from your backup"):
        key_file(data, holds_data=True)


def test_the_key_is_for_its_owner_alone(data):
    """Whoever reads it reads everything."""
    data.mkdir()

    path = key_file(data, holds_data=False)

    assert path.stat().st_mode & 0o777 == 0o600
    assert key_file(data, holds_data=True).read_bytes() == path.read_bytes()


def test_two_commands_at_once_make_one_key(data):
    """The second would have written over the first one's, or found its file gone."""
    script = "from jisr.launch.house import House; print(House().key().read_text())"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env=os.environ | {"JISR_DATA": str(data)},
        )
        for _ in range(2)
    ]  # fmt: skip

    keys = {program.communicate()[0] for program in both}

    assert len(keys) == 1
    assert len(keys.pop().strip()) > 60


def test_where_nothing_is_stored_a_command_says_what_to_do_first(data, monkeypatch, capsys):
    """A traceback told of a table that nobody had heard of."""
    monkeypatch.setenv("JISR_DATA", str(data))
    monkeypatch.setattr(os, "environ", dict(os.environ))

    assert main(["population", "--persons", "10"]) == 1

    assert "python -m jisr prepare" in capsys.readouterr().err


def test_the_server_takes_a_quarter_of_the_memory_that_it_may_have(tmp_path):
    """Of a machine it shares it is told how much; what cannot be read is no limit."""
    limit = tmp_path / "memory.max"
    taken = {}
    for said in ("max", str(4 * 2**30), str(64 * 2**20)):
        limit.write_text(said)
        taken[said] = int(server.memory(limit)["shared_buffers"].removesuffix("MB"))

    assert min(taken.values()) >= server.LEAST_MB and max(taken.values()) <= server.MOST_MB
    assert taken[str(4 * 2**30)] <= 1024 and taken[str(64 * 2**20)] == server.LEAST_MB
    assert taken["max"] == int(server.memory(tmp_path / "none")["shared_buffers"].removesuffix("MB"))


def test_no_postgresql_at_all_is_a_sentence(monkeypatch):
    """With the three ways out of it."""
    monkeypatch.setattr(binaries, "_candidates", lambda: iter(()))

    with pytest.raises(CannotStart, match="DATABASE_URL="):
        binaries.find()
    with pytest.raises(CannotStart, match="postgresql-17"):
        binaries.find(17)


@pytest.mark.parametrize("url", ["mysql://me@host/base", "postgresql://host/base", "postgresql://me@host/", "here"])
def test_an_odd_database_address_is_refused(data, url):
    """Its user is the owner, so it must name one."""
    with pytest.raises(CannotStart, match="is not the address"):
        Managed(url, data)


def test_a_server_that_does_not_answer_is_a_sentence(data):
    """No traceback of the driver."""
    with pytest.raises(CannotStart, match="does not answer"):
        Managed("postgresql://me:secret@127.0.0.1:1/base", data).start()


def test_the_server_of_pages_never_hears_of_the_owner():
    """Not by its own variable, not by the address of a managed server."""
    assert without_owner({"JISR_DB_OWNER": "a", "DATABASE_URL": "b", "JISR_DB_APP": "c"}) == {"JISR_DB_APP": "c"}


def test_programs_keep_what_they_compiled(monkeypatch):
    """An image that forbids it costs each program two seconds of the processor, at each start."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    assert "PYTHONDONTWRITEBYTECODE" not in inherited()


def test_an_old_python_says_what_it_needs():
    """The script that makes the environment must be readable by every Python 3 that is still about."""
    script = ROOT / "scripts" / "environment.py"
    pretend = (
        "import sys, runpy, shutil; sys.version_info = (3, 6, 9, 'final', 0); shutil.which = lambda name: None;"
        f"sys.argv = [{str(script)!r}]; runpy.run_path({str(script)!r}, run_name='__main__')"
    )

    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("Jisr needs Python 3.11 or later; this one is 3.6")


def test_a_failed_step_shows_what_it_said(data, monkeypatch, capfd):
    """The words of the program first, then the sentence."""
    program = subprocess.Popen(
        [sys.executable, "-c", "raise SystemExit('no such table')"], stderr=subprocess.PIPE, text=True
    )

    with pytest.raises(CannotStart, match="goes on there"):
        house._wait([None, program], Path.cwd())
    assert "no such table" in capfd.readouterr().err
