"""Groups learned from votes: the places are those of a server of Polis, and nothing is shown that chance could do.

**Mind the sign**: in the votes +1 is agree; the server's own numbers are made of votes in which +1 is disagree.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.forum.rules import learned
from jisr.forum.rules.consensus import Tally, kept_back, telling
from tests.forum.test_consensus import EXACT, POLIS, counted, lasting

PLACES = json.loads((Path(__file__).parent / "data" / "polis_places.json").read_text())


def theirs():
    """The votes of the conversation as a server of Polis sees them, and whose each row is."""
    voters = sorted({voter for voter, _statement in lasting()})
    votes = np.full((len(voters), len(PLACES["tids"])), np.nan)
    for (voter, statement), value in lasting().items():
        votes[voters.index(voter), PLACES["tids"].index(statement)] = value
    votes[:, [PLACES["tids"].index(one) for one in PLACES["mod-out"]]] = 0  # moderated out: it parts nobody
    return voters, votes


def camps(voters, seed=1, *, sure=0.9):
    """Two camps that answer twelve statements the other way round, some of them left open."""
    chance = np.random.default_rng(seed)
    side = chance.integers(2, size=voters)
    first = chance.random(12) < 0.5
    agree = np.where(first[None] ^ (side[:, None] == 1), sure, 1 - sure)
    votes = np.where(chance.random(agree.shape) < agree, 1.0, -1.0)
    votes[chance.random(votes.shape) < 0.2] = np.nan
    return side, votes


def test_the_places_of_voters_are_the_servers():
    """Centre, axes and places to 1e-9, all mirrored; an axis may point either way."""
    voters, votes = theirs()

    found = learned.landscape(votes)

    assert found.centre == pytest.approx(-np.array(PLACES["center"]), abs=EXACT)
    rows = [voters.index(one) for one in PLACES["voters"]]
    for axis, name in enumerate(("x", "y")):
        turn = np.sign(found.axes[axis] @ np.array(PLACES["comps"][axis]))
        assert turn * found.axes[axis] == pytest.approx(np.array(PLACES["comps"][axis]), abs=EXACT)
        assert -turn * found.places[rows, axis] == pytest.approx(np.array(PLACES[name]), abs=EXACT)


def test_statements_that_tell_a_group_are_the_servers():
    """Where a group has such statements; where it has none the server shows its best one, and we none."""
    kept = {
        group: {key: tally for key, tally in said.items() if int(key) not in PLACES["mod-out"]}
        for group, said in counted().items()
    }

    found = telling(kept)

    for group, rows in POLIS["repness"].items():
        told = [(str(row["tid"]), row["repful-for"]) for row in rows]
        assert found[group] == told or (found[group] == [] and len(told) == 1)
    assert sum(len(one) for one in found.values()) == 10


def test_two_camps_are_found_and_the_order_of_voters_changes_nothing():
    """Each voter stands with hers, whoever is counted first."""
    side, votes = camps(60)
    mixed = np.random.default_rng(5).permutation(60)

    found, again = learned.learn(votes), learned.learn(votes[mixed])

    assert found.shown and found.labels.max() == 1
    assert max(np.mean(found.labels == side), np.mean(found.labels != side)) > 0.9
    assert (again.labels == found.labels[mixed]).all()
    assert (again.together, again.apart, again.again) == (found.together, found.apart, found.again)


@pytest.mark.parametrize("seed", range(2))
def test_votes_without_a_tie_make_no_groups(seed):
    """Each statement answered without regard to the others: any cut of them is an accident."""
    chance = np.random.default_rng(seed)
    votes = np.where(chance.random((80, 8)) < chance.random(8), 1.0, -1.0)

    found = learned.learn(votes)

    assert not found.shown and set(found.labels) == {-1}
    assert found.together > learned.SELDOM or found.apart > learned.SELDOM or found.again < learned.LEAST_ALIKE
    assert (found.apart is None) == (found.together > learned.SELDOM)


def test_few_voters_or_few_votes_make_no_groups():
    """Nor do none at all."""
    assert not learned.learn(camps(19)[1]).shown
    assert not learned.learn(np.full((50, 12), np.nan)).shown
    assert not learned.learn(np.empty((0, 0))).shown
    assert not learned.learn(np.ones((60, 9))).shown


def test_votes_become_a_table_and_are_counted_again():
    """What was not said is neither pass nor anything else."""
    votes = learned.table([("b", "x", "agree"), ("a", "x", "pass"), ("a", "y", "disagree")], ["x", "y"])

    assert np.array_equal(votes, [[0, -1], [1, np.nan]], equal_nan=True)
    assert [learned.tally(votes[:, n]) for n in range(2)] == [Tally(1, 0, 1), Tally(0, 1, 0)]


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12)), st.integers(0, 8))
def test_no_number_of_a_few_follows_from_what_is_shown(groups, silent):
    """Neither a group below five, nor what the groups shown leave of the whole; and no more is kept back."""
    total = sum(groups.values()) + silent
    hidden = kept_back({name: n if n >= 5 else None for name, n in groups.items()}, total)
    shown = {name: n for name, n in groups.items() if name not in hidden}

    assert all(n >= 5 for n in shown.values())
    if any(n < 5 for n in groups.values()) and shown:
        assert total - sum(shown.values()) not in range(1, 5)
    if all(n >= 5 for n in groups.values()):
        assert not hidden
