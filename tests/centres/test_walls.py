"""What the database itself holds: a shelter without a place, what is invented apart from what is real."""

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils import timezone

from jisr.centres import queries
from jisr.centres.models import Centre, Contact, Operator, Service, Site
from jisr.common.database import scope
from jisr.territory.models import Commune
from tests.ground import FAR, LALLA_AZIZA, OWN, SERVICE_OWN, SERVICE_SHELTER, SHELTER
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


def sees_the_place():
    """Whether the speaker sees where the shelter is."""
    return Site.objects.filter(pk=SHELTER).exists()


def test_visitors_know_a_shelter_by_its_telephone_and_not_by_its_place():
    """The row itself does not exist for their login."""
    with scope(speaking="public"):
        assert Centre.objects.get(pk=SHELTER).phone
        assert not sees_the_place()
        assert Site.objects.filter(pk=OWN).exists()
        assert not Service.objects.filter(pk=SERVICE_SHELTER).exists()


def test_visitors_do_not_read_the_lines_of_professionals():
    """A code is sent there: it must not be public."""
    with (
        scope(speaking="public"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(using="public"),
    ):
        Contact.objects.exists()


@pytest.mark.parametrize("writes", ["INSERT", "UPDATE", "DELETE"])
def test_visitors_write_nothing_in_the_catalogue(writes):
    """Whatever a page forgets."""
    with connections["owner"].cursor() as cursor:
        for model in (Operator, Centre, Site, Service, Contact):
            cursor.execute("SELECT has_table_privilege('jisr_public', %s, %s)", [model._meta.db_table, writes])
            assert cursor.fetchone() == (False,)


@pytest.mark.parametrize(
    ("name", "sees"),
    [("worker", False), ("director", False), ("keeper", True), ("shelter_keeper", True), ("delegate", False)],
)
def test_the_place_is_for_those_who_work_there_and_for_keepers_of_violence_files(name, sees):
    """Not for the neighbours, the delegation or the rest."""
    with under(name):
        assert sees_the_place() is sees


def test_a_distance_does_not_give_the_place_away():
    """Asked from many communes, distances would cross at the door of the shelter."""
    with scope(speaking="public"):
        home = Commune.objects.select_related("province").get(pk=LALLA_AZIZA)
        theme = "shelter"
        found = [one for one in queries.near(home, theme, on=timezone.localdate()) if one.service.centre_id == SHELTER]
    with under("shelter_keeper"):
        near = [one for one in queries.near(home, theme, on=timezone.localdate()) if one.service.centre_id == SHELTER]

    assert found == []
    assert [one.km for one in near] == [None]


def test_a_centre_made_confidential_hides_its_place_in_the_same_statement():
    """The composite key carries the change to the site."""
    with under("far_director"):
        Centre.objects.filter(pk=FAR).update(confidential=True)
        assert Site.objects.get(pk=FAR).confidential
    with under("worker"):
        assert not Site.objects.filter(pk=FAR).exists()


@pytest.mark.parametrize(
    "values",
    [
        {"places_total": 5, "places_free": 6, "places_confirmed_on": "2026-01-01"},
        {"places_free": 1, "places_confirmed_on": "2026-01-01"},
        {"places_total": 5, "places_free": 1},
        {"age_min": 18, "age_max": 12},
        {"welcomes": "exclusive", "publics": []},
        {"theme": "magic"},
        {"zone": "planet"},
        {"publics": ["nobody"]},
        {"compartment": "secret"},
    ],
)
def test_what_must_never_be_is_refused_by_the_database(values):
    """Whichever program writes."""
    with under("director"), pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=SERVICE_OWN).update(**values)


def test_what_is_invented_never_points_at_what_is_real():
    """Nor the other way round: a demonstration centre keeps an operator of the demonstration."""
    with scope(speaking="owner"):
        real = Operator.objects.create(code="REAL", name_ar="حقيقي", name_fr="Réel", kind="association", source="x")
        with pytest.raises(IntegrityError), transaction.atomic(using="owner"):
            Centre.objects.filter(pk=OWN).update(operator=real)
            connections["owner"].check_constraints()


def test_a_point_outside_the_country_is_refused():
    """Latitude and longitude exchanged, a sign forgotten."""
    with under("director"), pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.filter(pk=OWN).update(lat=-8.76, lon=31.54)
