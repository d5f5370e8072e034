"""Rules of retention, and what fell due under them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from jisr.common.parameters import value
from jisr.families.choices import RetentionRule
from jisr.families.models import RetentionBatch

_PLACE = ("jisr.families", "retention")
#: Files of families: a person decides about each, no batch erases one.
DECIDED_ONE_BY_ONE = frozenset({RetentionRule.SILENT_FILE.value})


@dataclass(frozen=True)
class Kept:
    """One rule at some centres: how long, what waits for a signature, what was done.

    Attributes:
        decides: a person decides about each one; nothing is signed.
    """

    rule: str
    label: str
    days: int
    decides: bool
    waiting: list[RetentionBatch] = field(default_factory=list)
    done: list[RetentionBatch] = field(default_factory=list)


def cutoff(rule: str, today: date | None = None) -> date:
    """What was over before this day falls due (parameters/retention.yaml)."""
    today = today or timezone.localdate()
    return today - timedelta(days=value(*_PLACE, f"{rule}_days", on=today))


def retention(centres: Sequence[int]) -> list[Kept]:
    """Every rule, with its batches at these centres; two queries whatever there is."""
    rows = RetentionBatch.objects.filter(centre__in=centres)
    waiting = list(rows.filter(signed_at=None).order_by("id"))
    done = list(rows.filter(signed_at__isnull=False).order_by("-signed_at")[:40])
    today = timezone.localdate()
    return [
        Kept(
            rule=rule.value, label=str(rule.label), days=value(*_PLACE, f"{rule.value}_days", on=today),
            decides=rule.value in DECIDED_ONE_BY_ONE,
            waiting=[row for row in waiting if row.rule == rule.value],
            done=[row for row in done if row.rule == rule.value and row.done_at][:5],
        )
        for rule in RetentionRule
    ]  # fmt: skip
