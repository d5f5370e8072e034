"""Acts on one appointment: given, moved, cancelled, kept or missed.

A slot is looked up again when it is given, and the database has the last word: of two who take the same time at the
same instant, one is told that it is gone.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import events, journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.models import Event
from jisr.families import actions as families
from jisr.families import queries as family_queries
from jisr.families.choices import ConsentPurpose
from jisr.families.models import Consent, Person, Phone
from jisr.window.appointments import queries, rules
from jisr.window.appointments.actions.reminding import tell
from jisr.window.appointments.choices import OUR_REASONS, TRANSITIONS, CancelReason, Motive, State, Told, WaitState
from jisr.window.appointments.models import Appointment, Opening, Wait
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.choices import ReferralState
from jisr.window.orientation.models import Referral
from jisr.window.reception.models import Visit


class SlotTaken(Refusal):
    """The time is no longer free, for whatever reason; nobody is told by what it is taken."""

    message = _("This time is no longer free. Choose another one below.")


class SettledAlready(Refusal):
    """It was cancelled, or noted, in between."""

    message = _("Somebody changed this appointment in between. It is shown as it is now.")


class FileShut(Refusal):
    """A protected referral opens no file: there is nobody to whom the time could be given."""

    message = _("The file of this referral stays shut. Give the day on the page of the referral instead.")


class NotYet(Refusal):
    """Nobody can have come, or missed, what has not begun."""

    message = _("This appointment has not begun yet. Note it when its hour has come.")


@transaction.atomic
def book(
    *, person: Person, centre: Centre, agent: int, starts_at: datetime, by: User, motive: str = Motive.TALK,
    told: str = Told.PAPER, phone: UUID | None = None, agreed: str = "", visit: Visit | None = None,
    referral: Referral | None = None, about: str = "", waited: Wait | None = None, compartment: str = "",
) -> Appointment:  # fmt: skip
    """Give a free slot to a person.

    Args:
        agent: key of whoever receives her.
        starts_at: when; one of the slots that are free for the motive.
        phone: key of a safe telephone, where one rings.
        agreed: how she agreed that a message says the day and the hour; "" where it says neither.
        referral: one that this centre receives; it is answered with the day in the same act.
        about: ``label:key`` of what a later room gives time for.
        waited: her place in the line, which ends by it.

    Raises:
        SlotTaken: it is not free (any more).
        Unacceptable: no safe telephone for what would ring.
        OutOfReach: the referral is another centre's, or in another compartment; or somebody else waited.
    """
    compartment = _kept_in(person, visit, referral, compartment)
    if referral is not None and referral.to_centre_id != centre.pk:
        raise OutOfReach
    start = rules.minutes(starts_at)
    minutes, key = _offered(centre, motive, agent, start)
    row = Appointment(
        household_id=person.household_id, person=person, centre=centre, agent_id=agent, motive=motive, visit=visit,
        code=f"{readable_code(4)}-{readable_code(3)}", starts_at=rules.moment(start), referral=referral, about=about,
        ends_at=rules.moment(start + minutes), place=Opening.objects.values_list("place", flat=True).get(pk=key),
        given_by=by, compartment=compartment, **channel_of(person, told, phone, agreed, compartment),
    )  # fmt: skip
    write(row, force_insert=True)
    if row.says_when:
        keep_agreement(row, agreed, by)
    if waited is not None:
        end_wait(waited, person)
    if referral is not None:
        _answer(referral, row, by)
    journal.record("appointments.booked", row, by=by)
    happened("appointment.made", row)
    return row


@transaction.atomic
def accept_with_time(
    *, referral: Referral, agent: int, starts_at: datetime, by: User, motive: str = Motive.SERVICE, **reminded: Any
) -> Appointment:
    """Answer a referral with an hour: the file opens to the receiving centre, and the slot is given, in one act.

    Args:
        reminded: told, phone and agreed, as for ``book``.

    Raises:
        SlotTaken: it is not free; then nothing was answered.
        FileShut: the file does not open by this referral: the day is given on its own page.
        AlreadyAnswered, Unacceptable: as orientation says.
    """
    day = timezone.localdate(starts_at)
    if referral.state != ReferralState.BOOKED or referral.booked_on != day:
        orientation.answer(referral=referral, state=ReferralState.BOOKED, booked_on=day, by=by)
    person = Person.objects.select_related("household__commune").filter(pk=referral.person_id).first()
    if person is None:
        raise FileShut
    return book(
        person=person, centre=referral.to_centre, agent=agent, starts_at=starts_at, by=by, motive=motive,
        referral=referral, **reminded,
    )  # fmt: skip


@transaction.atomic
def move(*, appointment: Appointment, version: int, agent: int, starts_at: datetime, by: User) -> Appointment:
    """Give another time instead; its reminders begin anew.

    Raises:
        SlotTaken: it is not free.
        SettledAlready: it is no longer to come.
        Stale: somebody else moved it in between.
        OutOfReach: it is a place in a session.
    """
    if appointment.session_id is not None:
        raise OutOfReach
    _must_become(appointment, State.BOOKED)
    start = rules.minutes(starts_at)
    minutes, key = _offered(appointment.centre, appointment.motive, agent, start)
    try:
        with transaction.atomic():
            appointment.save_version(
                version, agent_id=agent, starts_at=rules.moment(start), ends_at=rules.moment(start + minutes),
                place=Opening.objects.values_list("place", flat=True).get(pk=key), given_at=timezone.now(),
                first_reminder_at=None, second_reminder_at=None, summoned_at=None,
            )  # fmt: skip
    except IntegrityError as fault:
        raise SlotTaken from fault
    if appointment.referral is not None:
        _answer(appointment.referral, appointment, by)
    journal.record("appointments.moved", appointment, by=by)
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, version: int, reason: str, by: User) -> Appointment:
    """Take the time back, and say why; where the centre's side is the reason, the person is told.

    Raises:
        Unacceptable: no reason of the list.
        SettledAlready: it is no longer to come.
        Stale: somebody else changed it in between.
    """
    if reason not in CancelReason.values:
        raise Unacceptable({"reason": _("Say why it is cancelled.")})
    _must_become(appointment, State.CANCELLED)
    appointment.save_version(version, state=State.CANCELLED, reason=reason)
    journal.record("appointments.cancelled", appointment, by=by, reason=reason)
    if reason in OUR_REASONS:
        tell(appointment, "cancelled")
    return appointment


@transaction.atomic
def came(*, appointment: Appointment, version: int, by: User) -> Appointment:
    """The person came.

    Raises:
        NotYet, SettledAlready, Stale.
    """
    return _noted(appointment, version, State.KEPT, by)


@transaction.atomic
def missed(*, appointment: Appointment, version: int, by: User) -> Appointment:
    """The person did not come. Nothing follows from it by itself: missed again, the worker is told to ask why.

    Raises:
        NotYet, SettledAlready, Stale.
    """
    return _noted(appointment, version, State.MISSED, by)


@transaction.atomic
def spoke(*, appointment: Appointment, by: User) -> Appointment:
    """Somebody asked the person why she could not come; her file stays as it was.

    Raises:
        SettledAlready: it was not missed, or somebody asked before.
    """
    rows = Appointment.objects.filter(pk=appointment.pk, state=State.MISSED, spoken_at=None)
    if not rows.update(spoken_at=timezone.now()):
        raise SettledAlready
    journal.record("appointments.spoke", appointment, by=by)
    return appointment


@transaction.atomic
def printed(*, appointment: Appointment, by: User) -> Appointment:
    """The paper for the person was printed."""
    Appointment.objects.filter(pk=appointment.pk).update(summoned_at=timezone.now())
    journal.record("appointments.printed", appointment, by=by)
    return appointment


def happened(code: str, row: Appointment) -> Event:
    """One event for the figures."""
    household = row.person.household
    return events.emit(
        code, centre=row.centre_id, subject=row, person=row.person, commune=household.commune_id,
        compartment=row.compartment, facts=family_queries.facts_of_event(row.person, household),
    )  # fmt: skip


def _kept_in(person: Person, visit: Visit | None, referral: Referral | None, compartment: str) -> str:
    """One compartment for all of it.

    Raises:
        OutOfReach: what it is for stands in another one.
    """
    found = {one.compartment for one in (visit, referral) if one is not None}
    if len(found) > 1 or any(one.person_id != person.pk for one in (visit, referral) if one is not None):
        raise OutOfReach
    kept = compartment or next(iter(found), "") or person.compartment
    if person.compartment not in {"", kept} or (found and found != {kept}):
        raise OutOfReach
    return kept


def _offered(centre: Centre, motive: str, agent: int, start: int) -> tuple[int, Any]:
    """Length of a slot that is free, and the rule it stands in.

    Raises:
        SlotTaken: it is not among those that are free.
    """
    day = timezone.localdate(rules.moment(start))
    left = queries.free(centre, motive=motive, only=[agent], first=day, days=1)
    at = [place for place, one in enumerate(left.starts.tolist()) if one == start]
    if not at:
        raise SlotTaken
    return int(left.minutes[at[0]]), left.keys[at[0]]


def write(row: Appointment, **options: Any) -> None:
    """Raises SlotTaken: the database holds the time already."""
    try:
        with transaction.atomic():
            row.save(**options)
    except IntegrityError as fault:
        raise SlotTaken from fault


def channel_of(person: Person, told: str, phone: UUID | None, agreed: str, compartment: str) -> dict[str, Any]:
    """How she is reminded: what rings rings at a safe telephone; what is protected says neither day nor hour."""
    if told not in {Told.SMS, Told.CALL}:
        return {"told": told}
    # what is protected rings only where a telephone was noted inside: one of the open file may lie in other hands
    rows = Phone.objects.filter(household=person.household_id, is_safe=True, compartment=compartment)
    row = rows.filter(pk=phone).first() if phone else None
    if row is None:
        raise Unacceptable({"phone": _("Choose a telephone that is noted as safe, or give her a paper.")})
    return {"told": told, "phone": row, "says_when": bool(agreed) and not compartment}


def keep_agreement(row: Appointment, manner: str, by: User) -> None:
    """What she agreed to stands among her consents, where she can take it back."""
    standing = Consent.objects.filter(person=row.person, purpose=ConsentPurpose.CONTACT, withdrawn_at=None)
    if not standing.exists():
        families.consent(
            person=row.person, covers=["contact"], manner=manner, centre=row.centre, by=by,
            purpose=ConsentPurpose.CONTACT, compartment=row.compartment,
        )  # fmt: skip


def end_wait(row: Wait, person: Person) -> None:
    """Raises SettledAlready: somebody gave her a place before. OutOfReach: it is another person who waits."""
    if row.person_id != person.pk:
        raise OutOfReach
    rows = Wait.objects.filter(pk=row.pk, state=WaitState.WAITING)
    if not rows.update(state=WaitState.BOOKED, ended_at=timezone.now()):
        raise SettledAlready


def _answer(referral: Referral, row: Appointment, by: User) -> None:
    """The day of a referral is that of its appointment."""
    day = timezone.localdate(row.starts_at)
    if referral.state != ReferralState.BOOKED or referral.booked_on != day:
        orientation.answer(referral=referral, state=ReferralState.BOOKED, booked_on=day, by=by)


def _noted(row: Appointment, version: int, state: str, by: User) -> Appointment:
    _must_become(row, state)
    if row.starts_at > timezone.now():
        raise NotYet
    if row.counted:  # it was noted by mistake
        events.reverse(Event(pk=row.counted, centre_id=row.centre_id, compartment=row.compartment))
    row.save_version(version, state=state, counted=happened(f"appointment.{state}", row).pk)
    journal.record(f"appointments.{state}", row, by=by)
    return row


def _must_become(row: Appointment, state: str) -> None:
    if state not in TRANSITIONS[row.state]:
        raise SettledAlready
