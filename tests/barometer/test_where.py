"""Needs that nothing covers on a map: what is hidden cannot be computed from the map and the list together."""

from collections import Counter
from datetime import date

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.barometer.rules import ALL, LEAST, Count, Period, lacking, where

PERIOD = Period(date(2024, 1, 1), date(2026, 1, 1))
PLACES = [f"0{p}.{p}11.01.0{n}" for p in (1, 2) for n in (1, 2, 3)]
THEMES = ["health", "work", ""]
counts = st.dictionaries(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(THEMES)), st.integers(1, 30), min_size=1, max_size=18
)


def told(cells, communes):
    """What is counted of the cells, and what the reader of the list sees; each need is another person."""
    sums = Counter()
    for (place, theme), n in cells.items():
        for where_, what in {(a, b) for a in (place, place[:6], ALL) for b in (theme, ALL)}:
            sums[where_, what] += n
    counted = {cell: Count(n, n) for cell, n in sums.items()}
    by_place = [one for one in sums if one[1] == ALL and len(one[0]) == (11 if communes else 6)]
    listed = lacking(
        {
            ALL: {ALL: counted[ALL, ALL]},
            "theme": {theme: counted[ALL, theme] for theme in {theme for _place, theme in cells}},
            "place": {place: counted[place, ALL] for place, _theme in by_place},
        },
        PERIOD,
    )
    return counted, listed


@given(counts, st.booleans())
def test_what_few_people_need_is_never_told(cells, communes):
    """Fewer than five people in a commune, for a theme, are hidden; what is told is what was counted."""
    found = where(*told(cells, communes), communes=communes)

    assert {spot for spot, n in cells.items() if n < LEAST} <= set(found.hidden)
    assert all(cells[spot] == n for spot, n in found.shown.items())
    assert set(cells) <= set(found.shown) | set(found.hidden)


@given(counts, st.booleans())
@example({(PLACES[0], "health"): 1, (PLACES[0], "work"): 5, (PLACES[3], "health"): 5}, False)
def test_no_hidden_count_follows_from_the_map_and_the_list(cells, communes):
    """The sums that a reader knows leave more than one answer for every count about few people.

    A pair that is hidden may be empty: the reader cannot tell. In the example, two of three are the only ones of their
    theme and of their province, and the third is what is left.
    """
    counted, listed = told(cells, communes)
    found = where(counted, listed, communes=communes)
    assert set(cells) <= set(found.shown) | set(found.hidden)
    unknown = sorted(found.hidden)

    sums = []
    for name, of in (("theme", lambda spot: spot[1]), ("place", lambda spot: spot[0] if communes else spot[0][:6])):
        for value, one in listed.tables[name]:
            if not one.hidden:
                sums.append([float(of(spot) == value) for spot in unknown])
    if not listed.total.hidden:
        sums.append([1.0] * len(unknown))
    if not unknown:
        return
    known = np.array(sums).reshape(-1, len(unknown))
    rank = np.linalg.matrix_rank(known) if known.size else 0
    for at in (at for at, spot in enumerate(unknown) if 0 < cells.get(spot, 0) < LEAST):
        alone = np.vstack((known, np.eye(len(unknown))[at]))
        assert np.linalg.matrix_rank(alone) == rank + 1


def test_a_map_of_plenty_hides_nothing():
    """Hiding costs nothing where everybody is many."""
    cells = {(place, theme): 20 for place in PLACES for theme in THEMES}

    found = where(*told(cells, communes=False), communes=False)

    assert not found.hidden
    assert found.of("health") == dict.fromkeys(PLACES, 20)
