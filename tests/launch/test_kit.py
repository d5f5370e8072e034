"""``KIT=FILE make run``: what is said before anything is made, and where the kit then lives.

The whole start from a file takes as long as a first installation; what a kit then does, opened by the same two
commands, is told in ``tests/journeys/test_forum_kit.py``.
"""

import ipaddress
import json

import pytest

from jisr.common.frames import frame, front
from jisr.launch import kit, lan
from jisr.launch.environment import ROOT, data_directory
from jisr.launch.errors import CannotStart
from jisr.launch.steps import OF_KIT

NUMBER = "01a202f2-3bb0-77e2-91d9-54728a2ea34b"


@pytest.fixture
def carried(tmp_path, monkeypatch):
    """A kit on a stick, named by KIT; nothing else is set."""
    for name in ("DATABASE_URL", "JISR_DATA", "KIT_PHRASE", "JISR_DEMONSTRATION", "JISR_HTTPS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "jisr-kit-x.jisr"
    path.write_bytes(frame(front({"is": "kit", "kit": NUMBER, "salt": "00"}), b"sealed"))
    monkeypatch.setenv("KIT", str(path))
    monkeypatch.setenv("JISR_DATA", str(tmp_path / "laptop"))
    return path


def test_a_kit_has_a_data_directory_of_its_own(carried, monkeypatch, tmp_path):
    """Named after it; started again without its file it is the same kit, once it was opened."""
    monkeypatch.setenv("KIT_PHRASE", "ACDE")
    found = kit.asked()
    assert found == kit.Kit(carried, "ACDE") and kit.here(tmp_path / "laptop")
    assert "KIT_PHRASE" not in kit.os.environ and kit.os.environ["JISR_DEMONSTRATION"] == "0"
    assert [step.name for step in OF_KIT] == ["migrate", "territory"]

    with pytest.raises(CannotStart, match="not opened to its end"):
        kit.asked()
    (tmp_path / "laptop" / "kit.json").write_text("{}")
    assert kit.asked() == kit.Kit(None, "")

    monkeypatch.delenv("JISR_DATA")
    monkeypatch.setenv("KIT", str(carried))
    monkeypatch.setattr(kit, "_claim", lambda data, number: None)
    kit.asked()
    assert data_directory() == ROOT / ".jisr" / "kits" / NUMBER


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: path.write_bytes(b"PK"), "did not arrive whole"),
        (lambda path: path.write_bytes(path.read_bytes()[:-3]), "did not arrive whole"),
        (
            lambda path: path.write_bytes(frame(front({"is": "bundle", "kit": NUMBER}), b"")),
            "joined on the main server",
        ),
        (lambda path: path.write_bytes(frame(front({"is": "kit", "kit": "../x"}), b"")), "not a kit"),
        (lambda path: kit.os.environ.update(DATABASE_URL="postgresql://x@y/z"), "DATABASE_URL"),
    ],
)
def test_what_is_no_kit_is_said_before_anything_is_made(carried, tmp_path, spoil, sentence, monkeypatch):
    """With what to do next."""
    monkeypatch.setenv("DATABASE_URL", "")
    spoil(carried)
    with pytest.raises(CannotStart, match=sentence):
        kit.asked()
    assert not (tmp_path / "laptop").exists()


def test_a_kit_lives_alone(carried, tmp_path, monkeypatch):
    """Neither in the data of an installation, nor in that of another kit."""
    laptop = tmp_path / "laptop"
    (laptop / "database").mkdir(parents=True)
    with pytest.raises(CannotStart, match="no kit"):
        kit.asked()
    (laptop / "kit.id").write_text("another\n")
    monkeypatch.setenv("KIT", str(carried))
    with pytest.raises(CannotStart, match="another kit"):
        kit.asked()


def test_a_phrase_is_asked_for_or_needed(carried, tmp_path, monkeypatch):
    """Without a terminal and without KIT_PHRASE nothing is waited for; wrong ones are asked again, then refused."""
    tried = []

    def opens(_path, phrase, _environment):
        tried.append(phrase)
        return (0, "") if phrase == "right" else (3, "wrong")

    monkeypatch.setattr(kit, "_open", opens)
    monkeypatch.setattr(kit.sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(CannotStart, match="pass phrase of the kit is needed"):
        kit.opened(kit.Kit(carried, ""), tmp_path, {})
    with pytest.raises(CannotStart, match="wrong"):
        kit.opened(kit.Kit(carried, "x"), tmp_path, {})
    typed = iter(["a", "right"])
    monkeypatch.setattr(kit.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(kit.getpass, "getpass", lambda _prompt: next(typed))
    kit.opened(kit.Kit(carried, ""), tmp_path, {})
    assert tried == ["x", "a", "right"]
    (tmp_path / "kit.json").write_text("{}")
    kit.opened(kit.Kit(carried, ""), tmp_path, {})  # opened before: nothing is asked


def test_the_terminal_says_where_telephones_find_it(tmp_path, monkeypatch):
    monkeypatch.setattr(kit, "_said", lambda _command, _environment: "  a@b.ma  CODE\n")
    monkeypatch.setattr(lan, "addresses", lambda: ["192.168.4.1"])
    note = {"name": {"ar": "قاعة", "fr": "Salle"}, "meeting": "m", "cut_at": "2026-11-22T10:00:00+00:00"}
    (tmp_path / "kit.json").write_text(json.dumps(note), encoding="utf-8")

    hall, alone = (kit.say(tmp_path, host, 8000, {}) for host in ("0.0.0.0", "127.0.0.1"))

    assert "http://192.168.4.1:8000/" in hall and "CODE" in hall and "قاعة / Salle" in hall
    assert "192.168" not in alone and "HOST=0.0.0.0" in alone


def test_addresses_of_this_machine_are_near_and_in_order():
    found = lan.addresses()
    assert found == sorted(set(found), key=ipaddress.ip_address)
    assert all(ipaddress.ip_address(one).is_private and not one.startswith("127.") for one in found)
