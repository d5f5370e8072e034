"""Two people at the same moment, on two connections: nothing is lost, and nothing slips into a closed wave."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from django.db import connections

from jisr.forum import actions
from jisr.forum.models import Contribution
from tests.forum.told import a_round, said
from tests.stories import under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
#: Seconds; far more than either side needs.
_PATIENCE = 20


def apart(act):
    """Do an act on the connection of this thread, and leave it closed."""
    try:
        return act()
    finally:
        connections.close_all()


def test_a_sheet_that_is_being_keyed_is_waited_for_before_a_wave_closes():
    """Whoever closes sees it, and does not close over it."""
    told, keyed, closing = a_round(), Event(), Event()

    def key():
        with under("secretary") as held:
            actions.contribute(wave=told.wave, text="ورقة أخيرة", by=held.user)
            keyed.set()
            closing.wait(_PATIENCE)  # the other one is on her way to the lock
            held.user.refresh_from_db()

    def close():
        with under("secretary") as held:
            actions.close_wave(wave=told.wave, by=held.user)

    with ThreadPoolExecutor() as threads:
        keying = threads.submit(apart, key)
        assert keyed.wait(_PATIENCE)
        ending = threads.submit(apart, close)
        with pytest.raises(TimeoutError):
            ending.result(timeout=0.5)  # she waits for the lock
        closing.set()
        keying.result(_PATIENCE)
        with pytest.raises(actions.StillUnanswered):
            ending.result(_PATIENCE)


def test_one_sheet_sent_twice_at_once_is_one():
    """A kit that is joined from two laptops."""
    told, key = a_round(), uuid4()

    with ThreadPoolExecutor() as threads:
        sent = [threads.submit(apart, lambda: said(told, "ورقة", client_key=key).pk) for _ in range(4)]
        found = [one.result(_PATIENCE) for one in sent]

    assert len(found) == 4 and len(set(found)) == 1
    with under("secretary"):
        assert Contribution.objects.filter(client_key=key).count() == 1
