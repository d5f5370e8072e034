"""What pages of results draw and list, worked out from rows already read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jisr.ledger.results.choices import Dimension, ReportState
from jisr.ledger.results.models import Indicator, Report
from jisr.ledger.results.queries import Cell, Line
from jisr.ledger.results.rules.values import Value
from jisr.web import results_words as words
from jisr.web import wording

#: At most so many periods are drawn; the table has them all.
MOST_DRAWN = 8
_WIDE, _HIGH, _FOOT = 40, 120, 20

Places = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One period in the drawing: what was promised behind what was reached."""

    x: int
    label: str
    name: str
    target: int
    actual: int
    tone: str

    @property
    def middle(self) -> int:
        """Where its label stands."""
        return self.x + _WIDE // 2

    @property
    def target_y(self) -> int:
        """The top of what was promised."""
        return _HIGH - self.target

    @property
    def actual_y(self) -> int:
        """The top of what was reached."""
        return _HIGH - self.actual


@dataclass(frozen=True, slots=True)
class Drawing:
    """Bars beside one another, the first period where the language begins to read."""

    width: int
    height: int
    foot: int
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Row:
    """A period in the table."""

    cell: Cell
    name: str
    target: str
    actual: str
    actual_made: str
    words: str
    corrections: Sequence[tuple[str, Report]]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a breakdown, and how much of the whole it is."""

    name: str
    value: str
    made: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator as a page tells it."""

    line: Line
    rows: Sequence[Row]
    drawing: Drawing | None
    actual: str
    actual_made: str
    until_now: tuple[str, str]
    promised: str
    baseline: str
    tables: Sequence[tuple[str, Sequence[PartRow]]]
    reporter: str
    unit: str

    @property
    def indicator(self) -> Indicator:
        """Whose it is."""
        return self.line.indicator


def shown(line: Line, places: Places, today: date) -> Shown:
    """An indicator in the reader's words."""
    one = line.indicator
    cells = [cell for cell in line.cells if cell.period.starts_on <= today or cell.target.top is not None]
    reached, target = line.beside
    baseline = Value(one.baseline, one.baseline_out_of)
    return Shown(
        line, [_row(cell, one) for cell in cells], _drawing(line, today), words.read(line.actual, one),
        words.made_of(line.actual), (words.read(reached, one), words.read(target, one)),
        words.read(line.promised, one), words.read(baseline, one) if one.baseline is not None else "",
        _tables(line, places), words.reporter_of(one), words.unit_of(one),
    )  # fmt: skip


def _row(cell: Cell, one: Indicator) -> Row:
    report = cell.report
    before = [(words.read(old.value, one), new) for old, new in zip(cell.history, cell.history[1:], strict=False)]
    return Row(
        cell, words.period_name(cell.period, one.frequency), words.read(cell.target, one),
        words.read(cell.actual, one), words.made_of(cell.actual), report.words if report else "", before[::-1],
    )  # fmt: skip


def _tables(line: Line, places: Places) -> list[tuple[str, list[PartRow]]]:
    found = []
    for dimension in line.indicator.by:
        parts = line.parts(dimension)
        if not parts:
            continue
        rows = [_part(line, parts[part], words.part_name(dimension, part, places))
                for part in words.parts_of(dimension, places) if part in parts]  # fmt: skip
        rest = line.not_told_apart(dimension)
        if rest.top or rest.out_of:
            rows.append(_part(line, rest, ""))
        found.append((str(Dimension(dimension).label), rows))
    return found


def _part(line: Line, value: Value, name: str) -> PartRow:
    one, whole = line.indicator, line.actual.top
    share = value.top / whole if whole and value.top is not None and not one.is_ratio else None
    return PartRow(name, words.read(value, one), words.made_of(value), share)


def _drawing(line: Line, today: date) -> Drawing | None:
    one = line.indicator
    cells = [cell for cell in line.cells if cell.period.starts_on <= today][-MOST_DRAWN:]
    numbers = [float(value.read) for cell in cells for value in (cell.actual, cell.target) if value.read is not None]
    most = max(numbers, default=0)
    if not most or not line.told:
        return None
    width = _WIDE * MOST_DRAWN  # bars of every drawing are as wide
    rtl = wording.language() in {"ar", "zgh"}
    bars = [
        Bar(
            width - _WIDE * (place + 1) if rtl else _WIDE * place, words.short_name(cell.period, one.frequency),
            words.period_name(cell.period, one.frequency), _high(cell.target, most), _high(cell.actual, most),
            "missed" if cell.met is False else "",
        )
        for place, cell in enumerate(cells)
    ]  # fmt: skip
    return Drawing(width, _HIGH + _FOOT, _HIGH, bars)


def _high(value: Value, most: float) -> int:
    return 0 if value.read is None else max(2, round(float(value.read) / most * (_HIGH - 8)))


def waits(cell: Cell) -> str:
    """What waits for a period, as everybody may know: "pending", "returned" or nothing."""
    return cell.waits.state if cell.waits else ""


def is_open(report: Report | None) -> bool:
    """Whether somebody is still writing it."""
    return report is not None and report.state in {ReportState.DRAFT, ReportState.RETURNED}
