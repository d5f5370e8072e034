"""The sheet that prepares a consultation: what a province has and lacks, told without a person."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from jisr.territory.models import Commune, Province
from jisr.web.preparation import reads
from tests.access.people import entered
from tests.ground import LALLA_AZIZA
from tests.stories import listened, received, under

LOGINS = ["default", "owner", "public", "counter"]
POINT = st.tuples(st.floats(27.0, 36.0), st.floats(-13.0, -1.0))
RESIDENTS = st.lists(st.tuples(st.integers(1, 90_000), st.floats(27.0, 36.0), st.floats(-13.0, -1.0)), max_size=20)


@pytest.fixture
def province():
    """The province of the centres of these tests."""
    return Province.objects.select_related("region").get(pk=Commune.objects.get(pk=LALLA_AZIZA).province_id)


@given(RESIDENTS, st.lists(POINT, min_size=1, max_size=8), POINT)
def test_one_more_centre_leaves_nobody_farther(residents, points, another):
    """Whatever is opened where, those who are far become fewer or stay as many, and are never more than there are."""
    before, after = reads._far(residents, points), reads._far(residents, [*points, another])

    assert 0 <= after <= before <= sum(people for people, _lat, _lon in residents)


def test_without_a_known_centre_nobody_is_said_to_be_near_or_far():
    """Nothing known is not zero."""
    assert reads._far([(10, 31.0, -8.0)], []) is None


@pytest.mark.django_db(databases=LOGINS)
def test_a_delegate_sees_her_province_and_no_other(province):
    """The address of another province opens nothing."""
    delegate = entered("delegate")

    assert delegate.get("/prepare/").status_code == 302
    assert delegate.get(f"/prepare/{province.code}/").status_code == 200
    other = Province.objects.exclude(region=province.region_id).first()
    assert delegate.get(f"/prepare/{other.code}/").status_code == 403
    assert delegate.get("/prepare/99.999/").status_code == 404


@pytest.mark.django_db(databases=LOGINS)
def test_a_coordinator_chooses_among_the_provinces_of_the_region(province):
    """Each of them opens."""
    coordinator = entered("coordinator")

    page = coordinator.get("/prepare/").content.decode()

    for one in Province.objects.filter(region=province.region_id):
        assert f"/prepare/{one.code}/" in page
    assert coordinator.get(f"/prepare/{province.code}/").status_code == 200


@pytest.mark.django_db(databases=LOGINS)
@pytest.mark.parametrize("name", ["worker", "officer", "director", "auditor", "administrator"])
def test_who_prepares_nothing_does_not_open_the_sheet(name, province):
    """Reading figures is not enough."""
    assert entered(name).get(f"/prepare/{province.code}/").status_code == 403


@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_the_sheet_says_no_name_and_costs_the_same_for_few_and_for_many(province):
    """Counts handed in by the barometer; the number of queries does not grow with the people."""
    delegate, page = entered("delegate"), f"/prepare/{province.code}/"
    with under("worker") as held:
        visit = received(held, given="زينب")
        listened(held, visit, (visit.person, "schooling"))

    few = _queries(delegate, page)
    for n in range(6):
        with under("worker") as held:
            received(held, given=f"زينب{n}")
    many = _queries(delegate, page)

    assert few == many
    assert "زينب" not in delegate.get(page).content.decode()


@pytest.mark.django_db(databases=LOGINS)
def test_every_type_of_centre_is_there_or_named_as_lacking(province):
    """A room asks first for what does not exist."""
    supply = reads.supply(province)

    assert {row.centres > 0 for row in supply} == {True, False}
    assert all(row.far is None or 0 <= row.far <= province.population for row in supply)
    assert [row.centres for row in supply] == sorted((row.centres for row in supply), reverse=True)


def _queries(client, page):
    client.get(page)
    with CaptureQueriesContext(connections["counter"]) as counter, CaptureQueriesContext(connections["default"]) as app:
        assert client.get(page).status_code == 200
    return len(counter) <= 6, len(app)
