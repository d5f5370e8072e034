"""Acts of the outbox."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from jisr.common import journal
from jisr.common.errors import OutOfReach
from jisr.messages.choices import MessageState
from jisr.messages.models import Message


@transaction.atomic
def queue(
    *, centre: int, channel: str, to: str, template: str, body: str, about: Any, compartment: str = ""
) -> Message:
    """Put a message into the outbox of a centre.

    Args:
        about: the row it is about; only its label and key are kept.
    """
    message = Message(
        centre_id=centre, channel=channel, to=to, template=template, body=body, compartment=compartment,
        about=f"{about._meta.label_lower}:{about.pk}",
    )  # fmt: skip
    message.save(force_insert=True)
    journal.record("messages.queued", message, reason=template)
    return message


@transaction.atomic
def pass_on(*, message: Message, by: Any, failed: bool = False) -> Message:
    """Note that a message was passed on, or could not be.

    Raises:
        OutOfReach: it was passed on before.
    """
    state = MessageState.FAILED if failed else MessageState.PASSED
    if not Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
        state=state, ended_at=timezone.now()
    ):
        raise OutOfReach
    journal.record(f"messages.{state}", message, by=by)
    return message
