"""Backup, restore, rehearsal: the same rows and walls, or a sentence and nothing."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from jisr.launch.backups import make, put_back, rehearse, restore, sealed
from jisr.launch.backups.likeness import describe, differences
from jisr.launch.backups.shelf import Shelf
from jisr.launch.commands import main
from jisr.launch.errors import CannotStart
from jisr.launch.house import House
from tests.launch.conftest import place

ROOT = Path(__file__).resolve().parents[2]
SECRET = "زينب-planted-0671"
TABLES = f"""
CREATE TABLE django_migrations (app text, name text);
INSERT INTO django_migrations VALUES ('auth', '0001_initial');
CREATE TABLE common_journalbatch (n bigint PRIMARY KEY, chain text, sealed_at timestamptz);
INSERT INTO common_journalbatch VALUES (1, 'abc', '2026-11-22 10:00+00');
CREATE TABLE person (id uuid PRIMARY KEY, name text NOT NULL, born date, facts jsonb, photo bytea,
    compartment text CHECK (compartment IN ('', 'violence')));
INSERT INTO person SELECT gen_random_uuid(), 'person ' || n || ' {SECRET}', DATE '1990-01-01' + n,
    jsonb_build_object('n', n / 7.0), decode(md5(n::text), 'hex'), '' FROM generate_series(1, 3000) n;
CREATE TABLE kin (id bigint GENERATED ALWAYS AS IDENTITY, of uuid REFERENCES person, told timestamptz DEFAULT now());
INSERT INTO kin (of) SELECT id FROM person;
CREATE INDEX person_born ON person (born) WHERE compartment = '';
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON person TO jisr_app;
CREATE POLICY person_scope ON person TO jisr_app USING (compartment = '' OR name = 'x');
CREATE FUNCTION door() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public
    AS 'SELECT count(*) FROM person';
REVOKE ALL ON FUNCTION door() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door() TO jisr_public;
"""


@pytest.fixture(scope="module")
def light():
    """Slow guessing is for thieves, and the journal's models need tables that are not here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "WORK", {"n": 2, "r": 1, "p": 1})
        for module in (restore, rehearse):
            patch.setattr(module, "brought_to_today", lambda *_: None)
            patch.setattr(module, "journal_read_again", lambda *_: (True, "whole"))
        patch.delenv("DATABASE_URL", raising=False)
        yield patch


@pytest.fixture(scope="module")
def house(light):
    """An installation with a database of its own that runs."""
    with place() as data:
        light.setenv("JISR_DATA", str(data))
        with House() as house:
            with owner(house) as connection:
                connection.execute(TABLES)
            (data / "files" / "a").mkdir(parents=True)
            (data / "files" / "a" / "upload.bin").write_bytes(b"photo" * 100)
            (data / "journal.head").write_text("{}")
            yield house


@pytest.fixture
def elsewhere(monkeypatch):
    """An empty place with a data directory of its own."""
    with place() as data:
        monkeypatch.setenv("JISR_DATA", str(data))
        yield House()


@pytest.fixture(scope="module")
def backup(house):
    """One backup of it."""
    return make.back_up(house).path


def owner(house):
    """A connection as the owner of the tables."""
    return psycopg.connect(house.database.addresses()["JISR_DB_OWNER"])


def phrase_of(house):
    """The phrase that its first backup made."""
    return (house.data / "backup.key").read_text().strip()


#: A backup that says that it is at its last part, and waits: however small it is, it is met in the middle.
STANDS_STILL = (
    "import time, pathlib; from jisr.launch.backups import make;"
    "make.parts.end = lambda *_: (pathlib.Path({mark!r}).touch(), time.sleep(60));"
)


def killed_when(command, environment, there, before=""):
    """Start a command and kill -9 it as soon as something is there; whether it was still at work."""
    program = subprocess.Popen(
        [sys.executable, "-c", f"import sys; from jisr.launch.backups import sealed; sealed.WORK = {sealed.WORK};"
         f"{before}"
         "from jisr.launch.commands import main; sys.exit(main(sys.argv[1:]))", *command],
        cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 30
    while not there() and program.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    program.kill()
    return program.wait() == -signal.SIGKILL


def test_a_restore_killed_and_done_again_is_the_same(house, backup, elsewhere):
    """Nobody is led to half of it. Then every row, wall, door, grant, sequence and file, never over what is there."""
    environment = {"JISR_DATA": str(elsewhere.data), "JISR_BACKUP_PHRASE": phrase_of(house)}
    half = elsewhere.data / "restoring"
    with owner(house) as connection:
        before = describe(connection)

    assert killed_when(["restore", str(backup)], environment, (half / "database").is_dir)
    assert half.is_dir()
    assert not (elsewhere.data / "database").exists()
    with pytest.raises(CannotStart, match="was cut before its end"):
        elsewhere.start()
    with pytest.raises(CannotStart, match="was cut before its end"):
        elsewhere.key()  # nor is one made, which the next restore would take for that of the installation
    restore.restored(elsewhere, backup, phrase_of(house))

    with elsewhere, owner(elsewhere) as connection:
        assert differences(before, describe(connection)) == []
        assert connection.execute("INSERT INTO kin (of) VALUES (NULL) RETURNING id").fetchone() == (3001,)
    assert (elsewhere.data / "key").read_bytes() == (house.data / "key").read_bytes()
    assert (elsewhere.data / "files" / "a" / "upload.bin").read_bytes() == b"photo" * 100
    assert not half.exists()
    with pytest.raises(CannotStart, match="never writes over one"):
        restore.restored(elsewhere, backup, phrase_of(house))


def test_nothing_said_stands_in_the_file(house, backup):
    """Neither a word of a row, nor the key, nor the name of a table."""
    raw = backup.read_bytes()

    for said in (SECRET.encode(), b"planted", b"person", (house.data / "key").read_bytes()[:20], b"photophoto"):
        assert said not in raw
    assert backup.stat().st_mode & 0o077 == 0


def test_what_differs_is_named(house):
    """A row, a wall, a grant, a door: a copy that lacks one of them is not a copy."""
    with owner(house) as connection:
        before = describe(connection)
        for change, named in {
            "UPDATE person SET born = born + 1 WHERE born = '1990-01-09'": "table person has as many rows, and not the",
            "DELETE FROM kin WHERE id = 7": "table kin has 2,999 rows, not 3,000",
            "DROP POLICY person_scope ON person": "policies: missing: person | person_scope",
            "ALTER TABLE person DISABLE ROW LEVEL SECURITY": "row security: missing: person",
            "GRANT SELECT ON kin TO jisr_public": "grants on tables: too much: kin | SELECT | jisr_public",
            "GRANT EXECUTE ON FUNCTION door() TO PUBLIC": "grants on functions: too much: door() | EXECUTE | PUBLIC",
            "ALTER FUNCTION door() SECURITY INVOKER": "functions: missing: door()",
            "DROP INDEX person_born": "indexes: missing: person | person_born",
        }.items():
            with connection.transaction(force_rollback=True):
                connection.execute(change)
                assert any(line.startswith(named) for line in differences(before, describe(connection))), named


def test_a_file_that_cannot_be_used_changes_nothing(house, backup, elsewhere, tmp_path):
    """Another phrase, a flipped byte, a cut end, another file, a newer Jisr: each its own sentence."""
    raw, phrase = backup.read_bytes(), phrase_of(house)
    bad = tmp_path / "bad.backup"
    flipped = bytearray(raw)
    flipped[len(raw) // 2] ^= 1

    for content, said in {bytes(flipped): "was altered", raw[:-9]: "cut off", b"PK\3\4": "not a backup"}.items():
        bad.write_bytes(content)
        with pytest.raises(CannotStart, match=f"{said}.*Nothing was changed"):
            restore.restored(elsewhere, bad, phrase)
    with pytest.raises(CannotStart, match="does not open with this recovery phrase"):
        restore.restored(elsewhere, backup, "another phrase that is long")
    with owner(house) as connection:
        connection.execute("INSERT INTO django_migrations VALUES ('families', '9999_of_tomorrow')")
    newer = make.back_up(house, to=tmp_path).path
    with owner(house) as connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'families'")
    with pytest.raises(CannotStart, match="made by a newer version"):
        restore.restored(elsewhere, newer, phrase)

    assert not elsewhere.data.exists()


def test_a_rehearsal_names_what_was_lost_and_leaves_nothing(house, backup, monkeypatch):
    """For doctor it notes when, and that not all was alike."""
    poured = put_back._poured

    def with_a_loss(program, content, address):
        poured(program, content, address)
        with psycopg.connect(address) as connection:
            connection.execute("DELETE FROM kin WHERE id = 5")

    monkeypatch.setattr(put_back, "_poured", with_a_loss)

    found = rehearse.rehearsed(house, backup)

    assert found.differs == ["table kin has 2,999 rows, not 3,000"]
    assert not Shelf(house.data).notes()["rehearsal"]["equal"]
    assert not (house.data / "rehearsal").exists()


def test_a_copy_that_is_not_alike_is_not_led_to(house, backup, monkeypatch, tmp_path):
    """What is not what was saved is said, and ends the restore before anything is moved."""
    for name in ("see_server", "database_put_back", "files_put_back"):
        monkeypatch.setattr(restore, name, lambda *_: None)
    monkeypatch.setattr(restore, "what_differs", lambda *_: ["table person is missing"])

    with pytest.raises(CannotStart, match="table person is missing"):
        restore._filled(tmp_path, house.database.addresses(), backup, "", {"has_key": True}, given=house.data / "key")


def test_a_server_of_its_own_takes_all_or_nothing(house, backup, monkeypatch, tmp_path):
    """One transaction: a restore that ends in the middle leaves an empty database, and can be done again."""
    address = house.database.addresses()["JISR_DB_OWNER"]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE own_server")
    monkeypatch.setenv("DATABASE_URL", address.replace("/jisr?", "/own_server?"))
    monkeypatch.setenv("JISR_DATA", str(tmp_path / "data"))
    poured, there = put_back._poured, House()

    def cut(program, content, address):
        poured(program, (piece[: len(piece) // 2] for piece in content), address)

    monkeypatch.setattr(put_back, "_poured", cut)
    with pytest.raises(CannotStart, match="nothing of it stays"):
        restore.restored(there, backup, phrase_of(house))
    with owner(there) as connection:
        assert connection.execute("SELECT to_regclass('person')").fetchone() == (None,)

    monkeypatch.setattr(put_back, "_poured", poured)
    restore.restored(there, backup, phrase_of(house))
    with owner(there) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (3000,)
    with pytest.raises(CannotStart, match="holds tables already"):
        restore.restored(there, backup, phrase_of(house))
    with pytest.raises(CannotStart, match="exist on this server already"):
        restore._see_logins(there.database, tmp_path)


def test_the_oldest_go_and_the_last_good_one_stays(house, backup, tmp_path):
    """Also where the newer ones were never restored to see."""
    shelf = Shelf(house.data, tmp_path)
    names = [tmp_path / f"jisr-2026110{day}T000000Z.backup" for day in range(1, 6)]
    for name in (*names, tmp_path / "jisr-mine.backup", tmp_path / "letter.txt"):
        name.touch()
    shelf.note("rehearsal_equal", {"file": str(names[1])})

    dropped = shelf.forget_old(2)

    assert dropped == [names[0], names[2]]
    assert sorted(path.name for path in tmp_path.iterdir())[-2:] == ["jisr-mine.backup", "letter.txt"]


def test_a_backup_killed_in_the_middle_is_absent(house, backup, tmp_path):
    """What it left has another name, and the next one clears it away."""
    environment = {"JISR_DATA": str(house.data)}

    mark = tmp_path.with_name(f"{tmp_path.name}.reached")
    assert killed_when(["backup", "--to", str(tmp_path)], environment, mark.exists, STANDS_STILL.format(mark=str(mark)))
    assert Shelf(house.data, tmp_path).all() == []
    assert list(tmp_path.glob("*.half"))

    made = make.back_up(house, to=tmp_path)
    assert list(tmp_path.iterdir()) == [made.path]


def test_a_full_disk_is_said_of_the_disk_that_is_full(house, backup, tmp_path, monkeypatch):
    """Before it begins where it can be seen, else when it happens; nothing is left of it, and nothing old goes."""
    with monkeypatch.context() as patch:
        patch.setattr(make.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
        with pytest.raises(CannotStart, match=f"{tmp_path} has no room"):
            make.back_up(house, to=tmp_path)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(make.parts, "end", full)
    with pytest.raises(CannotStart, match=f"{tmp_path} has no room"):
        make.back_up(house, to=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_first_backup_makes_a_phrase_and_a_weak_one_is_refused(house, backup, monkeypatch, capsys):
    """Nobody can help whoever loses it; and a short one is guessed."""
    assert len(phrase_of(house)) >= 40
    assert (house.data / "backup.key").stat().st_mode & 0o777 == 0o600
    assert main(["backup", "--phrase"]) == 0
    assert phrase_of(house) in capsys.readouterr().out

    monkeypatch.setenv("JISR_BACKUP_PHRASE", "summer 2026")
    assert main(["backup"]) == 1
    assert "could be guessed" in capsys.readouterr().err


def test_doctor_tells_a_program_what_it_tells_people(house, backup, capsys):
    """One object a line, the same verdicts; its end says whether somebody is needed."""
    code = main(["doctor", "--json"])

    told = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert told["last backup"]["verdict"] == "well"
    assert told["migrations"]["verdict"] == "mind"
    assert "not applied" in told["migrations"]["says"]
    assert code == 1

    (house.data / "key").rename(house.data / "key.away")
    try:
        main(["doctor"])
    finally:
        assert not (house.data / "key").exists()  # it looks, and makes nothing
        (house.data / "key.away").rename(house.data / "key")
    assert "key              WRONG" in capsys.readouterr().out
