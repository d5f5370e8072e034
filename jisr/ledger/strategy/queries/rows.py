"""Measures and lines as the rows of a sheet."""

from typing import Any

from django.db.models import QuerySet

from jisr.ledger.strategy.models import Measure, Plan, PlanLine, StrategyVersion
from jisr.ledger.strategy.rules.sheets import Indicator, LineRow, MeasureRow


def measure_rows(version: StrategyVersion) -> QuerySet[Measure]:
    """The measures of a version with what belongs to them, by code; six queries."""
    rows = Measure.objects.filter(of=version).select_related("axis", "objective")
    return rows.prefetch_related("budgets", "indicators", "through__programme").order_by("code")


def line_rows(plan: Plan) -> QuerySet[PlanLine]:
    """The lines of a programme, by code; one query."""
    return PlanLine.objects.filter(plan=plan).select_related("programme").order_by("code")


def measure_row(measure: Measure) -> MeasureRow:
    """A measure as the row that would write it."""
    indicators = sorted(measure.indicators.all(), key=lambda one: one.place)
    return MeasureRow(
        **_shared(measure),
        axis=_titles(measure.axis), objective=_titles(measure.objective),
        owner_ar=measure.owner_ar, owner_fr=measure.owner_fr, about_ar=measure.about_ar, about_fr=measure.about_fr,
        budgets={one.year: one.amount for one in sorted(measure.budgets.all(), key=lambda one: one.year)},
        indicators=tuple(
            Indicator(**{name: getattr(one, name) for name in Indicator.__dataclass_fields__}) for one in indicators
        ),
        programmes=tuple(sorted(one.programme.code for one in measure.through.all())),
    )  # fmt: skip


def line_row(line: PlanLine) -> LineRow:
    """A line as the row that would write it."""
    return LineRow(
        **_shared(line), budget=line.budget, programme=line.programme.code if line.programme is not None else ""
    )


def _shared(row: Measure | PlanLine) -> dict[str, Any]:
    return {
        "code": row.code, "title_ar": row.title_ar, "title_fr": row.title_fr, "places": tuple(row.places),
        "publics": row.publics, "themes": row.themes, "since": row.since, "until": row.until,
    }  # fmt: skip


def _titles(row: Any) -> tuple[str, str]:
    return (row.title_ar, row.title_fr) if row is not None else ("", "")
