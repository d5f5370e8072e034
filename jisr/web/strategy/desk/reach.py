"""What a reader of the desk comes to: the invented for invented people, the real for real ones."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from jisr.ledger.strategy import queries
from jisr.ledger.strategy.models import Measure, PairDecision, Plan, PlanLine, StagedRows, StrategyVersion
from jisr.staff.rules import may
from jisr.web.window import found


def version(request: HttpRequest, code: str, number: int) -> StrategyVersion:
    """A version of a strategy of the reader's side.

    Raises:
        Http404: there is none.
    """
    row = found(queries.version(code, number))
    return found(row if row.is_demonstration == request.user.is_demonstration else None)


def plan(request: HttpRequest, code: str) -> Plan:
    """A programme of others of the reader's side."""
    row = found(queries.plan(code))
    return found(row if row.is_demonstration == request.user.is_demonstration else None)


def measure(request: HttpRequest, key: UUID) -> Measure:
    """A measure of a strategy of the reader's side."""
    rows = Measure.objects.select_related("of__strategy")
    return found(rows.filter(pk=key, is_demonstration=request.user.is_demonstration).first())


def line(request: HttpRequest, key: UUID) -> PlanLine:
    """A line of a programme of the reader's side."""
    rows = PlanLine.objects.select_related("plan")
    return found(rows.filter(pk=key, is_demonstration=request.user.is_demonstration).first())


def staged(request: HttpRequest, key: UUID) -> StagedRows:
    """A sheet that the reader sent."""
    return found(StagedRows.objects.select_related("version__strategy", "plan").filter(pk=key).first())


def decision(request: HttpRequest, key: UUID) -> PairDecision:
    """A decision that stands, of the reader's side."""
    rows = PairDecision.objects.select_related("measure__of__strategy", "line__plan").filter(undone_at=None)
    return found(rows.filter(pk=key, is_demonstration=request.user.is_demonstration).first())


def frame(request: HttpRequest, row: StrategyVersion, here: str) -> Mapping[str, Any]:
    """What every page about a version has: the version, whether the reader writes, which page this is."""
    return {"version": row, "strategy": row.strategy, "edits": may(request.post.role, "strategy.edit"), "here": here}
