"""Census indicators as rows of a page: in the reader's numbers, with what the word means, where and when it is from."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jisr.territory.choices import INDICATORS, Group, Indicator, Source, Unit
from jisr.territory.models import Place
from jisr.web.wording import number


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one place; "" where the census gives none.

    Attributes:
        there: the same of the place around it, to compare with.
        before: the same in 2014.
    """

    label: Any
    base: Any
    here: str
    there: str
    before: str
    source: Source


@dataclass(frozen=True, slots=True)
class Block:
    """The indicators of one group."""

    title: Any
    lines: list[Line]


#: Where the indicators come from, each once.
SOURCES: tuple[Source, ...] = tuple(dict.fromkeys(indicator.source for indicator in INDICATORS))


def blocks(place: Place, around: Place | None = None) -> list[Block]:
    """Every indicator of a place, beside that of the place around it.

    Args:
        around: the province of a commune, the region of a province, or None.
    """
    return [_block(group, place, around) for group in Group]


def _block(group: Group, place: Place, around: Place | None) -> Block:
    chosen = [indicator for indicator in INDICATORS if indicator.group == group]
    return Block(group.label, [_line(indicator, place, around) for indicator in chosen])


def _line(indicator: Indicator, place: Place, around: Place | None) -> Line:
    return Line(
        label=indicator.label,
        base=indicator.base,
        here=shown(indicator, getattr(place, indicator.code)),
        there=shown(indicator, getattr(around, indicator.code)) if around else "",
        before=shown(indicator, getattr(place, indicator.before)) if indicator.before else "",
        source=indicator.source,
    )


def shown(indicator: Indicator, value: float | None) -> str:
    """A value with its unit, or "" for none; the unit of a mean stands in its definition."""
    if value is None:
        return ""
    text = number(value, indicator.decimals)
    if indicator.unit == Unit.PERCENT:
        return f"{text}\u00a0%"
    return _("%(n)s km") % {"n": text} if indicator.unit == Unit.KM else text
