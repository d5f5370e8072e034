"""Pure decisions of the works: the state of a building, what works cost, what meters tell."""

from jisr.centres.works.rules.figures import Counted, Standing, count_standings
from jisr.centres.works.rules.going import Costs, costs, days_shut
from jisr.centres.works.rules.metering import (
    Month,
    Read,
    lower_than_last,
    months,
    per_place_day,
    solar_share,
    total,
)
from jisr.centres.works.rules.sheet import COLUMNS, NotOurs, Row, read_quantity, read_rows
from jisr.centres.works.rules.state import ORDER, Graded, Limits, accessible, grade, too_narrow

__all__ = [
    "COLUMNS", "ORDER", "Costs", "Counted", "Graded", "Limits", "Month", "NotOurs", "Read", "Row", "Standing",
    "accessible", "costs", "count_standings", "days_shut", "grade", "lower_than_last", "months", "per_place_day",
    "read_quantity", "read_rows", "solar_share", "too_narrow", "total",
]  # fmt: skip
