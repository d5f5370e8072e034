"""Measures and lines as a sheet that can come back: the same columns, the same codes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from jisr.exchange import sheets
from jisr.exchange.centres_import.columns import Column
from jisr.exchange.strategy_sheets import cells
from jisr.exchange.strategy_sheets.columns import (
    INDICATOR_FIELDS,
    INDICATORS,
    LINES,
    MEASURES,
    MOST_INDICATORS,
    of_kind,
)
from jisr.ledger.strategy import queries
from jisr.ledger.strategy.models import Plan, StrategyVersion
from jisr.ledger.strategy.rules.sheets import LineRow, MeasureRow


def measures(version: StrategyVersion, form: str) -> bytes:
    """The measures of a version that are not left out, as CSV or XLSX."""
    return written_measures(
        [queries.measure_row(one) for one in queries.measure_rows(version) if not one.dropped], form
    )


def written_measures(rows: Sequence[MeasureRow], form: str) -> bytes:
    """Measures as CSV or XLSX, whether they stand in a version or nowhere yet."""
    most = max([INDICATORS, *(len(row.indicators) for row in rows)])
    return _written(MEASURES, map(cells_of_measure, rows), form, indicators=most)


def lines(plan: Plan, form: str) -> bytes:
    """The lines of a programme that are not left out, as CSV or XLSX."""
    rows = (queries.line_row(one) for one in queries.line_rows(plan) if not one.dropped)
    return _written(LINES, map(cells_of_line, rows), form)


def empty(kind: str, form: str) -> bytes:
    """The headings in the reader's language and nothing under them."""
    return _written(kind, [], form, labels=True)


def _written(
    kind: str, rows: Iterable[Mapping[str, str]], form: str, *, labels: bool = False, indicators: int = INDICATORS
) -> bytes:
    columns = of_kind(kind, indicators)
    heads = [str(column.label) if labels else column.code for column in columns]
    cut = ([sheets.guarded(row.get(column.code, "")) for column in columns] for row in rows)
    if form == "csv":
        return sheets.as_csv(heads, cut)
    explained = sheets.Page(str(_("What to write")), _explained(columns), (26, 44, 18, 34, 34, 40))
    return sheets.as_xlsx(kind, heads, cut, explained)


def _explained(columns: Sequence[Column]) -> Iterator[Sequence[str]]:
    yield [str(_("Column")), str(_("What to write")), str(_("Code")), "العربية", "Français", str(_("Example"))]
    for column in columns:
        yield [str(column.label), str(column.help), column.code, *sheets.in_both(column.label), column.example]
        for code, label in (column.values or {}).items():
            yield ["", "", code, *sheets.in_both(label)]


def _shared(row: MeasureRow | LineRow) -> dict[str, str]:
    return {
        "code": row.code, "title_ar": row.title_ar, "title_fr": row.title_fr, "places": "; ".join(row.places),
        "publics": cells.written_weights(row.publics), "themes": cells.written_weights(row.themes),
        "since": cells.as_cell(row.since), "until": cells.as_cell(row.until),
    }  # fmt: skip


def cells_of_measure(row: MeasureRow) -> dict[str, str]:
    """What a sheet says of a measure, by column."""
    said = _shared(row) | {
        "axis_ar": row.axis[0], "axis_fr": row.axis[1], "objective_ar": row.objective[0],
        "objective_fr": row.objective[1], "owner_ar": row.owner_ar, "owner_fr": row.owner_fr,
        "about_ar": row.about_ar, "about_fr": row.about_fr, "programmes": "; ".join(row.programmes),
        "budget": "; ".join(f"{year}: {cells.written_amount(minor)}" for year, minor in row.budgets.items()),
    }  # fmt: skip
    for n, one in enumerate(row.indicators[:MOST_INDICATORS], 1):
        for name in INDICATOR_FIELDS:
            value = getattr(one, name)
            written = cells.written_number(value) if name in {"baseline", "target"} else cells.as_cell(value)
            said[f"indicator{n}_{name}"] = written
    return said


def cells_of_line(row: LineRow) -> dict[str, str]:
    """What a sheet says of a line, by column."""
    return _shared(row) | {"budget": cells.written_amount(row.budget), "programme": row.programme}
