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
    told = a_round()

    def fill(many):
        for n in range(many):
            row = published(told, f"نريد حافلة رقم {n} {many}", cover="")
            answered(f"جواب {n} {many}", statement=drawn(row, text=f"حافلة {n} {many}"))
        said(told, "مختوم")

    def all_statements(wave):
        return [row.pk for row in queries.statements(wave)]

    def read():
        wave = told.wave
        for reading, wanted in (
            (lambda: [row.region for row in queries.waves()], 1),
            (lambda: [row.region for row in queries.meetings_of(wave)], 1),
            (lambda: [row.region for row in queries.published(wave=wave.pk)], 1),
            (lambda: [row.n_answers for row in queries.statements(wave)], 1),
            (lambda: [row.user for row in queries.seats(wave)], 1),
            (lambda: [row.meeting for row in queries.to_answer(wave)], 4),
            (lambda: queries.after_contribution(queries.published(wave=wave.pk).latest("id")), 2),
            (lambda: [row.statement for row in queries.answers(through=all_statements(wave))], 2),
            (lambda: list(queries.originals(queries.statements(wave).latest("made_at"))), 2),
            (lambda: queries.before_statement(queries.statements(wave).latest("made_at")), 2),
            (lambda: queries.duty(wave), 4),  # what changed is read once
            (lambda: queries.became(wave.pk), 1),
            (queries.became, 1),
            (lambda: queries.promised(wave=wave.pk), 1),
            (lambda: queries.answered_alike(wave), 1),
            (lambda: queries.consensus(wave, "sex"), 1),
            (lambda: queries.moderation_log(wave), 1),
            (lambda: queries.commitments(told.meeting), 1),
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
        owed = queries.duty(told.wave)
        assert owed.response == owed.by_region["07"] == queries.became(told.wave.pk).by_wave[told.wave.pk]
        figure = owed.response
        assert (figure.said, figure.answered, figure.rate, figure.median_days) == (2, 1, 0.5, 0.0)
        assert owed.by_body["مجلس الجهة"].answered == 1
        assert queries.to_answer(told.wave)[0] == two
        after = queries.after_contribution(one)
        assert list(queries.originals(statement)) == [one] and [row.pk for row in after] == [statement.pk]
        given = queries.answers(contribution=one, through=[statement.pk])
        assert len(given) == 1 and queries.settled_on(one, after, given) == given[0].answered_on


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
