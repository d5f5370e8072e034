"""Events: what they keep of what happened, and what they never keep."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, ProgrammingError, connections
from django.forms.models import model_to_dict

from jisr.common import events
from jisr.common.database import scope
from jisr.common.models import Event
from tests.ground import OWN, SERVICE_SISTER
from tests.stories import listened, received, referred, under, with_children

on_walls = pytest.mark.django_db(transaction=True, databases=["default", "owner", "counter"])


def _told():
    with scope(speaking="counter", compartments=["violence", "child"]):
        return list(Event.objects.order_by("recorded_at", "id"))


@on_walls
def test_a_reception_leaves_an_event_for_each_reason_with_the_facts_of_figures():
    """Sex, age band, milieu, commune: what is counted, taken when it happened."""
    with under("worker") as worker:
        received(worker, visit={"reasons": ["papers", "health"]})

    told = [event for event in _told() if event.code == "received"]

    assert {event.theme for event in told} == {"papers", "health"}
    assert len({event.subject for event in told}) == 1
    assert {(event.sex, event.age_band, event.rural, event.commune) for event in told} == {
        ("f", "25-59", True, "07.161.05.09")
    }


@on_walls
def test_no_event_names_anybody():
    """Whoever reads events alone knows nobody: no name, no key of a person or of a file, no word that was said."""
    with under("worker") as worker:
        visit = received(worker, given="مسعودينا", family="آيت كلمات", visit={"words": "سر"})
        _girl, boy = with_children(worker, visit.household)
        referred(worker, listened(worker, visit, (boy, "disability")), SERVICE_SISTER)

    told = json.dumps([model_to_dict(event) for event in _told()], cls=DjangoJSONEncoder, ensure_ascii=False)

    for secret in (
        "مسعودينا",
        "آيت كلمات",
        "سر",
        "بكلماتها",
        str(visit.person_id),
        str(visit.household_id),
        str(boy.pk),
    ):
        assert secret not in told


@on_walls
def test_two_events_of_one_person_meet_and_two_people_do_not():
    """The keyed hash stands for a person without telling who."""
    with under("worker") as worker:
        visit = received(worker)
        _girl, boy = with_children(worker, visit.household)
        listened(worker, visit, (boy, "disability"))

    told = {event.code: event.person for event in _told()}

    assert told["received"] == told["listened"] != ""
    with scope(centres=[OWN]):
        other = events.emit("received", centre=OWN, person=boy)
    assert other.person != told["received"]


@on_walls
def test_a_reversal_names_the_event_that_was_wrong():
    """Otherwise it would take back nothing, or anything."""
    with pytest.raises(IntegrityError), scope(centres=[OWN]):
        events.emit("reversed", centre=OWN)

    with scope(centres=[OWN]):
        event = events.emit("received", centre=OWN, subject="x", person="p")
        reversal = events.reverse(event)

    assert (reversal.reverses, reversal.code, reversal.centre_id) == (event.pk, "reversed", OWN)


@on_walls
def test_an_event_that_is_rolled_back_did_not_happen():
    """It stands in the transaction of its act."""
    with pytest.raises(RuntimeError), scope(centres=[OWN]):
        events.emit("received", centre=OWN, subject="x", person="p")
        raise RuntimeError

    assert _told() == []


@on_walls
def test_a_worker_cannot_read_events():
    """What happened at other centres is for figures, which hide what is small."""
    with scope(centres=[OWN]):
        events.emit("received", centre=OWN, subject="x", person="p")
    with (
        pytest.raises(ProgrammingError, match="permission denied"), scope(centres=[OWN]),
        connections["default"].cursor() as cursor,
    ):  # fmt: skip
        cursor.execute("SELECT count(*) FROM common_event")
