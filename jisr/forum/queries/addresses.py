"""Who can be told of an answer, and who was: counts, never an address."""

from dataclasses import dataclass
from typing import Any

from jisr.common.database import call
from jisr.forum.models import Contribution, ReplyAddress, Wave


@dataclass(frozen=True)
class Reach:
    """What became of telling in one wave.

    Attributes:
        left: participants who left an address, those forgotten since included.
        waiting, sent, failed: messages.
        faults: (code of ``messages.choices.Fault``, how many) of those that failed.
    """

    left: int
    waiting: int
    sent: int
    failed: int
    faults: list[tuple[str, int]]


def reach(wave: Wave) -> Reach:
    """Counts for the team of a wave; two queries."""
    found: dict[str, int] = {}
    faults = []
    for state, fault, n in call("jisr_forum_messages", wave.pk):
        found[state] = found.get(state, 0) + n
        if state == "failed":
            faults.append((fault, n))
    left = ReplyAddress.objects.filter(wave=wave).count()
    return Reach(left, found.get("queued", 0), found.get("sent", 0), found.get("failed", 0), faults)


def left_address(contribution: Contribution) -> dict[str, Any] | None:
    """Channel and days of the address left with a contribution; None where none was left. One query."""
    kept = ReplyAddress.objects.filter(pk=contribution.pk)
    row = kept.values("channel", "left_on", "forgotten_on", "forgotten_reason").first()
    return dict(row) if row is not None else None
