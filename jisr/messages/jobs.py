"""The sender: takes what is due, one message at a time, hands it over, and notes what became of it.

It speaks as the keeper, through two functions of the database. What it takes is lent to it for some minutes: a sender
that is killed gives it back by that, and the next one tries again under the same key (docs/decisions/0064).
"""

from collections import Counter
from typing import Any

from cryptography.exceptions import InvalidTag
from django.utils import timezone

from jisr.common.crypto import decrypt
from jisr.common.database import call, scope
from jisr.common.parameters import values
from jisr.messages import outlets
from jisr.messages.choices import Fault
from jisr.messages.rules import NEVER, Tried, after

#: Messages of one turn; the others wait for the next one, a few seconds later.
MOST = 200


def send_due(most: int = MOST) -> Counter[str]:
    """Send what is due.

    Returns:
        how many were sent, given up as failed, and queued for another try.
    """
    done: Counter[str] = Counter()
    limits = values("jisr.messages", "sending", on=timezone.localdate())
    while done.total() < most and (lent := _take(limits)) is not None:
        done[_treat(lent, limits)] += 1
    return done


def _take(limits: dict[str, Any]) -> tuple[Any, ...] | None:
    """One message that is due, lent to this sender alone; None when there is none."""
    with scope(speaking="keeper"):
        rows = call(
            "jisr_messages_due", outlets.carried(), outlets.reaching(), int(limits["lease_s"]), int(limits["give_up_s"])
        )
    return rows[0] if rows else None


def _treat(lent: tuple[Any, ...], limits: dict[str, Any]) -> str:
    """Hand one message over and note what became of it; where it stands then."""
    key, tries, channel, to, sealed, bound_to, body, waited_s = lent
    tried = _tried(key, channel, to, sealed, bound_to, body)
    what = after(tried, tries=tries, waited_s=waited_s, limits=limits)
    with scope(speaking="keeper"):
        call("jisr_messages_noted", key, tries, what.state, str(what.fault), what.in_s)
    return what.state


def _tried(key: Any, channel: str, to: str, sealed: Any, bound_to: str, body: str) -> Tried:
    outlet = outlets.outlet_of(channel)
    if outlet is None:  # taken from the environment between two looks
        return Tried(NEVER, Fault.UNREACHABLE)
    try:
        address = decrypt(bytes(sealed), bound_to=bound_to) if sealed is not None else to
    except InvalidTag:
        return Tried(NEVER, Fault.UNREADABLE)
    return outlet.hand_over(key=str(key), channel=channel, to=address, text=body)
