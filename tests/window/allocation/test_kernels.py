"""Laws of the exact allocation, on fields drawn by lot, beside two strangers that solve the same."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from jisr.window.allocation.kernels import (
    COMPILED,
    PLAIN,
    Field,
    TooLarge,
    allot,
    on_the_way,
    prove,
    waiting_by_level,
)  # fmt: skip
from jisr.window.allocation.kernels.parties import allot_whole

MANY = 60


@st.composite
def fields(draw, *, most_people=5):
    """Up to ten groups and seven services, some out of reach, some without a place."""
    groups, services = draw(st.integers(1, 10)), draw(st.integers(1, 7))
    reach = [draw(st.sets(st.integers(0, services - 1))) for _ in range(groups)]
    service = [one for group in reach for one in sorted(group)]
    numbers = lambda low, high, count: np.array(  # noqa: E731
        draw(st.lists(st.integers(low, high), min_size=count, max_size=count)), dtype=np.int64
    )
    return Field(
        numbers(1, most_people, groups), numbers(0, 2, groups), numbers(0, 6, services),
        np.cumsum([0, *map(len, reach)]), np.array(service, dtype=np.int64), numbers(0, 30, len(service)),
    )  # fmt: skip


def drawn_by_lot(chance, groups, services):
    """A field whose groups reach up to six services each."""
    reach = [
        np.sort(chance.choice(services, min(services, chance.integers(0, 7)), replace=False)) for _ in range(groups)
    ]
    return Field(
        chance.integers(1, 9, groups), chance.integers(0, 3, groups), chance.integers(0, 30, services),
        np.cumsum([0, *map(len, reach)]), np.concatenate(reach).astype(np.int64),
        chance.integers(0, 99, sum(map(len, reach))),
    )  # fmt: skip


@settings(max_examples=MANY)
@given(fields())
def test_nothing_costs_less_and_the_prices_prove_it(field):
    proof = prove(field, allot(field))
    assert proof.kept
    assert proof.least_reduced >= 0
    assert proof.cost == proof.bound


def test_what_is_not_the_least_is_not_proven():
    field = Field(*map(np.array, ([1, 1], [0, 0], [1, 1], [0, 2, 4], [0, 1, 0, 1], [1, 9, 9, 1])))
    found = allot(field)
    assert prove(field, found).proven
    found.placed[:] = 1 - found.placed
    assert not prove(field, found).proven


@settings(max_examples=MANY)
@given(fields(), st.integers(0, 6))
def test_one_more_place_never_worsens(field, at):
    """Nor does it let an earlier level wait for a later one."""
    at %= len(field.capacity)
    more = Field(field.people, field.level, field.capacity + (np.arange(len(field.capacity)) == at), field.starts,
                 field.service, field.cost)  # fmt: skip
    before, after = allot(field), allot(more)
    assert [*waiting_by_level(more, after), on_the_way(more, after)] <= [
        *waiting_by_level(field, before), on_the_way(field, before)
    ]  # fmt: skip
    assert sum(waiting_by_level(more, after)) <= sum(waiting_by_level(field, before))


@settings(max_examples=MANY)
@given(fields())
def test_nobody_waits_for_one_of_a_later_level(field):
    found = allot(field)
    for way in np.flatnonzero(found.placed):
        reaching = field.group[field.service == field.service[way]]
        waits = reaching[found.waiting[reaching] > 0]
        assert (field.level[waits] >= field.level[field.group[way]]).all()


@settings(max_examples=MANY)
@given(fields())
def test_levels_never_cost_a_place(field):
    """As many are placed as if all stood on one level: who is served by turns is a matter of who, not of how many."""
    level = np.zeros_like(field.level)
    flat = Field(field.people, level, field.capacity, field.starts, field.service, field.cost)
    assert allot(field).waiting.sum() == allot(flat).waiting.sum()


@settings(max_examples=MANY)
@given(fields(most_people=1))
def test_it_costs_what_an_assignment_of_persons_costs(field):
    """Each person beside each place and one seat to wait on, by the Hungarian method."""
    group = np.repeat(np.arange(len(field.people)), field.people)
    place = np.repeat(np.arange(len(field.capacity)), field.capacity)
    far = int(field.waits.max()) * 1_000
    table = np.full((len(group), len(place) + len(group)), far)
    for row, one in enumerate(group):
        for way in range(field.starts[one], field.starts[one + 1]):
            table[row, np.flatnonzero(place == field.service[way])] = field.cost[way]
        table[row, len(place) + row] = field.waits[one]
    rows, columns = linear_sum_assignment(table)
    assert prove(field, allot(field)).cost == table[rows, columns].sum()


def test_it_costs_what_another_solver_finds():
    """OR-tools, where it is installed: two hundred fields drawn by lot, in a program of its own."""
    if find_spec("ortools") is None:
        pytest.skip("OR-tools is not installed: pip install jisr[peers]")
    chance = np.random.default_rng(11)
    drawn = [drawn_by_lot(chance, int(chance.integers(1, 14)), int(chance.integers(1, 9))) for _ in range(200)]
    told = [
        {"people": field.people.tolist(), "capacity": field.capacity.tolist(), "waits": field.waits.tolist(),
         "ways": np.stack([field.group, field.service, field.cost], axis=1).tolist()}
        for field in drawn
    ]  # fmt: skip
    peer = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("oracle.py"))],
        input=json.dumps(told), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(peer.stdout) == [prove(field, allot(field)).cost for field in drawn]


def test_both_engines_answer_the_same():
    """The compiled one is loaded once: some larger fields, to the last number."""
    pytest.importorskip("numba")
    chance = np.random.default_rng(3)
    for groups, services in ((1, 1), (30, 9), (400, 60)):
        field = drawn_by_lot(chance, groups, services)
        plain, compiled = allot(field, engine=PLAIN), allot(field, engine=COMPILED)
        assert (plain.engine, compiled.engine) == (PLAIN, COMPILED)
        assert plain.turns == compiled.turns
        for name in ("placed", "waiting", "worth", "price"):
            np.testing.assert_array_equal(getattr(plain, name), getattr(compiled, name))


@settings(max_examples=MANY // 3)
@given(fields(most_people=1))
def test_whole_parties_of_one_are_what_the_prices_prove(field):
    """HiGHS, level by level, and the exchanges agree where nobody asked to stay together."""
    found, bounds = allot_whole(field, field.people > 1)
    exact = allot(field)
    assert waiting_by_level(field, found) == waiting_by_level(field, exact)
    assert bounds.on_the_way == on_the_way(field, exact)


@settings(max_examples=MANY // 3)
@given(fields(most_people=3))
def test_a_party_is_never_parted(field):
    found, _ = allot_whole(field, field.people > 1)
    used = np.bincount(field.service, weights=found.placed, minlength=len(field.capacity))
    assert (used <= field.capacity).all()
    for group, people in enumerate(field.people):
        goes = found.placed[field.starts[group] : field.starts[group + 1]]
        assert sorted(goes[goes > 0].tolist()) in ([], [people])
        assert found.waiting[group] + goes.sum() == people


def test_numbers_that_would_not_fit_are_a_fault():
    with pytest.raises(TooLarge):
        Field(*map(np.array, ([2**40], [1_000], [5], [0, 1], [0], [2**30])))
