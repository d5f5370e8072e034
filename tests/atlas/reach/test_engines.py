"""Plain, compiled, a table of minutes, every pair one by one, and a stranger: they find the same."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from jisr.atlas.kernels import COMPILED, PLAIN
from jisr.atlas.reach import (
    SHARINGS,
    Distances,
    Minutes,
    UnknownSharing,
    decay_of,
    falling,
    shared_by,
    stepwise,
    three_step,
    two_step,
    up_to,
    within,
)
from tests.atlas.reach.drawn import countries, drawn

MANY = 60
decays = st.sampled_from([up_to(61.0), stepwise((20.5, 40.5, 80.5), (1, 0.68, 0.22)), falling(90.5, beta=2_000.0)])


def by_hand(country, decay):
    """Both measures from every pair, as the papers write them."""
    weight = decay.of(country.km)
    share = lambda what, among: np.divide(what, among, out=np.zeros_like(what), where=among > 0)  # noqa: E731
    two = weight @ share(country.places, country.people @ weight)
    chosen = share(weight, np.broadcast_to(weight.sum(axis=1, keepdims=True), weight.shape).copy()) * weight
    three = chosen @ share(country.places, country.people @ chosen)
    return 1_000 * two, 1_000 * three


@settings(max_examples=MANY)
@given(countries(), decays)
def test_neighbours_that_are_searched_for_are_those_of_every_pair(country, decay):
    """On the whole globe: strips have no seam at 180 degrees and no pole."""
    ways = Distances.between(*country.where, limit_km=decay.limit, engine=PLAIN)
    two, three = by_hand(country, decay)

    np.testing.assert_allclose(two_step(ways, country.people, country.places, decay).reach, two, rtol=1e-9)
    np.testing.assert_allclose(three_step(ways, country.people, country.places, decay).reach, three, rtol=1e-9)
    near = within(ways, country.places, decay.limit)
    np.testing.assert_array_equal(near.centres, (country.km <= decay.limit).sum(axis=1))
    np.testing.assert_allclose(near.places, (country.km <= decay.limit) @ country.places)
    np.testing.assert_allclose(ways.nearest()[1], country.km.min(axis=1), rtol=1e-9, atol=1e-6)


@settings(max_examples=MANY, deadline=None)
@given(countries(), decays, st.floats(1, 20_000))
def test_plain_and_compiled_find_the_same(country, decay, limit):
    """The compiled one is the same function: sums to the last bits, the nearest centre to the number."""
    pytest.importorskip("numba")
    plain, compiled = (Distances.between(*country.where, limit_km=limit, engine=engine) for engine in (PLAIN, COMPILED))

    assert (plain.engine, compiled.engine) == (PLAIN, COMPILED)
    for measure in (two_step, three_step):
        first, second = (measure(ways, country.people, country.places, decay) for ways in (plain, compiled))
        np.testing.assert_allclose(first.reach, second.reach, rtol=1e-11)
        np.testing.assert_allclose(first.served, second.served, rtol=1e-11)
    for first, second in zip(plain.nearest(), compiled.nearest(), strict=True):
        np.testing.assert_array_equal(first, second)


@settings(max_examples=MANY)
@given(countries(), decays)
def test_a_table_of_the_same_ways_finds_the_same(country, decay):
    """Full or sparse, from coordinates or from what somebody measured."""
    ways = Distances.between(*country.where, limit_km=decay.limit, engine=PLAIN)
    full = Minutes.of(country.km)
    near = country.km <= decay.limit
    entries = (country.km[near], np.nonzero(near))
    for table in (full, Minutes.of(sparse.coo_array(entries, shape=near.shape))):
        for measure in (two_step, three_step):
            first, second = (measure(each, country.people, country.places, decay) for each in (ways, table))
            np.testing.assert_allclose(first.reach, second.reach, rtol=1e-9)
    np.testing.assert_allclose(full.nearest()[1], country.km.min(axis=1))
    np.testing.assert_array_equal(full.nearest()[0], country.km.argmin(axis=1))


def test_it_is_what_another_program_finds():
    """PySAL access, where it is installed: three measures on the same ways, to 1e-4."""
    if find_spec("access") is None:
        pytest.skip("access is not installed: pip install jisr[peers]")
    country = drawn(np.random.default_rng(5), 300, 40)
    country.people += 1  # access knows no point without people
    km = country.km
    told = {name: getattr(country, name).tolist() for name in ("people", "places")} | {"km": km.tolist()}
    peer = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("oracle.py"))],
        input=json.dumps(told), capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = json.loads(peer.stdout)

    ways, bell = Minutes.of(km), falling(60, beta=2 * 20.0**2)
    steps = stepwise((20, 40, 60), (1, 0.68, 0.22))
    for name, ours in {
        "two": two_step(ways, country.people, country.places, up_to(60)),
        "steps": two_step(ways, country.people, country.places, steps),
        "bell": two_step(ways, country.people, country.places, bell),
        "three": three_step(ways, country.people, country.places, bell),
        "wan": shared_by("three_step", ways, country.people, country.places, 60),
    }.items():
        np.testing.assert_allclose(ours.reach / 1_000, said[name], rtol=1e-4, atol=1e-12)
    for name, sharing in (("two", "two_step"), ("steps", "enhanced")):
        ours = shared_by(sharing, ways, country.people, country.places, 60)
        np.testing.assert_allclose(ours.reach / 1_000, said[name], rtol=1e-4, atol=1e-12)


@settings(max_examples=MANY)
@given(countries(), st.sampled_from(SHARINGS), st.sampled_from([15.0, 60.0, 120.0]))
def test_what_the_page_shares_is_the_catchment_it_names(country, sharing, limit):
    """Zones are parts of the limit; within the limit everything counts, beyond it nothing."""
    ways = Minutes.of(country.km)
    decay = decay_of(sharing, limit)

    found = shared_by(sharing, ways, country.people, country.places, limit).reach

    steps = three_step if sharing == "three_step" else two_step
    np.testing.assert_allclose(found, steps(ways, country.people, country.places, decay).reach)
    assert decay.limit == limit and (decay.of([0.0, limit]) > 0).all() and decay.of([limit * 1.001])[0] == 0
    assert (np.diff(decay.of(np.linspace(0, limit, 50))) <= 0).all()


def test_a_way_of_sharing_that_is_none_is_a_fault():
    """Of the caller: the page offers three."""
    with pytest.raises(UnknownSharing):
        decay_of("four_step", 60)


def test_in_a_large_country_neighbours_are_still_those_of_every_pair():
    """Many points are searched cell by cell, few all at once: 6 million pairs, by both engines and one by one."""
    pytest.importorskip("numba")
    country = drawn(np.random.default_rng(6), 3_000, 2_000, (31.6, -7.0), 2.5)
    decay = stepwise((20.5, 60.5), (1, 0.4))
    two, three = by_hand(country, decay)
    for engine in (PLAIN, COMPILED):
        ways = Distances.between(*country.where, limit_km=60, engine=engine)

        np.testing.assert_allclose(two_step(ways, country.people, country.places, decay).reach, two, rtol=1e-9)
        np.testing.assert_allclose(three_step(ways, country.people, country.places, decay).reach, three, rtol=1e-9)
        np.testing.assert_allclose(ways.nearest()[1], country.km.min(axis=1), rtol=1e-9, atol=1e-6)
