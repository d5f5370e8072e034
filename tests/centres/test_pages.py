"""Pages of the catalogue: what visitors may see, who may correct what, how many queries it takes."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jisr.centres.models import Centre, Service, Site
from jisr.common.database import scope
from tests.access.people import entered
from tests.ground import FAR, LALLA_AZIZA, OWN, SERVICE_OWN, SERVICE_SHELTER, SHELTER, SISTER
from tests.reading import unmarked

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


def find(client, language="fr", **query):
    """The public page."""
    asked = {"commune": LALLA_AZIZA, "need": "family"} | query
    return client.get(reverse("portal:find"), asked, headers={"accept-language": language})


# visitors


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_visitor_finds_a_service_without_an_account(client, language):
    """By a commune and a need; how far, open or not, what to bring."""
    answer = find(client, language)

    assert answer.status_code == 200
    assert [one.service.pk for one in answer.context["results"]] == [SERVICE_OWN]
    assert answer.context["map"]["pins"][0]["numbers"] == [1]


@pytest.mark.parametrize("commune", ["Lalla Aaziza", "للا عزيزة", "للا عزيزه (شيشاوة)"])
def test_a_commune_is_understood_as_it_is_typed(client, commune):
    """In either script, in any spelling."""
    assert find(client, commune=commune).context["commune"].pk == LALLA_AZIZA


@pytest.mark.parametrize(
    ("query", "field"), [({"commune": "xyzxyz"}, "commune"), ({"need": "magic"}, "need"), ({"need": ""}, "need")]
)
def test_what_is_not_understood_is_said_beside_its_field(client, query, field):
    """And nothing breaks."""
    answer = find(client, **query)

    assert answer.status_code == 200
    assert field in answer.context["form"].errors


def test_a_need_that_nobody_answers_leads_on(client):
    """An empty page teaches the next step."""
    answer = find(client, need="housing")

    assert answer.context["results"] == []
    assert "need=papers" in answer.content.decode()


def test_a_service_that_takes_nobody_from_here_is_shown_last_and_says_so(client):
    """Coverage is not proximity."""
    answer = find(client, need="child_protection")

    assert answer.context["elsewhere"]
    assert "Ne reçoit que" in unmarked(answer)


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])
def test_the_list_makes_a_fixed_number_of_queries(client):
    """With one service or with forty; two of them read services."""
    with scope(speaking="owner"):
        names = {"name_ar": "خدمة", "name_fr": "Service", "theme": "literacy", "is_demonstration": True}
        Service.objects.bulk_create(Service(centre_id=OWN, code=f"MANY-{n}", **names) for n in range(40))
    find(client)

    counts = []
    for need in ("family", "literacy"):
        with CaptureQueriesContext(connections["public"]) as made:
            assert find(client, need=need).context["results"]
        counts.append(len(made))
    assert counts[0] == counts[1] <= 10


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])
def test_a_shelter_is_shown_by_its_telephone_and_never_by_its_place(client):
    """Not in words, not on the map, not by a distance, not in the source of the page."""
    with scope(speaking="owner"):  # one of its services is for everybody to find
        Service.objects.filter(pk=SERVICE_SHELTER).update(professional_only=False)
        site = Site.objects.select_related("commune").get(pk=SHELTER)
    pages = [
        find(client, need="shelter"),
        client.get(reverse("portal:service", args=[SERVICE_SHELTER]), headers={"accept-language": "fr"}),
        client.get(reverse("portal:centre", args=[SHELTER]), headers={"accept-language": "fr"}),
    ]

    for page in pages:
        assert "confidentielle" in unmarked(page)
        assert " km " not in unmarked(page).split("Quitter")[-1]
        for told in ("زنقة سرية", str(site.lat), str(site.lon)):
            assert told not in page.content.decode()
    assert pages[0].context["map"]["pins"] == []


def test_what_is_for_professionals_is_not_there_for_visitors(client):
    """Neither listed nor at its address."""
    assert find(client, need="shelter").context["results"] == []
    assert client.get(reverse("portal:service", args=[SERVICE_SHELTER])).status_code == 404


@pytest.mark.parametrize(("route", "key"), [("portal:service", 999_999), ("portal:centre", 999_999)])
def test_what_does_not_exist_is_not_found(client, route, key):
    """In the words of the reader."""
    assert client.get(reverse(route, args=[key])).status_code == 404


# those who keep the catalogue


def edit_values(centre, **values):
    """What the form of a centre sends."""
    return {
        "name_ar": centre.name_ar, "name_fr": centre.name_fr, "type": centre.type, "phone": "0500000001", "email": "",
        "hours": "", "answers": "list", "closed_on": "", "commune": "شيشاوة", "address": "", "lat": "", "lon": "",
        "version": centre.version,
    } | values  # fmt: skip


@pytest.mark.parametrize(
    ("name", "centre", "status"),
    [("director", OWN, 200), ("director", SISTER, 404), ("delegate", SISTER, 200), ("delegate", FAR, 404),
     ("coordinator", OWN, 403), ("worker", OWN, 403)],
)  # fmt: skip
def test_a_centre_is_corrected_by_its_director_and_its_delegation(name, centre, status):
    """Out of one's scope it does not exist; out of one's role it is said."""
    assert entered(name).get(reverse("centres:edit", args=[centre])).status_code == status


def test_a_director_corrects_her_centre():
    """The telephone is kept in one form."""
    director, centre = entered("director"), Centre.objects.get(pk=OWN)

    answer = director.post(reverse("centres:edit", args=[OWN]), edit_values(centre))

    assert answer.status_code == 302, answer.context["form"].errors
    assert Centre.objects.get(pk=OWN).phone == "+212500000001"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"hours": "8h-16h"}, "hours"),
        ({"phone": "123456"}, "phone"),
        ({"name_ar": ""}, "name_ar"),
        ({"name_fr": "x" * 300}, "name_fr"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(values, field):
    """And what was typed stays."""
    director, centre = entered("director"), Centre.objects.get(pk=OWN)

    answer = director.post(reverse("centres:edit", args=[OWN]), edit_values(centre, **values))

    assert answer.status_code == 200
    assert field in answer.context["form"].errors


def test_the_second_of_two_sees_both_versions():
    """Nothing typed is lost."""
    director, centre = entered("director"), Centre.objects.get(pk=OWN)
    director.post(reverse("centres:edit", args=[OWN]), edit_values(centre))

    answer = director.post(reverse("centres:edit", args=[OWN]), edit_values(centre, name_fr="Autre nom"))

    assert answer.status_code == 409
    assert "Autre nom" in answer.content.decode()


def test_places_are_said_for_all_services_at_once():
    """Empty fields say nothing; what is said bears today's date."""
    director = entered("director")
    values = {f"s{SERVICE_OWN}-total": "40", f"s{SERVICE_OWN}-free": "3", f"s{SERVICE_OWN}-waiting": ""}

    answer = director.post(reverse("centres:places", args=[OWN]), values)

    assert answer.status_code == 302
    assert Service.objects.get(pk=SERVICE_OWN).places_free == 3


def test_more_free_places_than_places_is_said_beside_the_field():
    """Before anything is written."""
    values = {f"s{SERVICE_OWN}-total": "4", f"s{SERVICE_OWN}-free": "30"}

    answer = entered("director").post(reverse("centres:places", args=[OWN]), values)

    assert answer.status_code == 200
    assert Service.objects.get(pk=SERVICE_OWN).places_free is None


def test_a_delegation_does_not_see_where_a_shelter_is():
    """It corrects the rest of its page."""
    delegate = entered("delegate")

    page = delegate.get(reverse("centres:page", args=[SHELTER]))
    form = delegate.get(reverse("centres:edit", args=[SHELTER]))

    assert "زنقة سرية" not in page.content.decode() + form.content.decode()
    assert form.context["site"] is None
    assert "confidential" not in form.context["form"].fields


def test_the_list_of_centres_makes_a_fixed_number_of_queries(django_assert_num_queries):
    """Whatever its length."""
    coordinator = entered("coordinator")
    coordinator.get(reverse("centres:list"))

    counts = []
    for query in ({}, {"text": "Centre"}, {"text": "nobody"}):
        with django_assert_num_queries(16, exact=False) as made:
            coordinator.get(reverse("centres:list"), query)
        counts.append(len(made))
    assert len(set(counts)) == 1


@pytest.mark.parametrize("text_typed", ["مركز اول", "CENTRE UN", "test-own"])
def test_a_centre_is_found_in_any_spelling(text_typed):
    """Hamza, capitals, or by its code."""
    answer = entered("delegate").get(reverse("centres:list"), {"text": text_typed})

    assert [centre.pk for centre in answer.context["page"]] == [OWN]
