"""Lines of the report with what they are called, for tables, the map and the export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jisr.barometer.choices import Dimension, Milieu, WithDisability
from jisr.barometer.rules import Late, Line, Report
from jisr.centres.choices import THEMES
from jisr.centres.models import Centre
from jisr.common.choices import Sex
from jisr.families.rules import BANDS
from jisr.web.barometer.places import Ground, centres, communes
from jisr.web.territory.drawing import Drawing, Shape, draw

#: Centres that must answer, at most so many on a page.
_MOST_LATE = 20
#: Shades of the map, from few to many.
SHADES = 4
_AGES = [band for _limit, band in BANDS]


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its name."""

    name: Any
    line: Line


@dataclass(frozen=True, slots=True)
class Table:
    """Lines told apart by one thing.

    Attributes:
        code: of the dimension.
        note: what must be known to read it.
    """

    code: str
    heading: Any
    rows: Sequence[Row]
    note: Any = ""

    @property
    def hidden(self) -> bool:
        """Whether something in it is kept back."""
        return any(row.line.hidden for row in self.rows)


@dataclass(frozen=True, slots=True)
class Patch:
    """A place on the map.

    Attributes:
        shade: 1 to ``SHADES``, 0 for nobody, "hidden".
    """

    shape: Shape
    shade: int | str
    row: Row | None


@dataclass(frozen=True, slots=True)
class MustAnswer:
    """A centre that must answer."""

    centre: Centre | None
    late: Late


def tables(report: Report, ground: Ground, names: Mapping[str, Mapping[Any, Any]]) -> dict[str, Table]:
    """Every table of the report, by the code of its dimension.

    Args:
        names: of ``names_of``.
    """
    headings = {
        Dimension.UNIT: ground.heading, Dimension.COMMUNE: _("By commune where people live"),
        Dimension.THEME: _("By theme"), Dimension.SEX: _("By sex"), Dimension.AGE: _("By age, in years"),
        Dimension.MILIEU: _("By milieu"), Dimension.DISABILITY: _("By disability"),
    }  # fmt: skip
    notes = {
        Dimension.THEME: _("One reception may have several reasons: it stands under each of them."),
        Dimension.DISABILITY: _(
            "A disability goes along with a referral only with consent, so that referrals are not counted by it."
        ),
    }
    found = {}
    for code, lines in report.tables.items():
        rows = [Row(names[code].get(line.key, line.key), line) for line in _ordered(code, lines)]
        found[code] = Table(code, headings[Dimension(code)], rows, notes.get(Dimension(code), ""))
    return found


def names_of(report: Report, ground: Ground) -> dict[str, Mapping[Any, Any]]:
    """Dimension -> code -> what it is called. One query, for the communes."""
    here = [line.key for line in report.tables.get(Dimension.COMMUNE, ())]
    unknown = _("not known")
    ages = {band: band.replace("-", "\u2013") for band in _AGES}
    return {
        Dimension.UNIT: ground.names,
        Dimension.COMMUNE: communes(here, ground.province) if ground.province else {},
        Dimension.THEME: {**THEMES, "": _("other, in the person's words")},
        Dimension.SEX: {**dict(Sex.choices), "": Sex.UNKNOWN.label},
        Dimension.AGE: {**ages, "": unknown},
        Dimension.MILIEU: {**dict(Milieu.choices), "": Milieu.UNKNOWN.label},
        Dimension.DISABILITY: {**dict(WithDisability.choices), "": WithDisability.UNKNOWN.label},
    }


def patches(table: Table, ground: Ground, names: Mapping[Any, Any]) -> tuple[Drawing, list[Patch]]:
    """The drawing of the places that a table is about, each in its shade by receptions.

    Args:
        names: code -> name of the places to draw, with or without figures.
    """
    rows = {row.line.key: row for row in table.rows}
    drawing = draw(
        ground.map, {code: (str(name), "") for code, name in names.items() if code.startswith(ground.province)}
    )
    most = max((row.line.received.value or 0 for row in rows.values()), default=0)
    found = []
    for shape in drawing.shapes:
        row = rows.get(shape.code)
        if row is not None and row.line.received.hidden:
            shade: int | str = "hidden"
        else:
            value = row.line.received.value or 0 if row else 0
            # roots: one town would leave everybody else in the palest shade
            shade = -int(-SHADES * (value / most) ** 0.5 // 1) if value else 0
        found.append(Patch(shape, shade, row))
    return drawing, found


def must_answer(report: Report) -> list[MustAnswer]:
    """Centres that must answer, the longest wait first. One query."""
    shown = report.late[:_MOST_LATE]
    known = centres([late.centre for late in shown])
    return [MustAnswer(known.get(late.centre), late) for late in shown]


def _ordered(code: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Ages stand in their order; everything else by how many came."""
    if code != Dimension.AGE:
        return lines
    return sorted(lines, key=lambda line: _AGES.index(line.key) if line.key in _AGES else len(_AGES))
