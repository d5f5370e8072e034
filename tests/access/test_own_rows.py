"""Rows that belong to one author or one centre: drafts, acts, imports, messages. Held by raw SQL."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.common import drafts
from jisr.common.database import scope
from jisr.common.models import Act, Draft
from jisr.exchange import actions as exchange
from jisr.messages import actions as messages
from tests.access.probes import refused, rows
from tests.ground import FAR, OWN, SERVICE_SHELTER, SERVICE_SISTER, user_of
from tests.stories import listened, received, referred, under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

OF_AUTHORS = ("common_draft", "common_act", "exchange_stagedimport")


class Fields:
    """A form with one field."""

    def lists(self):
        """Names and their values."""
        return [("name", ["حورية"])]


@pytest.fixture
def hers():
    """A draft, an act and a preview of the coordinator."""
    user = user_of("coordinator")
    with scope(user=user.pk):
        draft = drafts.keep(author=user, place="/x/", fields=Fields())
        Act(author=str(user.pk), key=uuid.uuid4(), result="/families/household/x/").save(force_insert=True)
        exchange.stage_centres(
            name="c.csv", content=b"code,name_ar,name_fr,type,operator,commune\nX,a,b,c,d,e\n", by=user
        )
    return draft


@pytest.mark.parametrize("who", ["officer", "director", "far_coordinator", "administrator", "auditor"])
def test_nobody_else_reads_changes_or_drops_them(hers, who):
    """Not a colleague, nor whoever stands higher; and nobody who does not say who speaks."""
    for speaker in (user_of(who).pk, ""):
        with scope(user=speaker, centres=[OWN]):
            for table in OF_AUTHORS:
                assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table
                assert rows(f"UPDATE {table} SET author = author RETURNING 1") == [], table
                assert rows(f"DELETE FROM {table} RETURNING 1") == [], table
    with scope(user=user_of("coordinator").pk):
        assert [rows(f"SELECT count(*) FROM {table}") for table in OF_AUTHORS] == [[(1,)]] * 3


def test_nobody_writes_them_for_another_nor_hands_them_on(hers):
    """A draft slipped under a colleague's form would be sent in her name."""
    other = user_of("officer").pk
    with scope(user=user_of("coordinator").pk):
        for table in OF_AUTHORS:
            assert refused(f"UPDATE {table} SET author = %s", str(other)), table
        assert refused(
            "INSERT INTO common_act (id, author, key, digest, result, at) VALUES (%s, %s, %s, '', '//evil', now())",
            uuid.uuid4(), str(other), uuid.uuid4(),
        )  # fmt: skip
        assert refused(
            "INSERT INTO common_draft (id, author, place, body, saved_at, dies_at)"
            " VALUES (%s, %s, '/x/', '', now(), now() + interval '1 day')",
            uuid.uuid4(), str(other),
        )  # fmt: skip


def test_a_draft_that_died_is_gone_for_its_author_too(hers):
    """Before any job has swept it away; and it does not stand in the way of a new one."""
    user = user_of("coordinator")
    with scope(user=user.pk):
        assert rows("SELECT count(*) FROM common_draft") == [(1,)]
        Draft.objects.update(dies_at=timezone.now() - timedelta(seconds=1))
        assert rows("SELECT count(*) FROM common_draft") == [(0,)]
        assert drafts.draft_of(str(hers.pk)) is None
        drafts.keep(author=user, place="/x/", fields=Fields())
        assert rows("SELECT count(*) FROM common_draft") == [(1,)]


def test_a_body_moved_to_another_draft_is_not_read():
    """What is encrypted is bound to its author and its form."""
    user = user_of("officer")
    with scope(user=user.pk):
        one = drafts.keep(author=user, place="/one/", fields=Fields())
        two = drafts.keep(author=user, place="/two/", fields=Fields())
        Draft.objects.filter(pk=two.pk).update(body=one.body)
        assert drafts.fields_of(str(one.pk), place="/one/") is not None
        assert drafts.fields_of(str(two.pk), place="/two/") is None


def test_a_message_is_of_its_centre_and_its_compartment():
    """The number of a partner's telephone and what it is about."""
    with under("keeper") as keeper:
        visit = received(keeper)
        open_one = referred(keeper, listened(keeper, visit, (visit.person, "training")), SERVICE_SISTER)
        heard = listened(keeper, visit, (visit.person, "shelter"), compartment="violence")
        hidden = referred(keeper, heard, SERVICE_SHELTER)
        for about in (open_one, hidden):
            messages.queue(
                centre=OWN, channel="sms", to="+212600000000", template="awaits", body="…", about=about,
                compartment=about.compartment,
            )  # fmt: skip
        assert rows("SELECT count(*) FROM outgoing_message") == [(2,)]
    for who, seen in (("worker", 1), ("officer", 1), ("far_worker", 0), ("sister_worker", 0), ("delegate", 0)):
        with under(who):
            assert rows("SELECT count(*) FROM outgoing_message") == [(seen,)], who
    with under("worker"):
        assert refused("UPDATE outgoing_message SET centre_id = %s", FAR)
        assert refused("UPDATE outgoing_message SET compartment = 'violence'")
    with under("far_worker"):
        assert refused(
            "INSERT INTO outgoing_message (id, centre_id, channel, \"to\", template, body, about, made_at, state,"
            " compartment) VALUES (%s, %s, 'sms', '+212600000001', 'reminder', 'x', '', now(), 'queued', '')",
            uuid.uuid4(), OWN,
        )  # fmt: skip
