"""The auditor's page: who did what to which row, whether it is sealed, and never who the row is about."""

import re
from pathlib import Path

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import jisr
from jisr.common import journal
from jisr.web.journal.verbs import has_words
from tests.access.people import entered
from tests.stories import listened, received, under

EVERY_LOGIN = ["default", "owner", "public", "counter", "sealer"]


@pytest.mark.django_db(transaction=True, databases=EVERY_LOGIN)
def test_an_auditor_reads_what_was_done_and_no_name():
    """Good governance: the journal can be read by somebody who opens no file."""
    with under("worker") as worker:
        received(worker, given="مسعودينا")
    auditor = entered("auditor")

    before = auditor.get(reverse("journal:lines")).content.decode()
    journal.seal()
    after = auditor.get(reverse("journal:lines"), {"room": "reception"}).content.decode()

    assert "reception.received" in before
    assert "مسعودينا" not in before
    assert "reception.received" in after
    assert "families.opened_household" not in after


@pytest.mark.django_db(transaction=True, databases=EVERY_LOGIN)
def test_an_auditor_outside_a_compartment_does_not_see_its_lines():
    """A line about a disclosure would tell that there was one."""
    with under("keeper") as keeper:
        visit = received(keeper)
        hidden = listened(keeper, visit, (visit.person, "violence"), compartment="violence")

    page = entered("auditor").get(reverse("journal:lines")).content.decode()

    assert str(visit.pk) in page
    assert str(hidden.pk) not in page


@pytest.mark.django_db(transaction=True, databases=EVERY_LOGIN)
def test_the_journal_is_read_with_a_fixed_number_of_queries():
    """A journal grows every second; its page does not get slower."""
    client = entered("auditor")
    few = _queries(client)
    with under("worker") as worker:
        for n in range(8):
            received(worker, family=f"عدد {n}")

    assert _queries(client) == few


def test_every_verb_that_is_recorded_has_its_words():
    """Whoever reads the journal, or who opened a file, reads sentences and not codes."""
    source = "".join(path.read_text("utf-8") for path in Path(jisr.__file__).parent.rglob("*.py"))
    recorded = set(re.findall(r'journal\.(?:record|opened)\(\s*"([a-z]+\.[a-z_]+)"', source))
    answers = {f"orientation.{state}" for state in ("accepted", "booked", "under_study", "refused")}

    assert len(recorded) > 40
    assert {verb for verb in recorded | answers if not has_words(verb)} == set()


def _queries(client):
    client.get(reverse("journal:lines"))
    with CaptureQueriesContext(connections["sealer"]) as sealer, CaptureQueriesContext(connections["default"]) as app:
        client.get(reverse("journal:lines"))
    return len(sealer), len(app)
