"""Pure decisions of the barometer: figures, what is hidden, what a page of figures says."""

from jisr.barometer.rules.figures import ALL, LEAST, Count, Figure, Period, count, months_back, week_of
from jisr.barometer.rules.hiding import bridges, hide, hide_together
from jisr.barometer.rules.kept import Kept, medians, shares
from jisr.barometer.rules.lacking import Lacking, lacking
from jisr.barometer.rules.report import Counts, Late, Line, Report, Shape, Waiting, made
from jisr.barometer.rules.served import Funded, Reached, Served, told
from jisr.barometer.rules.where import Where, where

__all__ = [
    "ALL", "LEAST", "Count", "Counts", "Figure", "Funded", "Kept", "Lacking", "Late", "Line", "Period", "Reached",
    "Report", "Served", "Shape", "Waiting", "Where", "bridges", "count", "hide", "hide_together", "lacking", "made",
    "medians", "months_back", "shares", "told", "week_of", "where",
]  # fmt: skip
