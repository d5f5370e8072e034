"""Before and after, and how sure a figure of a sample is."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.atlas.equity import bootstrap, change, gini, share_beyond, worst_tenth
from jisr.atlas.faults import NotNumbers
from jisr.common.faults import ShapeMismatch

minutes = st.one_of(st.integers(0, 120).map(float), st.sampled_from([inf, nan]))
rows = st.lists(st.tuples(minutes, minutes, st.integers(0, 500).map(float)), min_size=1, max_size=20)


@given(rows)
def test_everybody_who_is_known_gains_loses_or_neither(drawn):
    """Those who gain in one direction lose in the other; who is not known both times is in neither figure."""
    before, after, people = np.array(drawn).T

    there = change(share_beyond(30), before, after, people, less_is_better=True)
    back = change(share_beyond(30), after, before, people, less_is_better=True)

    known = ~np.isnan(before) & ~np.isnan(after)
    assert sum(there.gained[:3]) == pytest.approx(people[known].sum())
    assert there.gained.apart == (~known).sum() == there.before.apart == there.after.apart
    assert (there.gained.better, there.gained.worse) == pytest.approx((back.gained.worse, back.gained.better))
    assert there.difference == pytest.approx(-back.difference, nan_ok=True)


def test_a_road_that_is_built_is_a_gain():
    found = change(share_beyond(60), [inf, inf, 20], [45, inf, 20], [100, 50, 50], less_is_better=True)
    assert (found.before.value, found.after.value, found.difference) == pytest.approx((0.75, 0.25, -0.5))
    assert found.gained == (100, 0, 100, 0)
    assert change(worst_tenth, [1.0, 5.0], [2.0, 5.0], [10, 90]).gained.better == 10


def test_an_interval_holds_the_figure_and_narrows_with_the_sample():
    """A law of large numbers: four times the sample, about half the width."""
    chance = np.random.default_rng(4)
    width = {}
    for size in (100, 1_600):
        values = chance.gamma(2, 10, size)
        found = bootstrap(gini, values, np.ones(size), draws=300)
        assert found.low <= found.value <= found.high
        assert (found.draws, found.units) == (300, size)
        width[size] = found.high - found.low
    assert width[1_600] < 0.5 * width[100]


def test_it_covers_what_is_true_about_as_often_as_it_says():
    """Of a hundred samples of people drawn from a known country some ninety intervals hold its index."""
    chance = np.random.default_rng(8)
    nation = chance.gamma(2, 10, 20_000)
    true = gini(nation, np.ones(20_000)).value
    held = 0
    for seed in range(100):
        sample = chance.choice(nation, 150)
        found = bootstrap(gini, sample, np.ones(150), draws=200, level=0.9, seed=seed)
        held += found.low <= true <= found.high
    assert 78 <= held <= 97


def test_communes_that_were_visited_are_drawn_whole():
    """People of one commune resemble one another: ten communes are ten, however many people were asked there."""
    values = np.repeat(np.arange(10.0), 100)
    commune = np.repeat(np.arange(10), 100)

    alone = bootstrap(gini, values, np.ones(1_000), draws=200)
    together = bootstrap(gini, values, np.ones(1_000), cluster=commune, draws=200)

    assert together.units == 10
    assert together.high - together.low > 3 * (alone.high - alone.low)


def test_the_same_lot_gives_the_same_interval_and_nobody_gives_none():
    values, people = [1.0, 2.0, nan], [3.0, 4.0, 5.0]
    assert bootstrap(gini, values, people, draws=20) == bootstrap(gini, values, people, draws=20)
    nobody = bootstrap(gini, [], [], draws=20)
    assert np.isnan([nobody.value, nobody.low, nobody.high]).all()
    assert bootstrap(gini, [0.0], [1.0], draws=20).draws == 0


def test_a_level_or_a_tolerance_that_is_none_is_a_fault():
    with pytest.raises(NotNumbers):
        bootstrap(gini, [1.0], [1.0], level=1.0)
    with pytest.raises(NotNumbers):
        change(gini, [1.0], [1.0], [1.0], tolerance=-1)
    with pytest.raises(ShapeMismatch):
        bootstrap(gini, [1.0], [1.0], cluster=[1, 2])
    with pytest.raises(ShapeMismatch):
        change(gini, [1.0], [1.0, 2.0], [1.0])
