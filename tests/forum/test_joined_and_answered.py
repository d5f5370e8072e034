"""What is joined and what is answered, under the real walls, until the wave closes."""

import pytest
from django.utils import timezone

from jisr.common.errors import Unacceptable
from jisr.common.models import JournalLine
from jisr.forum import actions, queries
from jisr.forum.models import Edge, Meeting, Statement
from tests.forum.told import NAME, SAID, a_round, answered, drawn, edge_to, places, published, said
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


# what is joined


def test_only_what_is_published_is_joined_and_no_covered_word_is_told():
    told = a_round()
    with pytest.raises(actions.NotModerated):
        drawn(said(told, "كلام مختوم"))
    contribution = published(told)

    with pytest.raises(actions.TellsWhatIsCovered):
        drawn(contribution, text=f"نقل مدرسي ل{NAME}")
    statement = drawn(contribution)
    with under("moderator") as held, pytest.raises(actions.TellsWhatIsCovered):
        actions.reword(statement=statement, text=f"{NAME} تنتظر", by=held.user)
    with pytest.raises(actions.TellsWhatIsCovered):
        answered(f"سنتصل بالسيدة {NAME}", statement=statement)


def test_a_name_that_was_missed_is_covered_in_what_already_says_it():
    """The statement and the answer were written while the name stood open."""
    told = a_round()
    contribution = published(told, cover="")
    statement = drawn(contribution, text=f"نقل مدرسي ل{NAME}")
    answer = answered(f"ستستفيد {NAME} من النقل", statement=statement)
    with under("moderator") as held:
        better = actions.reword(statement=statement, text=f"حافلة ل{NAME}", by=held.user)
        actions.publish(contribution=contribution, by=held.user, masks=places(SAID, NAME))

    for row in (statement, answer, better):
        row.refresh_from_db()
    assert (statement.text, better.text) == ("نقل مدرسي ▇", "حافلة ▇")
    assert answer.what == "ستستفيد ▇ من النقل"


def test_joined_then_split_gives_back_the_same_statements():
    told = a_round()
    one = drawn(published(told, "نريد حافلة", cover=""), text="حافلة مدرسية")
    two = drawn(published(told, "نريد دار الطالبة", cover=""), text="دار للطالبات")
    with under("moderator") as held:
        joined = actions.merge(statements=[one, two], text="حافلة ودار للطالبات", by=held.user)
        assert list(queries.statements(told.wave)) == [joined]
        with pytest.raises(actions.NotTogether):
            actions.merge(statements=[one, joined], text="من جديد", by=held.user)

        parts = actions.split(statement=joined, parts=["دار للطالبات", "حافلة مدرسية"], by=held.user)

        assert parts == [two, one] and set(queries.statements(told.wave)) == {one, two}
        assert Edge.objects.filter(wave=told.wave, undone_at__isnull=False).count() == 1


def test_a_real_split_makes_new_statements_that_can_be_taken_back():
    told = a_round()
    whole = drawn(published(told, cover=NAME), text="نقل ودار")
    with under("moderator") as held:
        parts = actions.split(statement=whole, parts=["نقل", "دار"], by=held.user)
        french = actions.translate(statement=parts[0], text="Un bus", language="fr", by=held.user)
        with pytest.raises(actions.NotUndone):
            actions.undo(edge=edge_to(parts[0]), by=held.user)
        actions.undo(edge=edge_to(french), by=held.user)
        edge = Edge.objects.get(wave=told.wave, kind="split")
        actions.undo(edge=edge, by=held.user)

        assert [one.pk for one in queries.statements(told.wave)] == [whole.pk]
        assert Statement.objects.filter(wave=told.wave).count() == 4  # nothing is erased


def test_statements_of_two_waves_are_not_joined():
    one, two = a_round(), a_round("another")
    statements = [drawn(published(told, "كلام", cover=""), text="صياغة") for told in (one, two)]
    with under("moderator") as held, pytest.raises(actions.NotTogether):
        actions.merge(statements=statements, text="معا", by=held.user)


# what is answered


def test_an_answer_says_what_why_what_next_and_who():
    told = a_round()
    contribution = published(told)
    with under("answering") as held, pytest.raises(Unacceptable) as refused:
        actions.answer(contribution=contribution, by=held.user, kind="not_ours", what="", why="")
    assert set(refused.value.fields) == {"what", "why", "next_step", "body_ar", "to_whom"}
    with pytest.raises(actions.NotModerated):
        answered(contribution=said(told, "كلام مختوم"))


def test_the_same_words_answer_five_and_not_six_unless_they_are_joined():
    told = a_round()
    rows = [published(told, f"نريد حافلة {n}", cover="") for n in range(6)]
    for row in rows[:5]:
        answered(contribution=row)
    with pytest.raises(actions.AnsweredAlike):
        answered("حافلة مدرسية، ابتداء من شتنبر!", contribution=rows[5])

    statement = drawn(*rows)
    answered(statement=statement)
    answered(contribution=rows[5])

    with under("answering"):
        assert queries.unanswered(told.wave) == []
        assert queries.answered_alike(told.wave) == 6


def test_a_wave_closes_only_when_everybody_has_an_answer():
    told = a_round()
    one, two = published(told), published(told, "نريد حافلة", cover="")
    hidden = said(told, "شتيمة")
    with under("moderator") as held:
        actions.withhold(contribution=hidden, reason="insult", by=held.user)
    answered(statement=drawn(one))
    with under("secretary") as held:
        actions.close_meeting(meeting=told.meeting, minutes_ar="محضر", by=held.user)
        with pytest.raises(actions.StillUnanswered) as refused:
            actions.close_wave(wave=told.wave, by=held.user)
        assert refused.value.values == {"count": 2}

    answered(contribution=two, what="لا يدخل في اختصاصنا")
    assert Meeting.objects.get(pk=told.meeting.pk).state == "closed"
    answered(contribution=hidden, what="لا ينشر الكلام الجارح")
    assert Meeting.objects.get(pk=told.meeting.pk).state == "answered"
    late = said(told, "ورقة متأخرة")
    assert Meeting.objects.get(pk=told.meeting.pk).state == "closed"
    with under("moderator") as held:
        actions.withhold(contribution=late, reason="twice", by=held.user)
    answered(contribution=late, what="سبق الجواب عنها")

    with under("secretary") as held:
        actions.close_wave(wave=told.wave, by=held.user)
        assert told.wave.closed_on == timezone.localdate()
        with pytest.raises(actions.WaveClosed):
            actions.close_wave(wave=told.wave, by=held.user)


def test_nothing_enters_a_closed_wave():
    """So that what was answered when it closed stays answered."""
    told = a_round()
    statement = drawn(published(told))
    answered(statement=statement)
    with under("secretary") as held:
        actions.close_wave(wave=told.wave, by=held.user)

    with pytest.raises(actions.WaveClosed):
        said(told, "متأخر")
    with under("moderator") as held, pytest.raises(actions.WaveClosed):
        actions.undo(edge=edge_to(statement), by=held.user)
    with pytest.raises(actions.WaveClosed):
        answered(statement=statement)


def test_who_sits_elsewhere_does_nothing_here():
    """Each act asks for its own seat."""
    told = a_round()
    contribution = published(told)
    for name in ("secretary", "answering", "far_moderator"):
        with under(name) as held:
            for act in (
                lambda by: actions.publish(contribution=contribution, by=by, checked=True),
                lambda by: actions.withhold(contribution=contribution, reason="danger", by=by),
                lambda by: actions.extract(contributions=[contribution], text="x", by=by),
            ):
                with pytest.raises(actions.NotOnTheTeam):
                    act(held.user)
    with under("moderator") as held:
        for act in (
            lambda by: actions.close_wave(wave=told.wave, by=by),
            lambda by: actions.close_meeting(meeting=told.meeting, minutes_ar="x", by=by),
            lambda by: actions.answer(contribution=contribution, by=by, kind="refused", what="x", why="y"),
        ):
            with pytest.raises(actions.NotOnTheTeam):
                act(held.user)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_each_act_leaves_one_line_on_the_journal():
    told = a_round()
    answered(statement=drawn(published(told)))
    with under("secretary") as held:
        actions.close_wave(wave=told.wave, by=held.user)

    verbs = JournalLine.objects.using("owner").filter(verb__startswith="forum.").values_list("verb", flat=True)
    assert sorted(verbs) == sorted(
        ["forum.opened_wave", *["forum.seated"] * 3, "forum.planned_meeting", "forum.held_meeting",
         "forum.contributed", "forum.published", "forum.extracted", "forum.answered", "forum.closed_wave"]
    )  # fmt: skip
