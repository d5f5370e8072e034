"""Awards: what was signed, paid and justified, and what the visits found."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from jisr.common.crypto import decrypt_bytes
from jisr.common.database import call as door
from jisr.ledger.calls.models import Award, Call, Proof, SiteVisit, Tranche
from jisr.ledger.calls.queries.mine import code_hash

_DAYS = ("due_on", "paid_on", "justified_on")


@dataclass(frozen=True)
class Followed:
    """What became of the awards of a call, as counts and sums; money in centimes.

    Attributes:
        visited: number of visits made, by months after the convention.
        alive: of these, how many found the project running.
    """

    signed: int
    promised: int
    paid: int
    justified: int
    visited: Mapping[int, int]
    alive: Mapping[int, int]
    jobs: int
    women: int


def awards_of(call: Call) -> QuerySet[Award]:
    """Awards of a call with their instalments and visits, by number."""
    return Award.objects.filter(call=call).prefetch_related("tranches", "visits").order_by("number")


def my_award(code: str) -> Mapping[str, Any] | None:
    """The award of the application that a code opens; days as days."""
    found = door("jisr_calls_my_award", code_hash(code))
    if not found:
        return None
    told: dict[str, Any] = json.loads(found[0][0]) if isinstance(found[0][0], str) else dict(found[0][0])
    told["signed_on"] = date.fromisoformat(told["signed_on"])
    told["tranches"] = [
        one | {name: date.fromisoformat(one[name]) if one[name] else None for name in _DAYS} for one in told["tranches"]
    ]
    return told


def followed(call: Call) -> Followed | None:
    """What became of the awards of a call; None where none was signed. Three queries."""
    awards = Award.objects.filter(call=call).aggregate(n=Count("pk"), money=Sum("amount"))
    if not awards["n"]:
        return None
    money = Tranche.objects.filter(call=call).aggregate(
        paid=Sum("amount", filter=Q(paid_on__isnull=False)),
        justified=Sum("amount", filter=Q(justified_on__isnull=False)),
    )
    visits = list(SiteVisit.objects.filter(call=call).exclude(made_on=None))
    last = {one.award_id: one for one in sorted(visits, key=lambda one: one.months)}
    months = sorted({one.months for one in visits})
    return Followed(
        awards["n"], awards["money"], money["paid"] or 0, money["justified"] or 0,
        {n: sum(one.months == n for one in visits) for n in months},
        {n: sum(one.months == n and bool(one.is_alive) for one in visits) for n in months},
        sum(one.jobs or 0 for one in last.values()), sum(one.women or 0 for one in last.values()),
    )  # fmt: skip


def proof_content(row: Proof) -> bytes:
    """The content of a proof, as it was handed in."""
    return decrypt_bytes(bytes(row.sealed), bound_to=f"calls.proof:{row.pk}")
