"""Laws of catchments, and the examples of the papers by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from jisr.atlas.faults import NotNumbers
from jisr.atlas.kernels import COMPILED, PLAIN
from jisr.atlas.reach import Decay, Distances, Minutes, falling, stepwise, three_step, two_step, up_to, within
from jisr.common.faults import ShapeMismatch
from tests.atlas.reach.drawn import countries

MANY = 80
NO_ROAD = np.inf
decays = st.sampled_from([up_to(61.0), stepwise((20.5, 40.5, 80.5), (1, 0.68, 0.22)), falling(90.5, beta=2_000.0)])
measures = st.sampled_from([two_step, three_step])


@settings(max_examples=MANY)
@given(countries(), decays, measures)
def test_places_reached_are_places_offered(country, decay, measure):
    """Summed over people; the places of a centre that nobody can reach are nobody's."""
    ways = Distances.between(*country.where, limit_km=decay.limit, engine=PLAIN)

    found = measure(ways, country.people, country.places, decay)

    reached = (found.reach * country.people).sum() / 1_000
    assert reached == pytest.approx(country.places[found.served > 0].sum())
    weight = decay.of(country.km)
    assert ((found.served > 0) == (country.people @ weight > 0)).all()


@settings(max_examples=MANY)
@given(countries(least=2), decays, st.floats(0.1, 500))
def test_another_centre_or_more_places_lower_nobodys_reach(country, decay, more):
    """Of the two-step measures: who can come to the other centres stays as it was."""
    ways = Minutes.of(country.km)
    before = two_step(ways, country.people, country.places, decay).reach
    larger = country.places + more * (np.arange(len(country.places)) == 0)
    without = Minutes.of(country.km[:, 1:])

    assert (two_step(ways, country.people, larger, decay).reach >= before).all()
    assert (before >= two_step(without, country.people, country.places[1:], decay).reach * (1 - 1e-12)).all()
    assert (within(ways, larger, 60).places >= within(ways, country.places, 60).places).all()


@settings(max_examples=MANY)
@given(countries(), decays, st.floats(0.1, 500))
def test_more_places_lower_nobodys_reach_in_three_steps_either(country, decay, more):
    """Who chooses which centre does not depend on its places."""
    ways = Minutes.of(country.km)
    larger = country.places + more * (np.arange(len(country.places)) == 0)

    before, after = (three_step(ways, country.people, places, decay).reach for places in (country.places, larger))

    assert (after >= before).all()


def test_in_three_steps_another_centre_can_take_from_somebody():
    """The law of the two-step measures does not hold: a poor centre next door draws half a village."""
    villages = [100.0, 100.0]
    before = three_step(Minutes.of([[5.0], [5.0]]), villages, [10.0], up_to(30)).reach
    after = three_step(Minutes.of([[5.0, 5.0], [5.0, NO_ROAD]]), villages, [10.0, 1.0], up_to(30)).reach

    assert before == pytest.approx([50, 50])
    assert after == pytest.approx([1_000 * (0.5 * 10 / 150 + 0.5 * 1 / 50), 1_000 * 10 / 150])
    assert after[0] < before[0]


@settings(max_examples=MANY)
@given(countries(), decays, measures, st.floats(0.01, 100))
def test_twice_the_people_reach_half_as_much(country, decay, measure, times):
    ways = Minutes.of(country.km)
    one, other = (measure(ways, people, country.places, decay) for people in (country.people, times * country.people))
    np.testing.assert_allclose(other.reach * times, one.reach, rtol=1e-9)


@settings(max_examples=MANY)
@given(countries(least=2), decays, measures)
def test_a_point_parted_in_two_changes_nothing(country, decay, measure):
    """Figures do not depend on how finely the country is cut."""
    half = country.people.copy()
    half[0] /= 2
    km = np.vstack((country.km, country.km[:1]))

    whole = measure(Minutes.of(country.km), country.people, country.places, decay).reach
    parted = measure(Minutes.of(km), np.append(half, half[0]), country.places, decay).reach

    np.testing.assert_allclose(parted, np.append(whole, whole[0]), rtol=1e-9)


def test_the_two_steps_of_luo_and_wang():
    """Eight people can come to a, four to b, one of them to both: 1/8, 1/4, and 3/8 for the one."""
    to_a, to_b = [10] * 7 + [NO_ROAD] * 3 + [20], [NO_ROAD] * 7 + [25] * 3 + [30]
    found = two_step(Minutes.of(np.transpose([to_a, to_b])), np.ones(11), [1, 1], up_to(30))

    assert found.served.tolist() == [8, 4]
    assert found.reach / 1_000 == pytest.approx([1 / 8] * 7 + [1 / 4] * 3 + [3 / 8])


def test_the_zones_of_luo_and_qi():
    """Zones of 10, 20 and 30 minutes weigh 1, 0.68 and 0.22, in both steps."""
    minutes = [[5, 15], [15, NO_ROAD], [25, 30], [31, 8]]
    found = two_step(Minutes.of(minutes), [100, 50, 200, 10], [4, 6], stepwise((10, 20, 30), (1, 0.68, 0.22)))

    first, second = 4 / (100 + 0.68 * 50 + 0.22 * 200), 6 / (0.68 * 100 + 0.22 * 200 + 10)
    assert found.reach / 1_000 == pytest.approx(
        [first + 0.68 * second, 0.68 * first, 0.22 * first + 0.22 * second, second]
    )


def test_the_three_steps_of_wan_zou_and_sternberg():
    """A point with two centres at the same way sends half of its people to each, by the weights of a bell."""
    beta, minutes = 440.0, np.array([[10.0, 10.0], [20.0, NO_ROAD]])
    near, far = np.exp(-100 / beta), np.exp(-400 / beta)
    found = three_step(Minutes.of(minutes), [100, 40], [6, 2], falling(60, beta=beta))

    first, second = 6 / (100 * 0.5 * near + 40 * far), 2 / (100 * 0.5 * near)
    assert found.reach / 1_000 == pytest.approx([0.5 * near * (first + second), far * first])


def test_without_a_road_nothing_is_near():
    """Unreachable is not at distance zero; an entry of zero is a centre at the door."""
    ways = Minutes.of([[NO_ROAD, NO_ROAD], [0.0, 90.0]])

    who, minutes = ways.nearest()

    assert who.tolist() == [-1, 0]
    assert minutes.tolist() == [NO_ROAD, 0.0]
    found = two_step(ways, [10, 10], [5, 5], up_to(60))
    assert found.reach.tolist() == [0, 500]
    assert found.served.tolist() == [10, 0]
    assert within(ways, [5, 5], 60).centres.tolist() == [0, 1]
    assert Minutes.of(sparse.csr_array((2, 3))).nearest()[1].tolist() == [NO_ROAD, NO_ROAD]


@pytest.mark.parametrize("engine", [PLAIN, COMPILED])
def test_ten_thousand_at_one_point_are_summed(engine):
    """What a geocoder gives for what it did not find stands on one spot: as fast and as right as any."""
    at = np.full(10_000, 33.5), np.full(10_000, -7.6)
    ways = Distances.between(*at, [33.5, 33.6], [-7.6, -7.6], limit_km=60, engine=engine)

    found = two_step(ways, np.ones(10_000), [100, 0], up_to(60))

    assert found.served == pytest.approx([10_000, 10_000])
    assert found.reach == pytest.approx(np.full(10_000, 10.0))
    assert (ways.nearest()[0] == 0).all()


@pytest.mark.parametrize("engine", [PLAIN, COMPILED])
@pytest.mark.parametrize(("points", "centres"), [(0, 0), (0, 2), (2, 0)])
def test_nobody_and_nothing_have_an_answer(engine, points, centres):
    spots = [np.full(count, 33.0) for count in (points, points, centres, centres)]
    for ways in (Distances.between(*spots, limit_km=60, engine=engine), Minutes.of(np.zeros((points, centres)))):
        for measure in (two_step, three_step):
            found = measure(ways, np.ones(points), np.ones(centres), up_to(60))
            assert found.reach.tolist() == [0] * points
            assert found.served.tolist() == [0] * centres
        assert within(ways, np.ones(centres), 60).centres.tolist() == [0] * points
        assert ways.nearest()[0].tolist() == [-1] * points


def test_a_centre_without_a_place_gives_nothing_and_takes_nothing():
    minutes = np.array([[10.0, 20.0]])
    assert two_step(Minutes.of(minutes), [100], [5, 0], up_to(30)).reach.tolist() == [50]
    assert two_step(Minutes.of(minutes), [0], [5, 0], up_to(30)).reach.tolist() == [0]


@pytest.mark.parametrize(("people", "places"), [([-1.0], [1.0]), ([np.nan], [1.0]), ([1.0], [np.inf])])
def test_counts_that_are_none_are_a_fault(people, places):
    with pytest.raises(NotNumbers):
        two_step(Minutes.of([[1.0]]), people, places, up_to(30))


@pytest.mark.parametrize("table", [[[-1.0]], [[np.nan]], sparse.coo_array(([5.0, 5.0], ([0, 0], [0, 0])))])
def test_a_table_that_cannot_be_read_is_a_fault(table):
    """Two entries of one pair would be summed by whoever reads them."""
    with pytest.raises(NotNumbers):
        Minutes.of(table)


def test_arrays_of_other_points_are_a_fault():
    ways = Minutes.of([[1.0, 2.0]])
    with pytest.raises(ShapeMismatch):
        two_step(ways, [1, 2], [1, 1], up_to(30))
    with pytest.raises(ShapeMismatch):
        Minutes.of([1.0, 2.0])
    with pytest.raises(ShapeMismatch):
        ways.with_centre([1.0, 2.0])
    with pytest.raises(ShapeMismatch):
        Distances.between([1.0], [1.0, 2.0], [1.0], [1.0], limit_km=60)
    with pytest.raises(NotNumbers):
        Distances.between([np.nan], [1.0], [1.0], [1.0], limit_km=60)


@pytest.mark.parametrize(
    "parts", [((), ()), ((20, 10), (1, 0.5)), ((10, 20), (0.5, 1)), ((0,), (1,)), ((np.inf,), (1,))]
)
def test_a_decay_that_grows_is_a_fault(parts):
    with pytest.raises(NotNumbers):
        Decay(*parts)
