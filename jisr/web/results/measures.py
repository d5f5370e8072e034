"""Indicators of measures of strategies, by their codes: named beside an indicator of an agreement, never copied."""

from typing import Any

from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results.models import Indicator
from jisr.ledger.strategy.models import MeasureIndicator
from jisr.ledger.strategy.queries import current_versions
from jisr.web.said import of_language


def choices(agreement: Agreement) -> list[tuple[str, str]]:
    """(codes, names) of the indicators of measures in force that an agreement may name; two queries."""
    versions = [row for row in current_versions() if row.is_demonstration == agreement.is_demonstration]
    rows = MeasureIndicator.objects.filter(measure__of__in=versions, measure__dropped=False)
    return [
        (f"{row.measure.of.strategy.code}/{row.measure.code}/{row.place}",
         f"{row.measure.code} · {of_language(row.measure, 'title')} — {of_language(row, 'name')}")
        for row in rows.select_related("measure__of__strategy").order_by("measure__code", "place")
    ]  # fmt: skip


def named(indicators: list[Indicator]) -> dict[Any, Any]:
    """indicator -> the measure and its indicator that it names, as the strategy in force says them; two queries.

    One that the strategy in force no longer has is left out.
    """
    asked = [one for one in indicators if one.strategy]
    if not asked:
        return {}
    versions = {(row.strategy.code, row.is_demonstration): row for row in current_versions()}
    rows = MeasureIndicator.objects.filter(
        measure__of__in=versions.values(), measure__code__in={one.measure for one in asked}, measure__dropped=False
    )
    found = {
        (row.measure.of_id, row.measure.code, row.place): row for row in rows.select_related("measure__of__strategy")
    }  # fmt: skip
    said = {}
    for one in asked:
        version = versions.get((one.strategy, one.is_demonstration))
        row = found.get((version.pk, one.measure, one.measure_place or 0)) if version else None
        if row is not None:
            said[one.pk] = {"strategy": row.measure.of.strategy, "measure": row.measure, "indicator": row}
    return said
