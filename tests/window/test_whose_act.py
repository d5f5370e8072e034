"""Whoever may read a file through an open door does not act in the name of the centre whose act it is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jisr.centres.models import Centre, Service
from jisr.common.database import scope
from jisr.common.models import Event
from jisr.window.allocation import actions as places
from jisr.window.allocation import queries as rounds
from jisr.window.allocation.rules import lot
from jisr.window.deposits import actions as deposits
from jisr.window.deposits.models import Deposit
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.models import OfferCard
from jisr.window.pathways import actions as pathways
from jisr.window.pathways.models import TrainingUnit
from jisr.window.pathways.queries import of_household
from tests.access.people import entered
from tests.ground import FAR, SERVICE_SISTER, SISTER
from tests.stories import listened, planned, received, referred, under
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
ENGLISH = {"accept-language": "en"}


def test_a_centre_to_which_a_file_is_open_does_not_decide_what_was_deposited_elsewhere():
    """Its director reads the request, is offered no act, and none is taken from her."""
    with under("worker") as held:
        visit = received(held)
        row = deposits.deposit(
            person=visit.person, centre=held.centre, procedure="disability_card", brought=["medical"], by=held.user
        )
        sent = referred(held, listened(held, visit, (visit.person, "disability")), SERVICE_SISTER)
    with under("sister_worker") as other:
        orientation.answer(referral=sent, state="accepted", by=other.user)
    page = reverse("deposits:deposit", args=[row.pk])
    forged = {
        "sister_director": ("decide/", "settle/", "completion/", "without/", "stage/"),
        "sister_worker": ("withdraw/", "papers/", "appeal/", "complain/", "hand/", "renewal/"),
    }
    for who, ways in forged.items():
        client = entered(who, headers=ENGLISH)
        read = client.get(page)
        assert read.status_code == 200
        assert f'action="{page}' not in read.content.decode()
        for way in ways:
            values = act(version="2", answer="grant", papers="medical", words="x", stage="capacity", day="2026-01-01")
            assert client.post(page + way, values).status_code == 404, way
    with under("worker"):
        assert Deposit.objects.get().state == "complete"
    assert f'action="{page}decide/"' in entered("director").get(page).content.decode()


def test_a_list_that_is_dropped_and_made_again_keeps_its_lots():
    """Nobody draws until they please; after a signature the lots are new."""
    with under("worker") as held:
        for name in ("أ", "ب", "ج", "د"):
            visit = received(held, given=name)
            referred(held, listened(held, visit, (visit.person, "disability")), SERVICE_SISTER)
    with under("sister_director") as held:
        service = Service.objects.get(pk=SERVICE_SISTER)
        made, turns = [], []
        for _again in range(3):
            row = places.propose(service=service, places=1, order="waiting", by=held.user)
            turns.append([one.referral.code for one in rounds.placements(row)])
            made.append(row)
            if len(made) < 3:
                places.drop(round=row, by=held.user)
        assert turns[0] == turns[1] == turns[2] == sorted(turns[0], key=lambda code: lot(made[0].code, code))
        told = entered("sister_director", headers=ENGLISH).get(reverse("allocation:round", args=[made[2].pk]))
        assert f"{made[0].code}" in told.content.decode() and "dropped before" in told.content.decode()
        days = timezone.localdate() + timedelta(days=9)
        places.sign(round=made[2], version=1, by=held.user, decide_by=days)
        after = places.propose(service=service, places=1, order="waiting", by=held.user)
        assert rounds.word_of_lots(after) == after.code


def test_a_centre_that_she_leaves_out_never_sees_the_offer():
    """Somebody who must not know where she is may work there."""
    with under("worker") as held:
        Service.objects.filter(pk=SERVICE_SISTER).update(zone="nation")
        service = Service.objects.get(pk=SERVICE_SISTER)
        service.pk, service.code, service.centre_id = 9_100, "TWIN-FAR", FAR
        service.save(force_insert=True)
        visit = received(held)
        need = listened(held, visit, (visit.person, "disability")).needs.get()
    address = reverse("orientation:offer", args=[need.pk])
    fields = {"shown": "province", "reach": "nation", "manner": "spoken", "read": [str(SISTER), str(FAR)]}
    worker = entered("worker", headers=ENGLISH)
    assert f'name="leave_out" value="{SISTER}"' in worker.get(f"{address}?reach=nation").content.decode()

    nobody = worker.post(address, act(**fields, leave_out=[str(SISTER), str(FAR)]))
    made = worker.post(address, act(**fields, leave_out=[str(SISTER)]))

    assert nobody.status_code == 200 and made.status_code == 302
    with under("worker"):
        assert [card.centre_id for card in OfferCard.objects.all()] == [FAR]


def test_a_certificate_is_given_by_the_centre_whose_name_it_bears():
    """Another one that may write in the file does not sign for it."""
    with under("worker") as held, pytest.raises(pathways.NotTheIssuer):
        plan = pathways.open_plan(household=received(held).household, centre=held.centre, goal="x", by=held.user)
        person = plan.household.persons.get()
        step = pathways.add_step(
            plan=plan, person=person, kind="training", what="x", due_on=timezone.localdate(), by=held.user
        )
        unit = TrainingUnit(step=step, household_id=plan.household_id, code="U1", name="x", hours=1)
        pathways.certify(unit=unit, version=1, centre=Centre.objects.get(pk=SISTER), by=held.user)


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "counter"])
def test_a_centre_to_which_a_file_is_open_adds_to_the_plan_in_its_own_name_and_leaves_its_end_to_others():
    """Steps, contacts and signals are counted where they are done; the plan is closed by the centre that keeps it."""
    visit, plan, _girl, boy = planned()
    with under("worker") as held:
        sent = referred(held, listened(held, visit, (visit.person, "disability")), SERVICE_SISTER)
        low = pathways.assess(plan=plan, levels={"rent": 1}, by=held.user)[0]
    with under("sister_worker") as other:
        orientation.answer(referral=sent, state="accepted", by=other.user)
    client, day = entered("sister_worker", headers=ENGLISH), str(timezone.localdate())
    signal = next(one for one in _signals(visit.household) if one.rule.code == "rent")
    step = {"person": str(boy.pk), "kind": "rights", "what": "x", "due_on": day, "responsible": "worker"}
    sent_forms = {
        reverse("pathways:contact", args=[plan.pk]): {"on": day, "way": "phone", "minutes": "5"},
        reverse("pathways:new_step", args=[plan.pk]): step,
        reverse("pathways:answer_level", args=[low.pk]): {**step, "words": "y"},
        reverse("pathways:act", args=[visit.household_id]): {
            **step, "rule": signal.rule.code, "facts": signal.facts, "kind": signal.rule.kinds[0],
        },
    }  # fmt: skip

    for address, values in sent_forms.items():
        assert client.post(address, act(**values)).status_code == 302, address
    closed = client.post(reverse("pathways:close", args=[plan.pk]), act(version="1"))

    assert closed.status_code == 404
    with scope(speaking="counter"):
        told = Event.objects.filter(centre_id=SISTER).values_list("code", flat=True)
        assert sorted(code for code in told if code in {"step.planned", "contacted"}) == [
            "contacted", *["step.planned"] * 3,
        ]  # fmt: skip


def _signals(household):
    with under("worker"):
        return of_household(household)
