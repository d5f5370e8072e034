"""Rounds of mobile units in plain Python: what is asked, a calendar that repeats, its days in the year, its stops."""

from jisr.atlas.rounds.rules.kept import Base, Question, Spot, read, read_answer, written, written_answer
from jisr.atlas.rounds.rules.plan import Answer, Day, Router, Stop, planned, timed, what_would_do, with_units
from jisr.atlas.rounds.rules.problem import (
    MOST_WEEKS,
    STEP_MIN,
    Place,
    Problem,
    Why,
    days_needed,
    longest_gap,
    told_apart,
    weekday_sets,
    weeks_between,
)
from jisr.atlas.rounds.rules.ways import ways
from jisr.atlas.rounds.rules.year import Coming, Lost, Series, Year, dated, long_waits, series

__all__ = [
    "MOST_WEEKS", "STEP_MIN", "Answer", "Base", "Coming", "Day", "Lost", "Place", "Problem", "Question", "Router",
    "Series", "Spot", "Stop", "Why", "Year", "dated", "days_needed", "long_waits", "longest_gap", "planned",
    "read", "read_answer", "series", "timed", "told_apart", "ways", "weekday_sets", "weeks_between",
    "what_would_do", "with_units", "written", "written_answer",
]  # fmt: skip
