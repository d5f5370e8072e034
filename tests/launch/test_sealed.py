"""A sealed stream gives back what was put in, and finds every change."""

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.launch.backups import make, parts, sealed
from jisr.launch.backups.put_back import key_put_in
from jisr.launch.backups.sealed import Damaged, Sealer, WrongPhrase, head_of, opened
from jisr.launch.environment import without_owner

PHRASE = "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2"


@pytest.fixture(autouse=True, scope="module")
def light_work():
    """The work of one guess is for thieves; parts of a few bytes make many of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "WORK", {"n": 2, "r": 1, "p": 1})
        patch.setattr(sealed, "CHUNK", 16)
        yield


def shut(content, phrase=PHRASE):
    """The content as a sealed file, written in uneven pieces."""
    file = io.BytesIO()
    sealer = Sealer(file, phrase=phrase, head={"made_at": "2026-11-22"})
    for start in range(0, len(content), 7):
        sealer.write(content[start : start + 7])
    sealer.finish()
    return file.getvalue()


def test_a_head_that_is_nested_without_end_is_a_fault_of_the_file():
    said = b"[" * 3_000
    with pytest.raises(Damaged):
        head_of(io.BytesIO(sealed.SIGN + hashlib.sha256(said).hexdigest().encode() + b" " + said + b"\n"))


def test_a_key_beside_a_copy_is_readable_by_its_owner_alone(tmp_path):
    (tmp_path / "given").write_bytes(b"k")
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", lambda path, _key: seen.append(path.stat().st_mode & 0o777))
        key_put_in(tmp_path / "given", tmp_path)
    assert seen == [0o600]


def test_a_backup_is_written_through_no_name_that_somebody_laid_there(tmp_path):
    (tmp_path / "half").symlink_to(tmp_path / "theirs")
    with pytest.raises(FileExistsError), open(tmp_path / "half", "wb", opener=make._private):
        pass
    assert not (tmp_path / "theirs").exists()


def test_what_opens_the_backups_is_told_to_no_program_that_answers_people():
    told = {"JISR_BACKUP_PHRASE": "x", "JISR_BACKUP_KEY": "y", "JISR_DB_OWNER": "z", "JISR_DATA": "d"}
    assert without_owner(told) == {"JISR_DATA": "d"}


def read(raw, phrase=PHRASE):
    """The content of a sealed file."""
    return b"".join(opened(io.BytesIO(raw), phrase=phrase))


@given(st.binary(max_size=100))
def test_what_went_in_comes_out(content):
    """Of any length, also none, also just full parts."""
    assert read(shut(content)) == content


def test_every_flipped_byte_is_found():
    """In the head, in the wrapped key, in each part, in its seal."""
    raw = shut(b"a family's file, in several parts of sixteen bytes")

    for place in range(len(raw)):
        flipped = bytearray(raw)
        flipped[place] ^= 1
        with pytest.raises((Damaged, WrongPhrase)):
            read(bytes(flipped))


def test_every_missing_end_is_found():
    """A copy that was cut off, wherever, also just behind a part."""
    raw = shut(bytes(64))

    for end in range(len(raw)):
        with pytest.raises((Damaged, WrongPhrase)):
            read(raw[:end])
    with pytest.raises(Damaged):
        read(raw + b"\0")


@settings(max_examples=30)
@given(st.permutations(range(4)), st.integers(0, 3))
def test_parts_keep_their_order_and_none_is_left_out(order, left_out):
    """Each part of a stream is bound to its place in it."""
    raw = shut(bytes(range(64)))
    begin, size = len(raw) - 4 * 32, 32
    pieces = [raw[begin + n * size : begin + (n + 1) * size] for n in range(4)]
    moved = [pieces[n] for n in order]

    for forged in (moved, pieces[:left_out] + pieces[left_out + 1 :]):
        if forged != pieces:
            with pytest.raises(Damaged):
                read(raw[:begin] + b"".join(forged))


def test_another_phrase_is_said_to_be_another_phrase():
    """Whoever types it wrong must not look for damage."""
    raw = shut(b"words")

    with pytest.raises(WrongPhrase):
        read(raw, phrase="another phrase, quite as long")
    assert read(raw, phrase=PHRASE.lower().replace("-", " ")) == b"words"  # it is copied from paper


def test_a_head_that_asks_for_endless_work_is_refused(monkeypatch):
    """A file from a stranger must not exhaust the machine that reads it."""
    raw = shut(b"words")
    head = head_of(io.BytesIO(raw))

    with pytest.raises(Damaged, match="does not say how it was shut"):
        read(sealed._front(head | {"n": 2**40}))


def test_named_parts_come_back_whole():
    """Also the one that nobody read, and one of no bytes."""
    sink = io.BytesIO()
    for name, content in {"one": [b"ab", b"c"], "none": [], "three": [bytes(600_000)]}.items():
        parts.put(sink, name, content, told=name)
    parts.end(sink)

    found = {
        part.name: (part.told["told"], None if part.name == "none" else sum(map(len, part.content)))
        for part in parts.read([sink.getvalue()])
    }

    assert found == {"one": ("one", 3), "none": ("none", None), "three": ("three", 600_000)}
    with pytest.raises(Damaged, match="does not reach its end"):
        list(parts.read([sink.getvalue()[:-5]]))
    with pytest.raises(Damaged, match="not what was written"):
        list(parts.read([sink.getvalue().replace(b"ab", b"ac")]))
