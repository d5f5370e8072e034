"""A link in wrong hands: guesses sent together, codes asked for all day, a page kept open after the referral ended."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from jisr.common.crypto import keyed_hash
from jisr.common.database import call, scope
from jisr.common.keys import new_key
from jisr.common.models import Event
from jisr.messages.models import Message
from jisr.window.orientation import actions, link
from jisr.window.orientation.models import Referral
from tests.ground import SERVICE_PARTNER, SERVICE_SISTER
from tests.stories import listened, received, referred, under

# the public login speaks in a transaction of its own: what the sender wrote must be committed
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])
NAMES = ("فاطمة", "أيت وكريم")


def made():
    """A referral to the partner and the secret of its link."""
    with under("worker") as held:
        visit = received(held)
        referral = referred(held, listened(held, visit, (visit.person, "training")), SERVICE_PARTNER)
        return referral, actions.make_link(referral=referral, by=held.user)


def stored(**changes):
    """The referral as it is; first changed by the owner, where a test must move the clock."""
    with scope(speaking="owner"):
        if changes:
            Referral.objects.update(**changes)
        return Referral.objects.values().get()


def code_of(page):
    """The code, which the page shows in the demonstration alone."""
    return re.search(r"\b(\d{6})\b", page.content.decode())[1]


def test_guesses_sent_together_are_counted_one_by_one():
    """Twenty at once are not twenty tries for the price of one: after five the right one opens nothing."""
    _referral, secret = made()
    code = code_of(Client().post(f"/orientation/r/{secret}/code"))
    guesses = [f"{(int(code) + n) % 1_000_000:06}" for n in range(1, 21)]
    ready, opened = threading.Barrier(len(guesses)), []

    def guess(typed):
        try:
            ready.wait()
            with scope(speaking="public"):
                opened.append(link.read(secret, code=typed).opened)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess, args=[typed]) for typed in guesses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert opened == [False] * len(guesses)
    assert stored()["phone_code_tries"] == len(guesses)
    with scope(speaking="public"):
        assert not link.read(secret, code=code).opened


def test_a_link_sends_ten_codes_a_day_and_says_so():
    """A link in wrong hands rings nobody's telephone all night, and five guesses a minute do not add up."""
    _referral, secret = made()
    partner, address = Client(headers={"accept-language": "fr"}), f"/orientation/r/{secret}/code"
    for _ in range(10):
        assert partner.post(address).status_code == 200
        stored(phone_code_until=timezone.now() - timedelta(seconds=1))

    page = partner.post(address)

    assert page.status_code == 409 and "Trop de codes" in page.content.decode()
    with scope(speaking="owner"):
        assert Message.objects.count() == 10
        Message.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert partner.post(address).status_code == 200


def test_what_was_shared_is_gone_from_an_open_page_once_the_referral_is_taken_back():
    """The code is still good for ten minutes; there is nothing behind it any more."""
    referral, secret = made()
    partner, address = Client(), f"/orientation/r/{secret}/"
    code = code_of(partner.post(f"{address}code"))
    partner.post(f"{address}open", {"code": code})
    assert NAMES[0] in partner.get(address).content.decode()

    with under("worker") as held:
        actions.withdraw(referral=Referral.objects.get(pk=referral.pk), reason="declined", by=held.user)

    assert not any(name in partner.get(address).content.decode() for name in NAMES)


def test_an_answer_counts_for_its_own_referral_alone():
    """The function takes a keyed hash: that of another centre's referral makes no event."""
    _referral, secret = made()
    with under("far_worker") as far:
        visit = received(far)
        other = referred(far, listened(far, visit, (visit.person, "training")), SERVICE_SISTER)
    subject = keyed_hash(str(other.pk), purpose="subject")
    with scope(speaking="public"):
        call("jisr_link_answer", actions.link_hash(secret), subject, "accepted", "", "", None, None, "link")

    with scope(speaking="owner"):
        assert not Event.objects.filter(code__in=["answered", "accepted"]).exists()


def test_a_secret_that_is_none_opens_nothing():
    """The empty one, which is stored for every referral without a link; and what is no hash at all."""
    with under("worker") as held:
        visit = received(held)
        referred(held, listened(held, visit, (visit.person, "training")), SERVICE_PARTNER)
    with scope(speaking="public"):
        for token in ("", "%", "_", "x" * 64, str(new_key())):
            assert call("jisr_link_referral", token, "") == []
            assert call("jisr_link_code", token, "x", 10, "x") == []
            assert call("jisr_link_answer", token, "x", "accepted", "", "", None, None, "link") == []
