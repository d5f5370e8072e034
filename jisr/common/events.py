"""Events: one line per thing that happened in the world, with the facts that figures are made of, without a name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from jisr.common.crypto import keyed_hash
from jisr.common.models import Event


def emit(
    code: str, *, centre: Any, subject: Any = None, person: Any = None, facts: Mapping[str, Any] | None = None,
    happened_on: date | None = None, commune: str = "", service: Any = None, programme: str = "", theme: str = "",
    amount: int | None = None, minutes: int | None = None, reason: str = "", compartment: str = "",
) -> Event:  # fmt: skip
    """Record that something happened, beside the journal line of the act.

    Args:
        code: one of ``EventCode``.
        centre: the centre, or its key; one of the speaker's.
        subject: the referral, plan or visit: kept as a keyed hash, so that two events of one thing meet.
        person: the person, or her key: kept as a keyed hash.
        facts: sex, age_band, disability, rural as ``families.queries.facts`` gives them.
        commune: code of the commune where the person lives.
        service: the service, or its key.
        programme: code of the programme that pays; "" is shown as "not attributed".
        amount: centimes of a dirham.
        minutes: of staff, where they were noted.
        reason: a code of the closed list of its kind; "" where the code says all.
    """
    event = Event(
        code=code, centre_id=_key(centre), service_id=_key(service), programme=programme, theme=theme, amount=amount,
        minutes=minutes, reason=reason, happened_on=happened_on or timezone.localdate(), commune=commune,
        compartment=compartment,
        person=token_of(person) if person else "",
        subject=keyed_hash(str(_key(subject)), purpose="subject") if subject else "",
        **(facts or {}),
    )  # fmt: skip
    event.save(force_insert=True)
    return event


def token_of(person: Any) -> str:
    """Under what token the events keep a person, or her key."""
    return keyed_hash(str(_key(person)), purpose="person")


def reverse(event: Event) -> Event:
    """Say that an earlier event was wrong: it is no longer counted, and stays.

    Args:
        event: one of the speaker's centre, as ``emit`` gave it.
    """
    reversal = Event(
        code="reversed", reverses=event.pk, centre_id=event.centre_id, happened_on=timezone.localdate(),
        compartment=event.compartment,
    )  # fmt: skip
    reversal.save(force_insert=True)
    return reversal


def _key(row: Any) -> Any:
    return getattr(row, "pk", row)
