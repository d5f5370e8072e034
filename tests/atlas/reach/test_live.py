"""What if: after any changes of centres every figure is that of computing anew, and soon."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.atlas.equity import gini
from jisr.atlas.kernels import COMPILED, PLAIN
from jisr.atlas.reach import (
    THREE_STEP,
    TWO_STEP,
    Distances,
    Live,
    Minutes,
    falling,
    stepwise,
    three_step,
    two_step,
    up_to,
)
from tests.atlas.reach.drawn import countries, drawn

MEASURES = {TWO_STEP: two_step, THREE_STEP: three_step}
decays = st.sampled_from([up_to(61.0), stepwise((20.5, 40.5, 80.5), (1, 0.68, 0.22)), falling(90.5, beta=2_000.0)])
changes = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "enlarge", "close"]),
        st.integers(0, 99), st.floats(-1, 1), st.floats(-1, 1), st.integers(0, 300),
    ),
    max_size=6,
)  # fmt: skip


def is_as_anew(live, tolerance=1e-9):
    """Compare with the same ways, from nothing."""
    anew = MEASURES[live.measure](live.ways, live.people, live.places, live.decay)
    np.testing.assert_allclose(live.reach, anew.reach, rtol=tolerance)
    np.testing.assert_allclose(live.served, anew.served, rtol=tolerance)
    assert ((live.reach == 0) == (anew.reach == 0)).all()
    nearest, far = live.ways.nearest()
    np.testing.assert_array_equal(live.nearest, nearest)
    np.testing.assert_array_equal(live.far, far)
    assert live.gini == pytest.approx(gini(anew.reach, live.people).value, nan_ok=True)


def change(live, what, where):
    """Do one of the drawn changes, at a place that ``where`` makes of two numbers."""
    verb, number, north, east, places = what
    alive = np.flatnonzero(live.ways.open)
    if verb == "add":
        live.add(where(north, east), places)
    elif len(alive):
        centre = int(alive[number % len(alive)])
        if verb == "move":
            live.move(centre, where(north, east))
        elif verb == "enlarge":
            live.enlarge(centre, places)
        else:
            live.close(centre)


@settings(max_examples=60, deadline=None)
@given(countries(), decays, st.sampled_from([TWO_STEP, THREE_STEP]), changes, st.sampled_from([PLAIN, COMPILED]))
def test_after_any_changes_it_is_as_computed_anew(country, decay, measure, drawn_changes, engine):
    """Nothing is added to a sum and taken off later: a place that is gone leaves not a trace."""
    ways = Distances.between(*country.where, limit_km=decay.limit, engine=engine)
    live = Live(ways, country.people, country.places, decay, measure=measure)
    north, east = country.lat[0], country.lon[0]
    for what in drawn_changes:
        change(live, what, lambda a, b: (float(np.clip(north + a, -90, 90)), float(east + b)))
        is_as_anew(live)


@settings(max_examples=60, deadline=None)
@given(countries(), decays, st.sampled_from([TWO_STEP, THREE_STEP]), changes)
def test_it_holds_for_a_table_of_minutes_too(country, decay, measure, drawn_changes):
    """A new centre brings its minutes; some points have no road to it."""
    live = Live(Minutes.of(country.km), country.people, country.places, decay, measure=measure)
    for what in drawn_changes:
        change(
            live, what, lambda a, b: np.where(country.km[:, 0] > 150 * abs(a), np.inf, country.km[:, 0] + 9 * abs(b))
        )
        is_as_anew(live)


def test_what_is_done_and_undone_leaves_what_was():
    country = drawn(np.random.default_rng(2), 200, 30)
    ways = Distances.between(*country.where, limit_km=60, engine=PLAIN)
    live = Live(ways, country.people, country.places, up_to(60))
    before = live.reach.copy(), live.far.copy()

    live.close(live.add((31.6, -8.0), 120))
    live.enlarge(4, country.places[4] + 10)
    live.enlarge(4, country.places[4])

    np.testing.assert_allclose(live.reach, before[0], rtol=1e-12)
    np.testing.assert_array_equal(live.far, before[1])


def test_a_change_among_forty_thousand_points_is_live():
    """Every figure in less than a tenth of a second of processor, Gini's index included."""
    pytest.importorskip("numba")
    country = drawn(np.random.default_rng(7), 40_000, 4_000, (31.6, -7.0), 2.5)
    ways = Distances.between(*country.where, limit_km=60, engine=COMPILED)
    live = Live(ways, country.people, country.places, up_to(60))
    spent = []
    for act in (
        lambda: live.add((31.62, -7.9), 120), lambda: live.move(7, (31.7, -6.5)),
        lambda: live.enlarge(9, 300), lambda: live.close(11),
    ):  # fmt: skip
        begin = time.process_time()
        act()
        assert 0 < live.gini < 1
        spent.append(time.process_time() - begin)

    assert max(spent) < 0.1
    is_as_anew(live)
