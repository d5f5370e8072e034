"""The thread in short, for the pages of a statement, a measure and an agreement: the next steps of each."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from jisr.ledger.agreements.models import Agreement
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import Measure, StrategyVersion
from jisr.ledger.thread import queries


def of_statement(statement: UUID, after: Iterable[UUID]) -> dict[str, Any]:
    """What became of a statement, and of those it went into: which agreements, and what was paid."""
    return {
        "agreements": queries.onward_of_statements([statement, *after]),
        "href": reverse("thread:one", args=["statement", statement]),
    }  # fmt: skip


def of_contribution(code: str, after: Iterable[UUID]) -> dict[str, Any]:
    """What became of what somebody said, through the statements it went into; as many queries as for a statement."""
    return {
        "agreements": queries.onward_of_statements(after), "href": reverse("thread:one", args=["contribution", code]),
    }  # fmt: skip


def of_measure(row: Measure, version: StrategyVersion) -> dict[str, Any] | None:
    """Which agreements fund a measure's programmes; None for one that is not in force, which stands in no thread."""
    if row.dropped or version.state != VersionState.CURRENT:
        return None
    key = f"{version.strategy.code}.{row.code}"
    return {
        "agreements": queries.onward_of_measures([row.pk]), "href": reverse("thread:one", args=["measure", key]),
    }  # fmt: skip


def of_agreement(row: Agreement) -> dict[str, Any]:
    """Which measures and statements lead to an agreement."""
    return {
        "asked": queries.asked_of_agreement(row.pk), "href": reverse("thread:one", args=["agreement", row.code]),
    }  # fmt: skip
