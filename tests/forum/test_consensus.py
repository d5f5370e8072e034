"""What the groups have in common: the formulas of Polis, on a conversation that a server of Polis has counted.

The conversation is in ``data/polis.json`` (ATTRIBUTION.md): votes, the groups as the server found them, and the
numbers that it made of them. In these votes +1 is agree: the server's own tallies say so.
"""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.forum.rules.consensus import (
    Tally,
    divisive,
    group_aware,
    likely,
    proportion_test,
    representative,
    shared,
    two_proportions_test,
    verdict,
)

POLIS = json.loads((Path(__file__).parent / "data" / "polis.json").read_text())
EXACT = 1e-9
#: The server keeps this one number in single precision.
SINGLE = 1e-6
TALLIES = st.builds(Tally, st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))


def lasting():
    """(voter, statement) -> last vote."""
    ordered = sorted(POLIS["votes"], key=lambda vote: vote[3])
    return {(voter, statement): value for voter, statement, value, _at in ordered}


def counted():
    """group -> statement -> tally of the last votes, from the votes themselves."""
    last, found = lasting(), {}
    for group, voters in POLIS["groups"].items():
        for statement in POLIS["group-votes"][group]:
            said = [last[voter, int(statement)] for voter in voters if (voter, int(statement)) in last]
            found.setdefault(group, {})[statement] = Tally(said.count(1), said.count(-1), said.count(0))
    return found


def test_last_votes_give_the_servers_tallies():
    mine = counted()

    for group, statements in POLIS["group-votes"].items():
        for statement, (agree, disagree, seen) in statements.items():
            tally = mine[group][statement]
            assert (tally.agree, tally.disagree, tally.seen) == (agree, disagree, seen)


def test_group_aware_consensus_is_the_servers():
    mine = counted()

    for statement, theirs in POLIS["group-aware-consensus"].items():
        tallies = [mine[group][statement] for group in mine]
        assert group_aware(tallies) == pytest.approx(theirs, abs=EXACT)


def test_representativeness_is_the_servers():
    mine = counted()
    seen = 0

    for group, rows in POLIS["repness"].items():
        for row in rows:
            at = 0 if row["repful-for"] == "agree" else 1
            statement = str(row["tid"])
            here, trials = mine[group][statement][at], mine[group][statement].seen
            rest = [mine[other][statement] for other in mine if other != group]
            there, trials_there = sum(tally[at] for tally in rest), sum(tally.seen for tally in rest)
            assert likely(here, trials) == pytest.approx(row["p-success"], abs=EXACT)
            assert proportion_test(here, trials) == pytest.approx(row["p-test"], abs=EXACT)
            assert representative(here, trials, there, trials_there) == pytest.approx(row["repness"], abs=EXACT)
            assert two_proportions_test(here, trials, there, trials_there) == pytest.approx(
                row["repness-test"], abs=SINGLE
            )
            seen += 1
    assert seen > 10


def test_what_the_majority_agrees_on_is_the_servers():
    """Over everybody who voted, also those whom the server put in no group."""
    for side, wanted in (("agree", 1), ("disagree", -1)):
        for row in POLIS["consensus"][side]:
            said = [value for (_voter, statement), value in lasting().items() if statement == row["tid"]]
            successes, trials = said.count(wanted), len(said)
            assert (successes, trials) == (row["n-success"], row["n-trials"])
            assert likely(successes, trials) == pytest.approx(row["p-success"], abs=EXACT)
            assert proportion_test(successes, trials) == pytest.approx(row["p-test"], abs=EXACT)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.one_of(st.none(), TALLIES), max_size=6), st.randoms())
def test_the_order_of_the_groups_changes_nothing(groups, random):
    names = list(groups)
    random.shuffle(names)

    assert verdict({name: groups[name] for name in names}) == verdict(groups)
    tallies = [tally for tally in groups.values() if tally]
    again = list(tallies)
    random.shuffle(again)
    assert group_aware(again) == group_aware(tallies)


@given(st.dictionaries(st.sampled_from("abcdefgh"), TALLIES, min_size=2, max_size=6))
def test_the_score_lies_between_the_least_and_the_most_convinced(groups):
    found = verdict(groups, least_voices=0)

    assert found.score is not None and found.least_agreement is not None and found.spread is not None
    assert found.least_agreement - EXACT <= found.score <= found.least_agreement + found.spread + EXACT
    tallies = groups.values()
    assert math.isclose(found.score ** len(groups), group_aware(tallies), rel_tol=EXACT)


def test_a_group_with_too_few_voices_is_said_to_be_unheard():
    few = verdict({"f": Tally(20, 1), "m": Tally(3, 1), "x": None})

    assert few.unheard == ("m", "x")
    assert few.score is None and few.least == "f"
    assert verdict({}).score is None


def test_a_large_group_does_not_outvote_a_small_one():
    """That is what the geometric mean is for."""
    loud = verdict({"a": Tally(900, 0), "b": Tally(0, 20)})
    calm = verdict({"a": Tally(600, 300), "b": Tally(12, 8)})

    assert calm.score > loud.score
    assert divisive({"loud": loud, "calm": calm})[0] == "loud"
    assert shared({"loud": loud, "calm": calm})[0] == "calm"
