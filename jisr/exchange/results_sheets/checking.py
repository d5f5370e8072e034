"""Rows of a sheet into reports or targets, each refused row with its reasons; nothing is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from jisr.common.text import clean_typed, fold
from jisr.exchange import sheets
from jisr.exchange.centres_import.columns import value_index
from jisr.exchange.centres_import.reading import Table
from jisr.exchange.results_sheets.columns import BY_CODE, headings
from jisr.exchange.results_sheets.problems import Problem
from jisr.ledger.results.choices import PARTS, UNKNOWN, Dimension, SheetKind
from jisr.ledger.results.models import Indicator
from jisr.ledger.results.queries import Cell
from jisr.ledger.results.rules.values import Value, lacking

Cells = tuple[int, Mapping[str, str]]
Part = tuple[str, str]
#: An indicator and the first day of one of its periods.
Key = tuple[str, date]
WHOLE: Part = ("", "")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_MOST_WORDS, _MOST_DIGITS, _QUOTED = 4_000, 12, 60
_UNKNOWN = frozenset(fold(word) for word in (UNKNOWN, "غير معروف", "inconnu", "non connu", "not known"))


@dataclass
class Ground:
    """What a sheet may speak of.

    Attributes:
        kind: results or targets.
        indicators: by code, those that the sender reports or keeps.
        cells: their periods by first day.
        places: code -> names of the provinces.
    """

    kind: str
    indicators: Mapping[str, Indicator]
    cells: Mapping[str, Mapping[date, Cell]]
    places: Mapping[str, tuple[str, str]]
    today: date


@dataclass
class Group:
    """The rows of one period of one indicator."""

    indicator: Indicator
    cell: Cell
    rows: dict[Part, int] = field(default_factory=dict)
    values: dict[Part, Value] = field(default_factory=dict)
    words: str = ""
    words_in: str = ""


@dataclass
class Checked:
    """What a sheet says: its periods in order, and what is wrong."""

    groups: dict[Key, Group] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> list[int]:
        """Numbers of the rows with a problem, in order."""
        return sorted({problem.row for problem in self.problems})


def cells_of(table: Table, kind: str) -> tuple[list[Cells], list[str]]:
    """The cells of a table by column, and the headings that no column has; rows without a number are left out."""
    known = headings(kind)
    columns = [known.get(fold(heading), "") for heading in table.headings]
    unknown = [heading for heading, column in zip(table.headings, columns, strict=True) if heading and not column]
    found: list[Cells] = []
    for number, row in table.rows:
        said = {
            column: sheets.unguarded(clean_typed(cell, lines=column == "words"))
            for column, cell in zip(columns, row, strict=True)
            if column
        }
        if said.get("value") or said.get("out_of"):
            found.append((number, {column: cell for column, cell in said.items() if cell}))
    return found, unknown


def check(lines: Sequence[Cells], ground: Ground) -> Checked:
    """Every row, or why not; a period of which one row is refused is left out whole."""
    checked = Checked()
    spoiled: set[Key] = set()
    for number, said in lines:
        reader = _Reader(number, said, ground)
        group = reader.read(checked.groups)
        checked.problems += reader.problems
        if group is not None and reader.problems:
            spoiled.add((group.indicator.code, group.cell.period.starts_on))
    for key, group in checked.groups.items():
        wrong = [] if key in spoiled else _of_group(group, ground)
        checked.problems += wrong
        if wrong:
            spoiled.add(key)
    checked.groups = {key: group for key, group in checked.groups.items() if key not in spoiled}
    return checked


def _of_group(group: Group, ground: Ground) -> list[Problem]:
    """What is wrong with the rows of a period taken together."""
    first = min(group.rows.values())
    if ground.kind == SheetKind.TARGETS:
        return [Problem(first, "period", "target_stands")] if group.cell.history else []
    if WHOLE not in group.rows:
        return [Problem(first, "by", "no_whole")]
    pending = group.cell.waits is not None and group.cell.waits.state == "pending"
    if (pending or group.cell.history) and not (group.cell.open and not pending) and not is_same(group, ground.kind):
        return [Problem(first, "period", "stands")]
    whole = group.values[WHOLE]
    for dimension in group.indicator.by:
        parts = {part: value for (of, part), value in group.values.items() if of == dimension}
        rest = lacking(whole, parts)
        if parts and (rest.top or rest.out_of):
            said = {"sum": (whole.top or 0) - (rest.top or 0), "whole": whole.top or 0}
            if not rest.top:
                said = {"sum": (whole.out_of or 0) - (rest.out_of or 0), "whole": whole.out_of or 0}
            return [Problem(group.rows[dimension, next(iter(parts))], "value", "parts", said)]
    return []


def is_same(group: Group, kind: str) -> bool:
    """Whether all that it says stands or is written already."""
    cell = group.cell
    if kind == SheetKind.TARGETS:
        return all(cell.target_of(*part) == value for part, value in group.values.items())
    row = cell.open or cell.report
    if row is None:
        return False
    held = {WHOLE: row.value} | (
        {(one.dimension, one.part): one.value for one in row.parts.all()} if cell.open else cell.parts
    )
    return held == group.values and group.words in {"", row.words}


class _Reader:
    """One row."""

    def __init__(self, number: int, said: Mapping[str, str], ground: Ground) -> None:
        self.problems: list[Problem] = []
        self._number, self._said, self._ground = number, said, ground

    def read(self, groups: dict[Key, Group]) -> Group | None:
        """Put the row into the group of its period; None where it names none."""
        cell = self._cell()
        if cell is None:
            return None
        indicator = self._ground.indicators[self._code()]
        key = indicator.code, cell.period.starts_on
        group = groups.setdefault(key, Group(indicator, cell))
        part, value = self._part(indicator), self._value(indicator)
        if part in group.rows:
            self._wrong("part" if any(part) else "period", "twice", other=group.rows[part])
        group.rows.setdefault(part, self._number)
        group.values[part] = value
        if part == WHOLE:
            group.words, group.words_in = self._words()
        return group

    def _code(self) -> str:
        return self._said.get("indicator", "").upper()

    def _wrong(self, column: str, kind: str, **values: Any) -> None:
        said = {name: value[:_QUOTED] if isinstance(value, str) else value for name, value in values.items()}
        self.problems.append(Problem(self._number, column, kind, said))

    def _cell(self) -> Cell | None:
        code, text = self._code(), self._said.get("period", "")
        for column, value in (("indicator", code), ("period", text)):
            if not value:
                self._wrong(column, "required")
        if code and code not in self._ground.indicators:
            self._wrong("indicator", "indicator", value=code)
        day = _day(text) if text else None
        if text and day is None:
            self._wrong("period", "day", value=text)
        if self.problems or day is None:
            return None
        found = next((cell for cell in self._ground.cells[code].values() if day in cell.period), None)
        if found is None:
            self._wrong("period", "period")
        elif self._ground.kind == SheetKind.RESULTS and found.period.ends_on >= self._ground.today:
            self._wrong("period", "over")
        return found

    def _part(self, indicator: Indicator) -> Part:
        by, part = self._said.get("by", ""), self._said.get("part", "")
        if not by and not part:
            return WHOLE
        dimension = value_index(BY_CODE["by"].values or {}).get(fold(by), "")
        if not dimension:
            self._wrong("by", "unknown" if by else "required", **({"value": by} if by else {}))
            return by, part
        if dimension not in indicator.by:
            self._wrong("by", "by")
            return dimension, part
        found = UNKNOWN if fold(part) in _UNKNOWN else self._parts(dimension).get(fold(part), "")
        if not found:
            self._wrong("part", "part" if part else "required", **({"value": part} if part else {}))
        return dimension, found or part

    def _parts(self, dimension: str) -> Mapping[str, str]:
        if dimension != Dimension.PROVINCE:
            return value_index(dict(PARTS[dimension].choices))
        names = self._ground.places
        return {fold(name): code for code, both in names.items() for name in (code, *both)}

    def _value(self, indicator: Indicator) -> Value:
        top, out_of = self._whole_number("value"), self._whole_number("out_of")
        if indicator.is_ratio and (top is None or out_of is None) and not self.problems:
            self._wrong("out_of" if out_of is None else "value", "second")
        elif not indicator.is_ratio and out_of is not None:
            self._wrong("out_of", "no_second")
        elif not indicator.is_ratio and top is None and not self.problems:
            self._wrong("value", "required")
        if indicator.is_percent and top is not None and out_of is not None and top > out_of:
            self._wrong("value", "larger")
        return Value(top, out_of)

    def _whole_number(self, column: str) -> int | None:
        text = self._said.get(column, "")
        bare = "".join(text.split()).removesuffix(".0")
        if bare.isascii() and bare.isdigit() and len(bare) <= _MOST_DIGITS:
            return int(bare)
        if text:
            self._wrong(column, "whole_number", value=text)
        return None

    def _words(self) -> tuple[str, str]:
        words, tongue = self._said.get("words", ""), self._said.get("words_in", "")
        if len(words) > _MOST_WORDS:
            self._wrong("words", "long", most=_MOST_WORDS)
        known = value_index(BY_CODE["words_in"].values or {}).get(fold(tongue), "") if tongue else ""
        if tongue and not known:
            self._wrong("words_in", "unknown", value=tongue)
        arabic = sum("\u0600" <= sign <= "\u06ff" for sign in words) * 2 > sum(sign.isalpha() for sign in words)
        return words, (known or ("ar" if arabic else "fr")) if words else ""


def _day(text: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a day has no hour
        except ValueError:
            continue
    return None
