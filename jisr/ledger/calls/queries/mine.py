"""What whoever holds a code reads: what she was writing, or what became of what she handed in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag

from jisr.common.crypto import decrypt, keyed_hash
from jisr.common.database import call as call_door
from jisr.ledger.calls.choices import ApplicationState, Outcome, Reason
from jisr.ledger.calls.models import Call
from jisr.ledger.calls.rules.codes import tidy

_PURPOSE = "calls.code"


def code_hash(code: str) -> str:
    """The hash of a code as it is stored; "" for what is none."""
    whole = tidy(code)
    return keyed_hash(whole, purpose=_PURPOSE) if whole else ""


@dataclass(frozen=True)
class Mine:
    """One application, for whoever deposited it.

    Attributes:
        handed: papers that came by telephone: item and moment.
        appeal: {made_at, answered_on, upheld, answer}; empty where there is none.
        told_by: channel by which she is told that there is something to read; "" for none.
        appeals_until: the moment after which none is taken; None while nothing is decided.
    """

    call: Call
    key: UUID
    number: str
    kind: str
    title: str
    deposited_at: datetime
    state: str
    asked: int
    declared: tuple[str, ...]
    asked_items: tuple[str, ...]
    asked_until: date | None
    why: str
    why_text: str
    eligible: str
    handed: tuple[Mapping[str, Any], ...]
    decision: Mapping[str, Any]
    appeal: Mapping[str, Any]
    decided_at: datetime | None
    told_by: str

    @property
    def state_label(self) -> str:
        """Where it stands, in words."""
        return str(ApplicationState(self.state).label)

    @property
    def outcome_label(self) -> str:
        """What became of it, in words; "" before the results."""
        return str(Outcome(self.decision["outcome"]).label) if self.decision else ""

    @property
    def reason_label(self) -> str:
        """Why, in the words of the published list."""
        code = self.decision.get("reason") or self.why
        return str(Reason(code).label) if code else ""


def by_code(code: str) -> Mine | None:
    """The application that a code opens; None for every other code."""
    found = call_door("jisr_calls_mine", code_hash(code))
    if not found:
        return None
    told = found[0][0]
    told = json.loads(told) if isinstance(told, str) else told
    row, decided = told["application"], told["decided_at"]
    return Mine(
        call=Call.objects.get(pk=row["call_id"]), key=UUID(row["id"]), number=row["number"], kind=row["kind"],
        title=row["title"], deposited_at=datetime.fromisoformat(row["deposited_at"]), state=row["state"],
        asked=row["asked"], declared=tuple(row["declared"]), asked_items=tuple(row["asked_items"]),
        asked_until=date.fromisoformat(row["asked_until"]) if row["asked_until"] else None,
        why=row["why"], why_text=row["why_text"], eligible=row["eligible"],
        handed=tuple(one | {"at": datetime.fromisoformat(one["at"])} for one in told["papers"]),
        decision=told["decision"] or {}, appeal=told["appeal"] or {},
        decided_at=datetime.fromisoformat(decided) if decided else None, told_by=told["told_by"] or "",
    )  # fmt: skip


def unsent(code: str) -> tuple[Call, dict[str, list[str]], datetime] | None:
    """The call, the fields and the moment of what somebody was writing; None where nothing is kept."""
    hashed = code_hash(code)
    found = call_door("jisr_calls_unsent", hashed)
    if not found:
        return None
    call_key, sealed, saved_at = found[0]
    try:
        fields = json.loads(decrypt(bytes(sealed), bound_to=f"calls.unsent:{hashed}"))
    except InvalidTag:
        return None
    return Call.objects.get(pk=call_key), fields, saved_at
