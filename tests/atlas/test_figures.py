"""Figures of a view: what is not known stays so, sums hold, and a place says what its communes say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.atlas.figures import Line, View, each, line, lines, view, worst_first
from jisr.atlas.reach import Minutes

FAR = float("inf")


@st.composite
def asked(draw):
    """Up to 8 communes and 5 services: ways, some missing; places and people, some not known."""
    communes, services = draw(st.integers(1, 8)), draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    ways = np.where(rng.random((communes, services)) < 0.3, np.inf, rng.uniform(0, 120, (communes, services)))
    places = np.where(rng.random(services) < 0.3, np.nan, rng.integers(0, 60, services).astype(float))
    people = np.where(rng.random(communes) < 0.2, np.nan, rng.integers(0, 900, communes).astype(float))
    return ways, places, people


def seen(ways, places, people, limit=60.0) -> View:
    return view(Minutes.of(np.asarray(ways, float)), np.asarray(places, float), np.asarray(people, float), limit)


def same(one: Line, other: Line) -> bool:
    """Equal but for the last digit, what is not known included."""
    return all(np.allclose(a, b, rtol=1e-12, equal_nan=True) for a, b in zip(one, other, strict=True))


@given(asked())
def test_no_place_is_made_or_lost(told):
    """What people reach together is what the services that said their places offer to those who can come."""
    ways, places, people = told

    found = seen(*told)

    reached = np.nansum(np.nan_to_num(found.reach) * np.nan_to_num(people)) / 1_000
    counted = ((ways <= 60) & (np.nan_to_num(people)[:, None] > 0)).any(axis=0)
    assert reached == pytest.approx(np.nansum(np.where(counted, places, 0.0)))


@given(asked())
def test_what_is_not_known_is_never_zero(told):
    """People who are not counted reach an unknown number; so does who is near nothing but services that never said."""
    ways, places, people = told

    found = seen(*told)

    near = ways <= 60
    silent = (near & np.isnan(places)).any(axis=1) & ~(near & (np.nan_to_num(places) > 0)).any(axis=1)
    assert np.isnan(found.reach[np.isnan(people) | silent]).all()
    assert not np.isnan(found.reach[~np.isnan(people) & ~silent]).any()


@given(asked())
def test_a_commune_alone_says_what_a_sum_over_it_says(told):
    """The fast way and the way of sums are one."""
    found = seen(*told)
    size = len(told[2])

    assert all(
        same(one, line(found, np.arange(size) == at)) for at, one in enumerate(each(found, np.arange(size)))
    )  # fmt: skip


@given(asked(), st.integers(1, 3))
def test_parts_sum_to_the_whole(told, parts):
    """People of the provinces are the people of the country, and their shares within the limit its share."""
    found = seen(*told)
    groups = np.arange(len(told[2])) % parts

    whole, of = line(found, groups >= 0), lines(found, groups, parts)

    assert np.nansum([one.people for one in of]) == pytest.approx(np.nan_to_num(whole.people))
    if whole.people > 0:
        shares = sum(np.nan_to_num(one.within) * np.nan_to_num(one.people) for one in of)
        assert shares / whole.people == pytest.approx(whole.within)


def test_half_of_the_people_have_no_further_than_the_median():
    """Weighted by people, the road that does not exist included."""
    found = seen([[10], [50], [FAR]], [5], [100, 200, 301])

    told = line(found, np.ones(3, bool), beyond=(30, 60))

    assert told.minutes == FAR
    assert told.within == pytest.approx(300 / 601)
    assert told.beyond == pytest.approx((501 / 601, 301 / 601))


def test_a_place_of_which_nothing_is_known_says_so():
    """Neither none nor zero."""
    told = line(seen([[10], [20]], [5], [np.nan, np.nan]), np.ones(2, bool))

    assert np.isnan([told.people, told.minutes, told.within, told.reach]).all()
    assert told.unknown == 2


def test_the_worst_served_come_first_and_the_unknown_last():
    """Further is worse, less is worse; who is not known is not put in front of whoever is far."""
    rows = [Line(9, m, w, (), r, 0) for m, w, r in ((5, 0.9, 8), (FAR, 0.0, 0), (np.nan,) * 3, (70, 0.2, 1))]

    assert [worst_first(rows, shown) for shown in ("minutes", "within", "reach")] == [[1, 3, 0, 2]] * 3
