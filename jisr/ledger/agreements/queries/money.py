"""Reading the money of instalments: sums of their entries, never a stored balance."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Sum

from jisr.ledger.agreements.models import Block, Entry, Instalment, InstalmentTerm
from jisr.ledger.agreements.rules.money import Amounts


def amounts_of(instalment: Instalment) -> Amounts:
    """What is due of one instalment, and how far its money went; two queries."""
    term = (
        InstalmentTerm.objects.filter(instalment=instalment, version__in_force=True)
        .order_by("-version__number")
        .values_list("amount", "version_id")
        .first()
    )
    held = instalment.agreement.versions.filter(in_force=True).order_by("-number").values_list("pk", flat=True).first()
    due = term[0] if term and term[1] == held else 0
    return Amounts(due=due, **sums([instalment.pk]).get(instalment.pk, {}))


def sums(instalments: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Sum of each step of instalments; one query."""
    rows = Entry.objects.filter(instalment__in=list(instalments)).values("instalment_id", "step")
    found: dict[UUID, dict[str, Any]] = {}
    for row in rows.annotate(total=Sum("amount")).order_by():
        found.setdefault(row["instalment_id"], {})[row["step"]] = row["total"]
    return found


def is_blocked(instalment: Instalment) -> bool:
    """Whether something stands in its way today."""
    return Block.objects.filter(instalment=instalment, until=None).exists()
