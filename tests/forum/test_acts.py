"""The team of a wave, and what is said in it: sealed, published, withheld, destroyed; under the real walls."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from jisr.common.errors import OutOfReach, Stale, Unacceptable
from jisr.common.models import JournalLine
from jisr.forum import actions, queries
from jisr.forum.models import Attendance, Contribution, Verbatim
from jisr.territory.models import Commune, Province, Region
from tests.forum.told import NAME, PUBLISHED, SAID, a_round, places, published, said
from tests.ground import CHICHAOUA, user_of
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


# the wave and its team


def test_a_wave_is_opened_in_ones_own_region_only():
    with under("far_secretary") as far, pytest.raises(actions.NotOnTheTeam):
        actions.open_wave(code="x", name_ar="س", name_fr="x", region=Region.objects.get(pk="07"), by=far.user)
    with under("coordinator") as other, pytest.raises(actions.NotOnTheTeam):
        actions.open_wave(code="x", name_ar="س", name_fr="x", region=Region.objects.get(pk="07"), by=other.user)


def test_a_wave_of_a_province_is_of_its_region():
    with under("secretary") as held:
        wave = actions.open_wave(
            code="x", name_ar="س", name_fr="x", province=Province.objects.get(pk="07.161"), by=held.user
        )
        assert wave.region_id == "07" and wave.is_demonstration
        with pytest.raises(Unacceptable):
            actions.open_wave(code="x", name_ar="س", name_fr="x", region=wave.region, by=held.user)


def test_a_seat_asks_for_the_post_that_goes_with_it():
    """A seat opens sealed words: nobody gets one by being a friend of the secretary."""
    told = a_round()
    with under("secretary") as held:
        for name, role, refusal in (
            ("worker", "moderator", actions.SeatRefused),
            ("far_moderator", "moderator", actions.SeatRefused),
            ("moderator", "answerer", actions.SeatRefused),
            ("moderator", "moderator", actions.SeatedAlready),
        ):
            with pytest.raises(refusal):
                actions.seat(wave=told.wave, user=user_of(name), role=role, by=held.user)
    with under("moderator") as held, pytest.raises(actions.NotOnTheTeam):
        actions.seat(wave=told.wave, user=held.user, role="secretary", by=held.user)


def test_a_team_keeps_one_secretary_and_who_leaves_reads_no_more():
    told = a_round()
    contribution = said(told)
    with under("secretary") as held:
        seats = {seat.role: seat for seat in queries.seats(told.wave)}
        with pytest.raises(actions.LastSecretary):
            actions.leave_seat(seat=seats["secretary"], by=held.user)
        actions.leave_seat(seat=seats["moderator"], by=held.user)
    with under("moderator"):
        assert queries.read_sealed(contribution) is None


def test_who_came_is_counted_and_never_named():
    told = a_round()
    rows = [{"role": "association", "sex": "f", "n": 3}, {"role": "association", "sex": "f", "n": 2}]
    with under("secretary") as held:
        actions.record_attendance(meeting=told.meeting, rows=[{"role": "press", "n": 1}], by=held.user)
        actions.record_attendance(meeting=told.meeting, rows=rows, by=held.user)
        with pytest.raises(Unacceptable):
            actions.record_attendance(meeting=told.meeting, rows=[{"role": "press", "n": 0}], by=held.user)

        assert [(row.role, row.n) for row in queries.attendance(told.meeting)] == [("association", 5)]
    with under("far_secretary") as far, pytest.raises(actions.NotOnTheTeam):
        actions.record_attendance(meeting=told.meeting, rows=rows, by=far.user)
    assert not any(field.name.startswith("name") for field in Attendance._meta.fields)


def test_a_promise_says_what_who_and_by_when_and_is_late_until_something_shows_it():
    told = a_round()
    with under("secretary") as held:
        with pytest.raises(Unacceptable) as refused:
            actions.commit(meeting=told.meeting, by=held.user)
        assert set(refused.value.fields) == {"what_ar", "owner_ar", "due_on"}
        promise = actions.commit(
            meeting=told.meeting, what_ar="حافلة", owner_ar="مجلس الجهة", by=held.user,
            due_on=timezone.localdate() - timedelta(days=1),
        )  # fmt: skip
        assert promise.is_late and queries.promised()[told.meeting.pk].late == 1
        with pytest.raises(Unacceptable):
            actions.keep_commitment(commitment=promise, evidence=" ", by=held.user)
        actions.keep_commitment(commitment=promise, evidence="محضر التسليم", by=held.user)
        assert not promise.is_late and not queries.promised()[told.meeting.pk].late
        with pytest.raises(OutOfReach):
            actions.keep_commitment(commitment=promise, evidence="مرة أخرى", by=held.user)


# what is said


def test_words_are_sealed_as_said_and_published_with_the_name_covered():
    told = a_round()
    contribution = said(told)
    assert contribution.text == "" and contribution.state == "said"
    assert contribution.region_id == "07" and contribution.language == "ar"

    with under("moderator") as held:
        assert queries.read_sealed(contribution) == SAID
        with pytest.raises(actions.NameLeft):
            actions.publish(contribution=contribution, by=held.user)
        actions.publish(contribution=contribution, by=held.user, masks=places(SAID, NAME))

    assert contribution.text == PUBLISHED
    assert [(mask["reason"], contribution.text[mask["start"] : mask["end"]]) for mask in contribution.masks] == [
        ("name", "▇")
    ]


def test_the_database_holds_no_readable_sealed_word():
    told = a_round()
    contribution = said(told)

    with under("moderator"):
        sealed = bytes(Verbatim.objects.get(pk=contribution.pk).sealed)

    assert NAME.encode() not in sealed and SAID.encode() not in sealed


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_each_reading_of_sealed_words_is_on_the_journal():
    contribution = said(a_round())
    with under("moderator"):
        queries.read_sealed(contribution)

    lines = JournalLine.objects.using("owner").filter(verb="forum.read_sealed", subject__endswith=str(contribution.pk))
    assert [line.by for line in lines] == [str(user_of("moderator").pk)]


def test_a_name_that_was_missed_is_covered_later():
    told = a_round()
    contribution = published(told, cover="")
    assert NAME in contribution.text
    with under("moderator") as held:
        actions.publish(contribution=contribution, by=held.user, masks=places(SAID, NAME))
        with pytest.raises(Stale):
            actions.publish(contribution=contribution, by=held.user, checked=True, expected=1)

    assert contribution.text == PUBLISHED


@pytest.mark.parametrize(
    "masks",
    [
        [{"start": 5, "end": 6, "reason": "name"}],
        [{"start": 0, "end": 3, "reason": "because"}],
        [{"start": 3, "end": 1, "reason": "name"}],
        [{"start": 900, "end": 905, "reason": "name"}],
        [{"reason": "name"}],
    ],
)
def test_marks_that_make_no_sense_are_refused(masks):
    contribution = said(a_round())
    with under("moderator") as held, pytest.raises(Unacceptable):
        actions.publish(contribution=contribution, by=held.user, masks=masks, checked=True)


def test_the_same_sheet_keyed_twice_is_one():
    """A kit may be joined twice; nothing is lost, nothing is there twice."""
    told, key = a_round(), uuid4()

    one, other = said(told, client_key=key), said(told, client_key=key)

    assert one.pk == other.pk and Contribution.objects.filter(client_key=key).count() == 0  # sealed for outsiders
    with under("secretary"):
        assert Contribution.objects.filter(wave=told.wave).count() == 1


def test_a_key_of_another_wave_tells_nothing():
    """Two waves, one key: the second is refused as a used slip would be, and does not see the first."""
    key = uuid4()
    said(a_round(), client_key=key)
    with under("far_secretary") as far:
        wave = actions.open_wave(code="far", name_ar="س", name_fr="x", region=Region.objects.get(pk="09"), by=far.user)
        with pytest.raises(Unacceptable):
            actions.contribute(wave=wave, text="كلام", client_key=key, by=far.user)


def test_a_slip_serves_one_contribution():
    told = a_round()
    said(told, slip="AC7K-2QRT")
    with pytest.raises(Unacceptable):
        said(told, slip="ac7k 2qrt")


def test_a_speech_of_twenty_thousand_letters_is_taken_and_a_longer_one_is_not():
    told = a_round()
    assert published(told, "كلمة " * 3_999 + "كلمة", cover="").text.count("كلمة") == 4_000
    with pytest.raises(Unacceptable):
        said(told, "ك" * 20_001)
    with pytest.raises(Unacceptable):
        said(told, " \n ")


def test_two_languages_in_one_sheet_are_kept_together():
    text = "نريد النقل المدرسي nous voulons le transport scolaire"

    contribution = published(a_round(), text, cover="")

    assert (contribution.language, contribution.text) == ("mixed", text)


def test_a_clock_that_is_ahead_dates_nothing_to_tomorrow():
    contribution = said(a_round(), said_on=timezone.localdate() + timedelta(days=1))

    assert contribution.said_on == timezone.localdate()


def test_a_place_is_kept_with_those_around_it():
    contribution = said(a_round(), commune=Commune.objects.get(pk=CHICHAOUA))

    assert (contribution.province_id, contribution.region_id) == ("07.161", "07")


def test_what_is_withheld_says_why_and_shows_no_word():
    told = a_round()
    contribution = published(told)
    with under("moderator") as held:
        with pytest.raises(Unacceptable):
            actions.withhold(contribution=contribution, reason="", by=held.user)
        actions.withhold(contribution=contribution, reason="danger", by=held.user)

    assert (contribution.text, contribution.masks, contribution.withheld_reason) == ("", [], "danger")


def test_destroyed_words_leave_who_when_and_why():
    told = a_round()
    contribution = published(told)
    with under("secretary") as held:
        with pytest.raises(actions.NotModerated):
            actions.destroy(contribution=said(told, "كلام آخر"), reason="asked", by=held.user)
        left = actions.destroy(contribution=contribution, reason="asked", by=held.user)
        with pytest.raises(OutOfReach):
            actions.destroy(contribution=contribution, reason="asked", by=held.user)

        assert left.sealed is None and queries.read_sealed(contribution) == ""
    assert (left.destroyed_by_role, left.destroyed_reason, left.destroyed_on) == (
        "secretary", "asked", timezone.localdate(),
    )  # fmt: skip
    with under("moderator") as held, pytest.raises(OutOfReach):
        actions.publish(contribution=contribution, by=held.user, checked=True)
