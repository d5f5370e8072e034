"""What is read off a record laid out once is what the rules say, on any day and for whatever a team did."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.forum import actions, queries
from jisr.forum.models import Answer, Contribution
from jisr.forum.rules import asof
from jisr.forum.rules.lineage import settling
from jisr.forum.rules.settled import Drawn, Record
from tests.forum.histories import DAY, histories
from tests.forum.told import a_round, answered, drawn, edge_to, published
from tests.ground import user_of
from tests.stories import under


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


@pytest.mark.django_db(databases=["default", "owner", "public"])
def test_what_is_remembered_is_the_same_as_counted_anew_after_every_act():
    """Published, drawn, answered, joined, taken back, withheld: each is seen by the next who asks, in any login."""
    story = a_round()
    wave, on = story.wave, timezone.localdate()
    rows = [published(story, f"نريد حافلة {n}", cover="") for n in range(3)]

    def by_rules():
        kept = list(Contribution.objects.filter(wave=wave, state="published"))
        said_ = [asof.Said(row.pk, row.said_on, row.region_id or "") for row in kept]
        given_ = [
            asof.Given(one.contribution_id or one.statement_id, one.answered_on, one.body_ar)
            for one in Answer.objects.filter(wave=wave)
        ]
        edges = queries.edges(wave)
        told_ = (asof.response(said_, given_, edges, on=on), asof.by_body(said_, given_, edges, on=on))
        return *told_, {row.pk for row in kept if settling({one.node: one.on for one in given_}, edges)(row.pk)}

    seen = []
    for act in (
        lambda: None,
        lambda: rows.append(drawn(*rows[:2], text="حافلة لكل دوار")),
        lambda: answered(statement=rows[3]),
        lambda: actions.undo(edge=edge_to(rows[3]), by=user_of("moderator")),
        lambda: answered("نعم", contribution=rows[2]),
        lambda: actions.withhold(contribution=rows[2], reason="asked", by=user_of("moderator")),
    ):
        with under("moderator"):
            act()
        with under("moderator"):
            owed, now = queries.duty(wave, on=on), queries.became(wave.pk)
            assert (owed.response, owed.by_body, set(now.answered)) == by_rules()
            assert now.by_wave[wave.pk] == owed.response == queries.became().by_wave[wave.pk]
        seen.append(owed.response.answered)
    assert seen == [0, 0, 2, 0, 1, 0]
