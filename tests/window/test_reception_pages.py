"""The counter, as a browser meets it: somebody is received once, nothing typed is lost, the paper names nobody."""

import uuid

import pytest

from jisr.window.reception.models import Visit
from tests.access.people import entered
from tests.ground import LALLA_AZIZA
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
NEW = "/reception/new/"


def typed(**changes):
    """What an officer types for somebody new, with a key of the act as the page makes it."""
    return {
        "name": "Lhoussine", "surname": "", "sex": "m", "age": "41", "born_on": "", "commune": LALLA_AZIZA,
        "locality": "", "reasons": ["schooling"], "words": "", "urgency": "normal", "language": "tachelhit",
        "channel": "walk_in", "seen": "", "act_key": str(uuid.uuid4()),
    } | changes  # fmt: skip


def test_somebody_new_is_received_and_given_a_receipt():
    """Slice one of the window: the counter, the paper, the file."""
    officer = entered("officer")

    answer = officer.post(NEW, typed())
    receipt = officer.get(answer["Location"])

    assert answer.status_code == 302
    with under("officer"):
        visit = Visit.objects.select_related("person").get()
    assert visit.person.given_fr == "Lhoussine" and visit.person.born_about
    assert visit.receipt in receipt.content.decode()
    assert officer.get(f"/families/household/{visit.household_id}/").status_code == 200
