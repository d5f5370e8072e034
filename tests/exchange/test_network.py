"""The invented network: what is published of the real one holds in it, and nothing in it can be taken for real."""

import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from django.db.models import Sum
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jisr.centres.models import Centre, Contact, Operator, Programme, Service, Site
from jisr.common.database import scope
from jisr.exchange.demonstration import network
from jisr.exchange.demonstration.ground import read_grounds
from jisr.exchange.demonstration.plan import highest_averages, largest_remainders

pytestmark = [
    pytest.mark.django_db(databases=["default", "owner", "public"]),
    pytest.mark.usefixtures("whole_territory"),
]

WEIGHTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.floats(0.1, 1e6), min_size=1, max_size=20)
TALIBA, EMF = "DEMO-CHI-TALIBA-IMI", "DEMO-CHI-EMF"


@given(WEIGHTS, st.integers(0, 500))
def test_shares_add_up_and_none_is_further_than_one_from_its_due(weights, total):
    """A law of largest remainders."""
    shares = largest_remainders(weights, total)

    assert sum(shares.values()) == total
    whole = sum(weights.values())
    assert all(abs(shares[key] - total * weight / whole) < 1 + 1e-6 for key, weight in weights.items())


@given(WEIGHTS, st.integers(1, 60))
def test_the_larger_place_never_has_fewer_seats(weights, total):
    """A law of highest averages."""
    order = highest_averages(weights, total)

    assert len(order) == total
    ranked = sorted(weights, key=lambda key: weights[key])
    assert all(order.count(low) <= order.count(high) for low, high in pairwise(ranked))


@pytest.fixture
def invented():
    """The network, made by the owner; everything that follows reads as the owner, who made it in this transaction."""
    today = timezone.localdate()
    with scope(speaking="owner"):
        start = time.monotonic()
        made = network.invent(read_grounds(), today)
        yield made | {"seconds": time.monotonic() - start, "today": today}


def demonstration():
    """The centres of the network, without those of the tests' own ground."""
    return Centre.objects.filter(code__startswith="DEMO-")


def test_the_network_is_as_large_and_as_dense_as_it_should_be(invented):
    """About 3,000 centres in every province; the region of the stories far above its share; loaded in seconds."""
    assert 2_800 <= invented["centres"] <= 3_200
    assert invented["seconds"] < 20  # about 3 s on an idle machine of two cores
    assert demonstration().values("province").distinct().count() == 75
    assert demonstration().filter(province__region="07").count() > 2 * invented["centres"] / 12


def test_what_is_published_holds(invented):
    """Student homes, Tinghir's places and associations, Khénifra's centres, care places, national counts."""
    calibration = yaml.safe_load((Path(network.__file__).parent / "calibration.yaml").read_text("utf-8"))
    tinghir = demonstration().filter(province="08.577", type="student_home")

    for kind in ("student_home", "women_space", "child_unit", "family_centre", "disability_centre", "listening_centre"):
        assert demonstration().filter(type=kind).count() == calibration["national"][kind]["count"], kind
    assert tinghir.count() == 27
    assert (
        Service.objects.filter(centre__in=tinghir, theme="student_lodging").aggregate(n=Sum("places_total"))["n"]
        == 1_631
    )
    assert Operator.objects.filter(centres__in=tinghir).distinct().count() == 20
    assert demonstration().filter(province="05.301").count() == 27
    care = Service.objects.filter(centre__in=demonstration(), centre__type__startswith="care_", code__endswith="-1")
    assert care.aggregate(n=Sum("places_total"))["n"] == 29_755


def test_nothing_invented_can_be_taken_for_real(invented):
    """Every row says so, and those who run centres bear it in their name."""
    for model in (Operator, Centre, Service, Programme):
        assert not model.objects.filter(code__startswith="DEMO", is_demonstration=False).exists()
    names = Operator.objects.filter(code__startswith="DEMO").values_list("name_ar", "name_fr")
    assert all(("توضيحي" in ar) and ("émonstration" in fr) for ar, fr in names)


def test_the_first_story_finds_its_boarding_home(invented):
    """From Lalla Aaziza: Imintanoute is the nearest for girls, with six places said yesterday; the next is far."""
    service = Service.objects.get(centre__code=TALIBA, theme="student_lodging")

    assert (service.places_free, service.places_confirmed_on) == (6, invented["today"] - timedelta(days=1))
    assert (service.sex, service.centre.answers) == ("f", "list")


def test_every_partner_without_an_account_can_be_reached(invented):
    """A link is of no use without a line to send the code to."""
    partners = demonstration().filter(answers="link")

    assert partners.count() > 500
    assert Contact.objects.filter(centre__in=partners).exclude(phone="").count() == partners.count()


def test_a_shelter_bears_the_name_of_its_province_only(invented):
    """A name with a town in it would be an address."""
    for centre in demonstration().filter(confidential=True).select_related("site__commune", "province"):
        assert centre.province.name_ar in centre.name_ar
        if centre.site.commune.name_ar not in centre.province.name_ar:
            assert centre.site.commune.name_ar not in centre.name_ar


def test_every_service_says_what_to_bring_and_for_whom(invented):
    """Publics or everyone, documents or nothing: never silence."""
    services = Service.objects.filter(centre__in=demonstration())

    assert not services.filter(documents=[]).exists()
    assert not services.filter(name_ar="").exists()
    assert not Site.objects.filter(centre__in=demonstration(), lat=None).exists()


def test_the_demonstration_is_loaded_once(invented):
    """A second start finds it and makes nothing."""
    assert network.load(invented["today"]) == {"centres": 0, "services": 0}
