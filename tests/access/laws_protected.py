"""Laws of what is protected: compartments, shelters, drafts."""

import re

from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from jisr.common import drafts
from jisr.common.database import scope
from jisr.common.keys import new_key
from jisr.families import queries as families
from jisr.staff.queries import scope_of
from tests.access.law import law
from tests.access.people import entered
from tests.access.probes import counted, refused, rows, status
from tests.access.world import World
from tests.ground import FAR, OWN, SHELTER, post_of, user_of
from tests.stories import listened, received, under


@law("What is in a compartment does not exist for a colleague of the same centre.")
def _(world: World) -> None:
    before = counted("worker")
    with under("keeper") as keeper:
        visit = received(keeper, given="مخفية", family="تماما", compartment="violence")
        listened(keeper, visit, (visit.person, "violence"), compartment="violence", note="سر")
    after = counted("worker")
    assert after == before, f"{set(after.items()) ^ set(before.items())}"
    for route, key in (("families:household", visit.household_id), ("families:edit_person", visit.person_id)):
        hidden, absent = status("worker", route, key), status("worker", route, new_key())
        assert (hidden, absent) == (404, 404)
    assert status("keeper", "families:household", visit.household_id) == 200
    with under("far_worker"):
        assert families.known_persons("مخفية تماما") == []


@law("Whoever keeps one compartment does not keep the other.")
def _(world: World) -> None:
    with under("child_keeper") as keeper:
        visit = received(keeper, given="طفل", family="محمي", compartment="child")
    with scope(user=user_of("child_keeper").pk, centres=[FAR], compartments=["violence"]):
        assert rows("SELECT count(*) FROM families_household") == [(0,)]
        assert rows("SELECT count(*) FROM reception_visit") == [(0,)]
    with scope(user=user_of("child_keeper").pk, centres=[FAR], compartments=["child"]):
        assert rows("SELECT id FROM reception_visit") == [(visit.pk,)]


@law("A confidential centre has no address for those who do not work there.", committed=True)
def _(world: World) -> None:
    answer = Client().get(reverse("portal:centre", args=[SHELTER]))
    assert "زنقة سرية" not in answer.content.decode()
    with scope(user=user_of("worker").pk, centres=[OWN]):
        assert rows("SELECT count(*) FROM centres_site WHERE centre_id = %s", SHELTER) == [(0,)]
    with scope(user=user_of("shelter_keeper").pk, centres=[SHELTER]):
        assert rows("SELECT address FROM centres_site WHERE centre_id = %s", SHELTER) == [("زنقة سرية",)]


@law("What somebody types is read by her alone.")
def _(world: World) -> None:
    author = user_of("worker")
    with scope(user=author.pk, centres=[OWN]):
        drafts.keep(author=author, place="/x/", fields=QueryDict("name=secret"))
        assert rows("SELECT count(*) FROM common_draft") == [(1,)]
    for name in ("officer", "director", "administrator"):
        post = post_of(name)
        with scope(**scope_of(post, user=post.user)):
            assert rows("SELECT count(*) FROM common_draft") == [(0,)]


@law("Who is known in a shelter is known nowhere else, but to keepers of violence files.")
def _(world: World) -> None:
    with under("shelter_keeper") as keeper:
        visit = received(keeper, given="لاجئة", family="مختفية")
    for name in ("worker", "director", "far_worker", "child_keeper"):
        with under(name):
            assert families.known_persons("لاجئة مختفية") == [], name
    with under("shelter_keeper"):
        assert [found.person.pk for found in families.known_persons("لاجئة مختفية")] == [visit.person_id]


@law("A protected act leaves no figure for those who do not keep it.", committed=True)
def _(world: World) -> None:
    before = _figures("delegate")
    with under("keeper") as keeper:
        visit = received(keeper, given="مخفية", family="عن الأرقام", compartment="violence")
        listened(keeper, visit, (visit.person, "violence"), compartment="violence", note="سر")
    assert _figures("delegate") == before


@law("Nobody takes a row out of its compartment, nor puts one where she cannot see it.")
def _(world: World) -> None:
    with under("keeper") as keeper:
        visit = received(keeper, given="مخفية", family="تماما", compartment="violence")
    with scope(user=user_of("worker").pk, centres=[OWN]):
        assert rows("SELECT count(*) FROM reception_visit WHERE id = %s", visit.pk) == [(0,)]
        assert refused("UPDATE reception_visit SET compartment = 'violence'")
        assert refused("UPDATE families_person SET compartment = 'child'")
    with scope(user=user_of("keeper").pk, centres=[OWN], compartments=["violence"]):
        assert refused("UPDATE reception_visit SET compartment = '' WHERE id = %s", visit.pk)


def _figures(name: str) -> str:
    """The page of figures as somebody reads it, without what changes at each reading."""
    text = entered(name).get(reverse("barometer:page")).content.decode()
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", text)
