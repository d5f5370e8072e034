"""From readers to points, from points to an order, and what a person decides by hand beside the method."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.ledger.calls.models import Call
from jisr.ledger.calls.rules.asked import asked
from jisr.ledger.calls.rules.choosing import (
    GREEDY,
    REFUSED,
    SELECTED,
    SHARES,
    WAITING,
    Candidate,
    Group,
    TooMuchByHand,
    choose,
)
from jisr.ledger.calls.rules.codes import new_code, tidy
from jisr.ledger.calls.rules.points import needs_third, points_of

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=3), st.integers(0, 40))
def test_points_do_not_depend_on_who_read_first(totals, gap):
    """One reader is not enough; two are, unless they are far apart; of three the two nearest count."""
    told = {points_of(list(order), gap) for order in permutations(totals)}
    [points] = told

    assert (points is None) == (len(totals) == 1 or needs_third(totals, gap))
    if points is not None:
        assert min(totals) <= points <= max(totals)
    assert points_of([40, 70, 60], 15) == 65
    assert points_of([40, 60, 50], 5) == 55, "the higher two where both are as near"


candidates = st.lists(
    st.tuples(
        st.integers(0, 60), st.integers(1, 9), st.sampled_from("ab"), st.booleans(),
        st.sampled_from(["", "", "", SELECTED, WAITING, REFUSED]),
    ),
    max_size=9,
)  # fmt: skip
groups = st.lists(
    st.builds(Group, st.just("province"), st.sampled_from("ab"), st.integers(0, 4), st.integers(1, 3)),
    max_size=2, unique_by=lambda one: one.of,
)  # fmt: skip


def made(rows):
    """Candidates of a call, deposited a minute apart."""
    return [
        Candidate(
            n, f"N{n:02}", Decimal(points), BEGAN + timedelta(minutes=n % 3), asked, province,
            frozenset({"rural"} if rural else ()), hand,
        )
        for n, (points, asked, province, rural, hand) in enumerate(rows)
    ]  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(candidates, groups, st.integers(0, 40), st.none() | st.integers(0, 8), st.integers(0, 30), st.randoms())
def test_by_hand_and_by_method_together_keep_the_budget(rows, reserved, budget, places, least, chance):
    """What a person decided stands; the rest keeps budget, places and least points, in whatever order files come."""
    pool = [*made(rows), Candidate(99, "N99", Decimal(31), BEGAN, 1, "a", frozenset({"rural"}))]
    shuffled = chance.sample(pool, len(pool))
    public = [*reserved, Group("public", "rural", 1)]
    try:
        choice = choose(pool, public, budget=budget, places=places, least=least)
    except TooMuchByHand:
        by_hand = [one for one in pool if one.hand == SELECTED]
        assert sum(one.asked for one in by_hand) > budget or (places is not None and len(by_hand) > places)
        return
    again = choose(shuffled, public, budget=budget, places=places, least=least)

    assert (again.order, again.chosen, again.notes) == (choice.order, choice.chosen, choice.notes)
    for method in (GREEDY, SHARES):
        selected = choice.selected(method)
        assert sum(one.asked for one in selected) <= budget
        assert places is None or len(selected) <= places
        assert all(choice.outcome(one, method) == one.hand for one in pool if one.hand)
        assert all(one.points >= least for one in selected if not one.hand)
        lowered = {note.group for note in choice.notes if not note.lowered}
        if not any(note.lowered for note in choice.notes):
            for group in public:
                filled = sum(map(group.has, selected))
                assert filled >= group.at_least or group.of in lowered, (method, group)


def test_codes_are_typed_as_they_are_heard_and_papers_follow_who_applies():
    """Small letters, spaces and dashes make no difference; a woman with an idea brings no statutes."""
    code = new_code()

    assert tidy(f" {code.lower().replace('-', ' ')}. ") == code
    assert [tidy(wrong) for wrong in ("", "AAAA", code + "A", "0" * 12)] == [""] * 4
    before = asked(Call(), "idea", date(2026, 1, 1))
    assert {item.code for item in before.items} == {"quotation", "project_sheet"}
    assert [item.code for item in before.missing([])] == ["quotation"]
    with pytest.raises(TooMuchByHand):
        choose(made([(1, 9, "a", False, SELECTED)]), [], budget=8)
