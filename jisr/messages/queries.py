"""Reads of the outbox."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q

from jisr.messages.choices import Fault, MessageState
from jisr.messages.models import Message

#: What nobody took on yet: a message that waits, or one that a gateway did not take.
_GIVEN_BACK = Q(state=MessageState.FAILED) & ~Q(fault__in=["", Fault.BY_HAND])
FOR_A_PERSON = Q(state=MessageState.QUEUED) | _GIVEN_BACK


def waiting(centres: Sequence[int], *, carried: Collection[str] = ()) -> Any:
    """Messages of these centres that a person must pass on, the oldest first.

    Args:
        carried: channels that a gateway carries: of these, only what it did not take.
    """
    by_hand = _GIVEN_BACK | (Q(state=MessageState.QUEUED) & ~Q(channel__in=list(carried)))
    return Message.objects.filter(by_hand, centre_id__in=centres).order_by("made_at", "id")


def about(row: Any, *, most: int = 50) -> list[Message]:
    """What a centre of the reader's sent about a row, the newest first."""
    return list(Message.objects.filter(about=f"{row._meta.label_lower}:{row.pk}").order_by("-made_at", "-id")[:most])
