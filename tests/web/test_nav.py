"""The bar: one door a room, and a visitor inside the room of promises sees its lists beside one another."""

import pytest
from django.test import Client
from django.urls import reverse

from jisr.web.nav import BESIDE, PUBLIC_DOORS
from tests.access.people import entered

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer"])


@pytest.mark.parametrize("route", [route for route, *_ in BESIDE])
def test_a_list_of_promises_stands_behind_one_door_and_beside_the_others(route):
    doors, beside = (Client().get(reverse(route)).context[name] for name in ("doors", "room_doors"))

    assert [door.href for door in doors if door.here] == [reverse("agreements:list")]
    assert [door.href for door in beside if door.here] == [reverse(route)]
    assert len(beside) == len(BESIDE)


def test_no_list_stands_beside_another_room_or_the_work_of_a_post():
    assert not Client().get(reverse("forum:waves")).context["room_doors"]
    assert not entered("council").get(reverse("agreements:desk:list")).context["room_doors"]


def test_the_doors_of_visitors_fit_one_line_of_a_screen():
    """At most six: what belongs together stands beside one another behind one of them."""
    assert len(PUBLIC_DOORS) <= 6
