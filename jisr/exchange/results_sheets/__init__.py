"""Results and targets as sheets: one row for a number, the whole of a period or one part of it."""

from jisr.exchange.results_sheets.export import empty as empty
from jisr.exchange.results_sheets.export import written as written
