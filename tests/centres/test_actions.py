"""Acts of the catalogue: who said how many places, corrections that lose nothing, places that stay hidden."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.centres import actions, queries
from jisr.centres.models import Centre, PlacesStatement, Service, Site
from jisr.common.database import scope
from jisr.common.errors import Stale, Unacceptable
from jisr.common.models import Event, JournalLine
from jisr.territory.models import Commune
from tests.ground import IMINTANOUTE, OWN, SERVICE_OWN, SHELTER, user_of
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def own_service():
    """A service of the director's centre."""
    return Service.objects.select_related("programme").get(pk=SERVICE_OWN)


def test_places_said_are_shown_and_kept():
    """The service shows the last statement, the history all of them."""
    with under("director"):
        by = user_of("director")
        actions.state_places(service=own_service(), total=40, free=10, by=by)
        actions.state_places(service=own_service(), total=40, free=0, waiting=7, by=by)

        service = own_service()
        assert (service.places_total, service.places_free, service.places_waiting) == (40, 0, 7)
        assert service.places_confirmed_on == timezone.localdate()
        assert [one.free for one in queries.statements(service)] == [0, 10]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_is_said_at_the_desk_is_an_event_and_what_is_written_down_is_not():
    """A delegation that telephones does not speak for the centre."""
    with under("director"):
        actions.state_places(service=own_service(), total=40, free=10, by=user_of("director"))
    with under("delegate"):
        actions.state_places(service=own_service(), total=40, free=9, by=user_of("delegate"), through="phone")

    with scope(speaking="owner"):
        assert Event.objects.filter(code="places.stated", service_id=SERVICE_OWN).count() == 1
        assert JournalLine.objects.filter(verb="centres.places_stated").count() == 2


@pytest.mark.parametrize(
    ("values", "wrong"), [({"total": 4, "free": 5}, "free"), ({"total": 4, "free": 4, "in_days": 1}, "said_on")]
)
def test_a_statement_that_cannot_be_is_refused_in_words(values, wrong):
    """Beside its field, and nothing is written."""
    said_on = timezone.localdate() + timedelta(days=values.pop("in_days", 0))
    with under("director"):
        with pytest.raises(Unacceptable) as refusal:
            actions.state_places(service=own_service(), by=user_of("director"), said_on=said_on, **values)

        assert list(refusal.value.fields) == [wrong]
        assert not PlacesStatement.objects.filter(service=SERVICE_OWN).exists()


def test_two_people_who_save_a_centre_at_once_lose_nothing():
    """The second is told, and sees what is stored."""
    with under("director"):
        first, second = Centre.objects.get(pk=OWN), Centre.objects.get(pk=OWN)
        actions.edit_centre(
            centre=first, expected=first.version, values={"phone": "+212500000001"}, by=user_of("director")
        )

        with pytest.raises(Stale) as stale:
            actions.edit_centre(
                centre=second, expected=second.version, values={"phone": "+212500000002"}, by=user_of("director")
            )

        assert stale.value.current.phone == "+212500000001"


def test_a_centre_that_moves_takes_its_province_with_it():
    """The province stands on the centre, so that a shelter has one to show."""
    with under("director"):
        centre = Centre.objects.get(pk=OWN)
        commune = Commune.objects.get(pk=IMINTANOUTE)

        actions.edit_centre(
            centre=centre, expected=centre.version, values={"name_ar": "الإسم الجديد"}, by=user_of("director"),
            site={"commune": commune, "address": "", "lat": None, "lon": None},
        )  # fmt: skip

        centre = Centre.objects.select_related("site").get(pk=OWN)
        assert (centre.province_id, centre.site.commune_id) == (commune.province_id, IMINTANOUTE)
        assert list(queries.centres(text="اسم جديد").values_list("pk", flat=True)) == [OWN]


@pytest.mark.parametrize("change", [{"values": {"confidential": False}}, {"values": {}, "site": {"address": "x"}}])
def test_nobody_uncovers_a_shelter_that_is_not_hers_to_know(change):
    """Neither by making it public, nor by giving it another place."""
    with under("delegate"):
        centre = Centre.objects.get(pk=SHELTER)

        with pytest.raises(actions.HiddenPlace):
            actions.edit_centre(centre=centre, expected=centre.version, by=user_of("delegate"), **change)


def test_those_who_work_in_a_shelter_correct_its_place():
    """They see it, so they may."""
    with under("shelter_keeper"):
        centre = Centre.objects.get(pk=SHELTER)
        site = {"commune": Commune.objects.get(pk=IMINTANOUTE), "address": "زنقة أخرى", "lat": None, "lon": None}

        actions.edit_centre(centre=centre, expected=centre.version, values={}, site=site, by=user_of("shelter_keeper"))

        assert Site.objects.get(pk=SHELTER).address == "زنقة أخرى"


def test_a_centre_of_an_invented_operator_is_invented():
    """However it is added."""
    with under("delegate"):
        operator = Centre.objects.get(pk=OWN).operator
        site = {"commune": Commune.objects.get(pk=IMINTANOUTE), "address": "", "lat": None, "lon": None}

        centre = actions.create_centre(
            operator=operator, values={"name_ar": "جديد", "name_fr": "Nouveau", "type": "complex"}, site=site,
            by=user_of("delegate"),
        )  # fmt: skip
        service = actions.create_service(
            centre=centre, values={"name_ar": "خدمة", "name_fr": "Service", "theme": "papers"}, by=user_of("delegate")
        )

        assert centre.is_demonstration
        assert service.is_demonstration
