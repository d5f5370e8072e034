"""What cannot be counted is set apart with its reason, never counted as zero, never an error half-way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.atlas.reach import Distances, Reason, free_places, told_apart, two_step, up_to
from jisr.common.faults import ShapeMismatch
from jisr.territory.boundaries import boundaries

COUNTRY = list(boundaries("regions").values())
RABAT, CASABLANCA, TAROUDANT, LAAYOUNE = (34.02, -6.84), (33.57, -7.59), (30.47, -8.88), (27.15, -13.2)
ATLANTIC, ORAN, MADRID, SWAPPED = (33.0, -12.0), (35.70, -0.63), (40.42, -3.70), (-6.84, 34.02)


def apart(*spots, counted=None, **options):
    """Set these apart; ten of each where nothing is said."""
    lat, lon = np.transpose(spots) if spots else ([], [])
    return told_apart(lat, lon, [10] * len(spots) if counted is None else counted, **options)


def test_what_stands_in_the_country_is_used():
    found = apart(RABAT, CASABLANCA, TAROUDANT, LAAYOUNE, country=COUNTRY)
    assert found.used.tolist() == [0, 1, 2, 3]
    assert found.reasons == {}


def test_each_that_cannot_be_used_has_its_reason():
    nowhere = (float("nan"), -7.0)
    found = apart(RABAT, ATLANTIC, ORAN, MADRID, nowhere, (0.0, 0.0), (91.0, 4.0), SWAPPED, country=COUNTRY)

    assert found.used.tolist() == [0]
    assert found.reasons == {
        1: Reason.OUTSIDE, 2: Reason.OUTSIDE, 3: Reason.OUTSIDE, 4: Reason.NO_COORDINATES, 5: Reason.NO_COORDINATES,
        6: Reason.NOT_ON_EARTH, 7: Reason.SWAPPED,
    }  # fmt: skip
    assert found.count(Reason.OUTSIDE) == 3


def test_a_harbour_beside_the_drawn_coast_is_used():
    """Boundaries are drawn for the screen: a kilometre into the water is still the town."""
    harbour = (33.62, -7.60)
    assert apart(harbour, country=COUNTRY).used.tolist() == [0]
    assert apart((34.3, -8.4), country=COUNTRY).reasons == {0: Reason.OUTSIDE}


def test_more_than_a_crowd_on_one_spot_is_set_apart_where_asked():
    spots = [CASABLANCA] * 10_000 + [RABAT]
    assert len(apart(*spots).used) == 10_001
    found = apart(*spots, crowd=50)
    assert found.used.tolist() == [10_000]
    assert found.count(Reason.CROWDED) == 10_000


def test_counts_that_are_not_known_are_not_zero():
    counted = [np.nan, -1, np.inf, 0, 5]
    found = apart(*[RABAT] * 5, counted=counted)
    assert found.used.tolist() == [3, 4]
    assert list(found.reasons.values()) == [Reason.UNKNOWN_COUNT, Reason.BAD_COUNT, Reason.BAD_COUNT]
    assert apart(*[RABAT] * 5, counted=counted, needs_places=True).reasons[3] == Reason.NO_PLACES


def test_nothing_has_an_answer():
    assert apart(country=COUNTRY, crowd=3).used.tolist() == []
    with pytest.raises(ShapeMismatch):
        told_apart([1.0], [1.0, 2.0], [1.0])


anything = st.one_of(st.floats(-200, 200), st.sampled_from([np.nan, np.inf, 0.0]))


@given(st.lists(st.tuples(anything, anything, anything), max_size=12))
def test_each_is_used_or_has_a_reason_and_what_is_used_can_be_summed(rows):
    lat, lon, counted = np.array(rows).reshape(-1, 3).T

    found = told_apart(lat, lon, counted, country=COUNTRY, crowd=4)

    assert sorted([*found.used.tolist(), *found.reasons]) == list(range(len(rows)))
    keep = found.used
    ways = Distances.between(lat[keep], lon[keep], lat[keep], lon[keep], limit_km=60)
    reach = two_step(ways, counted[keep], counted[keep], up_to(60)).reach
    assert (reach * counted[keep]).sum() == pytest.approx(1_000 * counted[keep].sum())


def test_places_left_are_never_fewer_than_none():
    """A house of 72 beds with 96 girls offers none; one that does not say is not known."""
    np.testing.assert_array_equal(free_places([72, 60, np.nan], [96, 50, 1]), [0, 10, np.nan])
