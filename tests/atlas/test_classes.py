"""Classes of the map: natural breaks, exact, and every figure in one of them."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jisr.atlas.classes import CLASSES, breaks, class_of

VALUES = st.lists(st.integers(0, 40).map(float) | st.just(float("nan")) | st.just(float("inf")), max_size=14)


def spread(values, ends):
    """Sum of squares within the classes."""
    kinds = class_of(values, ends)
    return sum(float(((values[kinds == n] - values[kinds == n].mean()) ** 2).sum()) for n in np.unique(kinds))


@given(VALUES)
def test_every_figure_that_is_known_has_one_class(values):
    """And what is not known, or has no end, has none."""
    kinds = class_of(values, breaks(values))

    assert ((kinds > 0) == np.isfinite(values)).all()
    assert kinds.max(initial=0) <= CLASSES


@given(st.lists(st.integers(0, 40).map(float), min_size=6, max_size=12).filter(lambda one: len(set(one)) > 3))
def test_no_other_classes_hold_more_alike_figures(values):
    """Against all ways of drawing two lines through the values."""
    values = np.array(values)
    ends = breaks(values, most=3)

    others = [(low, high, values.max()) for low, high in combinations(np.unique(values)[:-1], 2)]
    assert spread(values, ends) <= min(spread(values, one) for one in others) + 1e-9


@given(VALUES)
def test_classes_follow_the_order_of_figures(values):
    """A larger figure never stands in a lower class."""
    known = sorted(value for value in values if np.isfinite(value))

    assert (np.diff(class_of(known, breaks(values))) >= 0).all()
