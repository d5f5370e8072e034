"""Where statements come from: nothing comes from itself, nothing is lost, everything can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.forum.rules.lineage import (
    Edge,
    below,
    carried,
    closes_a_circle,
    current,
    is_acyclic,
    joined,
    live,
    may_undo,
    settled_on,
    settling,
    unanswered,
    undo,
    voices,
)
from tests.forum.histories import DAY, histories


def edge(key, kind, froms, tos, day=0, undone=None):
    gone = None if undone is None else DAY + timedelta(days=undone)
    return Edge(key, kind, frozenset(froms), frozenset(tos), DAY + timedelta(days=day), gone)


VOTES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 6), st.sampled_from(["agree", "disagree", "pass"])), max_size=40
)


@given(histories())
def test_a_lineage_has_no_circle(history):
    """Whatever a team does and takes back."""
    assert is_acyclic(history[2])


@given(histories(), st.data())
def test_an_edge_back_to_where_it_came_from_is_seen_as_a_circle(history, data):
    _contributions, _statements, edges = history
    paths = [(one, to) for one in edges for to in one.tos]
    if paths:
        last, to = data.draw(st.sampled_from(paths))

        assert closes_a_circle(edges, [to], last.froms)


@given(histories(), VOTES)
def test_joined_and_taken_apart_again_gives_the_same_statements_and_votes(history, cast):
    """Votes are never moved, so nothing has to be given back."""
    _contributions, statements, edges = history
    there = sorted(current(statements, edges))
    votes = (
        [(there[n % len(there)], f"v{who}", when, what) for when, (n, who, what) in enumerate(cast)] if there else []
    )
    if len(there) < 2:
        return
    before = {one: voices(votes, edges, one) for one in there}
    later = DAY + timedelta(days=99)
    after = [*edges, Edge("join", "merged", frozenset(there[:2]), frozenset({"new"}), later)]

    back = undo(after, "join", at=later)

    assert current([*statements, "new"], back) == set(there)
    assert {one: voices(votes, back, one) for one in there} == before


@given(histories(), VOTES)
def test_no_voter_is_lost_and_none_counts_twice_when_statements_are_joined(history, cast):
    _contributions, statements, edges = history
    there = sorted(current(statements, edges))
    if len(there) < 2:
        return
    votes = [(there[n % 2], f"v{who}", when, what) for when, (n, who, what) in enumerate(cast)]

    after = [*edges, Edge("join", "merged", frozenset(there[:2]), frozenset({"new"}), DAY + timedelta(days=99))]

    last = {voter: value for _statement, voter, _when, value in votes}
    assert voices(votes, after, "new") == last


@given(histories())
def test_what_is_undone_can_be_undone_only_from_the_end(history):
    """A statement never loses the ground it stands on."""
    _contributions, statements, edges = history
    for one in live(edges):
        if may_undo(edges, one.key):
            left = undo(edges, one.key, at=DAY + timedelta(days=99))
            made = {to for held in live(left) for to in held.tos}
            assert all(node in made for held in live(left) for node in held.froms if node in statements)
        else:
            with pytest.raises(ValueError, match="cannot be undone"):
                undo(edges, one.key, at=DAY)


@given(histories(), st.integers(0, 15))
def test_the_lineage_of_an_earlier_day_is_read_back_from_the_whole(history, days):
    """As-of replay: the edges kept today tell what stood on any day."""
    _contributions, statements, edges = history
    day = DAY + timedelta(days=days)

    then = as_known(edges, day)

    assert current(statements, edges, day) == current(statements, then)


def as_known(edges, day):
    """The edges as somebody knew them at the end of a day."""
    known = [one for one in edges if one.at <= day]
    return [replace(one, undone_at=None) if one.undone_at and one.undone_at > day else one for one in known]


def test_a_split_statement_is_answered_when_each_part_is():
    edges = [edge(1, "extracted", ["c"], ["s"]), edge(2, "split", ["s"], ["a", "b"], day=1)]

    assert settled_on("c", {"a": DAY}, edges) is None
    assert settled_on("c", {"a": DAY, "b": DAY + timedelta(days=5)}, edges) == DAY + timedelta(days=5)


def test_an_answer_to_what_was_joined_answers_each_who_said_it():
    edges = [
        edge(1, "extracted", ["c1"], ["s1"]), edge(2, "extracted", ["c2"], ["s2"]),
        edge(3, "merged", ["s1", "s2"], ["m"], day=2), edge(4, "translated", ["m"], ["m-fr"], day=2),
    ]  # fmt: skip

    assert unanswered(["c1", "c2", "c3"], {"m-fr": DAY + timedelta(days=3)}, edges) == ["c3"]
    assert unanswered(["c1", "c2"], {"m-fr": DAY}, [*edges[:2], edge(3, "merged", ["s1", "s2"], ["m"], 2, 4)]) == [
        "c1",
        "c2",
    ]
    assert joined(edges, ["c1", "c2"]) and not joined(edges[:2], ["c1", "c2"])


def test_a_contribution_answered_in_one_statement_of_two_still_waits():
    edges = [edge(1, "extracted", ["c"], ["s1"]), edge(2, "extracted", ["c"], ["s2"])]

    assert settled_on("c", {"s1": DAY}, edges) is None
    assert settled_on("c", {"s1": DAY, "c": DAY + timedelta(days=1)}, edges) == DAY + timedelta(days=1)


def test_a_translation_that_comes_round_again_does_not_go_on_for_ever():
    edges = [
        edge(1, "translated", ["a"], ["b"]), edge(2, "split", ["b"], ["x", "y"]), edge(3, "translated", ["a"], ["x"]),
    ]  # fmt: skip

    assert settling({"y": DAY}, edges)("a") is None
    assert settling({"x": DAY}, edges)("a") == DAY


def test_votes_do_not_follow_into_a_new_wording():
    """Whoever agreed to one wording did not agree to the next."""
    edges = [edge(1, "extracted", ["c"], ["s"]), edge(2, "reworded", ["s"], ["t"])]

    assert carried(edges, "t") == {"t"}
    assert below(edges, "c") == {"s", "t"}
