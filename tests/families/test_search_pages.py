"""Search before creating: who is known is found, and of whoever is known elsewhere only where and since when."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jisr.families import actions as families
from jisr.families import queries
from jisr.families.models import AccessRequest, Household
from tests.access.people import entered
from tests.reading import text
from tests.stories import received, under, with_children

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
SEARCH = "/families/"
FRENCH = {"HTTP_ACCEPT_LANGUAGE": "fr"}


def test_a_person_of_this_centre_is_found_in_either_script():
    """She says her name; whoever writes it down writes it her own way."""
    with under("officer") as held:
        visit = received(held, given="لحسن", family="أيت وكريم")
    officer = entered("officer")

    for typed in ("لحسن", "Lahcen", "LAHCEN Ait Ouakrim", "ﻟﺤﺴﻦ"):
        found = officer.post(SEARCH, {"name": typed}).context["found"]
        assert [one.person.pk for one in found.here] == [visit.person_id], typed
        assert not found.elsewhere


def test_of_somebody_known_elsewhere_only_the_centre_and_the_month_are_shown():
    """No name, no age, no file number, no commune: the page tells where to ask."""
    with under("officer") as held:
        visit = received(held, given="زهرة", family="بنت الجبل", locality="دوار السر")
        reference = visit.household.reference
    stranger = entered("far_officer")

    page = stranger.post(SEARCH, {"name": "زهرة"}, **FRENCH)

    assert "Connue de <bdi>Centre un</bdi> depuis" in page.content.decode()
    for hidden in ("بنت الجبل", "دوار السر", reference, str(visit.person_id), str(visit.household_id), "38 ans"):
        assert hidden not in page.content.decode()


def test_a_search_is_never_in_an_address():
    """A name in an address is a name in the history of a shared computer."""
    officer = entered("officer")
    with under("officer") as held:
        received(held, given="زهرة")

    page = officer.get(SEARCH, {"name": "زهرة"})

    assert page.context["found"] is None
    assert "زهرة" not in page.content.decode().split("<form", 2)[-1]


def test_an_identity_number_is_found_by_its_whole_value_alone():
    """Half a number finds nobody, so that numbers cannot be fished for."""
    with under("worker") as held:
        visit = received(held)
        families.add_identity(person=visit.person, kind="cin", number="ZZ 000123", by=held.user)
    officer = entered("officer")

    whole = officer.post(SEARCH, {"number": "zz000123"}).context["found"]
    half = officer.post(SEARCH, {"number": "ZZ0001"}).context["found"]

    assert [one.person.pk for one in whole.here] == [visit.person_id]
    assert not half


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "number": ""}, "Écrivez un nom, un numéro de téléphone entier ou un numéro d'identité"),
        ({"name": "ف" * 400}, "C'est trop long pour un nom."),
        ({"name": "Fatima", "born_on": "2999-01-01"}, "Cette date de naissance est dans le futur."),
    ],
)
def test_a_search_that_cannot_be_says_why(typed, said):
    """A clear sentence beside the field, and what was typed stays."""
    officer = entered("officer")

    page = officer.post(SEARCH, typed, **FRENCH)

    assert said in text(page)
    assert page.context["found"] is None


def test_a_household_of_a_compartment_is_found_by_its_keepers_alone():
    """For the colleague at the next desk nothing is found, here or elsewhere."""
    with under("keeper") as held:
        received(held, given="كنزة", compartment="violence")

    assert entered("keeper").post(SEARCH, {"name": "كنزة"}).context["found"]
    assert not entered("worker").post(SEARCH, {"name": "كنزة"}).context["found"]
    assert not entered("far_officer").post(SEARCH, {"name": "كنزة"}).context["found"]


def test_the_number_of_queries_does_not_grow_with_what_is_found():
    """One person or a dozen: the search, the last visits, the centres."""
    officer = entered("officer")
    with under("officer") as held:
        received(held, given="مليكة")
    officer.post(SEARCH, {"name": "مليكة"})
    with CaptureQueriesContext(connection) as one:
        officer.post(SEARCH, {"name": "مليكة"})
    with under("officer") as held:
        for _ in range(6):
            received(held, given="مليكة")

    with CaptureQueriesContext(connection) as many:
        page = officer.post(SEARCH, {"name": "مليكة"})

    assert len(page.context["found"].here) == 7
    assert len(many) == len(one)


def _asked(client, name="زهرة"):
    """A centre finds somebody known elsewhere, and asks."""
    [known] = client.post(SEARCH, {"name": name}).context["found"].elsewhere
    page = client.post("/families/ask/", {"mark": known.mark})
    assert page.status_code == 200
    sent = {"mark": known.mark, "why": "الشخص حاضر عندنا", "act_key": str(uuid.uuid4())}
    return client.post("/families/ask/", sent)


def test_a_centre_asks_and_reads_nothing_until_it_is_granted():
    """The request has two sides; neither reads more by it."""
    with under("worker") as held:
        visit = received(held, given="زهرة")
        with_children(held, visit.household)
    stranger, worker = entered("far_worker"), entered("worker")
    file = f"/families/household/{visit.household_id}/"

    answer = _asked(stranger)

    assert answer["Location"] == "/families/requests/"
    assert stranger.get(file).status_code == 404
    with under("worker"):
        asked = AccessRequest.objects.get()
    assert f"/families/requests/{asked.pk}/answer/" in text(worker.get("/work/"))
    answering = f"/families/requests/{asked.pk}/answer/"
    assert stranger.get(answering).status_code == 404
    assert worker.get(answering).status_code == 200
    desk = entered("officer")
    assert answering not in text(desk.get("/families/requests/")) + text(desk.get("/work/"))
    until = queries.opened_until()[1]
    for wrong in ("", "x", "2020-01-01", until.isoformat(), "9999-12-31"):
        said = worker.post(answering, {"answer": "grant", "last_day": wrong, "act_key": str(uuid.uuid4())})
        assert 'aria-invalid="true"' in said.content.decode() and stranger.get(file).status_code == 404, wrong
    last = until - timedelta(days=1)
    worker.post(answering, {"answer": "grant", "last_day": last.isoformat(), "act_key": str(uuid.uuid4())})
    assert stranger.get(file).status_code == 200
    assert file in text(stranger.get("/families/requests/"))
    assert f'<time datetime="{last.isoformat()}"' in text(worker.get("/families/requests/"))


def test_a_refused_request_opens_nothing_and_cannot_be_answered_twice():
    """What was said first stands."""
    with under("worker") as held:
        visit = received(held, given="زهرة")
    stranger, worker = entered("far_worker"), entered("worker")
    _asked(stranger)
    with under("worker"):
        answering = f"/families/requests/{AccessRequest.objects.get().pk}/answer/"
    worker.post(answering, {"answer": "refuse", "act_key": str(uuid.uuid4())})

    again = worker.post(answering, {"answer": "grant", "act_key": str(uuid.uuid4())}, follow=True)

    assert again.status_code == 200
    assert stranger.get(f"/families/household/{visit.household_id}/").status_code == 404
    with under("worker"):
        assert AccessRequest.objects.get().granted is False


def test_a_request_without_a_reason_and_one_with_an_altered_mark_are_not_sent():
    """The other centre decides by the reason; a mark that was touched asks nobody."""
    with under("worker") as held:
        received(held, given="زهرة")
    stranger = entered("far_worker")
    [known] = stranger.post(SEARCH, {"name": "زهرة"}).context["found"].elsewhere
    sent = {"mark": known.mark, "why": "", "act_key": str(uuid.uuid4())}

    empty = stranger.post("/families/ask/", sent, **FRENCH)
    touched = ("B" if known.mark[0] == "A" else "A") + known.mark[1:]
    altered = stranger.post("/families/ask/", sent | {"mark": touched, "why": "x"})

    assert "Dites pourquoi" in text(empty)
    assert altered.status_code == 404
    with under("worker"):
        assert not AccessRequest.objects.exists()
        assert Household.objects.count() == 1
