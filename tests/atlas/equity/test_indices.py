"""Laws of the indices, and examples by hand of those who wrote them."""

from math import inf, log, nan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jisr.atlas.equity import by_group, gini, palma, share_beyond, theil, worst_tenth
from jisr.atlas.faults import NotNumbers
from jisr.common.faults import ShapeMismatch

TENTHS = np.arange(1, 11)
some = st.lists(
    st.tuples(st.integers(0, 1_000).map(float), st.integers(0, 5_000).map(float), st.integers(0, 3)),
    min_size=1, max_size=30,
)  # fmt: skip
figures = st.sampled_from([
    gini, palma, worst_tenth, share_beyond(30), lambda values, people: theil(values, people).whole
])  # fmt: skip


def columns(rows):
    """Values, people and groups of what was drawn, somebody having something."""
    values, people, group = np.array(rows).T
    assume((values * people).sum() > 0)
    return values, people, group.astype(int)


@given(some, st.floats(0.01, 1_000), figures)
def test_more_people_everywhere_change_no_figure(rows, times, figure):
    values, people, _ = columns(rows)
    assert figure(values, times * people).value == pytest.approx(figure(values, people).value, rel=1e-6, abs=1e-9)


@given(some, st.floats(0.01, 1_000))
def test_twice_as_much_for_everybody_is_as_equal(rows, times):
    values, people, _ = columns(rows)
    for figure in (gini, palma, lambda *of: theil(*of).whole):
        assert figure(times * values, people).value == pytest.approx(figure(values, people).value, rel=1e-6, abs=1e-9)


@given(some, figures)
def test_a_point_parted_in_two_changes_no_figure(rows, figure):
    """Nor does the order in which points stand."""
    values, people, _ = columns(rows)
    parted = np.append(values, values[:1]), np.concatenate((people[:1] / 2, people[1:], people[:1] / 2))
    order = np.random.default_rng(1).permutation(len(parted[0]))

    assert figure(parted[0][order], parted[1][order]).value == pytest.approx(
        figure(values, people).value, rel=1e-6, abs=1e-9
    )


@given(some)
def test_bounds_hold(rows):
    values, people, _ = columns(rows)
    assert -1e-12 <= gini(values, people).value < 1
    assert -1e-12 <= theil(values, people).whole.value <= log(people.sum() / people[people > 0].min()) + 1e-9
    assert palma(values, people).value >= 0.25 - 1e-9
    assert worst_tenth(values, people).value <= (values * people).sum() / people.sum() + 1e-9


@given(st.floats(0.1, 100), st.lists(st.integers(1, 500), min_size=1, max_size=9))
def test_where_all_have_the_same_nothing_is_unequal(value, people):
    values = np.full(len(people), value)
    assert gini(values, people).value == pytest.approx(0, abs=1e-12)
    assert theil(values, people, range(len(people))).whole.value == pytest.approx(0, abs=1e-12)
    assert palma(values, people).value == pytest.approx(0.25)
    assert worst_tenth(values, people).value == pytest.approx(value)


@given(some, st.floats(0.05, 0.45))
def test_giving_from_who_has_more_to_who_has_less_lowers_the_indices(rows, part):
    """The principle of transfers (Pigou 1912, Dalton 1920): one person to one person."""
    values, _, _ = columns(rows)
    people = np.ones(len(values))
    rich, poor = int(values.argmax()), int(values.argmin())
    assume(values[rich] > values[poor])
    moved = values.copy()
    moved[rich] -= part * (values[rich] - values[poor])
    moved[poor] += part * (values[rich] - values[poor])
    assume(values.sum() > 0)

    assert gini(moved, people).value < gini(values, people).value
    assert theil(moved, people).whole.value < theil(values, people).whole.value
    assert worst_tenth(moved, people).value >= worst_tenth(values, people).value - 1e-9


@given(some)
def test_between_and_within_sum_to_the_whole(rows):
    """Each of them the same as from persons: the means of groups, and each group by itself."""
    values, people, group = columns(rows)

    found = theil(values, people, group)

    assert found.between + found.within == pytest.approx(theil(values, people).whole.value, abs=1e-9)
    assert found.between >= -1e-12
    assert found.within >= -1e-12
    means = {g: np.average(values[group == g], weights=people[group == g]) for g in found.groups}
    flat = np.array([means.get(g, 0.0) for g in group])
    assert found.between == pytest.approx(theil(flat, people).whole.value, abs=1e-9)
    for g, own in found.groups.items():
        alone = theil(values[group == g], people[group == g]).whole.value
        assert own == pytest.approx(alone, nan_ok=True, abs=1e-9)


def test_gini_by_hand():
    """One of n has everything: 1 - 1/n. Of 1, 2, 3, 4 the area is a quarter. By every pair, for any numbers."""
    assert gini([0, 0, 0, 7], [1, 1, 1, 1]).value == pytest.approx(3 / 4)
    assert gini([1, 2, 3, 4], [1, 1, 1, 1]).value == pytest.approx(1 / 4)
    values, people = np.array([3.0, 1.0, 7.0, 0.0]), np.array([5.0, 2.0, 1.0, 4.0])
    pairs = (np.abs(np.subtract.outer(values, values)) * np.outer(people, people)).sum()
    assert gini(values, people).value == pytest.approx(pairs / (2 * people.sum() * (values * people).sum()))


def test_theil_by_hand():
    """One of n has everything: ln n. Of two groups of two who share 1:3 and 3:1, all of it lies within."""
    assert theil([0, 0, 0, 5], [1, 1, 1, 1]).whole.value == pytest.approx(log(4))
    own = (0.5 * log(0.5) + 1.5 * log(1.5)) / 2
    same = theil([1, 3, 3, 1], [1, 1, 1, 1], [0, 0, 1, 1])
    assert (same.between, same.within) == pytest.approx((0, own))
    apart = theil([1, 1, 3, 3], [1, 1, 1, 1], [0, 0, 1, 1])
    assert (apart.between, apart.within) == pytest.approx((own, 0))


def test_palma_by_hand():
    """Of 1 to 10 the last tenth has 10 and the first four tenths 1 + 2 + 3 + 4."""
    assert palma(TENTHS, np.ones(10)).value == pytest.approx(1)
    assert palma([1, 2, 3, 4, 5], np.ones(5)).value == pytest.approx(0.5 * 5 / 3)  # half of the richest fifth
    assert palma([0, 0, 0, 0, 1], np.ones(5)).value == inf


def test_the_worst_tenth_is_parted_where_it_ends_within_a_point():
    assert worst_tenth(TENTHS, np.ones(10)).value == pytest.approx(1)
    assert worst_tenth([0, 4, 9], [5, 10, 85]).value == pytest.approx((5 * 0 + 5 * 4) / 10)


def test_without_a_road_one_is_beyond_every_limit():
    found = share_beyond(60)([inf, 60, 61, nan], [1, 2, 1, 90])
    assert found.value == pytest.approx(0.5)
    assert (found.people, found.points, found.apart) == (4, 3, 1)


@given(some, figures)
def test_what_is_not_known_is_counted_and_changes_nothing(rows, figure):
    """Neither people nor what they have are zero for not being known."""
    values, people, _ = columns(rows)
    whole = figure(values, people)

    more = figure(np.append(values, [nan, 5.0, nan]), np.append(people, [100.0, nan, nan]))

    assert more.value == pytest.approx(whole.value)
    assert (more.people, more.points, more.apart) == (whole.people, whole.points, 3)


@pytest.mark.parametrize(("values", "people"), [([], []), ([nan], [1]), ([5.0], [0])])
def test_of_nobody_nothing_is_said(values, people):
    for figure in (gini, palma, worst_tenth, share_beyond(30)):
        assert np.isnan(figure(values, people).value)
    assert np.isnan(theil(values, people).between)


def test_where_nobody_has_anything_no_share_can_be_told():
    assert np.isnan(gini([0, 0], [1, 2]).value)
    assert np.isnan(palma([0, 0], [1, 2]).value)
    assert worst_tenth([0, 0], [1, 2]).value == 0


def test_each_group_has_its_own_figure():
    """Women, men: the same ways, weighted by who lives there."""
    found = by_group(share_beyond(30), [10, 45], {"women": [30, 70], "men": [70, 30]})
    assert {group: index.value for group, index in found.items()} == pytest.approx({"women": 0.7, "men": 0.3})


def test_what_cannot_be_is_a_fault():
    for values, people in (([-1.0], [1.0]), ([1.0], [-1.0]), ([1.0], [inf]), ([inf], [1.0])):
        with pytest.raises(NotNumbers):
            gini(values, people)
    with pytest.raises(ShapeMismatch):
        gini([1.0, 2.0], [1.0])
    with pytest.raises(ShapeMismatch):
        theil([1.0, 2.0], [1.0, 1.0], [0])
