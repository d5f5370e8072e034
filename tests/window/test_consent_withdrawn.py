"""She takes her consent back: what waits unanswered tells nothing any more; what was received goes on."""

import pytest
from django.utils import timezone

from jisr.common.database import call
from jisr.families import actions as families
from jisr.families import queries as known
from jisr.families.models import AccessRequest, Consent
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.models import Referral
from tests.access.people import entered
from tests.ground import SERVICE_SISTER
from tests.stories import listened, received, referred, under
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
NAME = "فاطمة"


@pytest.fixture
def sent():
    """A referral with her name and her words."""
    with under("worker") as worker:
        visit = received(worker)
        return referred(worker, listened(worker, visit, (visit.person, "training")), SERVICE_SISTER)


def read_there(referral):
    """The page at the other centre."""
    return entered("sister_worker").get(f"/orientation/referral/{referral.pk}/").content.decode()


def test_a_referral_that_waits_tells_nothing_any_more(sent):
    """The centre still knows that somebody is sent, with what need, and asks her when she comes."""
    assert NAME in read_there(sent)

    assert entered("officer").post(f"/families/consent/{sent.consent_id}/withdraw/", act()).status_code == 302

    page = read_there(sent)
    assert NAME not in page and "بكلماتها" not in page
    with under("worker"):
        row = Referral.objects.get(pk=sent.pk)
        assert (row.shares, set(row.shared), row.state) == ([], {"facts"}, "offered")
        assert Consent.objects.get().covers == ["name", "need"]  # what it had covered stays written


def test_what_was_answered_before_goes_on(sent):
    """The other centre has received it; the page of the withdrawal says so."""
    with under("sister_worker") as sister:
        orientation.answer(referral=sent, state="booked", booked_on=timezone.localdate(), by=sister.user)

    entered("officer").post(f"/families/consent/{sent.consent_id}/withdraw/", act())

    assert NAME in read_there(sent)


def test_she_may_say_so_at_another_centre(sent):
    """Where she lives now they may open her file; they do not see the referral, and it is taken back all the same."""
    with under("far_worker") as far:
        [found] = known.known_persons("فاطمة أيت وكريم")
        asked = families.ask_access(mark=found.mark, centre=far.centre, why="انتقلت", by=far.user)
    with under("worker") as worker:
        families.answer_access(request=AccessRequest.objects.get(pk=asked.pk), granted=True, by=worker.user)

    assert entered("far_worker").post(f"/families/consent/{sent.consent_id}/withdraw/", act()).status_code == 302

    assert NAME not in read_there(sent)


def test_nobody_takes_back_what_she_did_not(sent):
    """A consent that stands, or the file of others: the door does nothing."""
    with under("worker"):
        assert call("jisr_end_sharing", sent.consent_id) == []
    with under("worker") as worker:
        families.withdraw(consent=sent.consent, centre=worker.centre, by=worker.user)
    for stranger in ("far_worker", "sister_worker"):
        with under(stranger):
            assert call("jisr_end_sharing", sent.consent_id) == []
    assert NAME in read_there(sent)
