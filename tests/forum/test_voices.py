"""Votes without an account, under the real walls: whose they are, what is shown of them, what is learned from them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.common.database import call
from jisr.forum import actions, queries
from jisr.forum.models import LearnedGroups, StatementVote
from jisr.forum.queries.voices import cast
from jisr.forum.rules import ballot
from tests.access.probes import refused, refused_as
from tests.forum.told import a_round, answered, drawn, edge_to, published
from tests.stories import under

LOGINS = ["default", "owner", "public"]
in_one = pytest.mark.django_db(databases=LOGINS)
SLIP, OTHER = "AC7K-2QRT", "ZX3M-8WNP"
WORDINGS = st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=8)


def three(told):
    """Three statements of a wave."""
    return [
        drawn(published(told, f"نريد {text}", cover="", slip=slip), text=text)
        for text, slip in (("حافلة", SLIP), ("دار", ""), ("تكوين", ""))
    ]


def said(told, mark):
    """What a voter last said, as she reads it."""
    return queries.own_votes(told.wave, mark)


@in_one
def test_a_slip_of_the_wave_votes_and_takes_over_what_its_holder_said_before():
    """One person is one voter; of two votes by one code the last one counts; nothing of another voter is touched."""
    told, elsewhere = a_round(), a_round("another")
    one, two, three_ = three(told)
    published(elsewhere, "نريد ماء", cover="", slip=OTHER)
    device = queries.voter_mark(told.wave, "device")
    for statement, value in ((one, "agree"), (two, "disagree")):
        actions.vote(statement=statement, mark=device, value=value, groups={"sex": "f"})
    actions.vote(statement=two, voter="neighbour", value="pass")

    for code in (OTHER, "ZZZZ9999", "x", "", "\0", "é" * 40):
        with pytest.raises(actions.NoSuchSlip):
            actions.take_slip(wave=told.wave, code=code, device=device)
    mark = actions.take_slip(wave=told.wave, code=" ac7k 2qrt ", device=device)
    actions.vote(statement=one, mark=mark, value="pass", by_slip=True)

    assert said(told, device) == {}
    assert said(told, mark) == {one.pk: "pass", two.pk: "disagree"}
    assert said(told, queries.voter_mark(told.wave, "neighbour")) == {two.pk: "pass"}
    with under("moderator"):
        assert set(StatementVote.objects.values_list("voter", "by_slip").distinct()) == {
            (mark, True), (queries.voter_mark(told.wave, "neighbour"), False),
        }  # fmt: skip
    ((answer,),) = call("jisr_forum_hand_over", told.wave.pk, mark, "0" * 64, device)
    assert answer == "wrong"  # nobody takes votes without the code of a slip
    answered(statement=one), answered("ج", statement=two), answered("د", statement=three_)
    with under("secretary") as held:
        actions.close_wave(wave=told.wave, by=held.user)
    with pytest.raises(actions.WaveClosed):
        actions.declare(wave=told.wave, mark=mark, groups={"sex": "m"})
    with pytest.raises(actions.WaveClosed):
        actions.take_slip(wave=told.wave, code=SLIP, device=device)


@in_one
def test_what_a_voter_declares_holds_for_all_her_votes_and_can_be_taken_back():
    """Only groups that exist; nobody else's votes."""
    told = a_round()
    one, two, _three = three(told)
    mark = queries.voter_mark(told.wave, "v")
    for statement in (one, two):
        actions.vote(statement=statement, mark=mark, value="agree")
    actions.vote(statement=one, voter="other", value="agree", groups={"sex": "m"})

    kept = actions.declare(
        wave=told.wave, mark=mark,
        groups={"sex": "f", "milieu": "moon", "role": "king", "region": "zz", "name": "x", "": "y"},
    )  # fmt: skip
    with under("moderator"):
        declared = sorted(str(one) for one in StatementVote.objects.values_list("groups", flat=True))
    taken_back = actions.declare(wave=told.wave, mark=mark, groups={})
    with under("moderator"):
        after = list(StatementVote.objects.filter(voter=mark).values_list("groups", flat=True))

    assert kept == {"sex": "f"} and taken_back == {} and after == [{}, {}]
    assert declared == ["{'sex': 'f'}", "{'sex': 'f'}", "{'sex': 'm'}"]
    assert actions.declare(wave=told.wave, mark=mark, groups={"region": "07"}) == {"region": "07"}


@in_one
def test_votes_are_the_same_after_joining_and_splitting_and_translations_are_one():
    """Through what the pages read: totals, groups, one's own votes."""
    told = a_round()
    one, two, three_ = three(told)
    for n in range(14):
        groups = {"sex": "f" if n < 8 else "m", "milieu": "rural"}
        actions.vote(statement=one, voter=f"v{n}", value="agree" if n % 3 else "pass", groups=groups)
        actions.vote(statement=two, voter=f"v{n}", value="disagree" if n % 2 else "agree", groups=groups)
    mark = queries.voter_mark(told.wave, "v3")
    before = queries.voices(told.wave), said(told, mark), {asked.key for asked in queries.voted_on(told.wave)}

    with under("moderator") as held:
        joined = actions.merge(statements=[one, two], text="معا", by=held.user)
        french = actions.translate(statement=joined, text="Ensemble", language="fr", by=held.user)
        together = queries.voices(told.wave)
        things = queries.voted_on(told.wave)
        assert together[joined.pk] == together[french.pk]
        assert said(told, mark) == {joined.pk: "disagree", french.pk: "disagree"}
        assert [len(asked.wordings) for asked in sorted(things, key=lambda asked: len(asked.wordings))] == [1, 2]
        both = next(asked for asked in things if len(asked.wordings) == 2)
        assert (both.for_reader("fr").key, both.for_reader("ar").key, both.key) == (french.pk, joined.pk, joined.pk)
        assert {key for _voter, key, _value in cast(told.wave, things)} == {joined.pk}
        actions.undo(edge=edge_to(french), by=held.user)
        actions.split(statement=joined, parts=[two.text, one.text], by=held.user)

    after = queries.voices(told.wave), said(told, mark), {asked.key for asked in queries.voted_on(told.wave)}
    assert after == before
    assert before[0][one.pk].groups["sex"]["f"].seen == 8
    assert before[2] == {one.pk, two.pk, three_.pk}


@in_one
def test_a_small_group_is_in_no_number_nor_can_it_be_computed():
    """Eight women and three men, then three more people who say nothing."""
    told = a_round()
    statement = three(told)[0]
    for n in range(11):
        actions.vote(statement=statement, voter=f"v{n}", value="agree", groups={"sex": "f" if n < 8 else "m"})

    alone = queries.voices(told.wave)[statement.pk], queries.voters(told.wave)
    for n in range(3):
        actions.vote(statement=statement, voter=f"w{n}", value="agree", by_slip=True)
    hidden_among = queries.voices(told.wave)[statement.pk], queries.voters(told.wave)

    assert alone[0].total.seen == alone[1].total == 11
    assert alone[0].groups["sex"] == alone[1].declared["sex"] == {"f": None, "m": None}
    assert hidden_among[0].groups["sex"]["f"].seen == hidden_among[1].declared["sex"]["f"] == 8
    assert hidden_among[0].groups["sex"]["m"] is hidden_among[1].declared["sex"]["m"] is None
    assert hidden_among[1].by_slip is None
    assert queries.voters_represented(told.wave, hidden_among[1])["sex"][0].share is None


@in_one
def test_what_the_team_learns_is_read_by_all_and_says_nothing_of_anybody():
    """Two camps on eight statements; nobody outside the team looks, and no voter stands in what is kept."""
    told = a_round()
    rows = [drawn(published(told, f"نريد {n}", cover=""), text=f"طلب {n}") for n in range(8)]
    for n in range(26):
        for place, statement in enumerate(rows):
            agrees = (place < 4) == (n < 14) if (n + place) % 11 else n % 2 == 0
            actions.vote(statement=statement, voter=f"v{n}", value="agree" if agrees else "disagree")

    with under("secretary") as held:
        learned = actions.learn_groups(wave=told.wave, by=held.user)
        voters = set(StatementVote.objects.values_list("voter", flat=True))
    for name in ("answering", "far_secretary", "far_moderator", "coordinator"):
        with under(name) as held, pytest.raises(actions.NotOnTheTeam):
            actions.learn_groups(wave=told.wave, by=held.user)
    with under("far_secretary"):
        assert StatementVote.objects.count() == 0 and LearnedGroups.objects.count() == 1
        assert refused(
            "INSERT INTO forum_learnedgroups SELECT gen_random_uuid(), is_demonstration, now(), method, placed, checks,"
            " groups, by_id, wave_id FROM forum_learnedgroups"
        )

    assert sorted(group["size"] for group in learned.groups) == [12, 14] and learned.placed == 26
    assert {side for group in learned.groups for _key, side in group["telling"]} == {"agree", "disagree"}
    assert not [voter for voter in voters if voter in str(learned.groups)]
    assert queries.learned_groups(told.wave) == learned
    assert refused_as("public", "SELECT 1 FROM forum_statementvote")
    assert refused_as("public", "DELETE FROM forum_learnedgroups")


@settings(max_examples=50)
@given(WORDINGS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8), st.text(max_size=5))
def test_every_voter_is_asked_everything_once(keys, pairs, voter):
    """Whatever is skipped; each wording stands in one thing, and pairs of translations in the same one."""
    things = ballot.asked([ballot.Wording(key, "ar", str(key), key) for key in keys], pairs)
    order, done, after, asked_of = ballot.in_order(things, voter), {}, None, []
    assert sorted(wording.key for one in things for wording in one.wordings) == sorted(keys)
    for one, other in pairs:
        homes = {n for n, thing in enumerate(things) for wording in thing.wordings if wording.key in (one, other)}
        assert len(homes) <= 1

    while (thing := ballot.next_one(order, done, after)) is not None:
        asked_of.append(thing.key)
        done[thing.key] = "agree"
        after = thing.wordings[-1].key

    assert asked_of == [thing.key for thing in order]
    assert ballot.in_order(reversed(things), voter) == order
    left = ballot.next_one(order, dict.fromkeys(asked_of[:-1], "pass"), order[-1].key)
    assert left is not None and left.key == order[-1].key
