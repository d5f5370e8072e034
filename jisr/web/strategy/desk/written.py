"""One measure or one line as a form: fields, rows that grow, weights; what it says is judged as a row of a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.exchange.strategy_actions import judged
from jisr.exchange.strategy_sheets import cells
from jisr.exchange.strategy_sheets.columns import BY_CODE, INDICATOR_FIELDS, MOST_INDICATORS
from jisr.exchange.strategy_sheets.problems import Problem
from jisr.ledger.strategy.rules.sheets import LineRow, MeasureRow
from jisr.web.fields import TypedField
from jisr.web.widgets import DayInput
from jisr.web.window import Unhurried

#: Rows of each kind: how many at most, and how many empty ones are offered.
MOST_ROWS = {"places": 60, "budget": 12, "indicators": MOST_INDICATORS}
EMPTY_ROWS = {"places": 2, "budget": 2, "indicators": 1}
_NUMERIC = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}


def cell(column: str, help_text: Any = "", **attrs: Any) -> TypedField:
    """A field that is a cell of a sheet: judged with its row, not alone."""
    direction = {"ar": {"dir": "rtl", "lang": "ar"}, "fr": {"dir": "ltr", "lang": "fr"}}.get(column[-2:], {})
    kind = forms.Textarea if attrs.get("rows") else forms.TextInput
    widget = kind(attrs={"autocomplete": "off", **direction, **attrs})
    return TypedField(label=BY_CODE[column].label, required=False, help_text=help_text, widget=widget)


def day_cell(column: str) -> forms.CharField:
    """A day of a sheet."""
    return forms.CharField(label=BY_CODE[column].label, required=False, widget=DayInput())


class LineFields(Unhurried):
    """What a measure and a line have in common, besides their rows."""

    code = cell("code", _("A short one of your own, with letters without accents, digits, - and _."), dir="ltr")
    title_ar = cell("title_ar", _("In one of the two languages at least."))
    title_fr = cell("title_fr")
    since, until = day_cell("since"), day_cell("until")
    marks_optional = False


class MeasureFields(LineFields):
    """What a measure says, besides its rows.

    Args:
        under: (value, label) of the axes and objectives of the version.
        programmes: (code, name) of the catalogue.
    """

    under = forms.ChoiceField(label=_("Axis or objective"), required=False)
    about_ar = cell("about_ar", rows=4)
    about_fr = cell("about_fr", rows=4)
    owner_ar = cell("owner_ar", _("A body, not a person."))
    owner_fr = cell("owner_fr")
    programmes = forms.MultipleChoiceField(
        label=BY_CODE["programmes"].label, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Those of the catalogue through which it is done: services, agreements and figures join there."),
    )  # fmt: skip

    def __init__(self, *args: Any, under: Any, programmes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["under"].choices = [("", "—"), *under]
        self.fields["programmes"].choices = programmes


class PlanLineFields(LineFields):
    """What a line of somebody's programme says, besides its rows."""

    budget = cell("budget", _("In dirhams, for the whole period."), **_NUMERIC)
    programme = forms.ChoiceField(label=BY_CODE["programme"].label, required=False)

    def __init__(self, *args: Any, programmes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["budget"].label = _("Budget")
        self.fields["programme"].choices = [("", "—"), *programmes]


class PlaceRow(Unhurried):
    """A place by its name or its code."""

    place = TypedField(
        label=_("Region, province or commune"), required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "list": "known-places"}),
    )  # fmt: skip
    marks_optional = False


class BudgetRow(Unhurried):
    """What a year is to cost."""

    year = TypedField(
        label=_("Year"), required=False, widget=forms.TextInput(attrs=_NUMERIC | {"inputmode": "numeric"})
    )
    amount = TypedField(label=_("Dirhams"), required=False, widget=forms.TextInput(attrs=_NUMERIC))
    marks_optional = False


class IndicatorRow(Unhurried):
    """By what it is seen that a measure works."""

    marks_optional = False

    def __init__(self, *args: Any, n: int, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in INDICATOR_FIELDS:
            numeric = {} if name[-3:] in {"_ar", "_fr"} else _NUMERIC
            self.fields[name] = cell(f"indicator{n}_{name}", **numeric)


@dataclass
class Weights:
    """Entries of a closed list, each ticked or not, with its weight.

    Attributes:
        rows: code, label, whether it is ticked, its weight as typed.
        typed: what was typed and is wrong.
    """

    column: str
    rows: Sequence[tuple[str, Any, bool, str]]
    error: str = ""
    typed: str = ""

    @property
    def label(self) -> Any:
        """What the list is of."""
        return BY_CODE[self.column].label

    @property
    def id_for_label(self) -> str:
        """Where the summary of what is wrong leads."""
        return f"of-{self.column}"

    @property
    def said(self) -> str:
        """As the cell of a sheet; a weight that is typed ticks."""
        ticked = [(code, weight) for code, _label, on, weight in self.rows if on or weight]
        return "; ".join(f"{code}: {weight}" if weight else code for code, weight in ticked)


def weights(column: str, data: Any, start: Mapping[str, float]) -> Weights:
    """The list of a column as it was sent, or as it is stored."""
    labels = dict(BY_CODE[column].values or {})
    if data is None:
        written = {code: "" if weight == 1 else f"{weight:g}" for code, weight in start.items()}
        return Weights(column, [(code, label, code in start, written.get(code, "")) for code, label in labels.items()])
    ticked = set(data.getlist(column))
    return Weights(column, [
        (code, label, code in ticked, str(data.get(f"{column}-{code}", "")).strip()[:12])
        for code, label in labels.items()
    ])  # fmt: skip


class Grown:
    """Rows of one kind, with empty ones under them; ``more`` asks for further ones."""

    def __init__(self, name: str, make: Any, data: Any, start: Sequence[Mapping[str, Any]], *, checked: bool) -> None:
        sent = str(data.get(f"{name}-rows", "")) if data is not None else ""
        count = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else len(start)
        grows = data is None or data.get("more") == name
        self.name = name
        self.count = max(1, min(count + (EMPTY_ROWS[name] if grows else 0), MOST_ROWS[name]))
        self.is_full = self.count == MOST_ROWS[name]
        self.forms = [
            make(data, prefix=f"{name}{n}", initial=start[n - 1] if n <= len(start) else {}, checked=checked, n=n)
            for n in range(1, self.count + 1)
        ]


def text_of(bound: Any) -> str:
    """What stands in a field, sent or stored."""
    return str(bound.value() or "")


class Written:
    """What somebody writes of a measure or of a line.

    Args:
        fields: the form of what stands once.
        data: what was sent or kept, or None.
        start: what is stored, or an empty row.
        places: what is stored of the territory, in words.
    """

    def __init__(
        self, fields: forms.Form, data: Any, start: MeasureRow | LineRow, *, kind: str, places: Sequence[str],
        checked: bool,
    ) -> None:  # fmt: skip
        self.fields, self.kind, self.code = fields, kind, start.code
        self.publics = weights("publics", data, start.publics)
        self.themes = weights("themes", data, start.themes)
        rows = {"places": (_plain(PlaceRow), [{"place": place} for place in places])}
        if isinstance(start, MeasureRow):
            rows["budget"] = (_plain(BudgetRow), [
                {"year": str(year), "amount": cells.written_amount(amount)} for year, amount in start.budgets.items()
            ])  # fmt: skip
            rows["indicators"] = (IndicatorRow, [_of_indicator(one) for one in start.indicators])
        self.rows = {name: Grown(name, make, data, stored, checked=checked) for name, (make, stored) in rows.items()}

    def said(self, under: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """What it says, by column of a sheet.

        Args:
            under: value of the choice of axis or objective -> columns.
        """
        said = {name: text_of(self.fields[name]) for name in self.fields.fields if name in BY_CODE}
        if "programmes" in said:
            said["programmes"] = "; ".join(self.fields["programmes"].value() or [])
        said |= {"publics": self.publics.said, "themes": self.themes.said}
        said["places"] = "; ".join(filter(None, (text_of(row["place"]) for row in self.rows["places"].forms)))
        if "budget" in self.rows:
            pairs = [(text_of(row["year"]), text_of(row["amount"])) for row in self.rows["budget"].forms]
            said["budget"] = "; ".join(f"{year}: {amount}" for year, amount in pairs if year or amount)
            for n, row in enumerate(self.rows["indicators"].forms, 1):
                said |= {f"indicator{n}_{name}": text_of(row[name]) for name in INDICATOR_FIELDS}
            said |= under.get(text_of(self.fields["under"]), {})
        return said | {"code": self.code or said.get("code", "")}

    def read(self, under: Mapping[str, Mapping[str, str]], *, is_demonstration: bool) -> Any:
        """The row that it says; None where something is wrong, and then each field says what."""
        said = self.said(under)
        checked = judged(self.kind, said, is_demonstration=is_demonstration)
        for problem in checked.problems:
            self._put(problem)
        return checked.rows.get(1) if self.fields.is_valid() and not self.wrong else None

    @property
    def wrong(self) -> list[tuple[str, Any, str]]:
        """(its id, label, what is wrong) of every field to be corrected, in the order of the page."""
        found = [(one.id_for_label, one.label, str(one.errors[0])) for one in self.fields if one.errors]
        found += [(one.id_for_label, one.label, one.error) for one in (self.publics, self.themes) if one.error]
        return found + [
            (one.id_for_label, one.label, str(one.errors[0]))
            for grown in self.rows.values() for row in grown.forms for one in row if one.errors
        ]  # fmt: skip

    def _put(self, problem: Problem) -> None:
        """Beside the field in which it is to be corrected."""
        column, value = problem.column, str(problem.values.get("value", ""))
        if column in {"publics", "themes"}:
            weighed = getattr(self, column)
            weighed.error, weighed.typed = problem.sentence(), value
        elif column == "places":
            _where(self.rows["places"].forms, "place", value).add_error("place", problem.sentence())
        elif column == "budget" and "budget" in self.rows:
            name = "year" if problem.kind in {"year", "same_year"} else "amount"
            row = _of_year(self.rows["budget"].forms, name, value)
            lacking = Problem(problem.row, column, "required")
            row.add_error(name, (problem if text_of(row[name]) else lacking).sentence())
        elif column.startswith("indicator"):
            n, _line, name = column.removeprefix("indicator").partition("_")
            self.rows["indicators"].forms[int(n) - 1].add_error(name, problem.sentence())
        else:
            self.fields.add_error(column if column in self.fields.fields else None, problem.sentence())


def _plain(make: Any) -> Any:
    """Rows that need not know their number."""

    def made(*args: Any, n: int, **options: Any) -> Any:
        return make(*args, **options)

    return made


def _of_indicator(one: Any) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in INDICATOR_FIELDS}
    return said | {name: cells.written_number(said[name]) for name in ("baseline", "target")}


def _of_year(rows: Sequence[Any], name: str, value: str) -> Any:
    """The row of a year in which something is wrong: what was typed, or what is missing beside it."""
    said = [(row, text_of(row["year"]), text_of(row["amount"])) for row in rows]
    lacking = [row for row, year, amount in said if (year and not amount) or (amount and not year)]
    there = any(value and value in {year, amount} for _row, year, amount in said)
    return lacking[0] if lacking and not there else _where(rows, name, value)


def _where(rows: Sequence[Any], name: str, value: str) -> Any:
    """The last row in which this was typed; the first one where none is found."""
    return next((row for row in reversed(rows) if value and text_of(row[name]).startswith(value)), rows[0])
