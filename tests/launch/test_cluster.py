"""The embedded database: made, started, shared, killed, found again."""

import os
import signal
import subprocess
import sys

import psycopg
import pytest

from jisr.launch import server
from jisr.launch.cluster import LOGINS, Cluster
from jisr.launch.errors import CannotStart


def ask(cluster, login, question):
    """One answer of the database to one login."""
    with psycopg.connect(cluster.addresses()[f"JISR_DB_{login}"]) as connection:
        return connection.execute(question).fetchone()[0]


def test_each_login_enters_as_itself_and_nobody_is_a_superuser(cluster):
    """The logins are the walls: none of them may climb."""
    for login in LOGINS:
        name = login.removeprefix("jisr_").upper()
        assert ask(cluster, name, "SELECT current_user") == login
        assert not ask(
            cluster, name, "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )


def test_the_superuser_cannot_log_in(cluster):
    """It works while the server is down, or not at all."""
    address = cluster.addresses()["JISR_DB_OWNER"].replace("jisr_owner", "postgres")

    with pytest.raises(psycopg.OperationalError, match="no pg_hba"):
        psycopg.connect(address)


def test_a_new_database_of_the_owner_has_the_extensions(cluster):
    """Test databases and the practice room are made by the owner, who could not make every extension."""
    with psycopg.connect(cluster.addresses()["JISR_DB_OWNER"], autocommit=True) as owner:
        owner.execute("CREATE DATABASE another")
    address = cluster.addresses()["JISR_DB_OWNER"].replace("/jisr?", "/another?")

    with psycopg.connect(address) as owner:
        found = {name for (name,) in owner.execute("SELECT extname FROM pg_extension")}

    assert {"fuzzystrmatch", "pg_trgm", "btree_gist", "unaccent"} <= found


def test_nothing_listens_on_the_network(cluster):
    """A laptop in a café is no server."""
    assert ask(cluster, "APP", "SELECT current_setting('listen_addresses')") == ""


def test_what_was_saved_is_there_after_a_stop(data):
    """The second start finds the first one's data."""
    with Cluster(data) as cluster, psycopg.connect(cluster.addresses()["JISR_DB_OWNER"]) as owner:
        owner.execute("CREATE TABLE kept (n int)")
        owner.execute("INSERT INTO kept VALUES (7)")

    with Cluster(data) as cluster:
        assert ask(cluster, "OWNER", "SELECT n FROM kept") == 7


def test_a_killed_server_comes_back_with_what_was_saved(data):
    """kill -9 leaves a pid file and, for a second or two, the old server's parts."""
    cluster = Cluster(data).start()
    with psycopg.connect(cluster.addresses()["JISR_DB_OWNER"]) as owner:
        owner.execute("CREATE TABLE kept (n int)")
        owner.execute("INSERT INTO kept VALUES (7)")
    os.kill(server.running(cluster.ground), signal.SIGKILL)
    cluster._process.wait()

    assert not cluster.answers()
    cluster.stop()
    with Cluster(data) as again:
        assert ask(again, "OWNER", "SELECT n FROM kept") == 7


def test_the_last_one_out_stops_the_server(data):
    """A shell beside the running server must neither need its own database nor take it away."""
    first, second = Cluster(data, fast=True).start(), Cluster(data, fast=True).start()

    first.stop()
    assert second.answers()
    assert ask(second, "APP", "SELECT 1") == 1

    second.stop()
    assert not second.answers()


def test_two_first_starts_at_once_make_one_cluster(data):
    """Two terminals, one impatient person."""
    script = (
        "import sys, pathlib; from jisr.launch.cluster import Cluster;"
        "c = Cluster(pathlib.Path(sys.argv[1]), fast=True).start(); print(c.answers()); c.stop()"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", script, str(data)], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]

    assert [program.communicate()[0].strip() for program in both] == ["True", "True"]


def test_a_half_made_cluster_is_made_again(data):
    """Ctrl-C in the middle of the first start leaves a directory with another name."""
    cluster = Cluster(data, fast=True)
    half = cluster.ground.home / "database.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    with cluster:
        assert ask(cluster, "APP", "SELECT 1") == 1


def test_a_foreign_directory_in_its_place_is_a_sentence(data):
    """It is not touched: somebody may want it back."""
    cluster = Cluster(data, fast=True)
    cluster.ground.cluster.mkdir()

    with pytest.raises(CannotStart, match="not a whole database"):
        cluster.start()


def test_a_newer_jisr_gives_an_old_cluster_its_logins(data):
    """The cluster remembers which logins it was given; another list is run again."""
    with Cluster(data, fast=True) as cluster:
        mark = cluster.ground.home / "database.shape"
    mark.write_text("of an older version")

    with Cluster(data, fast=True) as cluster:
        assert ask(cluster, "PUBLIC", "SELECT 1") == 1
    assert mark.read_text() != "of an older version"


def test_a_long_path_gets_a_short_socket(data):
    """The system allows 107 bytes for the path of a socket."""
    with Cluster(data / ("long" * 25), fast=True) as cluster:
        assert ask(cluster, "APP", "SELECT 1") == 1
        sockets = cluster.ground.sockets

    assert len(str(sockets)) < 60
    sockets.rmdir()


def test_the_log_of_the_database_holds_no_value(cluster):
    """A failing statement is told to the program that sent it, never to the log."""
    with (
        psycopg.connect(cluster.addresses()["JISR_DB_APP"]) as connection,
        pytest.raises(psycopg.errors.UndefinedTable),
    ):
        connection.execute("SELECT * FROM people WHERE name = 'زينب'")

    assert "زينب" not in cluster.ground.log.read_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to lower itself")
def test_root_lowers_itself_also_where_others_cannot_enter(data):
    """A checkout under a closed home: the database then lives under /var/lib/jisr, and a note says where."""
    data.parent.chmod(0o700)
    cluster = Cluster(data, fast=True)

    with cluster:
        assert ask(cluster, "APP", "SELECT 1") == 1
        home = cluster.ground.home

    assert (data / "place").read_text().strip() == str(home)
    assert Cluster(data).ground.home == home
    subprocess.run(["rm", "-r", str(home)], check=True)


def test_a_killed_program_leaves_a_database_the_next_one_uses(data):
    """kill -9 of the whole program: its lock is gone with it, the database it left is used, and stopped at the end."""
    script = (
        "import sys, pathlib, time; from jisr.launch.cluster import Cluster;"
        "Cluster(pathlib.Path(sys.argv[1]), fast=True).start(); print('up', flush=True); time.sleep(60)"
    )
    program = subprocess.Popen([sys.executable, "-c", script, str(data)], stdout=subprocess.PIPE, text=True)
    assert program.stdout.readline() == "up\n"
    program.kill()
    program.communicate()

    cluster = Cluster(data, fast=True).start()
    assert ask(cluster, "APP", "SELECT 1") == 1
    cluster.stop()

    assert not cluster.answers()
