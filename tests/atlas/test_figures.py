"""Figures of a view: what is not known stays so, sums hold, and a place says what its communes say."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.atlas.figures import Line, View, each, equity, line, lines, medians, view, worst_first
from jisr.atlas.reach import SHARINGS, Minutes

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


def seen(ways, places, people, limit=60.0, **more) -> View:
    given_ways = Minutes.of(np.asarray(ways, float))
    return view(given_ways, np.asarray(places, float), np.asarray(people, float), limit, **more)


@st.composite
def spread(draw):
    """As ``asked``, of up to 12 points that lie in up to 5 communes, some of them with nobody."""
    communes, inside = draw(st.integers(1, 5)), draw(st.integers(0, 7))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    at = np.sort(np.concatenate((np.arange(communes), rng.integers(0, communes, inside))))
    weight = rng.integers(0, 5, len(at)).astype(float) + (rng.random(len(at)) < 0.2)
    weight[np.unique(at, return_index=True)[1]] += 1
    ways = np.where(rng.random((len(at), 3)) < 0.3, np.inf, rng.uniform(0, 120, (len(at), 3)))
    places = np.where(rng.random(3) < 0.3, np.nan, rng.integers(0, 60, 3).astype(float))
    people = np.where(rng.random(communes) < 0.2, np.nan, rng.integers(0, 900, communes).astype(float))
    return ways, places, people, at, weight / np.bincount(at, weight)[at]


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
@example((np.array([[14.0, 56.0]]), np.array([11.0, np.nan]), np.array([0.0])))
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


@given(asked(), st.sampled_from(SHARINGS))
def test_no_way_of_sharing_makes_or_loses_a_place(told, sharing):
    """The law of the two steps holds of the enhanced ones and of the three as well."""
    ways, places, people = told

    found = seen(*told, sharing=sharing)

    reached = np.nansum(np.nan_to_num(found.reach) * np.nan_to_num(people)) / 1_000
    counted = ((ways <= 60) & (np.nan_to_num(people)[:, None] > 0)).any(axis=0)
    assert reached == pytest.approx(np.nansum(np.where(counted, places, 0.0)))


@given(asked(), st.sampled_from(SHARINGS))
def test_a_service_without_places_takes_nobody_from_the_others(told, sharing):
    """Whether its places were never said or are none: who knows of it reaches what she reached."""
    ways, places, people = told
    more = np.column_stack((ways, np.zeros(len(people))))

    without = seen(*told, sharing=sharing).reach
    beside = seen(more, np.append(places, 0.0), people, sharing=sharing).reach

    assert np.allclose(without, beside, equal_nan=True)


@given(spread())
def test_one_point_a_commune_is_the_commune(told):
    """Where everybody lives at one place, the figures of points are those of communes."""
    ways, places, people, at, _share = told
    first = np.unique(at, return_index=True)[1]
    one = np.zeros(len(at))
    one[first] = 1.0

    fine, plain = seen(ways, places, people, at=at, share=one), seen(ways[first], places, people)

    everyone = np.ones(len(people), bool)
    assert same(line(fine, everyone, beyond=(30,)), line(plain, everyone, beyond=(30,)))
    assert np.allclose(fine.minutes, plain.minutes, equal_nan=True)
    assert np.allclose(fine.reach, plain.reach, equal_nan=True)


@given(spread(), st.sampled_from(SHARINGS))
def test_points_in_communes_make_and_lose_no_place(told, sharing):
    """People of a commune are parted over its points: their sum reaches what services offer, as before."""
    ways, places, people, at, share = told

    found = seen(ways, places, people, at=at, share=share, sharing=sharing)

    fine, _at, _share = found.inside
    reached = np.nansum(np.nan_to_num(fine.reach) * np.nan_to_num(fine.people)) / 1_000
    counted = ((ways <= 60) & (np.nan_to_num(fine.people)[:, None] > 0)).any(axis=0)
    assert reached == pytest.approx(np.nansum(np.where(counted, places, 0.0)))


@given(spread())
def test_a_commune_of_points_alone_says_what_a_sum_over_it_says(told):
    """The line of a commune in the table is what the page of the commune says of the same people."""
    ways, places, people, at, share = told
    found = seen(ways, places, people, at=at, share=share)
    size = np.arange(len(people))

    for commune, one in enumerate(each(found, size)):
        alone = line(found, size == commune)
        assert (one.people, one.unknown) == pytest.approx((alone.people, alone.unknown), nan_ok=True)
        assert (one.minutes, one.within) == pytest.approx((alone.minutes, alone.within), nan_ok=True)


@given(spread())
def test_how_equally_is_asked_of_points_where_they_are_known(told):
    """Two quarters of one commune that reach unlike are unlike, though the commune is one."""
    ways, places, people, at, share = told
    found = seen(ways, places, people, at=at, share=share)
    fine = found.inside[0]
    everyone = np.ones(len(people), bool)

    told_of_points = equity(found, everyone, np.zeros(len(people), int))
    apart = equity(fine, np.ones(len(at), bool), np.zeros(len(at), int))

    assert told_of_points.gini.value == pytest.approx(apart.gini.value, nan_ok=True)


def test_half_of_a_commune_has_no_further_than_its_median():
    """By the shares of its points; a way that does not exist is the furthest; what is not known makes none."""
    at, share = np.array([0, 0, 0, 1, 1, 2]), np.array([0.2, 0.2, 0.6, 0.5, 0.5, 1.0])

    found = medians(np.array([90.0, 10.0, 50.0, FAR, 5.0, np.nan]), at, share, 4)

    assert found[:2].tolist() == [50.0, 5.0]
    assert np.isnan(found[2:]).all()
