"""Laws of the choice under a budget, held against every possible choice of small calls."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.ledger.calls.kernels import DEAR, FEW, Cannot, Field, best_first, equal_shares, reserved


@st.composite
def fields(draw):
    """A small call: up to nine applications, up to three groups, some of them impossible to serve."""
    count, groups = draw(st.integers(1, 9)), draw(st.integers(1, 3))
    costs = draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    points = sorted(draw(st.lists(st.integers(0, 20), min_size=count, max_size=count)), reverse=True)
    inside = draw(st.lists(st.lists(st.booleans(), min_size=groups, max_size=groups), min_size=count, max_size=count))
    at_least = draw(st.lists(st.integers(0, 3), min_size=groups, max_size=groups))
    heads = draw(st.lists(st.integers(1, 5), min_size=groups, max_size=groups))
    places = draw(st.none() | st.integers(0, 9))
    return Field(
        np.array(costs), np.array(points), np.array(inside, dtype=bool), np.array(at_least), np.array(heads),
        draw(st.integers(0, 40)), places,
    )  # fmt: skip


def every_choice(field):
    """Every choice that keeps the budget, the places and what is reserved."""
    for picked in product([False, True], repeat=len(field.costs)):
        chosen = np.array(picked)
        if keeps(field, chosen):
            yield chosen


def keeps(field, chosen):
    """Whether a choice keeps the budget, the places and what is reserved."""
    return (
        field.costs[chosen].sum() <= field.budget
        and chosen.sum() <= field.most
        and (field.inside[chosen].sum(axis=0) >= field.at_least).all()
    )


@settings(max_examples=150, deadline=None)
@given(fields())
def test_a_choice_keeps_everything_or_there_is_none(field):
    """Never over the budget; what is reserved is filled, or no choice at all could fill it."""
    taken = reserved(field)
    possible = any(True for _ in every_choice(field))

    if isinstance(taken, Cannot):
        assert not possible
        assert taken.needed > taken.there
        return
    assert possible
    assert keeps(field, taken)
    for method in (best_first, equal_shares):
        chosen = method(field, taken)
        assert keeps(field, chosen), method
        assert (chosen >= taken).all()
        assert (chosen == method(field, taken)).all()
        left = field.budget - field.costs[chosen].sum()
        if chosen.sum() < field.most:
            assert (field.costs[~chosen] > left).all(), "money and places are left for somebody who waits"


def test_who_cannot_be_served_is_said_with_numbers():
    """Three places for a province with two applications; two places that together cost more than there is."""
    inside = np.array([[True], [True], [False]])
    few = Field(np.array([5, 5, 5]), np.array([3, 2, 1]), inside, np.array([3]), np.array([1]), 100)
    dear = Field(np.array([5, 7, 5]), np.array([3, 2, 1]), inside, np.array([2]), np.array([1]), 11)

    assert reserved(few) == Cannot(FEW, 0, 3, 2)
    assert reserved(dear) == Cannot(DEAR, -1, 12, 11)


def test_equal_shares_leave_no_group_without_its_part():
    """The best first would give everything to the first province; equal shares buys in both."""
    inside = np.array([[True, False]] * 4 + [[False, True]] * 2)
    field = Field(
        np.full(6, 10), np.array([90, 80, 70, 60, 50, 40]), inside, np.array([0, 0]), np.array([1, 1]), 40
    )  # fmt: skip
    nobody = np.zeros(6, dtype=bool)

    assert best_first(field, nobody).tolist() == [True] * 4 + [False] * 2
    assert equal_shares(field, nobody).tolist() == [True, True, False, False, True, True]
