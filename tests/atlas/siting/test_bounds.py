"""Bounds hold however poor the plans are. A good search hides a wrong bound: here searches do not improve anything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.atlas.siting import Aim, Effort, Verdict, aims, search, site
from jisr.atlas.siting.bound import Bound
from jisr.atlas.siting.kernels import PLAIN, plain
from tests.atlas.siting.ground import LIMITS, plans, problems, worth

HOW = {"limit_min": 30.0, "limits_min": LIMITS}


def _unimproved(patch):
    """Greedy and swaps leave a plan as it is."""
    patch.setattr(plain, "greedy", lambda field, stand, limits, by_cost: plain.settle(field, stand))
    patch.setattr(plain, "interchange", lambda field, stand, limits, longest: plain.settle(field, stand))


@pytest.mark.parametrize("first", ["tree", "highs"])
@pytest.mark.parametrize("aim", list(Aim))
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_branching_and_highs_prove_alone(aim, first, data):
    """Without any search, each of them finds the best plan and proves it, against every plan there is."""
    asked = data.draw(problems())
    every = [worth(asked, aim, plan) for plan in plans(asked)]
    if not every:
        return

    with pytest.MonkeyPatch.context() as patch:
        _unimproved(patch)
        patch.setattr(search, "_FEW", 99 if first == "tree" else -1)
        answer = site(asked, aim, **HOW, effort=Effort(seconds=5, engine=PLAIN, rounds=3))

    value = tuple(step.people for step in answer.steps) if aim == Aim.WORST else answer.value
    assert (-value if aim == Aim.WITHIN else value) == pytest.approx(min(every), rel=1e-9)
    assert answer.verdict == Verdict.OPTIMAL


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_bids_bound_every_plan(data):
    """Whatever people bid, after any rounds: no plan costs less, and a best plan has what is fixed and nothing else."""
    asked = data.draw(problems())
    limits, field = asked.limits(), aims.travel(asked, PLAIN)
    every = list(plans(asked))
    if not every:
        return
    cost = [asked.people @ aims.counted(asked, aims.nearest(asked, plan)[1]) for plan in every]
    many = len(field.ceiling)
    bids = field.ceiling * np.array(data.draw(st.lists(st.floats(0, 1), min_size=many, max_size=many)))
    upper = max(cost) * data.draw(st.floats(0.5, 1.5))

    bound = Bound(field, limits, plain, bids)
    bound.climb(upper, data.draw(st.integers(1, 40)), np.inf, 0.0, lambda order: upper)

    assert bound.value <= min(cost) * (1 + 1e-9) + 1e-9
    kept, never = bound.settled(upper)
    if min(cost) < upper * (1 - 1e-9):
        best = [set(plan.tolist()) for plan, costs in zip(every, cost, strict=True) if costs <= min(cost) + 1e-9]
        assert any(not (set(np.flatnonzero(never).tolist()) & plan) for plan in best)
        assert any(set(np.flatnonzero(kept).tolist()) <= plan for plan in best)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_each_limit_of_the_worst_off_has_a_bound_that_holds(data):
    """Among plans that have no more people beyond longer limits, none has fewer than the bound; plans here are poor."""
    asked = data.draw(problems())
    every = [worth(asked, Aim.WORST, plan) for plan in plans(asked)]
    if not every:
        return

    with pytest.MonkeyPatch.context() as patch:
        _unimproved(patch)
        answer = site(asked, Aim.WORST, **HOW, effort=Effort(exact=False, engine=PLAIN, rounds=19))

    first, second = answer.steps
    assert first.bound <= min(one[0] for one in every) + 1e-9
    assert second.bound <= min(one[1] for one in every if one[0] <= first.people) + 1e-9
