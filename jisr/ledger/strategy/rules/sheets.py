"""What a row of measures or of lines says, once read: the shape that sheets and acts share. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Indicator:
    """By what it is seen that a measure works."""

    name_ar: str = ""
    name_fr: str = ""
    unit_ar: str = ""
    unit_fr: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    target: Decimal | None = None
    target_year: int | None = None


@dataclass(frozen=True)
class Row:
    """What a measure and a line have in common.

    Attributes:
        places: codes, in order.
        publics, themes: code -> weight.
    """

    code: str
    title_ar: str = ""
    title_fr: str = ""
    places: Sequence[str] = ()
    publics: Mapping[str, float] = field(default_factory=dict)
    themes: Mapping[str, float] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class MeasureRow(Row):
    """A measure.

    Attributes:
        axis, objective: titles in Arabic and French, both empty for none.
        budgets: year -> minor units.
        programmes: codes of the catalogue.
    """

    axis: tuple[str, str] = ("", "")
    objective: tuple[str, str] = ("", "")
    owner_ar: str = ""
    owner_fr: str = ""
    about_ar: str = ""
    about_fr: str = ""
    budgets: Mapping[int, int] = field(default_factory=dict)
    indicators: Sequence[Indicator] = ()
    programmes: Sequence[str] = ()


@dataclass(frozen=True)
class LineRow(Row):
    """A line of somebody's programme.

    Attributes:
        budget: minor units, or None where it is not known.
        programme: its code in the catalogue, or "".
    """

    budget: int | None = None
    programme: str = ""


def told(row: Row) -> Mapping[str, Any]:
    """The columns of a row that its table has too."""
    names = ("title_ar", "title_fr", "places", "publics", "themes", "since", "until")
    extra = ("owner_ar", "owner_fr", "about_ar", "about_fr") if isinstance(row, MeasureRow) else ("budget",)
    return {name: getattr(row, name) for name in (*names, *extra)} | {"places": list(row.places)}
