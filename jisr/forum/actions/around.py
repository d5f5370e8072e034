"""Acts around a meeting: who is invited, who came, the minutes, what is signed and promised there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Stale, Unacceptable
from jisr.common.text import clean_typed
from jisr.forum import queries
from jisr.forum.actions.team import MinutesClosed, NotHeldYet, on_team, opened
from jisr.forum.choices import CommitmentState, InvitedBy, MeetingState, SeatRole, SpeakerRole
from jisr.forum.models import Attendance, Commitment, Invitation, Meeting, MinutesDraft, Signing

S = SeatRole
#: People of one kind; a hall that holds more is a slip of the finger.
MOST_OF_A_KIND = 100_000


@transaction.atomic
def invite(
    *, meeting: Meeting, rows: Iterable[Mapping[str, Any]], by: User, expected: int | None = None
) -> list[Invitation]:
    """Write down who was invited, in place of what was written before.

    Args:
        rows: role, channel and n, and where known organisation; the same kind twice adds.
        expected: the stamp of the rows that the page was made from.

    Raises:
        Unacceptable: a count that is not above zero, or a way that is not on the list.
        Stale: somebody wrote in between.
    """
    on_team(meeting.wave_id, by, S.SECRETARY)
    _locked(meeting)
    kinds = _counted((row["role"], clean_typed(row.get("organisation", "")), row["channel"], row["n"]) for row in rows)
    if any(channel not in InvitedBy.values for _role, _organisation, channel in kinds):
        raise Unacceptable({"channel": _("Say by which way they were invited.")})
    _check_stamp(meeting, expected, queries.invitations_stamp(meeting))
    Invitation.objects.filter(meeting=meeting).delete()
    written = Invitation.objects.bulk_create(
        Invitation(meeting=meeting, wave_id=meeting.wave_id, role=role, organisation=organisation, channel=channel, n=n)
        for (role, organisation, channel), n in kinds.items()
    )
    journal.record("forum.invited", meeting, by=by)
    return written


@transaction.atomic
def record_attendance(
    *, meeting: Meeting, rows: Iterable[Mapping[str, Any]], by: User, expected: int | None = None
) -> list[Attendance]:
    """Write down who came, in place of what was written before.

    Args:
        rows: role and n, and where known organisation, sex, province (a province) and rural; the same kind twice adds.
        expected: the stamp of the rows that the page was made from.

    Raises:
        NotHeldYet: nobody has come to it yet.
        Unacceptable: a count that is not above zero.
        Stale: somebody wrote in between.
    """
    on_team(meeting.wave_id, by, S.SECRETARY, S.MODERATOR)
    _locked(meeting)
    if meeting.state == MeetingState.PLANNED:
        raise NotHeldYet
    kinds = _counted(
        (
            row["role"], clean_typed(row.get("organisation", "")), row.get("sex", ""),
            row["province"].pk if row.get("province") else None, row.get("rural"), row["n"],
        )
        for row in rows
    )  # fmt: skip
    _check_stamp(meeting, expected, queries.attendance_stamp(meeting))
    call("jisr_forum_clear_attendance", meeting.pk)
    counted = Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting, wave_id=meeting.wave_id, role=role, organisation=organisation, sex=sex,
            province_id=province, rural=rural, n=n, is_demonstration=meeting.is_demonstration,
        )
        for (role, organisation, sex, province, rural), n in kinds.items()
    )  # fmt: skip
    journal.record("forum.recorded_attendance", meeting, by=by)
    return counted


@transaction.atomic
def write_minutes(*, meeting: Meeting, expected: int, by: User, minutes_ar: str = "", minutes_fr: str = "") -> Meeting:
    """Write the minutes of a meeting, or write them better; the team alone reads them until they are closed.

    Raises:
        NotHeldYet: the meeting was not held.
        MinutesClosed: they are public already.
        Stale: somebody saved the meeting in between; it carries the minutes as they are.
    """
    on_team(meeting.wave_id, by, S.SECRETARY)
    _locked(meeting)
    if meeting.state == MeetingState.PLANNED:
        raise NotHeldYet
    if meeting.state != MeetingState.HELD:
        raise MinutesClosed
    try:
        meeting.save_version(expected)
    except Stale as stale:
        raise Stale(queries.with_minutes(stale.current)) from stale
    minutes = {
        "minutes_ar": clean_typed(minutes_ar, lines=True), "minutes_fr": clean_typed(minutes_fr, lines=True),
    }  # fmt: skip
    MinutesDraft.objects.update_or_create(meeting=meeting, defaults=minutes, create_defaults=_of(meeting) | minutes)
    journal.record("forum.wrote_minutes", meeting, by=by)
    return meeting


@transaction.atomic
def sign(
    *, meeting: Meeting, by: User, about_ar: str = "", about_fr: str = "", parties_ar: str = "", parties_fr: str = "",
    sources: Sequence[Mapping[str, str]] = (),
) -> Signing:  # fmt: skip
    """Write down that an agreement was signed at a meeting; it is public at once.

    Raises:
        NotHeldYet: the meeting was not held.
        Unacceptable: it does not say what it is about, or between whom.
    """
    on_team(meeting.wave_id, by, S.SECRETARY)
    _locked(meeting)
    if meeting.state == MeetingState.PLANNED:
        raise NotHeldYet
    words = {
        "about_ar": clean_typed(about_ar), "about_fr": clean_typed(about_fr),
        "parties_ar": clean_typed(parties_ar), "parties_fr": clean_typed(parties_fr),
    }  # fmt: skip
    wrong: dict[str, Any] = {}
    if not (words["about_ar"] or words["about_fr"]):
        wrong["about_ar"] = _("Say what the agreement is about.")
    if not (words["parties_ar"] or words["parties_fr"]):
        wrong["parties_ar"] = _("Say between whom it was signed.")
    if wrong:
        raise Unacceptable(wrong)
    signed = Signing(
        meeting=meeting, wave_id=meeting.wave_id, is_demonstration=meeting.is_demonstration, sources=list(sources),
        **words,
    )  # fmt: skip
    signed.save(force_insert=True)
    journal.record("forum.signed", signed, by=by)
    return signed


@transaction.atomic
def commit(
    *, meeting: Meeting, by: User, what_ar: str = "", what_fr: str = "", owner_ar: str = "", owner_fr: str = "",
    due_on: date | None = None, sources: Sequence[Mapping[str, str]] = (),
) -> Commitment:  # fmt: skip
    """Write down what somebody promised at a meeting.

    Raises:
        Unacceptable: it does not say what, who, or by when.
    """
    on_team(meeting.wave_id, by, S.SECRETARY, S.ANSWERER)
    opened(meeting.wave_id)
    wrong: dict[str, Any] = {}
    if not clean_typed(what_ar + what_fr):
        wrong["what_ar"] = _("Say what was promised.")
    if not clean_typed(owner_ar + owner_fr):
        wrong["owner_ar"] = _("Say who promised it.")
    if due_on is None:
        wrong["due_on"] = _("Say by when: a promise without a day cannot be late.")
    if wrong:
        raise Unacceptable(wrong)
    promise = Commitment(
        meeting=meeting, wave_id=meeting.wave_id, what_ar=clean_typed(what_ar, lines=True),
        what_fr=clean_typed(what_fr, lines=True), owner_ar=clean_typed(owner_ar), owner_fr=clean_typed(owner_fr),
        due_on=due_on, is_demonstration=meeting.is_demonstration, sources=list(sources),
    )  # fmt: skip
    promise.save(force_insert=True)
    journal.record("forum.committed", promise, by=by)
    return promise


@transaction.atomic
def keep_commitment(
    *, commitment: Commitment, evidence: str, by: User, kept: bool = True, settled_on: date | None = None,
    expected: int | None = None,
) -> Commitment:  # fmt: skip
    """A promise was kept, and what shows it; or given up, and why. Also after its wave is closed.

    Args:
        expected: the version that the page was made from.

    Raises:
        Unacceptable: nothing shows it, no reason is given, or the day is still to come.
        OutOfReach: it was settled already.
        Stale: somebody saved it in between.
    """
    on_team(commitment.wave_id, by, S.SECRETARY, S.ANSWERER)
    shown = clean_typed(evidence, lines=True)
    if not shown:
        why = _("Say why it is given up: whoever was promised it has a right to the reason.")
        raise Unacceptable({"evidence": _("Say what shows it: a document, a place, a decision.") if kept else why})
    if settled_on is not None and settled_on > timezone.localdate():
        raise Unacceptable({"settled_on": _("This day is still to come.")})
    if commitment.state != CommitmentState.PROMISED:
        raise OutOfReach
    commitment.save_version(
        commitment.version if expected is None else expected,
        state=CommitmentState.KEPT if kept else CommitmentState.DROPPED, evidence=shown,
        settled_on=settled_on or timezone.localdate(),
    )  # fmt: skip
    journal.record("forum.settled_commitment", commitment, by=by, reason=commitment.state)
    return commitment


def _counted(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    """People by kind; the last value of each row is their number, the first their quality."""
    kinds: dict[tuple[Any, ...], int] = {}
    for *kind, n in rows:
        if not 0 < int(n) <= MOST_OF_A_KIND:
            raise Unacceptable({"n": _("Count the people who came: a number above zero.")})
        if kind[0] not in SpeakerRole.values:
            raise Unacceptable({"role": _("Say in which quality.")})
        kinds[tuple(kind)] = kinds.get(tuple(kind), 0) + int(n)
    return kinds


def _of(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "wave_id": meeting.wave_id}


def _locked(meeting: Meeting) -> None:
    """The meeting as it is now, held still; its wave is open.

    Raises:
        WaveClosed: nothing changes any more.
    """
    opened(meeting.wave_id)
    version = meeting.version
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update(no_key=True))
    meeting.version = version


def _check_stamp(meeting: Meeting, expected: int | None, stored: int) -> None:
    if expected is not None and expected != stored:
        raise Stale(meeting)
