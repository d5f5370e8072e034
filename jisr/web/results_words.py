"""Results in the reader's words: periods, numbers, parts, who reports."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.ledger.agreements.choices import Unit
from jisr.ledger.results.choices import PARTS, UNKNOWN, Dimension, Frequency, Reporter
from jisr.ledger.results.models import Indicator
from jisr.ledger.results.rules.periods import Period
from jisr.ledger.results.rules.values import Value
from jisr.web import wording
from jisr.web.said import of_language

#: A number that nobody gave.
NONE = "—"


def period_name(period: Period, frequency: str) -> str:
    """A period as people call it: "November 2026", "quarter 3 of 2026"."""
    start = period.starts_on
    if frequency == Frequency.MONTH:
        return wording.month(start)
    if frequency == Frequency.YEAR:
        return str(start.year)
    if frequency == Frequency.QUARTER:
        return _("quarter %(n)s of %(year)s") % {"n": (start.month + 2) // 3, "year": start.year}
    return _("half %(n)s of %(year)s") % {"n": 1 if start.month == 1 else 2, "year": start.year}


def short_name(period: Period, frequency: str) -> str:
    """The same under a bar of a drawing, in signs that both directions read: 3/26."""
    start = period.starts_on
    months = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.HALF: 6}.get(Frequency(frequency))
    return f"{(start.month - 1) // months + 1}/{start.year % 100:02d}" if months else str(start.year)


def read(value: Value, indicator: Indicator) -> str:
    """A value as it is read: a number, a share in percent, so many for each one."""
    found = value.read
    if found is None:
        return NONE
    if indicator.is_percent:
        return wording.percent(float(found), 1)
    return wording.number(float(found), 1) if indicator.is_ratio else wording.number(int(found))


def made_of(value: Value) -> str:
    """Of what a ratio is made: "18 of 24"; "" for a number."""
    if value.top is None or value.out_of is None:
        return ""
    return pgettext("ratio", "%(top)s of %(out_of)s") % {
        "top": wording.number(value.top), "out_of": wording.number(value.out_of),
    }  # fmt: skip


def unit_of(indicator: Indicator) -> str:
    """What is counted; "" for a share, which says it by its sign."""
    return str(Unit(indicator.unit).label) if indicator.unit else of_language(indicator, "unit")


def part_name(dimension: str, part: str, places: Mapping[str, tuple[str, str]]) -> str:
    """A part of a breakdown in words; of a province that is no longer named, its code."""
    if part == UNKNOWN:
        return _("not known")
    if dimension != Dimension.PROVINCE:
        return str(PARTS[dimension](part).label)
    arabic, _bar, french = part.partition("|")
    names = places.get(part) or (arabic, french or arabic)
    return names[0] if wording.language() in {"ar", "zgh"} else names[1]


def parts_of(dimension: str, places: Mapping[str, tuple[str, str]]) -> list[str]:
    """The codes of the parts of a dimension, what is not known last."""
    return [*(places if dimension == Dimension.PROVINCE else PARTS[dimension].values), UNKNOWN]


def reporter_of(indicator: Indicator) -> str:
    """The institution that reports: the party where it is named, and the kind of who does it."""
    who = str(Reporter(indicator.reporter).label)
    if indicator.province:
        who = f"{who} — {wording.name_of(indicator.province)}"
    return f"{wording.name_of(indicator.party)} ({who})" if indicator.party else who


def named(row: Any) -> str:
    """The name of an indicator in the reader's language."""
    return wording.name_of(row)


def of_ratio(indicator: Indicator, name: str) -> str:
    """What a ratio counts (``top``), or out of what (``out_of``)."""
    return of_language(indicator, name)
