"""What is told to the person, and how: neutral words, a safe telephone, or a paper. Never twice, nothing lost."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from jisr.common import journal
from jisr.common.errors import OutOfReach
from jisr.families.choices import ConsentPurpose
from jisr.families.models import Consent
from jisr.messages import actions as messages
from jisr.messages.choices import Channel
from jisr.messages.wording import body
from jisr.window.appointments.choices import State, Told
from jisr.window.appointments.models import Appointment

_CHANNELS = {Told.SMS: Channel.SMS, Told.CALL: Channel.CALL}
_NOTED = {"first": "first_reminder_at", "second": "second_reminder_at"}


@transaction.atomic
def remind(*, appointment: Appointment, what: str) -> bool:
    """Write one of the two reminders into the outbox of the centre; called by the job.

    A telephone that is no longer safe rings no more: the paper is printed instead.

    Args:
        what: first or second.

    Returns:
        whether a message was written.

    Raises:
        OutOfReach: another keeper wrote it, or it is no longer to come.
    """
    noted = _NOTED[what]
    rows = Appointment.objects.filter(pk=appointment.pk, state=State.BOOKED, **{noted: None})
    if not rows.update(**{noted: timezone.now()}):
        raise OutOfReach
    journal.record("appointments.reminded", appointment, by="job:remind", reason=what)
    return tell(appointment, what)


def tell(appointment: Appointment, what: str) -> bool:
    """A message about an appointment, by the way that was agreed; whether there is one."""
    channel = _CHANNELS.get(Told(appointment.told))
    phone = appointment.phone
    if channel is None:
        return False
    fits = phone is not None and phone.is_safe and phone.household_id == appointment.household_id
    if phone is None or not fits or phone.compartment != appointment.compartment:
        Appointment.objects.filter(pk=appointment.pk).update(told=Told.PAPER, phone=None)
        return False
    at = timezone.localtime(appointment.starts_at)
    template, values = _words(appointment, what)
    messages.queue(
        centre=appointment.centre_id, channel=channel, to=phone.number, template=template,
        body=body(template, **values), about=appointment, compartment=appointment.compartment,
        once_key=f"appointment:{appointment.pk}:{at:%Y%m%d%H%M}:{what}",
    )  # fmt: skip
    return True


def _words(appointment: Appointment, what: str) -> tuple[str, dict[str, Any]]:
    """The same words for everybody; day and hour where she agreed, and never for what is protected."""
    if what == "cancelled" or appointment.compartment or not appointment.says_when or not _agrees(appointment):
        return "appointment", {}
    at = timezone.localtime(appointment.starts_at)
    return "appointment_when", {"day": f"{at:%d/%m/%Y}", "hour": f"{at:%H:%M}"}


def _agrees(appointment: Appointment) -> bool:
    """Whether what she agreed to still stands."""
    rows = Consent.objects.filter(person=appointment.person_id, purpose=ConsentPurpose.CONTACT, withdrawn_at=None)
    return rows.exists()
