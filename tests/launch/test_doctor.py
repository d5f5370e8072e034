"""What doctor says of each thing, and what it says to do."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from jisr.common.crypto import keyed_hash
from jisr.launch.backups.shelf import Shelf
from jisr.launch.behind_proxy import with_addresses
from jisr.launch.doctor import database, machine, saved
from jisr.launch.doctor.findings import Verdict, lasting
from jisr.launch.house import House


def test_it_signs_as_the_journal_does():
    """It tries the key without loading the product, so its formula is a second one."""
    material = Path(os.environ["JISR_SECRET_FILE"]).read_bytes()

    assert database.signature_of("head|7|abc", material) == keyed_hash("head|7|abc", purpose="journal")
    assert database.signature_of("head|7|abc", material + b"x") != keyed_hash("head|7|abc", purpose="journal")


def test_what_could_not_be_had_back_is_said(tmp_path, monkeypatch):
    """No backup, an old one, one that changed, never rehearsed."""
    monkeypatch.setenv("JISR_DATA", str(tmp_path))
    monkeypatch.setenv("JISR_DEMONSTRATION", "0")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    house, shelf, file = House(), Shelf(tmp_path), tmp_path / "jisr-20261101T000000Z.backup"

    def verdicts():
        return [(one.name, one.verdict) for one in saved.kept_safe(house)][1:]

    assert verdicts() == [("last backup", Verdict.WRONG), ("last rehearsal", Verdict.MIND)]
    file.write_bytes(b"12345")
    shelf.note("backup", {"file": str(file), "size": 5, "took_s": 1})
    shelf.note("rehearsal", {"file": str(file), "equal": True, "took_s": 1})
    monkeypatch.setattr(saved, "BACKED_UP_WITHIN", timedelta(0))
    assert verdicts() == [("last backup", Verdict.MIND), ("last rehearsal", Verdict.WELL)]
    file.write_bytes(b"123")
    shelf.note("rehearsal", {"file": str(file), "equal": False})
    assert verdicts() == [("last backup", Verdict.WRONG), ("last rehearsal", Verdict.WRONG)]


def test_keys_and_settings_that_do_harm_are_said(tmp_path, monkeypatch):
    """Before somebody else finds out."""
    monkeypatch.setenv("JISR_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    house, key = House(), tmp_path / "key"
    key.write_text("material")
    key.chmod(0o644)

    assert machine._key(house).do == f"chmod 600 {key}"
    key.chmod(0o600)
    assert machine._key(house).verdict == Verdict.WELL
    monkeypatch.setenv("JISR_DEMONSTRATION", "0")
    monkeypatch.setenv("JISR_DEBUG", "1")
    assert machine._settings(house).verdict == Verdict.WRONG
    monkeypatch.setenv("JISR_DEBUG", "0")
    assert "JISR_HOSTS" in machine._settings(house).says
    (tmp_path / "restoring").mkdir()
    assert machine._to_make(house).verdict == Verdict.WRONG


def test_lengths_of_time_are_said_in_words():
    """Not to the second after three days."""
    assert [lasting(timedelta(seconds=s)) for s in (-3, 59, 150, 8_000, 200_000)] == [
        "0 seconds", "59 seconds", "2 minutes", "2 hours", "2 days",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("peer", "said", "seen"),
    [
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("::1", "10.0.0.1, 2001:db8::7", "2001:db8::7"),
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),  # not the proxy: anybody can write this line
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_each_visitor_keeps_her_address(peer, said, seen):
    """Who tries passwords is slowed down, not everybody."""
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": said}

    told = with_addresses(lambda environ, _start: [environ["REMOTE_ADDR"].encode()])(environ, None)

    assert told == [seen.encode()]
