"""Sessions to which several come, and the line of those who wait: a place is one person's, and so is an hour."""

import threading
import time

import pytest
from django.db import connections
from django.urls import reverse

from jisr.common.errors import OutOfReach, Unacceptable
from jisr.window.appointments import actions, queries
from jisr.window.appointments.models import Appointment, Wait
from jisr.window.appointments.rules import minutes, moment
from tests.access.people import entered
from tests.ground import OWN, user_of
from tests.stories import received, under, with_children
from tests.window.appointments.agendas import NINE, at, given, starts, week_of, working_day
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_a_session_takes_as_many_as_it_has_places_and_who_waits_is_proposed():
    day = working_day()
    with under("keeper") as keeper:
        week_of(keeper, "keeper")
        people = [received(keeper, given=f"رقم {n}").person for n in range(3)]
        hidden = received(keeper, given="مخفية", compartment="violence").person
        room = actions.gather(
            centre=keeper.centre, agent=keeper.user.pk, kind="parenting", starts_at=at(day, 9), ends_at=at(day, 11),
            capacity=2, by=keeper.user,
        )  # fmt: skip
        assert starts(keeper, day) == ["11:00", "11:30"]
        with pytest.raises(actions.AgentTaken):
            actions.gather(
                centre=keeper.centre, agent=keeper.user.pk, kind="workshop", starts_at=at(day, 10),
                ends_at=at(day, 12), capacity=5, by=keeper.user,
            )  # fmt: skip
        places = [actions.register(session=room, person=one, by=keeper.user) for one in people[:2]]
        with pytest.raises(Unacceptable):
            actions.register(session=room, person=people[0], by=keeper.user)
        with pytest.raises(actions.Full):
            actions.register(session=room, person=people[2], by=keeper.user)
        with pytest.raises(actions.OpenToAll):
            actions.register(session=room, person=hidden, by=keeper.user)
        waits = actions.wait(person=people[2], centre=keeper.centre, session=room, before_on=day, by=keeper.user)
        soon = actions.wait(person=hidden, centre=keeper.centre, before_on=working_day(1), by=keeper.user)
        with pytest.raises(Unacceptable):
            actions.wait(person=people[2], centre=keeper.centre, session=room, before_on=day, by=keeper.user)
        line = queries.line([OWN])
        assert set(queries.proposals(OWN, line)) == {soon.pk}
        actions.cancel(appointment=places[0], version=1, reason="person", by=keeper.user)
        assert set(queries.proposals(OWN, line)) == {soon.pk, waits.pk}
        given_to = actions.register(session=room, person=people[2], by=keeper.user, waited=waits)
        assert Wait.objects.get(pk=waits.pk).state == "booked" and given_to.starts_at == room.starts_at
        assert [one.person for one in queries.coming_to(room)] == [people[1], people[2]]
        actions.call_off(session=room, version=1, by=keeper.user)
        assert starts(keeper, day) == NINE and queries.coming_to(room) == []
    with under("worker") as worker:
        assert queries.line([OWN]) == [] and starts(worker, day, only=[user_of("keeper").pk]) == NINE


def test_an_hour_that_is_free_for_two_motives_is_proposed_to_whoever_waits_longer():
    """Two workers would each ask somebody for it, and one of them would have come for nothing."""
    day = working_day()
    with under("worker") as worker:
        week_of(worker, "worker")
        people = [received(worker, given=f"رقم {n}").person for n in range(2)]
        waits = [
            actions.wait(person=one, centre=worker.centre, motive=motive, before_on=day, by=worker.user)
            for one, motive in zip(people, ["talk", "papers"], strict=True)
        ]
        first, second = (queries.proposals(OWN, queries.line([OWN]))[one.pk][1] for one in waits)

        assert first < second, "each has an hour of her own"
        assert first == moment(queries.free(OWN).starts.min())


def test_a_place_given_to_a_sister_leaves_who_waits_in_the_line():
    """The page that is opened from the line asks for whom once more; she who waits would wait for nothing."""
    day = working_day()
    with under("worker") as worker:
        week_of(worker, "worker")
        visit = received(worker)
        girl, _boy = with_children(worker, visit.household)
        line = actions.wait(person=visit.person, centre=worker.centre, before_on=day, by=worker.user)
        with pytest.raises(OutOfReach):
            given(worker, girl, day, 10, waited=line)
        slot = f"{worker.user_id}:{minutes(at(day, 9))}"
    page = reverse("appointments:new", args=[visit.household_id])
    fields = {"stage": "book", "motive": "talk", "told": "paper", "slot": slot, "wait": str(line.pk)}

    for who, left in ((girl, "waiting"), (visit.person, "booked")):
        sent = entered("worker").post(page, act(**fields, person=str(who.pk)))
        fields["slot"] = f"{user_of('worker').pk}:{minutes(at(day, 9, 30))}"
        assert sent.status_code == 302
        with under("worker"):
            assert Wait.objects.get(pk=line.pk).state == left


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_nobody_keeps_a_place_in_a_session_that_is_called_off_at_that_instant():
    """Her place is cancelled with the others: she would come, reminded by the centre, to a closed door."""
    day = working_day()
    with under("worker") as worker:
        person = received(worker).person
        room = actions.gather(
            centre=worker.centre, agent=worker.user.pk, kind="information", starts_at=at(day, 11),
            ends_at=at(day, 12), capacity=3, by=worker.user,
        )  # fmt: skip
    taken = threading.Event()

    def take():
        try:
            with under("worker") as held:
                actions.register(session=room, person=person, by=held.user)
                taken.set()
                time.sleep(1)  # the other one is in the middle of it, and waits for this to be written
        finally:
            taken.set()
            connections.close_all()

    other = threading.Thread(target=take)
    other.start()
    taken.wait(60)
    with under("worker") as worker:
        actions.call_off(session=room, version=1, by=worker.user)
    other.join()

    with under("worker"):
        assert [row.state for row in Appointment.objects.filter(session=room)] == ["cancelled"]
