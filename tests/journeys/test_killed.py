"""The power goes in the middle of a referral: afterwards it is whole or absent, and the journal is unbroken."""

import http.client
import os
import random
import re
import signal
import threading
import time
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connections

from jisr.common import journal
from jisr.common.database import scope
from jisr.common.models import Event, JournalLine
from jisr.families.models import Consent
from jisr.window.orientation.models import Referral
from tests.ground import SERVICE_SISTER
from tests.stories import listened, received, under, with_children

FAMILIES = 12


class Officer:
    """Sends referrals by the pages, as fast as the server answers."""

    def __init__(self, product, needs):
        self.product, self.needs, self.sent, self.trouble = product, list(needs), [], ""
        self.session = product.session("worker")
        self.thread = threading.Thread(target=self._work, daemon=True)

    def _work(self):
        for need in self.needs:
            try:
                self._refer(need)
            except (OSError, http.client.HTTPException):
                return  # the power went
            except AssertionError as trouble:
                self.trouble = str(trouble)
                return

    def _refer(self, need):
        path = f"/orientation/need/{need}/refer/{SERVICE_SISTER}/"
        page, cookies = self._ask("GET", path)
        key, token = (
            re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("act_key", "csrfmiddlewaretoken")
        )
        fields = {"csrfmiddlewaretoken": token, "act_key": key, "shares": ["name", "need"], "manner": "spoken"}
        self._ask("POST", path, urlencode(fields, doseq=True), cookies, wanted={302, 303})
        self.sent.append(need)

    def _ask(self, verb, path, body="", cookies="", wanted=(200,)):
        connection = http.client.HTTPConnection("127.0.0.1", self.product.port, timeout=20)
        with closing(connection):
            return self._told(connection, verb, path, body, cookies, wanted)

    def _told(self, connection, verb, path, body, cookies, wanted):
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; {cookies}"}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.product.address + path}
        connection.request(verb, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status in wanted, f"{verb} {answer.status} {text}"
        told = answer.headers.get_all("Set-Cookie") or []
        return text, "; ".join(cookie.split(";")[0] for cookie in told if cookie.startswith("csrftoken"))


@pytest.fixture
def needs(product):
    """Needs that wait to be oriented, and none of them twice."""
    keys = []
    with product.inside():
        for n in range(FAMILIES):
            with under("worker") as worker:
                visit = received(worker, given="سعيدة", family=f"قطع {n}")
                _girl, boy = with_children(worker, visit.household)
                keys.append(str(listened(worker, visit, (boy, "disability")).needs.get().pk))
    return keys


@pytest.mark.browser  # it needs the running product
def test_a_referral_cut_off_by_a_power_cut_is_whole_or_absent(product, cluster, needs):
    """The referral, its consent, its line and its event are one transaction."""
    _as_in_the_product(product, cluster)
    officer = Officer(product, needs)
    officer.thread.start()
    while len(officer.sent) < 2:
        assert officer.thread.is_alive(), officer.trouble
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.2))

    product.kill()
    _cut(cluster)
    officer.thread.join(30)
    product.serve()

    with product.inside(), scope(speaking="owner"):
        stored = set(map(str, Referral.objects.filter(need__in=needs).values_list("need", flat=True)))
        assert set(officer.sent) <= stored, "an answered referral was lost"
        assert len(stored) in {len(officer.sent), len(officer.sent) + 1}
        referrals = Referral.objects.filter(need__in=needs)
        consents = Consent.objects.filter(person__in=referrals.values("person"))
        lines = JournalLine.objects.filter(subject__in=[f"orientation.referral:{one.pk}" for one in referrals])
        assert referrals.count() == consents.count() == lines.count() == len(stored)
        assert Event.objects.filter(code="oriented", person__gt="").count() >= len(stored)
    with product.inside():
        journal.seal()
        assert journal.verify().broken == []


def _as_in_the_product(product, cluster):
    """The cluster of the tests forgets the last half second on purpose; the product's never does.

    It is ended in order first: after the cut it replays this story alone, not every write of every test before it.
    """
    product.stop_serving()
    connections.close_all()
    cluster.stop()
    cluster.start()
    with product.inside(), connections["owner"].cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{product.database}" SET synchronous_commit TO on')
    product.serve()


def _cut(cluster):
    """End the database as a power cut would, and start it again as the next start does."""
    connections.close_all()
    pid = int((cluster.ground.cluster / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    cluster.stop()
    cluster.start()
