"""The whole way of one family, told through the acts alone, under the real walls."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.models import Event
from jisr.families.models import Household, Person
from jisr.window.listening.models import Need
from jisr.window.orientation import actions as orientation
from jisr.window.orientation import lists
from jisr.window.orientation import queries as services
from jisr.window.orientation.models import Referral
from jisr.window.pathways import actions as pathways
from tests.access.people import entered
from tests.ground import SERVICE_SISTER
from tests.stories import listened, received, referred, under, with_children

here = pytest.mark.django_db(databases=["default", "owner"])


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "counter"])
def test_a_need_goes_to_another_centre_and_its_answer_comes_back():
    """The first promise of the product: nobody is oriented and then lost."""
    with under("worker") as worker:
        visit = received(worker)
        girl, boy = with_children(worker, visit.household)
        interview = listened(worker, visit, (boy, "disability"))
        need = Need.objects.select_related("household__commune__province", "person").get(interview=interview)
        ranked = services.services_for(need)
        assert [r.service.pk for r in ranked] == [SERVICE_SISTER]
        assert ranked[0].km is not None and 10 < ranked[0].km < 40
        referral = referred(worker, interview, SERVICE_SISTER)

    with under("sister_worker") as home:
        [waiting] = lists.rows("answer", [home.centre_id], timezone.localdate(), most=9)
        assert waiting.shared["name"]["given_ar"] == "ياسين"
        assert not Household.objects.filter(pk=waiting.household_id).exists()
        orientation.answer(
            referral=waiting, state="booked", booked_on=timezone.localdate() + timedelta(days=2), by=home.user
        )
        assert Household.objects.filter(pk=waiting.household_id).exists()
        orientation.start(referral=waiting, by=home.user)
        orientation.complete(referral=waiting, by=home.user)

    with under("worker") as worker:
        referral = Referral.objects.get(pk=referral.pk)
        assert referral.state == "completed"
        plan = pathways.open_plan(household=visit.household, centre=worker.centre, goal="تمدرس", by=worker.user)
        step = pathways.add_step(
            plan=plan,
            person=girl,
            kind="school",
            what="الإيواء",
            due_on=timezone.localdate(),
            by=worker.user,
            referral=referral,
        )
        pathways.end_step(step=step, version=1, outcome="reached", centre=worker.centre, by=worker.user)

    with scope(speaking="counter"):
        codes = set(Event.objects.values_list("code", flat=True))
    assert {"received", "listened", "oriented", "answered", "accepted", "started", "completed", "outcome"} <= codes


@here
def test_without_an_access_there_is_no_row():
    """A worker of another centre finds nothing, by key or by list, and cannot write either."""
    with under("worker") as worker:
        visit = received(worker)

    with under("sister_worker"):
        assert not Household.objects.filter(pk=visit.household_id).exists()
        assert not Person.objects.exists()
        assert Person.objects.filter(pk=visit.person_id).update(sex="m") == 0


@here
def test_a_disclosure_does_not_exist_for_a_colleague_of_the_same_centre():
    """The compartment holds between two desks of one centre."""
    with under("keeper") as keeper:
        visit = received(keeper)
        listened(keeper, visit, (visit.person, "violence"), compartment="violence", note="سر")
        assert Need.objects.count() == 1

    with under("worker"):
        assert Need.objects.count() == 0
        assert Household.objects.filter(pk=visit.household_id).exists()


@pytest.mark.django_db(databases=["default", "owner", "public", "counter"])
def test_who_may_not_orient_is_led_to_no_shut_door():
    """A director who reads a referral finds no button that would refuse her."""
    with under("worker") as worker:
        visit = received(worker)
        _girl, boy = with_children(worker, visit.household)
        referral = referred(worker, listened(worker, visit, (boy, "disability")), SERVICE_SISTER)
    director = entered("director")

    page = director.get(reverse("orientation:referral", args=[referral.pk])).content.decode()

    links = set(re.findall(r'href="(/[^"#?]*)', page)) - {"/"}
    assert [link for link in links if director.get(link).status_code == 403] == []
