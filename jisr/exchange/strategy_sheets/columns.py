"""The columns of both sheets, in the order in which they go out and may come in."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from jisr.centres.choices import Public, Theme
from jisr.common.text import fold
from jisr.exchange.centres_import.columns import LANGUAGES, Column

#: Indicators that an empty sheet has columns for, and how many a row may hold.
INDICATORS, MOST_INDICATORS = 2, 6
MEASURES, LINES = "measures", "lines"

_CODE = _("your own, one for each: a code that is here already changes its row, another adds one")
_TITLE = _("in one of the two languages at least")
_PLACES = _("codes or names of regions, provinces or communes, with ; between; MA for the whole country")
_WEIGHED = _("codes or labels of the list with ; between, each with its weight after : if they differ")
_PUBLICS = _("as for themes; empty: everybody")
_DAY = _("day as 2026-11-22 or 22/11/2026")
_YEAR = _("year as 2026")
_NUMBER = _("number, with a comma or a point")
_BUDGET = _("year : dirhams, with ; between")
_PROGRAMMES = _("codes of programmes of the catalogue, with ; between")

_SHARED = (
    Column("code", pgettext_lazy("sheet", "Code"), _CODE, "F-01", required=True),
    Column("title_ar", pgettext_lazy("sheet", "Title in Arabic"), _TITLE, "محو أمية نساء الدواوير"),
    Column("title_fr", pgettext_lazy("sheet", "Title in French"), _TITLE, "Alphabétisation des femmes des douars"),
    Column("places", pgettext_lazy("sheet", "Territory"), _PLACES, "07.161; الصويرة"),
    Column("publics", pgettext_lazy("sheet", "Publics"), _PUBLICS, "women: 3; rural: 1", dict(Public.choices)),
    Column("themes", pgettext_lazy("sheet", "Themes"), _WEIGHED, "literacy", dict(Theme.choices)),
    Column("since", pgettext_lazy("sheet", "First day"), _DAY, "2027-01-01"),
    Column("until", pgettext_lazy("sheet", "Last day"), _DAY, "2028-12-31"),
)
_OF_MEASURE = (
    Column("axis_ar", pgettext_lazy("sheet", "Axis in Arabic"), _("its title; a new title makes a new axis")),
    Column("axis_fr", pgettext_lazy("sheet", "Axis in French"), _("its title; a new title makes a new axis")),
    Column("objective_ar", pgettext_lazy("sheet", "Objective in Arabic"), _("its title, under its axis")),
    Column("objective_fr", pgettext_lazy("sheet", "Objective in French"), _("its title, under its axis")),
    Column("owner_ar", pgettext_lazy("sheet", "Who does it, in Arabic"), _("a body, not a person")),
    Column("owner_fr", pgettext_lazy("sheet", "Who does it, in French"), _("a body, not a person")),
    Column("about_ar", pgettext_lazy("sheet", "What is done, in Arabic"), _("some sentences")),
    Column("about_fr", pgettext_lazy("sheet", "What is done, in French"), _("some sentences")),
    Column("budget", pgettext_lazy("sheet", "Budget by year"), _BUDGET, "2027: 1200000; 2028: 900000"),
    Column("programmes", pgettext_lazy("sheet", "Programmes"), _PROGRAMMES),
)
_OF_INDICATOR = (
    ("name_ar", pgettext_lazy("sheet", "Indicator %(n)s in Arabic"), _("its name")),
    ("name_fr", pgettext_lazy("sheet", "Indicator %(n)s in French"), _("its name")),
    ("unit_ar", pgettext_lazy("sheet", "Unit %(n)s in Arabic"), pgettext_lazy("sheet", "what is counted")),
    ("unit_fr", pgettext_lazy("sheet", "Unit %(n)s in French"), pgettext_lazy("sheet", "what is counted")),
    ("baseline", pgettext_lazy("sheet", "Baseline %(n)s"), _NUMBER),
    ("baseline_year", pgettext_lazy("sheet", "Year of baseline %(n)s"), _YEAR),
    ("target", pgettext_lazy("sheet", "Target %(n)s"), _NUMBER),
    ("target_year", pgettext_lazy("sheet", "Year of target %(n)s"), _YEAR),
)
_OF_LINE = (
    Column("budget", pgettext_lazy("sheet", "Budget"), _("dirhams, for the whole period"), "2400000"),
    Column("programme", pgettext_lazy("sheet", "Programme"), _("code of a programme of the catalogue")),
)


class _Numbered:
    """A heading with the number of its indicator, in the language in which it is read."""

    def __init__(self, said: Any, n: int) -> None:
        self._said, self._n = said, n

    def __str__(self) -> str:
        return str(self._said) % {"n": self._n}


_INDICATORS = tuple(
    Column(f"indicator{n}_{code}", _Numbered(said, n), written)  # type: ignore[arg-type]
    for n in range(1, MOST_INDICATORS + 1)
    for code, said, written in _OF_INDICATOR
)
INDICATOR_FIELDS = tuple(code for code, _said, _written in _OF_INDICATOR)


def of_kind(kind: str, indicators: int = INDICATORS) -> Sequence[Column]:
    """The columns of a sheet, with those of so many indicators."""
    if kind == LINES:
        return (*_SHARED, *_OF_LINE)
    return (*_SHARED, *_OF_MEASURE, *_INDICATORS[: indicators * len(INDICATOR_FIELDS)])


#: Columns of an empty sheet.
COLUMNS: Mapping[str, Sequence[Column]] = {kind: of_kind(kind) for kind in (MEASURES, LINES)}
BY_CODE: Mapping[str, Column] = {
    column.code: column for kind in (LINES, MEASURES) for column in of_kind(kind, MOST_INDICATORS)
}


@cache
def headings(kind: str) -> Mapping[str, str]:
    """Folded heading, in any language -> code of the column."""
    columns = of_kind(kind, MOST_INDICATORS)
    found = {fold(column.code): column.code for column in columns}
    for language in LANGUAGES:
        with override(language):
            for column in columns:
                found.setdefault(fold(str(column.label)), column.code)
    return found
