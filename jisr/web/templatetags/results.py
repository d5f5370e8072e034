"""What the pages of results write: periods, numbers and who reports, in the reader's words."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jisr.ledger.results.models import Indicator, Report
from jisr.ledger.results.queries import Cell
from jisr.web import results_words as words

register = template.Library()


@register.filter
def period(cell: Cell, indicator: Indicator) -> str:
    """The name of a period."""
    return words.period_name(cell.period, indicator.frequency)


@register.filter
def read(report: Report, indicator: Indicator) -> SafeString:
    """The number of a report, as it is read."""
    return format_html('<bdi class="number">{}</bdi>', words.read(report.value, indicator))


@register.filter
def made_of(report: Report) -> str:
    """Of what its ratio is made."""
    return words.made_of(report.value)


@register.filter
def reporter(indicator: Indicator) -> str:
    """Who reports."""
    return words.reporter_of(indicator)


@register.filter
def get(rows: dict[Any, Any], key: Any) -> Any:
    """What a table has under a key."""
    return rows.get(key)
