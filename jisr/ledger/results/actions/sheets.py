"""What a sheet brings in, all of it or nothing: each report as its form would write it, each target as its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from jisr.ledger.results.actions.framework import set_target
from jisr.ledger.results.actions.reports import Part, write
from jisr.ledger.results.models import Indicator, Report
from jisr.ledger.results.rules.periods import Period
from jisr.ledger.results.rules.values import Value
from jisr.staff.models import Post


@dataclass
class Told:
    """The rows of a sheet that make one report: the whole, and its parts."""

    indicator: Indicator
    period: Period
    value: Value = field(default_factory=lambda: Value(None))
    words: str = ""
    words_in: str = ""
    parts: dict[Part, Value] = field(default_factory=dict)


def put_results(*, told: Iterable[Told], by: Post, send: bool) -> list[Report]:
    """Write the reports of a sheet, and send them where that is asked; all of them or none.

    Raises:
        Refusal: one of them cannot be written; none is.
    """
    with transaction.atomic():
        return [_put(one, by, send) for one in told]


def _put(one: Told, by: Post, send: bool) -> Report:
    rows = Report.objects.filter(indicator=one.indicator, starts_on=one.period.starts_on).order_by("-number")
    held = rows.first()
    return write(
        indicator=one.indicator, period=one.period, value=one.value, parts=one.parts, by=by, send=send,
        words=one.words or (held.words if held else ""), words_in=one.words_in or (held.words_in if held else ""),
        document=held.document if held else None, expected=held.version if held else None,
    )  # fmt: skip


def put_targets(*, told: Iterable[tuple[Indicator, date, Part, Value]], by: Post) -> int:
    """Write the targets of a sheet; all of them or none.

    Returns:
        how many.

    Raises:
        Refusal: one of them cannot be written; none is.
    """
    with transaction.atomic():
        rows = [
            set_target(indicator=indicator, starts_on=day, dimension=dimension, part=part, value=value, by=by)
            for indicator, day, (dimension, part), value in told
        ]
    return len(rows)
