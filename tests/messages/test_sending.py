"""The sender: whatever happens, a message leaves under one key, and is never said to have left when it did not."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connections
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from jisr.common.crypto import encrypt
from jisr.common.database import call, scope
from jisr.common.errors import OutOfReach
from jisr.common.keys import new_key
from jisr.messages import actions, jobs, outlets, queries
from jisr.messages.models import Message
from jisr.messages.rules import LATER, NEVER, SENT, Tried, after, pause_s
from tests.access.probes import refused, refused_as
from tests.ground import OWN, SISTER, owner, user_of
from tests.stories import under

LOGINS = ["default", "owner", "public", "counter", "sealer", "keeper"]
on_walls = pytest.mark.django_db(transaction=True, databases=LOGINS)
LIMITS = {"first_s": 60, "grows": 4, "longest_s": 21_600, "most_tries": 12, "give_up_s": 259_200}
FILE = {"sms": {"kind": "file"}, "email": {"kind": "file"}}
_OUTCOMES = st.sampled_from([Tried(SENT), Tried(LATER, "busy"), Tried(NEVER, "refused")])


@given(st.lists(_OUTCOMES, min_size=1, max_size=40))
def test_a_message_ends_and_is_sent_only_where_it_left(outcomes):
    """Pauses grow up to the longest, so it ends within the days and tries that are set, whatever answers."""
    waited, said = 0, []
    for tries, tried in enumerate(outcomes, start=1):
        said.append(after(tried, tries=tries, waited_s=waited, limits=LIMITS))
        assert (said[-1].state == "sent") == (tried.how == SENT)
        if said[-1].state != "queued":
            break
        waited += said[-1].in_s
    pauses = [one.in_s for one in said if one.state == "queued"]
    assert pauses == sorted(pauses) and waited <= LIMITS["give_up_s"]
    assert said[-1].state != "queued" or len(said) == len(outcomes) < LIMITS["most_tries"]
    assert pause_s(10_000, LIMITS) == LIMITS["longest_s"]


def sealed(to="+212600000001", sender="tests:1", key=None):
    """A message of another room, with its address sealed."""
    key = key or new_key()
    owner(
        "INSERT INTO outgoing_message (id, sender, channel, \"to\", sealed_to, bound_to, template, body, about,"
        " made_at, state, once_key, compartment)"
        " VALUES (%s, %s, 'sms', '', %s, 'tests', 'x', 'خبر', '', now(), 'queued', %s, '')",
        key, sender, encrypt(to, bound_to="tests"), str(key),
    )  # fmt: skip
    return key


def state(key):
    """Where a message stands."""
    return owner("SELECT state, fault, tries, sealed_to IS NULL FROM outgoing_message WHERE id = %s", key)[0]


class Sender:
    """One sender in slow motion: it takes, hands over, and notes, or dies in between."""

    def __init__(self, handed):
        self.handed, self.lent, self.tried = handed, None, None

    def take(self):
        """Take what is due, unless it holds something."""
        self.lent = self.lent or jobs._take(LIMITS | {"lease_s": 300})

    def hand(self, tried):
        """Hand over what it holds."""
        if self.lent and not self.tried:
            self.tried = tried
            if tried.how == SENT:
                self.handed.append(str(self.lent[0]))

    def note(self):
        """Note what became of it."""
        if self.lent and self.tried:
            what = after(self.tried, tries=self.lent[1], waited_s=0, limits=LIMITS)
            with scope(speaking="keeper"):
                call("jisr_messages_noted", self.lent[0], self.lent[1], what.state, str(what.fault), what.in_s)
            self.lent = self.tried = None

    def die(self):
        """Killed: what it knew is gone."""
        self.lent = self.tried = None


_STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["take", "ok", "busy", "note", "die", "wait"])), max_size=14
)


@on_walls
@effort(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_however_two_senders_are_killed_and_come_back_it_leaves_under_one_key(steps, settings):
    settings.OUTLETS = FILE
    key, handed = sealed(), []
    senders = [Sender(handed), Sender(handed)]

    for who, step in [*steps, (0, "die"), (1, "die"), (0, "wait"), (0, "take"), (0, "ok"), (0, "note")]:
        sender = senders[who]
        if step == "wait":  # the lease or the pause is over
            owner("UPDATE outgoing_message SET next_try_at = now() WHERE id = %s", key)
        elif step in {"ok", "busy"}:
            sender.hand(Tried(SENT) if step == "ok" else Tried(LATER, "busy"))
        else:
            getattr(sender, step)()
        assert state(key)[0] != "sent" or handed, "it was said to have left"

    assert set(handed) == {str(key)} and state(key)[0] == "sent"
    kills = sum(step == "die" for _who, step in steps) + 1
    assert len(handed) <= kills + sum(step == "wait" for _who, step in steps) + 1


@on_walls
def test_two_senders_at_once_send_each_message_once(settings, tmp_path):
    settings.OUTLETS, settings.DATA = FILE, tmp_path
    keys = {str(sealed(f"+2126000000{n:02d}")) for n in range(12)}

    def work():
        try:
            return jobs.send_due()["sent"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        sent = sum(one.result(30) for one in [threads.submit(work) for _ in range(2)])

    lines = [json.loads(line) for line in (tmp_path / "messages.jsonl").read_text().splitlines()]
    assert sent == 12
    assert {line["key"] for line in lines} == keys and len(lines) == 12
    assert (tmp_path / "messages.jsonl").stat().st_mode & 0o077 == 0
    assert {state(key) for key in keys} == {("sent", "", 1, True)}
    assert owner("SELECT count(*) FROM common_journalline WHERE verb = 'messages.sent' AND by = 'job:sender'") == [
        (12,)
    ]


@on_walls
def test_what_waits_too_long_fails_and_comes_back_to_a_person(settings, capsys):
    """A centre's message comes back to its work list; another room's is counted where it belongs."""
    settings.OUTLETS = {"sms": {"kind": "http"}, "email": {"kind": "none"}}
    with under("worker") as worker:
        asked = {"centre": OWN, "channel": "sms", "to": "+212600000000", "template": "awaits", "body": "…"}
        kept = actions.queue(**asked, about=worker, once_key="one")
        assert actions.queue(**asked, about=worker, once_key="one") == kept
        assert list(queries.waiting([OWN])) == [kept] and not queries.waiting([OWN], carried=outlets.reaching())
    with under("sister_worker") as sister, pytest.raises(OutOfReach):
        actions.queue(**asked | {"centre": SISTER}, about=sister, once_key="one")
    other = sealed()
    owner("UPDATE outgoing_message SET made_at = now() - interval '4 days'")

    call_command("send")

    assert "given up 0" in capsys.readouterr().out  # nothing was tried: it ended by itself
    assert state(kept.pk)[:2] == state(other)[:2] == ("failed", "too_late") and state(other)[3]
    with under("worker") as worker:
        [back] = queries.waiting([OWN], carried=outlets.reaching())
        assert back.waits_for_a_person
        actions.pass_on(message=back, by=worker.user)
        assert not queries.waiting([OWN], carried=outlets.reaching())

    settings.OUTLETS = FILE  # it reaches nobody: a person does as before
    with under("worker") as worker:
        kept = actions.queue(**asked, about=worker)
    assert jobs.send_due().total() == 0
    with under("worker") as worker:
        assert list(queries.waiting([OWN], carried=outlets.reaching())) == [kept]
        actions.pass_on(message=kept, by=worker.user, failed=True)
        assert not queries.waiting([OWN])


@on_walls
def test_no_login_reads_an_address_nor_a_message_of_another_room():
    """The sender is lent one message at a time, sealed; it reads no table."""
    sealed()
    for login in ("public", "counter", "sealer", "keeper"):
        assert refused_as(login, "SELECT 1 FROM outgoing_message"), login
    for login in ("public", "counter", "sealer", "default"):
        assert refused_as(login, "SELECT * FROM jisr_messages_due('{sms}', '{}', 1, 1)"), login
        assert refused_as(login, "SELECT jisr_messages_noted(gen_random_uuid(), 1, 'sent', '', 0)"), login
    for name in ("worker", "director", "secretary", "moderator", "administrator", "auditor"):
        with under(name):
            assert not Message.objects.exists(), name
            assert refused(
                'INSERT INTO outgoing_message (id, sender, channel, "to", sealed_to, template, body, about, made_at,'
                " state, once_key, compartment)"
                " VALUES (gen_random_uuid(), 'x', 'sms', '', '\\x00', 'x', 'x', '', now(), 'queued', 'x', '')"
            ), name
    with scope(speaking="keeper"):
        [row] = call("jisr_messages_due", ["sms"], [], 300, 9_999)
        assert b"212" not in bytes(row[4]) and row[3] == ""
        assert call("jisr_messages_noted", row[0], row[1] + 1, "failed", "busy", 0) == [(False,)]
    assert user_of("worker").pk
