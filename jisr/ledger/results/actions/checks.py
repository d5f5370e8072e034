"""What is said to whoever reports before anything is written: which number is missing, which parts do not add up."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common.errors import Unacceptable
from jisr.ledger.results.actions.laws import BrokenLaw
from jisr.ledger.results.choices import UNKNOWN, Dimension
from jisr.ledger.results.models import Indicator
from jisr.ledger.results.queries.standing import standing_tops
from jisr.ledger.results.rules.periods import Period
from jisr.ledger.results.rules.values import Value, falls, lacking

#: Where the form shows a number of a part: its dimension, its code, and whether it is the second of the two numbers.
OUT_OF = "__out_of"


def field_of(dimension: str, part: str, *, out_of: bool = False) -> str:
    """The name of the field in which a part is typed."""
    return f"{dimension}__{part}{OUT_OF if out_of else ''}"


def fits(indicator: Indicator, value: Value, parts: Mapping[tuple[str, str], Value]) -> None:
    """Refuse numbers that can never be right, even in a draft.

    Raises:
        Unacceptable: a part of a ratio is larger than what it is out of, or one of its two numbers is missing.
    """
    wrong = {}
    for name, one in [("", value), *((field_of(*key), one) for key, one in parts.items())]:
        if indicator.is_percent and one.top is not None and one.out_of is not None and one.top > one.out_of:
            wrong[name or "top"] = _("More than what it is out of. Check the two numbers.")
        if name and indicator.is_ratio and one.top is not None and one.out_of is None:
            wrong[name + OUT_OF] = _("Write out of how many.")
    if wrong:
        raise Unacceptable(wrong)


def check(indicator: Indicator, period: Period, value: Value, parts: Mapping[tuple[str, str], Value]) -> None:
    """Refuse to send what is not whole.

    Raises:
        Unacceptable: a number is missing, or the parts of a dimension do not make the whole.
        BrokenLaw: the period is not over, or a series counted since the beginning would fall.
    """
    if period.ends_on >= timezone.localdate():
        raise BrokenLaw("report_of_a_past_period")
    wrong: dict[str, Any] = {}
    if value.top is None:
        wrong["top"] = _("Write the number; 0 where there was nothing.")
    if indicator.is_ratio and value.out_of is None:
        wrong["out_of"] = _("Write out of how many.")
    wrong = wrong or _unequal_parts(indicator, value, parts)
    if wrong:
        raise Unacceptable(wrong)
    if indicator.is_cumulative:
        tops = standing_tops(indicator) | {period.starts_on: value.top}
        if falls([tops[day] for day in sorted(tops)]) is not None:
            raise BrokenLaw("report_never_falls")


def _unequal_parts(
    indicator: Indicator, value: Value, parts: Mapping[tuple[str, str], Value]
) -> dict[str, Any]:  # fmt: skip
    wrong = {}
    for dimension in indicator.by:
        mine = {part: one for (of, part), one in parts.items() if of == dimension and one.top is not None}
        rest = lacking(value, mine)
        if mine and rest.top:
            wrong[field_of(dimension, UNKNOWN)] = _unequal(dimension, value.top or 0, rest.top)
        elif mine and rest.out_of:
            wrong[field_of(dimension, UNKNOWN, out_of=True)] = _unequal(dimension, value.out_of or 0, rest.out_of)
    return wrong


def _unequal(dimension: str, whole: int, rest: int) -> str:
    said = {"by": Dimension(dimension).label, "sum": whole - rest, "whole": whole, "rest": abs(rest)}
    if rest < 0:
        return _("By %(by)s the parts make %(sum)s, more than the whole of %(whole)s. Correct one of them.") % said
    return (
        _("By %(by)s the parts make %(sum)s of %(whole)s. Write the other %(rest)s as not known, or correct a number.")
        % said
    )
