"""The compiled loops and the numpy ones are the same functions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.atlas.siting import Aim, Effort, aims, site
from jisr.atlas.siting.kernels import COMPILED, PLAIN, empty, loops_for
from tests.atlas.siting.ground import problems

pytest.importorskip("numba")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_both_engines_compute_the_same(data):
    """Whole numbers are exact in both: bids, swaps, additions and what is left, to the last bit."""
    asked = data.draw(problems())
    limits, field = asked.limits(), aims.travel(asked, PLAIN)
    bids = field.ceiling * data.draw(st.sampled_from([0.25, 0.5, 1.0]))
    share = np.array(data.draw(st.lists(st.integers(0, 2), min_size=asked.sites, max_size=asked.sites))) / 2
    by_cost, told = data.draw(st.booleans()), []
    for engine in (PLAIN, COMPILED):
        loops, name = loops_for(len(field.cost), engine)
        assert name == engine
        worth, served = np.zeros(asked.sites), np.zeros(len(asked.people))
        loops.worth(field, bids, worth)
        loops.served(field, bids, share, served)
        stand = empty(field, limits)
        values = [loops.greedy(field, stand, limits, by_cost)]
        values.append(loops.interchange(field, stand, limits, 1_000))
        sites = loops.by_site(field.start, field.site, field.cost, asked.sites)
        told.append([worth, served, np.array(values), stand.is_open, stand.near, stand.further, stand.loss, *sites])

    for plain, compiled in zip(*told, strict=True):
        np.testing.assert_array_equal(plain, compiled)


@pytest.mark.parametrize("aim", list(Aim))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_both_engines_answer_the_same(aim, data):
    """Without a compiler answers are slower, not others."""
    asked = data.draw(problems())

    plain, compiled = (
        site(asked, aim, limits_min=(20, 40), effort=Effort(seconds=5, engine=engine)) for engine in (PLAIN, COMPILED)
    )

    assert plain.value == pytest.approx(compiled.value)
    assert plain.verdict == compiled.verdict


def test_few_ways_are_not_worth_the_loading_of_a_compiler():
    """Whoever asks is told which ran; a small problem never waits for numba."""
    assert loops_for(10)[1] == PLAIN
    assert loops_for(10, COMPILED)[1] == COMPILED
