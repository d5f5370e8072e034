"""The journal: each line sealed, each break named, also a tail that was cut off and a sealer that was killed."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from itertools import pairwise

import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import override_settings
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from jisr.common import journal, sealing
from jisr.common.database import scope
from jisr.common.keys import new_key
from jisr.common.models import JournalBatch, JournalDay, JournalLine
from jisr.common.sealing import batches, leaf, merkle_root

TABLES = "common_journalline, common_journalbatch, common_journalseal, common_journalday, common_journalcheck"


@pytest.fixture
def told(django_db_setup, django_db_blocker):
    """An empty journal, written by one login, sealed by another, and spoiled by the owner."""
    with django_db_blocker.unblock(), translation.override("en"):
        _spoil(f"TRUNCATE {TABLES}")
        yield
        _spoil(f"TRUNCATE {TABLES}")


def write(many=1, **values):
    """Lines as a worker's acts leave them."""
    with scope(user="7"):
        for n in range(many):
            journal.record("reception.received", f"reception.visit:{n}", by="7", **values)


def _spoil(sql, *values):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)


def _lines():
    with scope(speaking="sealer"):
        return list(JournalLine.objects.order_by("id"))


def breaks(head=None):
    """What verification says, in English."""
    return [str(one) for one in sealing.verify(head).broken]


@pytest.mark.usefixtures("told")
def test_each_line_is_sealed_once():
    """The sealer finds what waits, and nothing twice."""
    write(3)

    assert journal.seal() == 3
    assert journal.seal() == 0
    write(2)
    assert journal.seal() == 2

    verdict = journal.verify()
    assert (verdict.lines, verdict.batches, verdict.unsealed, list(verdict.broken)) == (5, 2, 0, [])


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    "spoiling",
    ["by = '8'", "verb = 'x'", "subject = 'a.b:c'", "reason = 'x'", "compartment = 'child'", "post = 'p'",
     "at = at + interval '1 microsecond'", "household_id = gen_random_uuid()"],
)  # fmt: skip
def test_a_changed_line_is_named(spoiling):
    """Whatever part of it was changed."""
    write(6)
    journal.seal()
    line = _lines()[4]

    _spoil(f"UPDATE common_journalline SET {spoiling} WHERE id = %s", line.pk)

    assert breaks() == [f"Batch 1, place 4: line {line.pk} was changed."]


@pytest.mark.usefixtures("told")
def test_a_line_that_is_gone_is_named():
    """Also one of a batch in the middle."""
    for _ in range(3):
        write(2)
        journal.seal()
    line = _lines()[2]

    _spoil("DELETE FROM common_journalline WHERE id = %s", line.pk)

    assert breaks() == [f"Batch 2, place 0: line {line.pk} is gone."]


@pytest.mark.usefixtures("told")
def test_a_seal_or_a_batch_that_is_gone_is_named():
    """Taking away the proof is a break like taking away the line."""
    for _ in range(3):
        write(2)
        journal.seal()

    _spoil("DELETE FROM common_journalseal WHERE batch_id = 1 AND place = 1")
    assert breaks()[0] == "Batch 1 does not hold all the lines that it sealed."

    _spoil("DELETE FROM common_journalseal WHERE batch_id = 2")
    _spoil("DELETE FROM common_journalbatch WHERE n = 2")
    assert "Batch 2 is missing." in breaks()


@pytest.mark.usefixtures("told")
def test_a_batch_sealed_again_with_other_lines_no_longer_fits_the_next():
    """Somebody who computes the hashes anew must do so for everything that follows, and then the days tell."""
    for _ in range(2):
        write(2)
        journal.seal()
    _spoil("UPDATE common_journalbatch SET root = %s WHERE n = 1", "0" * 64)

    assert "Batch 1 was sealed again with other lines." in breaks()


@pytest.mark.usefixtures("told")
def test_a_tail_cut_off_is_found_by_the_head_noted_outside(tmp_path):
    """The last batches and their lines deleted: inside the database everything fits."""
    head = tmp_path / "journal.head"
    for _ in range(3):
        write(2)
        journal.seal()
    sealing.note_head(head)
    assert breaks(head) == []

    _cut_off(after=2)

    assert breaks() == []
    assert breaks(head) == ["The journal no longer reaches batch 3, which was sealed here."]


@pytest.mark.usefixtures("told")
def test_a_tail_cut_off_is_found_by_the_signed_day():
    """Also where nothing is kept outside the database."""
    write(2)
    journal.seal()
    write(2)
    journal.seal()
    _spoil("UPDATE common_journalbatch SET sealed_at = sealed_at - interval '1 day'")
    signed = sealing.sign_day()
    assert signed is not None
    assert sealing.sign_day() is None, "a day is signed once"

    _cut_off(after=1)

    assert breaks() == ["Batch 2 is not what was signed at the end of its day."]


@pytest.mark.usefixtures("told")
def test_a_day_signed_by_somebody_without_the_key_is_found():
    """A signature needs the key file, which is not in the database."""
    write(2)
    journal.seal()
    last = _last()
    with scope(speaking="sealer"):
        JournalDay.objects.create(day=timezone.localdate(), batch=last.n, chain=last.chain, signature="0" * 64)

    assert breaks() == ["Batch 1 is not what was signed at the end of its day."]


@pytest.mark.usefixtures("told")
def test_a_line_written_behind_the_sealer_is_found():
    """With an old date it would never be sealed, and nobody would miss the seal."""
    write(2)
    journal.seal()
    _spoil(
        "INSERT INTO common_journalline (id, at, by, post, verb, subject, reason, compartment)"
        " VALUES (gen_random_uuid(), now() - interval '2 days', '7', '', 'x', 'a.b:c', '', '')"
    )

    assert breaks() == ["1 lines were written behind the sealer's back."]


@pytest.mark.usefixtures("told")
def test_what_was_written_while_no_keeper_ran_is_sealed_when_it_is_back():
    """A keeper that was away for a night leaves nothing unsealed."""
    write(2)
    journal.seal()
    _spoil("UPDATE common_journalbatch SET sealed_at = now() - interval '9 hours'")
    write(3)
    _spoil("UPDATE common_journalline SET at = now() - interval '8 hours' WHERE id = ANY(%s)",
           [line.pk for line in _lines()[2:]])  # fmt: skip

    assert sealing.late()
    assert sealing.seal(sealing.QUICK_WINDOW) == 3
    assert not sealing.late()


@pytest.mark.usefixtures("told")
def test_a_line_that_waits_for_a_minute_is_an_alarm():
    """Not before: the sealer comes by each second."""
    write()
    assert not sealing.late()
    _spoil("UPDATE common_journalline SET at = now() - interval '61 seconds'")

    assert sealing.late()


@pytest.mark.usefixtures("told")
def test_two_sealers_do_not_stand_in_each_others_way():
    """The second one seals nothing while the first is at work."""
    write(4)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [sealing._SEALERS])
        try:
            assert journal.seal() == 0
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [sealing._SEALERS])

    assert journal.seal() == 4


@pytest.mark.usefixtures("told")
def test_the_auditor_is_told_when_the_journal_was_last_read_and_what_was_found():
    """What verification found is kept, by places and never by content."""
    assert sealing.last_check() is None
    write(2)
    journal.seal()
    line = _lines()[1]
    _spoil("UPDATE common_journalline SET verb = 'x' WHERE id = %s", line.pk)

    sealing.remember(sealing.verify())

    at, found = sealing.last_check()
    assert timezone.now() - at < timedelta(minutes=1)
    assert [str(one) for one in found] == [f"Batch 1, place 1: line {line.pk} was changed."]


@pytest.mark.usefixtures("told")
def test_openings_are_written_in_one_statement_at_the_end():
    """Nothing is shown whose line is not on disk."""
    token, speaks = journal.gathered.set([]), journal.speaking_for.set(("7", ""))
    try:
        with scope(user="7"):
            journal.opened("families.opened", "families.household:1")
            journal.opened("families.opened", "families.household:2")
            assert _lines() == []
            journal.leave()
    finally:
        journal.gathered.reset(token)
        journal.speaking_for.reset(speaks)

    assert [line.subject for line in _lines()] == ["families.household:1", "families.household:2"]


_WRITER = """
import os, sys
import django
django.setup()
from jisr.common import journal, sealing
from jisr.common.database import scope
print("ready", flush=True)
n = 0
while True:
    with scope(user="7"):
        for _ in range(20):
            journal.record("reception.received", f"reception.visit:{n}", by="7")
            n += 1
    journal.seal()
    print(n, flush=True)
"""


@pytest.mark.usefixtures("told")
def test_a_sealer_killed_in_the_middle_leaves_a_whole_journal():
    """kill -9 while lines are written and sealed: what was acknowledged is there, and everything fits."""
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITER], env=os.environ | _addresses(), stdout=subprocess.PIPE, text=True,
        cwd=settings.ROOT.parent,
    )  # fmt: skip
    with process:
        assert process.stdout.readline() == "ready\n"
        for _ in range(5):
            acknowledged = int(process.stdout.readline())
        time.sleep(0.03)
        process.send_signal(signal.SIGKILL)

    while journal.seal():
        pass

    verdict = journal.verify()
    assert list(verdict.broken) == []
    assert verdict.lines >= acknowledged
    assert verdict.unsealed == 0


def _addresses():
    """The addresses of the tests' database for a process of its own."""
    name = connections["default"].settings_dict["NAME"]
    ours = {key: value for key, value in os.environ.items() if key.startswith("JISR_DB_")}
    return {key: value.replace("/jisr?", f"/{name}?") for key, value in ours.items()}


def _cut_off(*, after):
    _spoil(
        "DELETE FROM common_journalline WHERE id IN (SELECT line FROM common_journalseal WHERE batch_id > %s)", after
    )
    _spoil("DELETE FROM common_journalseal WHERE batch_id > %s", after)
    _spoil("DELETE FROM common_journalbatch WHERE n > %s", after)


def _last():
    with scope(speaking="sealer"):
        return JournalBatch.objects.order_by("-n").first()


hashes = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(st.lists(hashes, min_size=1, max_size=40), st.data())
def test_the_root_changes_with_every_leaf(leaves, data):
    """One letter of one line is enough."""
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(hashes.filter(lambda one: one != leaves[place]))

    assert merkle_root(leaves) != merkle_root([*leaves[:place], other, *leaves[place + 1 :]])


@given(st.lists(hashes, min_size=2, max_size=40, unique=True))
def test_the_root_changes_with_the_order_of_the_leaves(leaves):
    """Lines moved in time are lines changed."""
    assert merkle_root(leaves) != merkle_root([leaves[1], leaves[0], *leaves[2:]])


@given(st.integers(0, 23), st.integers(1, 7))
def test_batches_hold_every_line_once_and_in_order(many, size):
    """Nothing is left between two batches."""
    lines = [JournalLine(id=new_key(), verb="x", subject=str(n)) for n in range(many)]

    made = list(batches(lines, None, size=size))

    assert [one.line for _, seals in made for one in seals] == [line.id for line in lines]
    assert [batch.n for batch, _ in made] == list(range(1, len(made) + 1))
    assert all(later.previous == earlier.chain for (earlier, _), (later, _) in pairwise(made))


def test_a_line_has_the_same_leaf_in_every_time_zone():
    """The hash is of the moment, not of the way it is written."""
    line = JournalLine(id=new_key(), verb="x", subject="a.b:c", at=timezone.now())
    before = leaf(line)

    with override_settings(TIME_ZONE="Asia/Tokyo"):
        line.at = timezone.localtime(line.at)

    assert leaf(line) == before
