"""The invented wave: whole from the room to the answer, never to be taken for real, the same each time."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from jisr.common.crypto import decrypt
from jisr.common.database import scope
from jisr.exchange.demonstration.forum import bodies, loading, voices
from jisr.exchange.forum_record.loading import load as load_record
from jisr.forum import queries
from jisr.forum.choices import AnswerKind, Channel, EdgeKind, Kind, OutcomeKind, WithheldReason
from jisr.forum.models import (
    Answer,
    Attendance,
    Commitment,
    Contribution,
    Edge,
    EdgeFrom,
    EdgeTo,
    Meeting,
    ReplyAddress,
    Seat,
    Statement,
    StatementVote,
    Verbatim,
    Wave,
)
from jisr.forum.queries.sealed import bound_to, slip_hash
from jisr.forum.rules import lineage
from jisr.forum.rules.masking import COVER, covered_words, told
from jisr.staff.models import Post
from jisr.window.reception.models import Alert

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
FLAGGED = (Wave, Seat, Meeting, Attendance, Contribution, Statement, Answer, Commitment)


@pytest.fixture
def today():
    """The day of loading."""
    return timezone.localdate()


@pytest.fixture
def made(whole_territory, today):
    """The wave, loaded beside the public record; then every promise of the database is checked."""
    load_record()
    done = loading.load(today)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return done


@pytest.fixture
def invented(made):
    """Speaks as the owner, with the wave there."""
    with scope(speaking="owner"):
        yield Wave.objects.get(code="demonstration")


def test_two_meetings_and_about_forty_contributions(made, invented):
    """In Arabic, French, Darija of both scripts, and two languages on one sheet."""
    spoken = Contribution.objects.filter(wave=invented)
    darija = [decrypt(one.verbatim.sealed, bound_to=bound_to(one.pk)) for one in spoken.filter(language="darija")]

    assert made == {"contributions": 43, "statements": 13}
    assert Meeting.objects.filter(wave=invented).count() == 2
    assert set(spoken.values_list("language", flat=True)) == {"ar", "fr", "darija", "mixed"}
    assert len([text for text in darija if text.isascii()]) >= 4
    assert len([text for text in darija if not text.isascii()]) >= 10


def test_nothing_of_it_can_be_taken_for_real(invented):
    """Every row says so, and nothing invented points into the public record; the wave and its bodies are named so."""
    for model in FLAGGED:
        for row in model.objects.filter(is_demonstration=True):
            assert getattr(row, "wave", row) == invented
    for model in FLAGGED[2:]:
        assert not model.objects.filter(wave=invented, is_demonstration=False).exists()
    assert "توضيحي" in invented.name_ar
    assert "démonstration" in invented.name_fr
    for meeting in Meeting.objects.filter(wave=invented):
        assert "توضيحي" in meeting.place_ar
        assert "émonstration" in meeting.place_fr
        assert meeting.region_id is meeting.province_id is None
    for answer in Answer.objects.filter(wave=invented):
        assert "توضيحي" in answer.body_ar
    for promise in Commitment.objects.filter(wave=invented):
        assert "توضيحي" in promise.owner_ar
    for organisation in Contribution.objects.filter(wave=invented).values_list("organisation", flat=True):
        assert not organisation or "توضيحي" in organisation or "démonstration" in organisation


def test_no_invented_row_shares_a_wave_with_a_sourced_one(invented):
    """Waves of the public record hold none of ours, and ours none of theirs."""
    for model in (Meeting, Contribution, Answer, Commitment):
        kinds = set(model.objects.values_list("wave", "is_demonstration"))
        assert len(kinds) == len({wave for wave, _ in kinds})
        assert not model.objects.filter(wave=invented).exclude(sources=[]).exists()


def test_every_kind_of_thing_is_to_be_seen(invented):
    """Whoever tries a page finds each case of it once."""
    spoken = Contribution.objects.filter(wave=invented)
    answers = Answer.objects.filter(wave=invented)

    assert Counter(spoken.values_list("state", flat=True)) == {"published": 33, "withheld": 6, "said": 4}
    assert set(spoken.values_list("kind", flat=True)) == set(Kind.values)
    assert set(spoken.values_list("channel", flat=True)) == set(Channel.values)
    assert set(spoken.exclude(withheld_reason="").values_list("withheld_reason", flat=True)) == set(
        WithheldReason.values
    ) - {WithheldReason.UNREADABLE}
    assert set(answers.values_list("kind", flat=True)) == set(AnswerKind.values) - {AnswerKind.NOT_STATED}
    assert set(Edge.objects.filter(wave=invented).values_list("kind", flat=True)) == set(EdgeKind.values)
    assert Edge.objects.filter(wave=invented, undone_at__isnull=False).count() == 1
    gone = Verbatim.objects.filter(wave=invented, sealed=None).exclude(destroyed_on=None)
    assert sorted(gone.values_list("destroyed_reason", flat=True)) == ["asked", "passed"]
    assert ReplyAddress.objects.filter(wave=invented).count() > 5 and Alert.objects.filter(state="waiting").count() == 1
    assert spoken.exclude(masks=[]).count() == 2


def test_the_first_meeting_is_answered_whole_and_the_second_is_not(invented):
    """One shows what a closed meeting looks like, the other has work left for each seat."""
    first, second = Meeting.objects.filter(wave=invented).order_by("held_on")
    edges = _edges(invented)
    statements = set(Answer.objects.filter(wave=invented).exclude(statement=None).values_list("statement", flat=True))
    direct = set(Answer.objects.filter(wave=invented).values_list("contribution", flat=True))

    def answered(meeting):
        return [
            one.pk in direct or bool(statements & lineage.below(edges, one.pk))
            for one in Contribution.objects.filter(meeting=meeting).exclude(withheld_reason=WithheldReason.DANGER)
        ]

    assert first.state == "answered"
    assert all(answered(first))
    assert 0 < sum(answered(second)) < len(answered(second)) - 8


def test_promises_are_kept_dropped_due_and_late(invented):
    """Two are late on the day of loading."""
    promises = list(Commitment.objects.filter(wave=invented))

    assert Counter(one.state for one in promises) == {"promised": 5, "kept": 1, "dropped": 1}
    assert sum(one.is_late for one in promises) == 2


def test_published_words_are_those_that_were_said(invented):
    """But for what is covered, which no published text of the wave shows."""
    texts = " ".join(Contribution.objects.filter(wave=invented).values_list("text", flat=True))
    for one in Contribution.objects.filter(wave=invented, state="published").select_related("verbatim"):
        said = decrypt(one.verbatim.sealed, bound_to=bound_to(one.pk))
        assert (one.text == said) == (one.masks == [])
        assert [one.text[mask["start"] : mask["end"]] for mask in one.masks] == [COVER] * one.text.count(COVER)
        assert told(texts, covered_words(said, one.text)) == []


def test_the_lineage_leads_nowhere_in_a_circle(invented):
    """Statements come from contributions, and from statements made before them."""
    for edge in Edge.objects.filter(wave=invented):
        for made in EdgeTo.objects.filter(edge=edge).select_related("statement"):
            assert made.statement.made_at >= edge.at
            for came in EdgeFrom.objects.filter(edge=edge, contribution=None).select_related("statement"):
                assert came.statement.made_at < made.statement.made_at
    replaced = Statement.objects.filter(wave=invented, state="replaced")
    assert replaced.count() == 5


def test_days_count_from_the_day_of_loading_and_none_is_to_come(invented, today):
    """Only what is promised lies ahead."""
    now = timezone.now()

    assert set(Meeting.objects.filter(wave=invented).values_list("held_on", flat=True)) == {
        today - timedelta(days=118), today - timedelta(days=19),
    }  # fmt: skip
    for one in Contribution.objects.filter(wave=invented):
        assert one.received_at <= (one.published_at or now) <= now
    for answer in Answer.objects.filter(wave=invented).select_related("contribution"):
        assert answer.answered_on <= today
        assert answer.contribution is None or answer.contribution.said_on <= answer.answered_on
    assert all(vote.at <= now for vote in StatementVote.objects.filter(wave=invented))


def test_voters_are_enough_in_every_milieu_and_some_changed_their_mind(invented):
    """Below five voices a group is not shown."""
    votes = StatementVote.objects.filter(wave=invented)
    one = Statement.objects.get(wave=invented, text__startswith="لا تنقطع فتاة")
    voters = {vote.voter: vote.groups["milieu"] for vote in votes.filter(statement=one)}

    assert min(Counter(voters.values()).values()) >= 5
    assert votes.filter(statement=one).count() > len(voters)


def test_the_team_has_seats_and_the_posts_they_ask_for(invented):
    """Secretary, moderator, answering body: each can be tried with one click."""
    seats = Seat.objects.filter(wave=invented).select_related("user")

    assert {seat.role for seat in seats} == {"secretary", "moderator", "answerer"}
    for seat in seats:
        assert seat.user.email.endswith("@demo.jisr.example")
        assert Post.objects.get(user=seat.user).is_demonstration


def test_every_slip_opens_its_contribution(invented):
    """By the code that the minutes tell: the paper of one that is not published too."""
    withheld = Contribution.objects.get(wave=invented, code="DEMO-18")

    assert withheld.code_hash == slip_hash(voices.slip_of(18)) == slip_hash("essai 18")
    assert Answer.objects.filter(contribution=withheld).exists()
    assert Contribution.objects.filter(wave=invented, code_hash="").count() == 0
    assert "ESSAI-18" in Meeting.objects.get(code="demonstration-1").minutes_fr


def test_answers_say_what_an_act_would_ask_for(invented):
    """What, why, and the next step; and no two say the same."""
    answers = Answer.objects.filter(wave=invented)

    assert all(one.what and one.why and one.next_step for one in answers)
    assert len({one.alike for one in answers}) == len(answers)


def test_it_is_loaded_once(invented, today):
    """A second set-up makes nothing."""
    people = Post.objects.count()

    assert loading.load(today + timedelta(days=3)) == {"contributions": 0, "statements": 0}
    assert (Wave.objects.filter(code="demonstration").count(), Post.objects.count()) == (1, people)


def test_the_same_day_draws_the_same_wave(whole_territory):
    """A bug that somebody reports can be seen by somebody else."""
    with scope(speaking="owner"):
        told = loading._read("wave.yaml")
        day = loading.Calendar(date(2026, 11, 22))
        team = {row["seat"]: loading.meetings.hire(row, told["region"], day) for row in told["people"]}
        one, other = loading.draw(team, day), loading.draw(team, day)

    assert [voice.contribution.text for voice in one.voices] == [voice.contribution.text for voice in other.voices]
    assert [(vote.voter, vote.value, vote.at) for vote in one.votes] == [
        (vote.voter, vote.value, vote.at) for vote in other.votes
    ]


@override_settings(DEMONSTRATION=False)
def test_an_installation_without_demonstration_refuses_it():
    """Nothing invented beside real waves that somebody uses."""
    with pytest.raises(CommandError, match="shows no demonstration"):
        call_command("demonstration_forum")


def _edges(wave):
    """The edges of the wave as the rules of the lineage take them."""
    rows = Edge.objects.filter(wave=wave).prefetch_related("froms", "tos")
    return [
        lineage.Edge(
            key=row.pk, kind=row.kind, at=row.at.date(), undone_at=row.undone_at and row.undone_at.date(),
            froms=frozenset(one.statement_id or one.contribution_id for one in row.froms.all()),
            tos=frozenset(one.statement_id for one in row.tos.all()),
        )
        for row in rows
    ]  # fmt: skip


def test_each_case_of_an_advisory_body_is_to_be_seen(made, today):
    """Late, put off past its day, refused, corrected, in part, without an answer; and nothing that could be real."""
    assert bodies.load(today) == {"advisory bodies": 3}
    assert bodies.load(today) == {"advisory bodies": 0}
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with scope(speaking="owner"):
        rows = list(queries.bodies())
        assert all(row.is_demonstration and row.region_id is None and "توضيحي" in row.name_ar for row in rows)
        requests, opinions = queries.requests_of(*rows), queries.opinions_of(*rows)
        assert {one.standing.kind for one in requests if one.standing.waits} == {"", "deferred"}
        assert {one.kind for request in requests for one in request.answers.all()} >= {"granted", "refused"}
        told = [getattr(one, "outcome", None) for one in opinions]
        assert {one.kind for one in told if one} == set(OutcomeKind.values) and None in told
        assert any(one.former for one in opinions) and queries.drafts_of(*rows)
        assert {tally.late for tally in queries.tallies(rows).values()} == {0, 1}
