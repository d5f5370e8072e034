"""Distances are estimates that obey the laws of distances."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.common.parameters import UnknownParameter
from jisr.territory.rules import DETOUR, great_circle_km, road_km, travel_min

POINTS = st.tuples(st.floats(20.5, 36.1), st.floats(-17.3, -0.9))
TODAY = date(2026, 11, 22)


@given(POINTS, POINTS)
def test_there_is_as_far_as_back(here, there):
    """A distance is symmetric, never negative, zero to oneself."""
    assert road_km(*here, *there) == pytest.approx(road_km(*there, *here))
    assert road_km(*here, *there) >= 0
    assert road_km(*here, *here) == 0


@given(POINTS, POINTS, POINTS)
def test_a_way_round_is_never_shorter(one, two, three):
    """The triangle inequality, to a millimetre."""
    assert great_circle_km(*one, *three) <= great_circle_km(*one, *two) + great_circle_km(*two, *three) + 1e-6


def test_known_roads_are_met_within_a_tenth():
    """Rabat-Fès is about 205 km by road, Casablanca-Marrakech about 240 km (national road signs)."""
    rabat, fes = (34.0209, -6.8416), (34.0331, -5.0003)
    casablanca, marrakech = (33.5731, -7.5898), (31.6295, -7.9811)

    assert road_km(*rabat, *fes) == pytest.approx(205, rel=0.1)
    assert road_km(*casablanca, *marrakech) == pytest.approx(240, rel=0.1)


def test_opposite_points_of_the_earth_are_half_a_girdle_apart():
    """Rounding must not take the root of a negative number."""
    assert great_circle_km(0, 0, 0, 180) == pytest.approx(20_015, abs=1)
    assert great_circle_km(90, 0, -90, 0) == pytest.approx(20_015, abs=1)


def test_time_is_road_and_track():
    """60 km in the plain is an hour; three kilometres of track before it are twelve minutes."""
    assert travel_min(60, on=TODAY) == pytest.approx(60)
    assert travel_min(60, on=TODAY, track_km=3) == pytest.approx(72)
    assert travel_min(60, on=TODAY, going="mountain") == pytest.approx(90)
    assert travel_min(4, on=TODAY, going="foot") == pytest.approx(60)
    assert DETOUR == 1.17


def test_no_speed_is_known_before_it_was_set():
    """A parameter has a first day."""
    with pytest.raises(UnknownParameter):
        travel_min(60, on=date(2020, 1, 1))
