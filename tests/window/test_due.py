"""What the keeper does by itself: remind once, expire, and leave alone what was answered."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.models import Event, JournalLine
from jisr.messages.models import Message
from jisr.window.orientation.jobs import treat_due
from jisr.window.orientation.models import Referral
from tests.ground import SERVICE_PARTNER, SERVICE_SHELTER
from tests.stories import listened, received, referred, under

# the keeper reads on a connection of its own: what it treats must be committed
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "keeper", "counter"])


def sent(days_ago, *, service=SERVICE_PARTNER, theme="training", compartment=""):
    """A referral sent some days ago."""
    with under("keeper") as held:
        visit = received(held)
        heard = listened(held, visit, (visit.person, theme), compartment=compartment)
        referral = referred(held, heard, service)
    with scope(speaking="owner"):
        Referral.objects.filter(pk=referral.pk).update(sent_at=timezone.now() - timedelta(days=days_ago))
    return referral.pk


def test_a_centre_that_does_not_answer_is_reminded_once():
    """After three days, in words that tell a stranger nothing."""
    sent(2), sent(4)

    first, second = treat_due(), treat_due()

    assert [{k: n for k, n in one.items() if n} for one in (first, second)] == [{"remind": 1}, {}]
    with scope(speaking="owner"):
        message, referral = Message.objects.get(), Referral.objects.get(reminded_at__isnull=False)
        assert referral.code in message.body and message.template == "awaits"
        for word in ("فاطمة", "أيت وكريم", "تكوين", "ormation", "training"):
            assert word not in message.body
        assert JournalLine.objects.filter(verb="orientation.reminded", by="job:remind").count() == 1


def test_what_nobody_answered_expires_and_goes_back_to_its_sender():
    """After thirty days; the event tells it, and the sender's list asks to orient again."""
    key = sent(31)

    call_command("due")

    with scope(speaking="owner"):
        assert Referral.objects.get(pk=key).state == "expired"
    with scope(speaking="counter"):
        assert Event.objects.filter(code="expired").count() == 1


def test_a_protected_referral_is_treated_in_its_compartment_and_reads_the_same():
    """Its message, its line and its event stay in the compartment; the words are those of every other."""
    sent(4, service=SERVICE_SHELTER, theme="shelter", compartment="violence")
    sent(31, service=SERVICE_SHELTER, theme="shelter", compartment="violence")

    treated = treat_due()

    assert (treated["remind"], treated["expire"]) == (1, 1)

    with scope(speaking="owner"):
        lines = JournalLine.objects.filter(verb__in=["orientation.reminded", "orientation.expired"])
        assert {line.compartment for line in lines} == {"violence"}
    with scope(speaking="counter"):
        assert not Event.objects.filter(code="expired").exists()


def test_what_was_answered_in_the_meantime_is_left_alone(monkeypatch):
    """The list was made a moment before the answer came."""
    key = sent(31)
    with scope(speaking="owner"):
        Referral.objects.update(state="withdrawn", withdrawal="other")
    monkeypatch.setattr("jisr.window.orientation.jobs.queries.due", lambda: [(key, 101, "", "expire")])

    assert not any(treat_due().values())
