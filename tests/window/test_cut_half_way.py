"""A job that is cut half-way, by an error or by kill -9, and done again: nobody is told twice, and nobody is lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings as product
from django.db import connections
from django.test import Client, override_settings
from django.utils import timezone

from jisr.centres import actions as pages
from jisr.centres.jobs import keep_pages
from jisr.centres.models import Service
from jisr.common import events, journal
from jisr.common.database import scope
from jisr.families import actions as families
from jisr.messages import actions as messages
from jisr.messages import jobs as sender
from jisr.settings import channels
from jisr.window.appointments import jobs as reminders
from jisr.window.appointments.models import Appointment
from jisr.window.orientation import jobs, link, texting
from jisr.window.orientation.gaps import actions as gaps
from jisr.window.orientation.models import Referral
from tests.ground import OWN, SERVICE_PARTNER, SERVICE_SISTER
from tests.stories import listened, received, referred, under
from tests.window.appointments.agendas import given, week_of, working_day
from tests.window.test_answer_codes import INBOX, made, wrote
from tests.window.test_open_offers import need_of, offered

pytestmark = pytest.mark.django_db(
    transaction=True, databases=["default", "owner", "public", "keeper", "counter", "sealer"]
)
#: Messages, and after which of them a turn of the sender is cut.
MANY, CUTS = 120, (1, 9)
#: The same message to as many others.
MORE = """
INSERT INTO outgoing_message (id, centre_id, channel, "to", template, body, about, made_at, state, once_key,
    compartment)
SELECT gen_random_uuid(), m.centre_id, m.channel, m."to", m.template, m.body, m.about, m.made_at, m.state,
    m.once_key || ':' || n, m.compartment FROM outgoing_message m, generate_series(1, %s) n
"""


class Cut(RuntimeError):
    """What nobody expected."""


def owner(sql, *values):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def outbox():
    """once_key -> how many messages."""
    return Counter(key for (key,) in owner("SELECT once_key FROM outgoing_message"))


def told(code):
    return owner("SELECT count(*) FROM common_event WHERE code = %s", code)[0][0]


def lines(verb):
    return owner("SELECT count(*) FROM common_journalline WHERE verb = %s", verb)[0][0]


def cut(patch, place, name, at):
    """Let what a module calls be done, and raise right after it has been done for the n-th time."""
    act, calls = getattr(place, name), []

    def half(*args, **values):
        done = act(*args, **values)
        calls.append(1)
        if len(calls) == at:
            raise Cut
        return done

    patch.setattr(place, name, half)


def cut_short(job, place, name, at):
    """Do a job that is cut."""
    with pytest.MonkeyPatch.context() as patch:
        cut(patch, place, name, at)
        with pytest.raises(Cut):
            job()


def do_cut(job, place, name, at):
    """Do a job that is cut, then do it again until nothing is left to do."""
    cut_short(job, place, name, at)
    for _turn in range(3):
        job()


def silent(many, days=4):
    """Referrals that a centre with a line did not answer."""
    with under("worker") as held:
        for n in range(many):
            visit = received(held, given=f"فاطمة {n}")
            referred(held, listened(held, visit, (visit.person, "training")), SERVICE_PARTNER)
    with scope(speaking="owner"):
        Referral.objects.update(sent_at=timezone.now() - timedelta(days=days))


def summoned(many, ahead=3):
    """Appointments in some days, of people with a safe telephone."""
    day = working_day(20)
    with under("worker") as held:
        week_of(held, "worker")
        for n in range(many):
            visit = received(held, given=f"رقية {n}")
            phone = families.add_phone(
                household=visit.household, number=f"+2126000001{n:02}", owner="own", is_safe=True, by=held.user,
                person=visit.person,
            )  # fmt: skip
            given(held, visit.person, day, 9 + n // 2, 30 * (n % 2), told="sms", phone=phone.pk, agreed="spoken")
    back = timedelta(days=(day - timezone.localdate()).days - ahead)
    with scope(centres=[OWN]):
        for row in Appointment.objects.all():
            Appointment.objects.filter(pk=row.pk).update(
                starts_at=row.starts_at - back, ends_at=row.ends_at - back,
                given_at=row.given_at - timedelta(days=30),
            )  # fmt: skip


@pytest.mark.parametrize("at", [1, 3])
@pytest.mark.parametrize("place, name", [(messages, "queue"), (journal, "record")])
def test_reminders_of_referrals_are_written_once(place, name, at):
    """Cut after a message, or after a line of the journal: the row comes back whole."""
    silent(4)

    do_cut(jobs.treat_due, place, name, at)

    assert sorted(outbox().values()) == [1] * 4
    assert lines("orientation.reminded") == 4


@pytest.mark.parametrize("at", [1, 3])
@pytest.mark.parametrize("ahead", [3, 1])
def test_reminders_of_appointments_are_written_once(ahead, at):
    """Three days before, and the day before."""
    summoned(4, ahead)

    do_cut(reminders.remind_due, messages, "queue", at)

    assert sorted(outbox().values()) == [1] * 4
    assert lines("appointments.reminded") == 4


@pytest.mark.parametrize("at", [1, 2])
def test_offers_lapse_once(at):
    """Cut after its event: neither the end nor the event stays, and the next turn ends it."""
    with under("worker") as held:
        rows = [offered(held, need_of(held, given=f"فاطمة {n}"), SERVICE_SISTER) for n in range(3)]
    owner("UPDATE orientation_openoffer SET until = CURRENT_DATE - 1, made_at = made_at - interval '9 days'")

    do_cut(jobs.treat_due, events, "emit", at)

    assert told("expired") == lines("orientation.offer_lapsed") == len(rows)
    assert owner("SELECT DISTINCT state FROM orientation_openoffer") == [("expired",)]


def test_one_row_in_trouble_does_not_stand_before_the_others_for_ever(monkeypatch):
    """Each turn begins elsewhere: what always fails is met now first, now last, and the rest gets done."""
    silent(4)
    bad = owner("SELECT id FROM orientation_referral ORDER BY sent_at, id")[0][0]
    act = jobs.actions.remind

    def remind(*, referral):
        if referral.pk == bad:
            raise Cut
        return act(referral=referral)

    monkeypatch.setattr(jobs.actions, "remind", remind)
    for _turn in range(60):
        with pytest.raises(Cut):
            jobs.treat_due()

    assert sum(outbox().values()) == 3


@override_settings(INBOX=INBOX)
@pytest.mark.parametrize("place, name", [(texting, "body"), (link, "answer")])
def test_an_answer_by_text_that_is_cut_is_heard_again_and_counted_once(place, name, monkeypatch):
    """The gateway was not told that it was heard: it hands the message over again, under the same key."""
    _rows, _secret, code = made()
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("tests.window.test_answer_codes.Client", lambda: client)
    with pytest.MonkeyPatch.context() as patch:
        cut(patch, place, name, 1)
        first = wrote(f"{code} 1")
    again = [wrote(f"{code} 1").status_code for _again in range(3)]

    assert first.status_code == 500 and again == [200] * 3
    assert told("answered") == told("accepted") == 1
    assert sum(outbox().values()) == 1


def test_a_gap_that_is_cut_is_neither_half_noted_nor_half_closed():
    """What is counted and what stands in the file are one transaction."""
    with under("worker") as held:
        need = need_of(held)
    for act, code in (
        (lambda held: gaps.note(need=need, why="all_full", centre=held.centre, by=held.user), "gap.full"),
        (lambda held: gaps.close(need=need, by=held.user), "gap.closed"),
    ):
        with pytest.MonkeyPatch.context() as patch:
            cut(patch, events, "emit", 1)
            with pytest.raises(Cut), under("worker") as held:
                act(held)
        assert told(code) == 0
        for _again in range(2):
            with under("worker") as held:
                act(held)
        assert told(code) == 1
    assert owner("SELECT count(*) FROM orientation_gap") == [(1,)]


def test_pages_that_nobody_says_true_are_hidden_once():
    """Cut at the second page: each has one line in the end, as if it had not been cut."""
    with scope(speaking="owner"):
        Service.objects.update(verified_on=timezone.localdate() - timedelta(days=3_000), hidden_on=None)

    do_cut(keep_pages, pages, "hide", 2)

    assert lines("centres.hidden") == Service.objects.count() > 2


# by kill -9 of a program of its own


class Gateway(BaseHTTPRequestHandler):
    """An operator that takes every message, and notes under which key each was handed over."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.handed.append(self.headers["Idempotency-Key"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_said):
        """Nothing."""


@pytest.fixture
def gateway():
    """It listens; what it was handed."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Gateway) as server:
        server.handed = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def begun(command, data, **settings_of):
    """A command of the product as it runs, on the database of the test and a data directory of its own."""
    name = connections["default"].settings_dict["NAME"]
    addresses = {k: v.replace("/jisr?", f"/{name}?") for k, v in os.environ.items() if k.startswith("JISR_DB_")}
    return subprocess.Popen(
        [sys.executable, "-m", "django", command], cwd=product.ROOT.parent, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=os.environ | addresses | {"JISR_DATA": str(data)} | settings_of,
    )  # fmt: skip


def killed_after(command, data, reached, **settings_of):
    """Begin a command and kill -9 it as soon as a number is reached; whether it was still at work."""
    program, until = begun(command, data, **settings_of), time.monotonic() + 40
    while not reached() and program.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    program.kill()
    return program.wait() == -signal.SIGKILL


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The data directory of the programs that are killed."""
    return tmp_path_factory.mktemp("killed")


def test_a_keeper_that_is_killed_writes_each_reminder_once(place):
    """kill -9 in the middle of a turn, then turns that are cut by an error; the last one finds what is left."""
    silent(12)
    summoned(4)

    killed = killed_after("keep", place, lambda: sum(outbox().values()) >= 3)
    before = sum(outbox().values())
    cut_short(jobs.treat_due, messages, "queue", 2)
    cut_short(reminders.remind_due, messages, "queue", 2)
    jobs.treat_due()
    reminders.remind_due()

    assert killed and 3 <= before <= 10, "it was cut in the middle"
    assert sorted(outbox().values()) == [1] * 16
    assert lines("orientation.reminded") == 12 and lines("appointments.reminded") == 4


def test_a_sender_that_is_cut_hands_each_message_over_under_one_key(place, gateway, monkeypatch, settings):
    """Cut between handing over and noting, it hands over again; the key tells the gateway that it has it."""
    silent(1)
    jobs.treat_due()
    owner(MORE, MANY - 1)
    keys = {str(key) for (key,) in owner("SELECT id FROM outgoing_message")}
    there = {
        "JISR_SMS": "http", "JISR_SMS_URL": f"http://127.0.0.1:{gateway.server_port}/",
        "JISR_ADDRESS": "https://jisr.example",
    }  # fmt: skip
    for name, value in there.items():
        monkeypatch.setenv(name, value)
    settings.OUTLETS = {"sms": channels.outlet("JISR_SMS", "none", "http"), "email": {"kind": "none"}}

    assert killed_after("send", place, lambda: len(gateway.handed) >= 4, **there)
    assert 0 < owner("SELECT count(*) FROM outgoing_message WHERE state = 'sent'")[0][0] < MANY
    for at in CUTS:
        cut_short(sender.send_due, sender, "_tried", at)
    sender.send_due()
    lent = owner("SELECT count(*) FROM outgoing_message WHERE state = 'queued'")[0][0]
    assert len(CUTS) <= lent <= len(CUTS) + 1, "what a cut sender held is lent to it for some minutes, and no more"
    owner("UPDATE outgoing_message SET next_try_at = now() WHERE state = 'queued'")
    assert sender.send_due()["sent"] == lent

    said = Counter(gateway.handed)
    assert set(said) == keys and len(keys) == MANY
    assert len(CUTS) <= sum(said.values()) - MANY <= len(CUTS) + 1 and max(said.values()) == 2
    assert owner("SELECT DISTINCT state FROM outgoing_message") == [("sent",)]
    assert sorted(outbox().values()) == [1] * MANY
