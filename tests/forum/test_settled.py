"""What is read off a record laid out once is what the rules say, on any day and for whatever a team did."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.forum.rules import asof
from jisr.forum.rules.lineage import settling
from jisr.forum.rules.settled import Drawn, Record
from tests.forum.histories import DAY, histories


@st.composite
def told(draw):
    """A history with answers of three bodies, and a day."""
    contributions, statements, edges = draw(histories())
    days = st.integers(0, 16).map(lambda n: DAY + timedelta(days=n))
    said = [
        asof.Said(key, draw(days), draw(st.sampled_from(["07", "09", ""])), draw(st.booleans()))
        for key in contributions
    ]
    nodes = st.sampled_from([*contributions, *statements])
    answers = draw(st.lists(st.builds(asof.Given, nodes, days, st.sampled_from(["a", "b", "c"])), max_size=12))
    return said, edges, answers, draw(days)


@settings(deadline=None)
@given(told())
def test_a_record_says_what_the_rules_say(history):
    """As of a day and as of now: who has an answer and since when, by region and by body."""
    said, edges, answers, on = history
    drawn = [Drawn(c, s, e.at, e.undone_at) for e in edges if e.kind == "extracted" for c in e.froms for s in e.tos]
    record = Record(said, drawn, [one for one in edges if one.kind != "extracted"], answers)
    first = {}
    for one in answers:
        first[one.node] = min(one.on, first.get(one.node, one.on))

    for day in (None, on):
        rule = settling(first, edges, day)
        assert record.settled(day) == {one.node: rule(one.node) for one in said if rule(one.node) is not None}
    assert record.response(on) == asof.response(said, answers, edges, on=on)
    assert record.by_region(on) == asof.by_region(said, answers, edges, on=on)
    assert record.by_body(on) == asof.by_body(said, answers, edges, on=on)
