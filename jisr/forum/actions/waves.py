"""Acts on waves and meetings: open, seat, plan, hold, close."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Stale, Unacceptable
from jisr.common.keys import new_key
from jisr.common.text import clean_typed
from jisr.forum import queries
from jisr.forum.actions.team import ANSWERS, MinutesClosed, NotOnTheTeam, StillUnanswered, on_team, opened
from jisr.forum.choices import (
    MEETING_TRANSITIONS,
    POST_OF_SEAT,
    DateCertainty,
    MeetingState,
    SeatRole,
)
from jisr.forum.models import Meeting, MinutesDraft, Seat, Wave
from jisr.territory.models import Province, Region

S = SeatRole
#: What may be said of a meeting, before and after it.
MEETING_FIELDS = frozenset(
    {
        "region", "province", "place_ar", "place_fr", "held_on", "held_until", "date_certainty", "manner", "chair_ar",
        "chair_fr", "agenda_ar", "agenda_fr", "minutes_ar", "minutes_fr",
    }
)  # fmt: skip
#: Until its minutes are closed, more can be said of a meeting.
_STILL_SAID = {MeetingState.PLANNED, MeetingState.HELD}
_LONG = {"agenda_ar", "agenda_fr", "minutes_ar", "minutes_fr"}


@transaction.atomic
def open_wave(
    *, code: str, name_ar: str, name_fr: str, by: User, region: Region | None = None, province: Province | None = None,
    opened_on: date | None = None, sources: Sequence[Mapping[str, str]] = (),
) -> Wave:  # fmt: skip
    """Open a wave in a region, and give its opener the first seat.

    Args:
        by: holds a post of wave secretary in the region; an invented user opens invented waves only.
        province: where the wave is of one province; it says the region.

    Raises:
        NotOnTheTeam: she holds no such post.
        Unacceptable: the code is taken, a name is missing, or the day is still to come.
    """
    wave = Wave(
        code=code, name_ar=clean_typed(name_ar), name_fr=clean_typed(name_fr), province=province,
        region=province.region if province else region, opened_on=opened_on or timezone.localdate(),
        is_demonstration=by.is_demonstration, sources=list(sources),
    )  # fmt: skip
    _check_opening(wave)
    try:
        with transaction.atomic():
            wave.save(force_insert=True)
    except IntegrityError as fault:
        raise Unacceptable({"code": _("This code is taken. Choose another one.")}) from fault
    except DatabaseError as fault:  # the wall: no post of secretary in this region
        raise NotOnTheTeam from fault
    journal.record("forum.opened_wave", wave, by=by)
    seat(wave=wave, user=by, role=S.SECRETARY, by=by)
    return wave


@transaction.atomic
def rename_wave(*, wave: Wave, expected: int, name_ar: str, name_fr: str, by: User) -> Wave:
    """Correct the name of a wave; its address stays, as others may have it on paper.

    Raises:
        NotOnTheTeam: she is not its secretary.
        WaveClosed: it is closed.
        Unacceptable: a name is missing.
        Stale: somebody saved it in between.
    """
    on_team(wave.pk, by, S.SECRETARY)
    opened(wave.pk)
    wave.name_ar, wave.name_fr = clean_typed(name_ar), clean_typed(name_fr)
    _check_opening(wave)
    wave.save_version(expected, name_ar=wave.name_ar, name_fr=wave.name_fr)
    journal.record("forum.renamed_wave", wave, by=by)
    return wave


@transaction.atomic
def seat(*, wave: Wave, user: User, role: str, by: User) -> Seat:
    """Give a colleague a seat on the team of a wave, from today.

    Raises:
        SeatRefused, SeatedAlready, NotOnTheTeam, OutOfReach: as the database decides.
    """
    key = new_key()
    ((answer,),) = call("jisr_forum_seat", key, wave.pk, user.pk, role, POST_OF_SEAT[role])
    if answer:
        raise ANSWERS[answer]
    given = Seat.objects.get(pk=key)
    journal.record("forum.seated", given, by=by, reason=role)
    return given


@transaction.atomic
def leave_seat(*, seat: Seat, by: User) -> Seat:
    """End a seat today.

    Raises:
        LastSecretary, NotOnTheTeam, OutOfReach: as the database decides.
    """
    ((answer,),) = call("jisr_forum_leave_seat", seat.pk)
    if answer:
        raise ANSWERS[answer]
    seat.refresh_from_db()
    journal.record("forum.left_seat", seat, by=by, reason=seat.role)
    return seat


@transaction.atomic
def plan_meeting(*, wave: Wave, code: str, values: Mapping[str, Any], by: User) -> Meeting:
    """Plan a meeting of a wave; what is not known yet is left out.

    Args:
        values: some of ``MEETING_FIELDS``.

    Raises:
        NotOnTheTeam: she is not its secretary.
        Unacceptable: the code is taken, or the days do not fit.
    """
    on_team(wave.pk, by, S.SECRETARY)
    wave = opened(wave.pk)
    meeting = Meeting(wave=wave, code=code, is_demonstration=wave.is_demonstration, **_said(values))
    _check_days(meeting)
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
    except IntegrityError as fault:
        raise Unacceptable({"code": _("This code is taken. Choose another one.")}) from fault
    journal.record("forum.planned_meeting", meeting, by=by)
    return meeting


@transaction.atomic
def edit_meeting(*, meeting: Meeting, expected: int, values: Mapping[str, Any], by: User) -> Meeting:
    """Say more, or better, of a meeting.

    Raises:
        Stale: somebody saved it in between.
        MinutesClosed: what is published of it stays as it is.
        WaveClosed: its wave is closed.
        Unacceptable: the days do not fit.
    """
    on_team(meeting.wave_id, by, S.SECRETARY)
    opened(meeting.wave_id)
    if meeting.state not in _STILL_SAID:
        raise MinutesClosed
    said = _said(values)
    for name, value in said.items():
        setattr(meeting, name, value)
    _check_days(meeting)
    meeting.save_version(expected, **said, date_certainty=meeting.date_certainty)
    journal.record("forum.edited_meeting", meeting, by=by)
    return meeting


@transaction.atomic
def hold(
    *, meeting: Meeting, by: User, held_on: date | None = None, held_until: date | None = None
) -> Meeting:  # fmt: skip
    """The meeting took place: on the day that was planned, or on another.

    Raises:
        Unacceptable: no day, or one to come.
        OutOfReach: it was held already.
    """
    on_team(meeting.wave_id, by, S.SECRETARY)
    day = held_on or meeting.held_on
    if day is None or day > timezone.localdate():
        raise Unacceptable({"held_on": _("Give the day on which the meeting was held; it cannot be a day to come.")})
    until = held_until or meeting.held_until
    _move(
        meeting, MeetingState.HELD, held_on=day, held_until=until if until and until >= day else None,
        date_certainty=DateCertainty.CERTAIN,
    )  # fmt: skip
    journal.record("forum.held_meeting", meeting, by=by)
    return meeting


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: User, minutes_ar: str = "", minutes_fr: str = "") -> Meeting:
    """Close the minutes of a meeting; they are public from then on.

    Raises:
        Unacceptable: no minutes in either language.
        OutOfReach: it was not held, or is closed already.
    """
    on_team(meeting.wave_id, by, S.SECRETARY)
    queries.with_minutes(meeting)
    minutes = {
        "minutes_ar": clean_typed(minutes_ar, lines=True) or meeting.minutes_ar,
        "minutes_fr": clean_typed(minutes_fr, lines=True) or meeting.minutes_fr,
    }
    if not any(minutes.values()):
        raise Unacceptable({"minutes_ar": _("Write the minutes in Arabic or in French.")})
    _move(meeting, MeetingState.CLOSED, **minutes)
    MinutesDraft.objects.filter(meeting=meeting).delete()
    journal.record("forum.closed_meeting", meeting, by=by)
    return meeting


@transaction.atomic
def close_wave(*, wave: Wave, by: User, on: date | None = None) -> Wave:
    """Close a wave: everything that was said in it has its answer.

    Raises:
        StillUnanswered: something has none; ``values["count"]`` says how many.
        WaveClosed: it is closed already.
    """
    on_team(wave.pk, by, S.SECRETARY)
    # stronger than the lock of other acts: whoever is keying a sheet at this moment is waited for
    Wave.objects.select_for_update().filter(pk=wave.pk).first()
    held = opened(wave.pk)
    missing = queries.unanswered(held)
    if missing:
        raise StillUnanswered(count=len(missing))
    Meeting.objects.filter(wave=held, state=MeetingState.CLOSED).update(state=MeetingState.ANSWERED)
    held.save_version(held.version, closed_on=max(on or timezone.localdate(), held.opened_on))
    wave.refresh_from_db()
    journal.record("forum.closed_wave", wave, by=by)
    return wave


def _check_opening(wave: Wave) -> None:
    names = {"name_ar": _("Name it in Arabic."), "name_fr": _("Name it in French.")}
    wrong: dict[str, Any] = {field: words for field, words in names.items() if not getattr(wave, field)}
    if wave.opened_on > timezone.localdate():
        wrong["opened_on"] = _("This day is still to come.")
    if wrong:
        raise Unacceptable(wrong)


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - MEETING_FIELDS
    if unknown:
        raise ValueError(f"a meeting has no {sorted(unknown)}")
    return {
        name: clean_typed(value, lines=name in _LONG) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _check_days(meeting: Meeting) -> None:
    if meeting.held_on is None:
        meeting.date_certainty = DateCertainty.UNKNOWN
    elif meeting.date_certainty == DateCertainty.UNKNOWN:
        meeting.date_certainty = DateCertainty.CERTAIN
    if meeting.state == MeetingState.HELD and meeting.held_on and meeting.held_on > timezone.localdate():
        raise Unacceptable({"held_on": _("This meeting was held: its day cannot be one to come.")})
    if meeting.held_until and (meeting.held_on is None or meeting.held_until < meeting.held_on):
        raise Unacceptable({"held_until": _("The last day is before the first one.")})


def _move(meeting: Meeting, state: str, **values: Any) -> None:
    now = Meeting.objects.select_for_update(no_key=True).filter(pk=meeting.pk).first()
    if now is None or state not in MEETING_TRANSITIONS[now.state]:
        raise OutOfReach
    try:
        now.save_version(now.version, state=state, **values)
    except Stale as stale:
        raise OutOfReach from stale
    meeting.refresh_from_db()
