"""The auditor's page: who did what to which row, whether it is sealed, and never who the row is about."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jisr.common import journal
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


def _queries(client):
    client.get(reverse("journal:lines"))
    with CaptureQueriesContext(connections["sealer"]) as sealer, CaptureQueriesContext(connections["default"]) as app:
        client.get(reverse("journal:lines"))
    return len(sealer), len(app)
