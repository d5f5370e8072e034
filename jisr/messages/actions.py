"""Acts of the outbox."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jisr.common import journal
from jisr.common.errors import OutOfReach
from jisr.messages import queries
from jisr.messages.choices import Fault, MessageState
from jisr.messages.models import Message


@transaction.atomic
def queue(
    *, centre: int, channel: str, to: str, template: str, body: str, about: Any, compartment: str = "",
    once_key: str | None = None,
) -> Message:  # fmt: skip
    """Put a message into the outbox of a centre.

    Args:
        about: the row it is about; only its label and key are kept.
        once_key: asked again under the same key by the same centre, it is the message that is there already.

    Raises:
        OutOfReach: the key is another centre's.
    """
    message = Message(
        centre_id=centre, channel=channel, to=to, template=template, body=body, compartment=compartment,
        about=f"{about._meta.label_lower}:{about.pk}", once_key=once_key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError as fault:
        known = Message.objects.filter(once_key=once_key).first() if once_key else None
        if known is None:
            raise OutOfReach from fault
        return known
    journal.record("messages.queued", message, reason=template)
    return message


@transaction.atomic
def pass_on(*, message: Message, by: Any, failed: bool = False) -> Message:
    """Note that a message was passed on by a person, or could not be; also one that no gateway took.

    Raises:
        OutOfReach: it was passed on before.
    """
    state = MessageState.FAILED if failed else MessageState.PASSED
    fault = Fault.BY_HAND if failed else ""
    mine = Message.objects.filter(queries.FOR_A_PERSON, pk=message.pk)
    if not mine.update(state=state, fault=fault, ended_at=timezone.now()):
        raise OutOfReach
    journal.record(f"messages.{state}", message, by=by)
    return message
