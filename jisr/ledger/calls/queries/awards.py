"""Awards: what was signed, paid and justified, and what the visits found."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from jisr.common.crypto import decrypt_bytes
from jisr.common.database import call as door
from jisr.ledger.agreements.choices import ProposalState
from jisr.ledger.calls.models import Award, Call, Payment, Proof, SiteVisit, Tranche
from jisr.ledger.calls.queries.mine import code_hash

_DAYS = ("due_on", "paid_on", "justified_on")


@dataclass(frozen=True)
class Followed:
    """What became of the awards of a call, as counts and sums; money in centimes.

    Attributes:
        visited: number of visits made, by months after the convention.
        alive: of these, how many found the project running; None where so few were visited that one could be told.
        jobs, women: people at the last visit of each project; None where so few are told of that one could be told.
    """

    signed: int
    promised: int
    paid: int
    justified: int
    visited: Mapping[int, int]
    alive: Mapping[int, int | None]
    jobs: int | None
    women: int | None


def awards_of(call: Call) -> QuerySet[Award]:
    """Awards of a call with their instalments and visits, by number."""
    return Award.objects.filter(call=call).prefetch_related("tranches", "visits").order_by("number")


def proposed_payments(calls: QuerySet[Call]) -> QuerySet[Payment]:
    """Payments of awards that wait for the second person, the first proposed first."""
    rows = Payment.objects.filter(call__in=calls, state=ProposalState.OPEN)
    return rows.select_related("tranche__award", "call").order_by("proposed_at", "pk")


def payable(calls: QuerySet[Call]) -> QuerySet[Tranche]:
    """Instalments of awards whose turn has come and that nobody proposed yet, the first due first."""
    before = Tranche.objects.filter(award=OuterRef("award"), place__lt=OuterRef("place"), justified_on=None)
    waits = Payment.objects.filter(tranche=OuterRef("pk"), state=ProposalState.OPEN)
    rows = Tranche.objects.filter(~Exists(before), ~Exists(waits), call__in=calls, paid_on=None)
    return rows.select_related("award", "call").order_by("due_on", "pk")


@dataclass(frozen=True)
class Paid:
    """What was paid to awards under an object line, and stands today; money in centimes.

    Attributes:
        count: projects that got something.
        first_on: the day of the first payment that stands.
    """

    amount: int
    count: int
    first_on: date


def paid_to_awards(lines: Iterable[Any]) -> dict[UUID, Paid]:
    """Object line, by key -> what was paid to awards of its calls; lines that paid nothing left out. One query."""
    rows = Tranche.objects.filter(call__line__in=list(lines), paid_on__isnull=False).values("call__line").order_by()
    told = rows.annotate(money=Sum("amount"), projects=Count("award", distinct=True), first=Min("paid_on"))
    return {one["call__line"]: Paid(one["money"], one["projects"], one["first"]) for one in told}


def my_award(code: str) -> Mapping[str, Any] | None:
    """The award of the application that a code opens; days as days."""
    found = door("jisr_calls_my_award", code_hash(code))
    if not found:
        return None
    told: dict[str, Any] = json.loads(found[0][0]) if isinstance(found[0][0], str) else dict(found[0][0])
    told["signed_on"] = date.fromisoformat(told["signed_on"])
    told["visit_on"] = date.fromisoformat(told["visit_on"]) if told["visit_on"] else None
    told["tranches"] = [
        one | {name: date.fromisoformat(one[name]) if one[name] else None for name in _DAYS} for one in told["tranches"]
    ]
    return told


def followed(call: Call, *, whole: bool = False) -> Followed | None:
    """What became of the awards of a call; None where none was signed. Three queries.

    Args:
        whole: every number, for those who follow the projects; else nothing of fewer than five (docs/decisions/0031).
    """
    awards = Award.objects.filter(call=call).aggregate(n=Count("pk"), money=Sum("amount"))
    if not awards["n"]:
        return None
    money = Tranche.objects.filter(call=call).aggregate(
        paid=Sum("amount", filter=Q(paid_on__isnull=False)),
        justified=Sum("amount", filter=Q(justified_on__isnull=False)),
    )
    found = _seen(call) if whole else _told(call)
    return Followed(awards["n"], awards["money"], money["paid"] or 0, money["justified"] or 0, *found)


_Found = tuple[Mapping[int, int], Mapping[int, int | None], int | None, int | None]


def _seen(call: Call) -> _Found:
    """What the visits found, as it stands."""
    visits = list(SiteVisit.objects.filter(call=call).exclude(made_on=None))
    last = {one.award_id: one for one in sorted(visits, key=lambda one: one.months)}
    months = sorted({one.months for one in visits})
    return (
        {n: sum(one.months == n for one in visits) for n in months},
        {n: sum(one.months == n and bool(one.is_alive) for one in visits) for n in months},
        sum(one.jobs or 0 for one in last.values()), sum(one.women or 0 for one in last.values()),
    )  # fmt: skip


def _told(call: Call) -> _Found:
    """What everybody may read of it; the rows themselves are open to nobody but those who follow the projects."""
    *by_months, last = door("jisr_calls_followed", call.pk) or [(None, 0, None, None, None)]
    return {row[0]: row[1] for row in by_months}, {row[0]: row[2] for row in by_months}, last[3], last[4]


def proof_content(row: Proof) -> bytes:
    """The content of a proof, as it was handed in."""
    return decrypt_bytes(bytes(row.sealed), bound_to=f"calls.proof:{row.pk}")
