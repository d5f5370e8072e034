"""Reads of the outbox."""

from collections.abc import Sequence
from typing import Any

from jisr.messages.choices import MessageState
from jisr.messages.models import Message


def waiting(centres: Sequence[int]) -> Any:
    """Messages of these centres that wait to be passed on, the oldest first."""
    return Message.objects.filter(centre_id__in=centres, state=MessageState.QUEUED).order_by("made_at", "id")
