"""Results and targets as a sheet that can come back: the same columns, the same codes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.exchange import sheets
from jisr.exchange.results_sheets.columns import COLUMNS
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results import queries
from jisr.ledger.results.choices import PARTS, UNKNOWN, Dimension, SheetKind
from jisr.ledger.results.models import Indicator, Report, ReportPart
from jisr.ledger.results.queries import Cell, Line
from jisr.ledger.results.rules.values import Value

Row = Mapping[str, Any]


def written(kind: str, agreement: Agreement, form: str) -> bytes:
    """What is approved of an agreement, or what is promised, as CSV or XLSX."""
    lines = queries.lines_of(agreement, timezone.localdate())
    return _file(kind, _stored(kind, lines), form, {})


def empty(kind: str, agreement: Agreement, indicators: Iterable[Indicator], form: str) -> bytes:
    """The rows that are still to be filled in: periods that are over and not sent, or without a target."""
    today, places = timezone.localdate(), queries.places(agreement)
    mine = {one.pk for one in indicators}
    lines = [line for line in queries.lines_of(agreement, today) if line.indicator.pk in mine]
    found = (
        row
        for line in lines
        for cell in line.cells
        if _is_to_fill(kind, cell, today)
        for row in _to_fill(kind, line.indicator, cell, places)
    )
    return _file(kind, found, form, places)


def _is_to_fill(kind: str, cell: Cell, today: date) -> bool:
    if kind == SheetKind.TARGETS:
        return not cell.history
    waits = cell.waits is not None and cell.waits.state == "pending"
    return cell.period.ends_on < today and not cell.history and not waits


def _to_fill(kind: str, one: Indicator, cell: Cell, places: Mapping[str, Any]) -> Iterator[Row]:
    """The whole of a period and its parts, with what is written of them already."""
    told = _told_of(cell.open) if cell.open else {}
    promised = {key: Value(row.top, row.out_of) for key, row in cell.targets.items()}
    held = promised if kind == SheetKind.TARGETS else told
    words = cell.open if cell.open and kind == SheetKind.RESULTS else None
    yield _row(one, cell, "", "", held.get(("", ""), Value(None)), words)
    for dimension in one.by:
        codes = [*(places if dimension == Dimension.PROVINCE else PARTS[dimension].values), UNKNOWN]
        for part in codes if kind == SheetKind.RESULTS else codes[:-1]:
            yield _row(one, cell, dimension, part, held.get((dimension, part), Value(None)))


def _told_of(report: Report) -> dict[tuple[str, str], Value]:
    rows = ReportPart.objects.filter(report=report)
    return {("", ""): report.value} | {(row.dimension, row.part): row.value for row in rows}


def _stored(kind: str, lines: Iterable[Line]) -> Iterator[Row]:
    for line in lines:
        for cell in line.cells:
            if kind == SheetKind.TARGETS:
                for (dimension, part), row in sorted(cell.targets.items()):
                    yield _row(line.indicator, cell, dimension, part, Value(row.top, row.out_of))
            elif cell.report:
                yield _row(line.indicator, cell, "", "", cell.report.value, cell.report)
                for (dimension, part), value in cell.parts.items():
                    yield _row(line.indicator, cell, dimension, part, value)


def _row(one: Indicator, cell: Cell, by: str, part: str, value: Value, words: Report | None = None) -> Row:
    return {
        "indicator": one.code, "period": cell.period.starts_on.isoformat(), "by": by, "part": part,
        "value": "" if value.top is None else value.top, "out_of": "" if value.out_of is None else value.out_of,
        "words": words.words if words else "", "words_in": words.words_in if words else "",
    }  # fmt: skip


def _file(kind: str, rows: Iterable[Row], form: str, places: Mapping[str, Any]) -> bytes:
    columns = COLUMNS[kind]
    heads = [column.code for column in columns]
    cut = ([sheets.guarded(row[column.code]) for column in columns] for row in rows)
    if form == "csv":
        return sheets.as_csv(heads, cut)
    explained = sheets.Page(str(_("What to write")), _explained(kind, places), (26, 44, 24, 34, 34, 20))
    return sheets.as_xlsx(str(kind), heads, cut, explained)


def _explained(kind: str, places: Mapping[str, tuple[str, str]]) -> Iterator[Sequence[str]]:
    yield [str(_("Column")), str(_("What to write")), str(_("Code")), "العربية", "Français", str(_("Example"))]
    for column in COLUMNS[kind]:
        yield [str(column.label), str(column.help), column.code, *sheets.in_both(column.label), column.example]
        for code, label in (column.values or {}).items():
            yield ["", "", code, *sheets.in_both(label)]
        if column.code == "part":
            for listed in PARTS.values():
                for code, label in listed.choices:
                    yield ["", "", str(code), *sheets.in_both(label)]
            for code, names in places.items():
                yield ["", "", code, *names]
