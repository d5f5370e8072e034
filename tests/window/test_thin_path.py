"""The thinnest whole way through the pages: listen, orient, answer in the other centre, one step, its outcome."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.window.listening.models import Interview, Need
from jisr.window.orientation.models import Referral
from jisr.window.pathways.models import Plan, Step
from tests.access.people import entered
from tests.ground import SERVICE_SISTER
from tests.stories import received, under, with_children
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


def test_a_need_is_heard_sent_answered_and_followed_to_its_outcome():
    """Slice b of the window, in the order of the work, each step a page of the person who does it."""
    with under("worker") as held:
        visit = received(held)
        _girl, boy = with_children(held, visit.household)
    worker, sister = entered("worker"), entered("sister_worker")

    heard = worker.post(
        f"/listening/visit/{visit.pk}/new",
        act(person=str(visit.person_id), place="centre", secrecy="team", strengths="", risks="", note="")
        | {"needs-TOTAL_FORMS": "1", "needs-INITIAL_FORMS": "0", "needs-0-person": str(boy.pk)}
        | {"needs-0-theme": "disability", "needs-0-gravity": "3", "needs-0-words": "لا يسمع"},
    )
    assert heard.status_code == 302, heard.content.decode()
    assert worker.get(heard["Location"]).status_code == 200
    with under("worker"):
        need = Need.objects.get()
        assert Interview.objects.get().visit_id == visit.pk

    ranked = worker.get(f"/orientation/need/{need.pk}/").content.decode()
    assert f"/orientation/need/{need.pk}/refer/{SERVICE_SISTER}/" in ranked
    sent = worker.post(
        f"/orientation/need/{need.pk}/refer/{SERVICE_SISTER}/", act(shares=["name", "need"], manner="spoken")
    )
    assert sent.status_code == 302, sent.content.decode()
    page = sent["Location"]

    assert "ياسين" in sister.get(page).content.decode()
    answered = sister.post(
        f"{page}answer", act(state="booked", booked_on=str(timezone.localdate() + timedelta(days=3)), words="")
    )
    assert answered.status_code == 302, answered.content.decode()
    for verb in ("start", "complete"):
        assert sister.post(f"{page}{verb}", act()).status_code == 302
    assert worker.post(f"{page}confirm", act(served="yes", asked="phone", face="3")).status_code == 302
    with under("worker"):
        referral = Referral.objects.get()
        assert (referral.state, referral.confirmed_by_person) == ("completed", True)

    opened = worker.post(f"/pathways/household/{visit.household_id}/plan", act(goal="أن يتمدرس الولد"))
    assert opened.status_code == 302, opened.content.decode()
    added = worker.post(
        f"{opened['Location']}step/new",
        act(person=str(boy.pk), kind="school", what="تسجيل في القسم المدمج", responsible="worker")
        | {"due_on": str(timezone.localdate()), "need": str(need.pk), "referral": str(referral.pk)},
    )
    assert added.status_code == 302, added.content.decode()
    assert worker.get(opened["Location"]).status_code == 200
    with under("worker"):
        step = Step.objects.get()
    ended = worker.post(f"/pathways/step/{step.pk}/end", act(outcome="reached", words="", version="1"))
    assert ended.status_code == 302, ended.content.decode()
    with under("worker"):
        assert Step.objects.get().outcome == "reached"
        assert Plan.objects.get().household_id == visit.household_id
