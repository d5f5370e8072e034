"""Votes, lists and figures of a consultation, under the real walls."""

import json

import pytest

from jisr.common.crypto import keyed_hash
from jisr.common.errors import Unacceptable
from jisr.forum import actions, queries
from jisr.forum.models import StatementVote, Verbatim
from jisr.forum.rules.lineage import voices
from jisr.territory.models import Province
from tests.forum.told import a_round, answered, drawn, edge_to, published, said
from tests.ground import user_of
from tests.stories import under

in_one = pytest.mark.django_db(databases=["default", "owner", "public"])
SLIP = "AC7K-2QRT"


# votes


@in_one
def test_the_last_vote_of_each_voter_counts_also_when_statements_are_joined():
    told = a_round()
    one = drawn(published(told, "نريد حافلة", cover=""), text="حافلة")
    two = drawn(published(told, "نريد دارا", cover=""), text="دار")
    for n in range(6):
        actions.vote(statement=one, voter=f"slip-{n}", value="agree", groups={"sex": "f", "region": "07"})
    actions.vote(statement=one, voter="SLIP 0", value="disagree", groups={"sex": "f", "region": "07"})
    actions.vote(statement=two, voter="slip-1", value="pass", groups={"sex": "f"})
    actions.vote(statement=two, voter="slip-9", value="agree", groups={"sex": "m", "name": "x", "milieu": "moon"})

    assert queries.votes(told.wave)[str(one.pk)] == (5, 1, 0)
    assert queries.votes(told.wave)[str(two.pk)] is None  # two voters: not enough voices
    with under("moderator") as held:
        joined = actions.merge(statements=[one, two], text="حافلة ودار", by=held.user)
        assert queries.votes(told.wave)[str(joined.pk)] == (5, 1, 1)
        actions.undo(edge=edge_to(joined), by=held.user)
        assert queries.votes(told.wave)[str(one.pk)] == (5, 1, 0)
        groups = {json.dumps(vote.groups) for vote in StatementVote.objects.filter(statement=two)}
    assert groups == {'{"sex": "f"}', '{"sex": "m"}'}


@in_one
def test_a_group_of_four_is_said_to_be_unheard():
    told = a_round()
    statement = drawn(published(told, cover=""))
    for n in range(10):
        actions.vote(statement=statement, voter=f"v{n}", value="agree", groups={"sex": "f" if n < 6 else "m"})

    found = queries.consensus(told.wave, "sex")[str(statement.pk)]

    assert (found.least, found.score, found.unheard) == ("f", None, ("m",))


@in_one
def test_votes_are_counted_in_the_database_as_in_the_rules():
    """The last vote of each, over what is joined and translated: one law, two writings."""
    told = a_round()
    texts = ("حافلة", "دار", "تكوين")
    parts = [drawn(published(told, f"نريد {text}", cover=""), text=text) for text in texts]
    values = ("agree", "disagree", "pass")
    for n in range(40):
        actions.vote(statement=parts[n % 3], voter=f"v{n * 7 % 11}", value=values[n * 5 % 3])
    with under("moderator") as held:
        joined = actions.merge(statements=parts[:2], text="معا", by=held.user)
        french = actions.translate(statement=joined, text="Ensemble", language="fr", by=held.user)
        for n in range(9):
            actions.vote(statement=french, voter=f"v{n}", value=values[n % 3])
        cast = [
            (vote.statement_id, vote.voter, vote.at.timestamp(), vote.value)
            for vote in StatementVote.objects.order_by("at", "id")
        ]
        held_edges = queries.edges(told.wave)
    counted = queries.votes(told.wave)

    for statement in (joined, french, parts[2]):
        said_ = list(voices(cast, held_edges, statement.pk).values())
        assert counted[str(statement.pk)] == tuple(said_.count(value) for value in values)


@in_one
def test_no_vote_on_what_was_replaced_and_none_without_a_value():
    told = a_round()
    statement = drawn(published(told))
    with under("moderator") as held:
        actions.reword(statement=statement, text="حافلة لكل دوار", by=held.user)
    with pytest.raises(actions.WaveClosed):
        actions.vote(statement=statement, voter="v", value="agree")
    with pytest.raises(Unacceptable):
        actions.vote(statement=statement, voter="v", value="perhaps")


@in_one
def test_a_voter_cannot_be_followed_from_one_wave_to_the_next():
    one, two = a_round(), a_round("another")
    for told in (one, two):
        actions.vote(statement=drawn(published(told)), voter=SLIP, value="agree")

    with under("secretary"):
        voters = set(StatementVote.objects.values_list("voter", flat=True))
    assert len(voters) == 2 and keyed_hash(SLIP, purpose="forum.slip") not in voters


# lists


@in_one
def test_lists_take_the_same_queries_whatever_their_length(django_assert_num_queries):
    told, moderator = a_round(), user_of("moderator")

    def fill(many):
        for n in range(many):
            row = published(told, f"نريد حافلة رقم {n} {many}", cover="")
            answered(f"جواب {n} {many}", statement=drawn(row, text=f"حافلة {n} {many}"))
        said(told, "مختوم")

    def read():
        wave = told.wave
        for reading, wanted in (
            (lambda: [(row.region, row.n_meetings) for row in queries.waves()], 1),
            (lambda: [(row.region, row.n_people) for row in queries.meetings(wave)], 1),
            (lambda: [(row.meeting, row.region) for row in queries.contributions(wave)], 1),
            (lambda: [row.contribution.meeting for row in queries.to_moderate(wave)], 1),
            (lambda: [row.n_answers for row in queries.statements(wave)], 1),
            (lambda: [row.user for row in queries.seats(wave)], 1),
            (lambda: [row.meeting for row in queries.to_answer(wave)], 4),
            (lambda: queries.thread(queries.contributions(wave).filter(state="published").latest("id")), 5),
            (lambda: queries.response(wave), 3),
            (lambda: queries.response_by_region(wave), 3),
            (lambda: queries.response_by_body(wave), 3),
            (lambda: queries.answered_alike(wave), 1),
            (lambda: queries.consensus(wave, "sex"), 1),
            (lambda: queries.moderation_log(wave), 1),
            (lambda: [row.meeting for row in queries.commitments(wave)], 1),
            (lambda: queries.my_seats(moderator)[0].wave, 1),
            (lambda: queries.counts(wave), 1),
        ):
            with django_assert_num_queries(wanted):
                reading()

    fill(1)
    with under("moderator"):
        read()
    fill(7)
    with under("moderator"):
        read()


@in_one
def test_figures_of_a_wave():
    told = a_round()
    one, two = published(told), published(told, "نريد حافلة", cover="")
    said(told, "مختوم")
    statement = drawn(one)
    answered(statement=statement)

    with under("answering"):
        assert queries.response(told.wave) == queries.response_by_region(told.wave)["07"]
        figure = queries.response(told.wave)
        assert (figure.said, figure.answered, figure.rate, figure.median_days) == (2, 1, 0.5, 0.0)
        assert queries.response_by_body(told.wave)["مجلس الجهة"].answered == 1
        assert queries.to_answer(told.wave)[0] == two
        assert queries.counts(told.wave) == {"said": 1, "published": 2, "withheld": 0}
        thread = queries.thread(statement)
        assert (thread.contributions, thread.statements) == ([one], [statement]) and len(thread.answers) == 1


@in_one
def test_the_log_of_moderation_tells_reasons_and_no_word():
    told = a_round()
    contribution = published(told)
    with under("secretary") as held:
        actions.destroy(contribution=contribution, reason="asked", by=held.user)

    [line] = queries.moderation_log(told.wave)

    assert (line.code, line.state, line.masks) == (contribution.code, "published", ["name"])
    assert (line.destroyed_reason, line.destroyed_by_role) == ("asked", "secretary")
    with under("secretary"):
        assert Verbatim.objects.get(pk=contribution.pk).sealed is None


@in_one
def test_who_came_is_set_against_the_census():
    told = a_round()
    with under("secretary") as held:
        actions.edit_meeting(
            meeting=told.meeting,
            expected=told.meeting.version,
            values={"province": Province.objects.get(pk="07.161")},
            by=held.user,
        )
        rows_ = [{"role": "citizen", "sex": "m", "rural": False, "n": 90}, {"role": "citizen", "sex": "f", "n": 10}]
        actions.record_attendance(meeting=told.meeting, rows=rows_, by=held.user)

        found = queries.represented(told.meeting)

    assert {row.group: row.verdict for row in found["sex"]} == {"f": "fewer", "m": "more"}
    assert {row.group: row.verdict for row in found["milieu"]} == {"rural": "fewer", "urban": "more"}
