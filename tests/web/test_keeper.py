"""The keeper: one loop that does what nobody waits for, and ends when it is told to."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.utils import timezone

from jisr.common import drafts
from jisr.common.database import scope
from jisr.common.keys import new_key
from jisr.common.models import Act, Draft
from jisr.web import keeper
from tests.ground import SERVICE_SISTER, user_of
from tests.stories import listened, received, referred, under, with_children

EVERY_LOGIN = ["default", "owner", "counter", "sealer", "keeper"]
on_walls = pytest.mark.django_db(transaction=True, databases=EVERY_LOGIN)


def _owner(sql, *values):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


@pytest.mark.django_db(databases="__all__")
def test_every_job_is_done_when_it_is_due_and_not_before():
    """Sealing each second, verifying once a day."""
    done = []
    work = [
        keeper.Job("often", lambda: done.append("often"), every_s=0),
        keeper.Job("rare", lambda: done.append("rare"), 60),
    ]
    turns = iter([True, True, True, False])

    keeper.keep(_Hurried(), work, is_wanted=lambda: next(turns))

    assert done == ["often", "rare", "often", "often"]


@pytest.mark.django_db(databases="__all__")
def test_a_job_in_trouble_does_not_stop_the_others_and_says_no_value(caplog):
    """Errors of the database may carry what was being written; only their kind is told, and once."""
    done = []

    def fail():
        raise OperationalError("could not write «فاطمة»")

    work = [keeper.Job("first", fail, every_s=0), keeper.Job("second", lambda: done.append(1), every_s=0)]
    turns = iter([True, True, False])
    with caplog.at_level(logging.WARNING):
        keeper.keep(_Hurried(), work, is_wanted=lambda: next(turns))

    assert done == [1, 1]
    assert [record.getMessage() for record in caplog.records] == [
        "first does not succeed (OperationalError); trying again"
    ]


def test_a_long_job_runs_beside_the_others_and_never_twice_at_once():
    """The journal is sealed while it is being read again."""
    going, ended = threading.Event(), threading.Event()
    begun = []

    def long():
        begun.append(1)
        going.set()
        ended.wait(5)

    job = keeper.Job("long", long, every_s=0, is_long=True)
    job.begin(1.0)
    assert going.wait(5)
    job.begin(2.0)
    ended.set()
    job.thread.join(5)

    assert begun == [1]


@on_walls
def test_a_referral_without_an_answer_is_reminded_of_then_expires():
    """What the loop does each minute, with its own login."""
    with under("worker") as worker:
        visit = received(worker)
        _girl, boy = with_children(worker, visit.household)
        referral = referred(worker, listened(worker, visit, (boy, "disability")), SERVICE_SISTER)

    _owner("UPDATE orientation_referral SET sent_at = now() - interval '4 days'")
    _do("reminders and expiries")
    assert _owner("SELECT state, reminded_at IS NOT NULL FROM orientation_referral") == [("offered", True)]

    _owner("UPDATE orientation_referral SET sent_at = now() - interval '31 days'")
    _do("reminders and expiries")
    assert _owner("SELECT state FROM orientation_referral") == [("expired",)]
    assert _owner("SELECT count(*) FROM common_journalline WHERE subject LIKE %s AND by LIKE 'job:%%'",
                  f"%{referral.pk}") == [(2,)]  # fmt: skip


@on_walls
def test_what_died_is_forgotten_and_what_lives_is_kept():
    """Drafts for a day, keys of sent forms for a week; the keeper reads neither."""
    author = user_of("worker")
    with scope(user=author.pk):
        drafts.keep(author=author, place="/a/", fields=_Fields())
        drafts.keep(author=author, place="/b/", fields=_Fields())
        for days in (0, 8):
            Act.objects.create(author=str(author.pk), key=new_key(), at=timezone.now() - timedelta(days=days))
    _owner("UPDATE common_draft SET dies_at = now() - interval '1 second' WHERE place = '/a/'")

    _do("forgetting")

    with scope(user=author.pk):
        assert list(Draft.objects.values_list("place", flat=True)) == ["/b/"]
        assert Act.objects.count() == 1


@on_walls
def test_the_keepers_login_reads_no_table_of_people():
    """It may ask which referrals are due and that old drafts go: two functions, nothing else."""
    granted = _owner(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'jisr_keeper'"
    )

    assert [table for table, _ in granted if table not in {"django_migrations"}] == []


@on_walls
def test_it_seals_and_ends_in_order_when_told_to():
    """SIGTERM: the job under way is finished, the exit is clean, nothing is left unsealed."""
    with under("worker") as worker:
        received(worker)
    name = connections["default"].settings_dict["NAME"]
    addresses = {k: v.replace("/jisr?", f"/{name}?") for k, v in os.environ.items() if k.startswith("JISR_DB_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "keep"], env=os.environ | addresses, cwd=settings.ROOT.parent,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        until = time.monotonic() + 30
        while _owner("SELECT count(*) FROM common_journalline") != _owner("SELECT count(*) FROM common_journalseal"):
            assert time.monotonic() < until, "nothing was sealed"
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=10)[1]
    finally:
        process.kill()

    assert process.returncode == 0
    assert said == ""


def _do(name):
    job = next(job for job in keeper.jobs() if job.name == name)
    job.run()
    assert not job.in_trouble


class _Hurried(threading.Event):
    """Nobody waits a second between two turns of a test."""

    def wait(self, timeout=None):
        return self.is_set()


class _Fields:
    """What a posted form looks like."""

    def lists(self):
        return [("words", ["سر"])]
