"""Reading the money of instalments: sums of their entries, never a stored balance."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Sum

from jisr.ledger.agreements.choices import Step
from jisr.ledger.agreements.models import Block, Entry, Instalment, InstalmentTerm, Outlay
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


@dataclass(frozen=True)
class Treasury:
    """What came into an agreement, and what was handed on of it; minor units.

    Attributes:
        paid_in: by its parties.
        handed_on: under its object lines.
    """

    paid_in: int
    handed_on: int

    def beyond(self, more: int = 0) -> int:
        """How much more is handed on than came in, with what is to be handed on now; 0 where nothing is."""
        return max(self.handed_on + more - self.paid_in, 0)


def treasury(agreement: Any) -> Treasury:
    """What came into an agreement by its key, and what was handed on of it; two queries."""
    paid = Entry.objects.filter(agreement=agreement, step=Step.PAID).aggregate(total=Sum("amount"))
    given = Outlay.objects.filter(agreement=agreement).aggregate(total=Sum("amount"))
    return Treasury(paid["total"] or 0, given["total"] or 0)


def is_blocked(instalment: Instalment) -> bool:
    """Whether something stands in its way today."""
    return Block.objects.filter(instalment=instalment, until=None).exists()
