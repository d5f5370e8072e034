"""Sessions to which several come, and the line of those who wait for a place."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.families.models import Person
from jisr.window.appointments.actions.giving import (
    SettledAlready,
    cancel,
    channel_of,
    end_wait,
    happened,
    keep_agreement,
)
from jisr.window.appointments.choices import CancelReason, Gathering, Motive, SessionState, State, Told, WaitState
from jisr.window.appointments.models import Appointment, Session, Wait
from jisr.window.appointments.queries import agents


class Full(Refusal):
    """Every place is taken, or the session does not take place."""

    message = _("Every place of this session is taken. Put her on the waiting list, or choose another session.")


class AgentTaken(Refusal):
    """Whoever leads it is busy at that time."""

    message = _("Whoever leads the session is busy at that time. Choose another time, or somebody else.")


class OpenToAll(Refusal):
    """A list that everybody at the centre reads would show somebody who is protected."""

    message = _("Everybody at the centre reads who comes to this session. Give a time of her own instead.")


@transaction.atomic
def gather(
    *, centre: Centre, agent: int, kind: str, starts_at: datetime, ends_at: datetime, capacity: int, by: User,
    title: str = "", place: str = "", compartment: str = "",
) -> Session:  # fmt: skip
    """Plan a session.

    Raises:
        Unacceptable: a moment that is over, an end before the beginning, nobody of the centre.
        AgentTaken: whoever leads it has an appointment or a session then.
    """
    wrong: dict[str, Any] = {}
    if starts_at <= timezone.now():
        wrong["starts_at"] = _("This moment is over. Give one that is to come.")
    if ends_at <= starts_at:
        wrong["ends_at"] = _("It must end after it begins.")
    if kind not in Gathering.values or not agents(centre).filter(pk=agent).exists():
        wrong["agent"] = _("Choose somebody who works at the centre.")
    if wrong:
        raise Unacceptable(wrong)
    row = Session(
        centre=centre, agent_id=agent, kind=kind, starts_at=starts_at, ends_at=ends_at, capacity=capacity,
        title=clean_typed(title), place=clean_typed(place), compartment=compartment,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise AgentTaken from fault
    journal.record("appointments.gathered", row, by=by)
    return row


@transaction.atomic
def call_off(*, session: Session, version: int, by: User) -> Session:
    """A session does not take place; those who would have come are told.

    Raises:
        Stale: somebody else changed it in between.
        SettledAlready: it was called off before.
    """
    if session.state == SessionState.CANCELLED:
        raise SettledAlready
    # first, so that whoever takes a place at this instant is told that it is off, or is in the list below
    session.save_version(version, state=SessionState.CANCELLED)
    for place in session.places.filter(state=State.BOOKED).select_related("person", "phone"):
        cancel(appointment=place, version=place.version, reason=CancelReason.AGENT, by=by)
    journal.record("appointments.called_off", session, by=by)
    return session


@transaction.atomic
def register(
    *, session: Session, person: Person, by: User, told: str = Told.PAPER, phone: UUID | None = None, agreed: str = "",
    waited: Wait | None = None,
) -> Appointment:  # fmt: skip
    """Give a person a place in a session.

    Raises:
        Full: no place is left.
        OpenToAll: her file is protected, the session is not.
        Unacceptable: she comes to it already, or no safe telephone for what would ring.
        OutOfReach: ``waited`` is another person's place in the line.
    """
    if person.compartment not in {"", session.compartment}:
        raise OpenToAll
    if session.places.filter(person=person).exclude(state=State.CANCELLED).exists():
        raise Unacceptable({"person": _("She has a place in this session already.")})
    row = Appointment(
        household_id=person.household_id, person=person, centre_id=session.centre_id, agent_id=session.agent_id,
        session=session, motive=Motive.SERVICE, code=f"{readable_code(4)}-{readable_code(3)}", given_by=by,
        starts_at=session.starts_at, ends_at=session.ends_at, compartment=session.compartment,
        **channel_of(person, told, phone, agreed, session.compartment),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Full from fault
    if row.says_when:
        keep_agreement(row, agreed, by)
    if waited is not None:
        end_wait(waited, person)
    journal.record("appointments.registered", row, by=by)
    happened("appointment.made", row)
    return row


@transaction.atomic
def wait(
    *, person: Person, centre: Centre, before_on: date, by: User, motive: str = Motive.TALK, agent: int | None = None,
    session: Session | None = None, urgent: bool = False, compartment: str = "",
) -> Wait:  # fmt: skip
    """Put somebody in the line for a place: a worker is told when there is one, and asks her.

    Raises:
        Unacceptable: a day that is over; or she waits for the same already.
        OpenToAll: her file is protected, the session is not.
    """
    compartment = session.compartment if session is not None else compartment or person.compartment
    if person.compartment not in {"", compartment}:
        raise OpenToAll
    if before_on < timezone.localdate():
        raise Unacceptable({"before_on": _("This day is in the past. Give a day from today on.")})
    same = Wait.objects.filter(person=person, centre=centre, state=WaitState.WAITING, motive=motive, session=session)
    if same.filter(compartment=compartment, before_on__gte=timezone.localdate()).exists():
        raise Unacceptable({"person": _("She is on the waiting list already.")})
    row = Wait(
        household_id=person.household_id, person=person, centre=centre, motive=motive, agent_id=agent, session=session,
        before_on=before_on, urgent=urgent, asked_by=by, compartment=compartment,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("appointments.waits", row, by=by)
    return row


@transaction.atomic
def leave_line(*, wait: Wait, by: User) -> Wait:
    """She waits no longer, or did not want the place that was proposed.

    Raises:
        SettledAlready: she has a place, or left the line before.
    """
    rows = Wait.objects.filter(pk=wait.pk, state=WaitState.WAITING)
    if not rows.update(state=WaitState.LEFT, ended_at=timezone.now()):
        raise SettledAlready
    journal.record("appointments.left_line", wait, by=by)
    return wait
