"""Rows of a sheet into measures or lines, each refused row with its reasons; nothing is written here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jisr.common.text import clean_typed, fold
from jisr.exchange import sheets
from jisr.exchange.centres_import.cells import Wrong
from jisr.exchange.centres_import.reading import Table
from jisr.exchange.strategy_sheets import cells
from jisr.exchange.strategy_sheets.columns import INDICATOR_FIELDS, MEASURES, MOST_INDICATORS, headings
from jisr.exchange.strategy_sheets.problems import Problem
from jisr.ledger.strategy.rules.sheets import Indicator, LineRow, MeasureRow

#: Greatest length of a text, as in the models.
MOST = {
    "title_ar": 300, "title_fr": 300, "axis_ar": 300, "axis_fr": 300, "objective_ar": 300, "objective_fr": 300,
    "owner_ar": 200, "owner_fr": 200, "about_ar": 4_000, "about_fr": 4_000,
}  # fmt: skip
_MOST_OF_INDICATOR = {"name_ar": 200, "name_fr": 200, "unit_ar": 60, "unit_fr": 60}
_QUOTED = 60
_LONG_TEXTS = frozenset({"about_ar", "about_fr"})

#: A row of the file: its number, and its cells by column; empty ones left out.
Cells = tuple[int, Mapping[str, str]]


@dataclass
class Checked:
    """What a sheet says, ready to be shown and then taken in.

    Attributes:
        rows: number of the row -> what it says.
        refused: numbers of the rows with a problem.
    """

    rows: dict[int, MeasureRow | LineRow] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> list[int]:
        """Numbers of the rows with a problem, in order."""
        return list(dict.fromkeys(problem.row for problem in self.problems))


def cells_of(table: Table, kind: str) -> tuple[list[Cells], list[str]]:
    """The cells of a table by column, and the headings that no column has."""
    known = headings(kind)
    columns = [known.get(fold(heading), "") for heading in table.headings]
    unknown = [heading for heading, column in zip(table.headings, columns, strict=True) if heading and not column]
    found: list[Cells] = []
    for number, row in table.rows:
        pairs = zip(columns, row, strict=True)
        said = tidied({column: cell for column, cell in pairs if column})
        found.append((number, {column: sheets.unguarded(cell) for column, cell in said.items()}))
    return found, unknown


def tidied(said: Mapping[str, str]) -> dict[str, str]:
    """What stands in the columns, written cleanly; empty ones left out."""
    clean = {column: clean_typed(cell, lines=column in _LONG_TEXTS) for column, cell in said.items()}
    return {column: cell for column, cell in clean.items() if cell}


def check(
    kind: str, lines: Sequence[Cells], programmes: Collection[str], named: Mapping[str, frozenset[str]]
) -> Checked:
    """Every row, or why not.

    Args:
        programmes: codes of the catalogue that may be named here.
        named: folded code or name -> codes of regions and provinces, as ``cells.named_places`` gives them.
    """
    checked, seen = Checked(), dict[str, int]()
    for number, said in lines:
        reader = _Reader(number, said, programmes, named)
        row = reader.measure() if kind == MEASURES else reader.line()
        if row.code and row.code in seen:
            reader.wrong("code", "same_code", other=seen[row.code])
        seen.setdefault(row.code, number)
        if reader.problems:
            checked.problems += reader.problems
        else:
            checked.rows[number] = row
    return checked


class _Reader:
    """One row."""

    def __init__(
        self, number: int, said: Mapping[str, str], programmes: Collection[str], named: Mapping[str, frozenset[str]]
    ) -> None:
        self.problems: list[Problem] = []
        self._number, self._said, self._programmes, self._named = number, said, programmes, named

    def wrong(self, column: str, kind: str, closest: str = "", **values: Any) -> None:
        """Add a problem; what was typed is quoted no longer than needed to find it."""
        said = {name: value[:_QUOTED] if isinstance(value, str) else value for name, value in values.items()}
        self.problems.append(Problem(self._number, column, kind, said, closest))

    def measure(self) -> MeasureRow:
        """The row as a measure."""
        axis, objective = self._titles("axis"), self._titles("objective")
        if any(objective) and not any(axis):
            self.wrong("objective_ar", "objective")
        texts: dict[str, Any] = {name: self._text(name) for name in ("owner_ar", "owner_fr", "about_ar", "about_fr")}
        return MeasureRow(
            **self._shared(), axis=axis, objective=objective, **texts,
            budgets=self._read("budget", cells.budgets) or {}, indicators=self._indicators(),
            programmes=tuple(sorted(self._known("programmes"))),
        )  # fmt: skip

    def line(self) -> LineRow:
        """The row as a line of a programme."""
        named = self._known("programme")
        return LineRow(**self._shared(), budget=self._read("budget", cells.amount), programme="".join(named[:1]))

    def _shared(self) -> dict[str, Any]:
        if not self._said.get("code"):
            self.wrong("code", "required")
        since, until = self._read("since", cells.day), self._read("until", cells.day)
        if since and until and until < since:
            self.wrong("until", "order")
        titles = {name: self._text(name) for name in ("title_ar", "title_fr")}
        if not any(titles.values()):
            self.wrong("title_ar", "title")
        return {
            "code": self._read("code", cells.code) or "", **titles, "since": since, "until": until,
            "places": self._read("places", lambda text: cells.places(text, self._named)) or (),
            "publics": self._read("publics", lambda text: cells.weighed("publics", text)) or {},
            "themes": self._read("themes", lambda text: cells.weighed("themes", text)) or {},
        }  # fmt: skip

    def _read(self, column: str, reader: Callable[[str], Any]) -> Any:
        said = self._said.get(column, "")
        try:
            return reader(said) if said else None
        except Wrong as wrong:
            self.wrong(column, wrong.kind, wrong.closest, **wrong.values)
            return None

    def _text(self, column: str, most: int = 0) -> str:
        said, most = self._said.get(column, ""), most or MOST[column]
        if len(said) > most:
            self.wrong(column, "long", most=most)
        return said

    def _titles(self, name: str) -> tuple[str, str]:
        return self._text(f"{name}_ar"), self._text(f"{name}_fr")

    def _known(self, column: str) -> list[str]:
        named = cells.pieces(self._said.get(column, ""))
        for code in named:
            if code not in self._programmes:
                self.wrong(column, "programme", value=code)
        return named

    def _indicators(self) -> tuple[Indicator, ...]:
        found = []
        for n in range(1, MOST_INDICATORS + 1):
            said = {name: f"indicator{n}_{name}" for name in INDICATOR_FIELDS}
            if not any(self._said.get(column) for column in said.values()):
                continue
            texts: dict[str, Any] = {name: self._text(said[name], most) for name, most in _MOST_OF_INDICATOR.items()}
            if not (texts["name_ar"] or texts["name_fr"]):
                self.wrong(said["name_ar"], "indicator")
            found.append(
                Indicator(
                    **texts,
                    **{name: self._read(said[name], cells.number) for name in ("baseline", "target")},
                    **{name: self._read(said[name], cells.year) for name in ("baseline_year", "target_year")},
                )
            )
        return tuple(found)
