"""The invented network: what is published of the real one holds in it, and nothing in it can be taken for real."""

import time
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.centres.models import Centre, Contact, PlacesStatement, Service, Site
from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.exchange.demonstration import network
from jisr.exchange.demonstration.ground import ground_of, read_grounds
from jisr.exchange.demonstration.plan import highest_averages, largest_remainders
from jisr.territory import sources
from jisr.territory.models import Arrondissement, Commune, Province
from jisr.territory.rules import road_km

TODAY = date(2026, 11, 22)
CALIBRATION = yaml_text.read((Path(network.__file__).parent / "calibration.yaml").read_text("utf-8"))
WEIGHTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.floats(0.1, 1e6), min_size=1, max_size=20)
TALIBA, LALLA_AZIZA = "DEMO-CHI-TALIBA-IMI", "07.161.05.09"


@pytest.fixture(scope="module")
def grounds():
    """The territory as it ships, without a database."""
    shipped = sources.shipped()
    provinces = {row["code"]: Province(**row) for row in shipped.provinces}
    communes = {row["code"]: Commune(**row) for row in shipped.communes}
    for commune in communes.values():
        commune.province = provinces[commune.province_id]
    parts = [Arrondissement(**row) for row in shipped.arrondissements]
    cut = {part.commune_id for part in parts}
    whole = [ground_of(commune, commune) for code, commune in communes.items() if code not in cut]
    return whole + [ground_of(part, communes[part.commune_id]) for part in parts]


@pytest.fixture(scope="module")
def drawn(grounds):
    """The network, in memory."""
    return network.draw(grounds, TODAY)


def centres(drawn, **values):
    """The centres with these values."""
    found = [sketch.centre for sketch in drawn.sketches]
    return [one for one in found if all(getattr(one, name) == value for name, value in values.items())]


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
    for low, high in pairwise(ranked):
        assert order.count(low) <= order.count(high) or weights[low] == weights[high]


def test_the_network_is_as_large_and_as_dense_as_it_should_be(drawn):
    """About 3,000 centres in every province; the region of the stories far above its share."""
    regions = Counter(centre.province_id[:2] for centre in centres(drawn))

    assert 2_800 <= len(drawn.sketches) <= 3_200
    assert len({centre.province_id for centre in centres(drawn)}) == 75
    assert regions["07"] > 2 * len(drawn.sketches) / 12


@pytest.mark.parametrize(
    "kind", ["student_home", "women_space", "child_unit", "family_centre", "disability_centre", "listening_centre"]
)
def test_the_published_national_counts_hold(drawn, kind):
    """Of each kind for which there is one."""
    assert len(centres(drawn, type=kind)) == CALIBRATION["national"][kind]["count"]


def test_what_is_published_of_single_provinces_holds(drawn):
    """Tinghir's homes, places and associations; Khénifra's centres in its towns and its countryside; care places."""
    tinghir = centres(drawn, type="student_home", province_id="08.577")
    lodging = [one for one in drawn.services if one.theme == "student_lodging" and one.centre in tinghir]
    care = [one for one in drawn.services if one.centre.type.startswith("care_") and one.code.endswith("-1")]
    khenifra = Counter(sketch.site.commune_id for sketch in drawn.sketches if sketch.centre.province_id == "05.301")

    assert (len(tinghir), sum(one.places_total for one in lodging)) == (27, 1_631)
    assert len({centre.operator.code for centre in tinghir}) == 20
    assert (khenifra.total(), khenifra["05.301.01.01"], khenifra["05.301.01.05"]) == (27, 9, 3)
    assert sum(one.places_total for one in care) == 29_755


def test_nothing_invented_can_be_taken_for_real(drawn):
    """Every row says so, and those who run centres bear it in their name."""
    for row in (*drawn.operators, *drawn.programmes, *centres(drawn), *drawn.services):
        assert row.is_demonstration
    for operator in drawn.operators:
        assert "توضيحي" in operator.name_ar
        assert "émonstration" in operator.name_fr


def test_the_first_story_finds_its_boarding_home(drawn, grounds):
    """From Lalla Aaziza: Imintanoute is by far the nearest for girls, with six places said yesterday."""
    home = next(ground for ground in grounds if ground.code == LALLA_AZIZA)
    girls = {one.centre.code for one in drawn.services if one.theme == "student_lodging" and one.sex == "f"}
    near = sorted(
        (road_km(home.lat, home.lon, one.site.lat, one.site.lon), one.centre.code)
        for one in drawn.sketches
        if one.centre.code in girls and one.centre.province_id == home.province
    )
    service = next(one for one in drawn.services if one.centre.code == TALIBA and one.theme == "student_lodging")

    assert near[0][1] == TALIBA
    assert near[1][0] > near[0][0] + 15
    assert (service.places_free, service.places_confirmed_on) == (6, TODAY - timedelta(days=1))


def test_a_shelter_bears_the_name_of_its_province_only(drawn, grounds):
    """A name with a town in it would be an address."""
    provinces = {ground.province: ground.province_ar for ground in grounds}
    for centre in centres(drawn, confidential=True):
        assert centre.name_ar.removesuffix(" (توضيحي)").endswith(provinces[centre.province_id])
    assert {centre.type for centre in centres(drawn, confidential=True)} == {"women_space"}


def test_names_and_codes_are_told_apart(drawn):
    """No two centres share a code, nor, in one province, a name in either language; all names say "demonstration"."""
    assert len({centre.code for centre in centres(drawn)}) == len(drawn.sketches)
    for field in ("name_ar", "name_fr"):
        names = Counter((centre.province_id, getattr(centre, field)) for centre in centres(drawn))
        assert [name for name, count in names.items() if count > 1] == []
        assert all(("توضيحي" in name) or ("démo" in name) for _province, name in names)


def test_every_service_says_for_whom_and_what_to_bring(drawn):
    """Never silence; and free places never exceed places."""
    for service in drawn.services:
        assert service.documents
        assert service.name_ar
        assert service.name_fr
        assert (service.places_free or 0) <= (service.places_total or 0)


def test_the_same_day_draws_the_same_network(drawn, grounds):
    """A bug that somebody reports can be seen by somebody else."""
    again = network.draw(grounds, TODAY)

    assert [(one.centre.code, one.site.lat) for one in again.sketches] == [
        (one.centre.code, one.site.lat) for one in drawn.sketches
    ]
    assert [one.places_free for one in again.services] == [one.places_free for one in drawn.services]


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.usefixtures("whole_territory")
def test_it_is_loaded_in_seconds_and_once():
    """The ground's own centres count as a network already there, so it is saved here and then sought again."""
    with scope(speaking="owner"):
        start = time.monotonic()
        made = network.draw(read_grounds(), TODAY).save()
        took = time.monotonic() - start

        demonstration = Centre.objects.filter(code__startswith="DEMO-")
        assert took < 20  # about 3 s on an idle machine of two cores
        assert demonstration.count() == made["centres"] == Site.objects.filter(centre__in=demonstration).count()
        assert Service.objects.filter(centre__in=demonstration).count() == made["services"]
        assert Contact.objects.filter(centre__in=demonstration).exclude(phone="").count() > 500
        assert PlacesStatement.objects.filter(service__centre__in=demonstration).exists()
        assert network.load(TODAY) == {"centres": 0, "services": 0}
