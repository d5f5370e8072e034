"""Who still owes data, over many agreements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jisr.ledger.agreements.choices import LIVING
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results.models import Indicator
from jisr.ledger.results.queries.lines import Cell, Line, lines
from jisr.ledger.results.rules.owing import Owing


@dataclass(frozen=True)
class Owed:
    """A period of an indicator that is owed."""

    agreement: Agreement
    indicator: Indicator
    cell: Cell
    owing: Owing


def owed(agreements: Iterable[Agreement], today: date) -> list[Owed]:
    """Every period that is owed under agreements in force, the latest first; a fixed number of queries."""
    rows = {row.pk: row for row in agreements if row.state in LIVING}
    found = [
        Owed(rows[key], line.indicator, cell, cell.owing)
        for key, of in lines(rows, today).items()
        for line in of
        for cell in line.owed
        if cell.owing
    ]
    return sorted(found, key=lambda one: (-one.owing.days_late, one.agreement.code, one.indicator.place))


def owed_in(agreement: Agreement, of: Iterable[Line]) -> list[Owed]:
    """The same of one agreement whose lines were read already."""
    if agreement.state not in LIVING:
        return []
    found = [Owed(agreement, line.indicator, cell, cell.owing) for line in of for cell in line.owed if cell.owing]
    return sorted(found, key=lambda one: (-one.owing.days_late, one.indicator.place))
