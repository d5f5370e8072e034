"""Where a measure is seen in results of agreements: the indicators that name it by its code."""

from dataclasses import dataclass
from datetime import date

from jisr.ledger.results import queries
from jisr.ledger.results.models import Indicator
from jisr.ledger.results.queries import Cell, Line
from jisr.ledger.strategy.models import StrategyVersion
from jisr.web import results_words as words


@dataclass(frozen=True, slots=True)
class Followed:
    """An indicator of an agreement that names a measure, with the last period of which anything is approved.

    Attributes:
        cell: where nothing is approved, the last period that has begun; None where none has.
    """

    line: Line
    cell: Cell | None
    period: str
    target: str
    actual: str
    made: str
    unit: str

    @property
    def indicator(self) -> Indicator:
        """Whose it is."""
        return self.line.indicator


def of_measure(version: StrategyVersion, measure: str, today: date) -> list[Followed]:
    """Where a measure is seen in results of agreements; six queries, whatever their number."""
    naming = [
        one for one in queries.naming(version.strategy.code, measure)
        if one.is_demonstration == version.is_demonstration
    ]  # fmt: skip
    if not naming:
        return []
    lines = queries.lines({one.agreement_id for one in naming}, today)
    asked = {one.pk: place for place, one in enumerate(naming)}
    rows = [line for of in lines.values() for line in of if line.indicator.pk in asked]
    return [_followed(line, today) for line in sorted(rows, key=lambda line: asked[line.indicator.pk])]


def _followed(line: Line, today: date) -> Followed:
    one = line.indicator
    begun = [cell for cell in line.cells if cell.period.starts_on <= today]
    cell = next(iter((line.told or begun)[-1:]), None)
    if cell is None:
        return Followed(line, None, "", words.NONE, words.NONE, "", words.unit_of(one))
    return Followed(
        line, cell, words.period_name(cell.period, one.frequency), words.read(cell.target, one),
        words.read(cell.actual, one), words.made_of(cell.actual), words.unit_of(one),
    )  # fmt: skip
