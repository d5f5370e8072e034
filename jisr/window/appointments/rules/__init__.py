"""Pure decisions of appointments: when an agent is open, which days are off, which slots are left.

A slot is never stored: it is what is left of the openings of an agent when what is busy, the days off and the hours of
Ramadan are taken away. Hours of a week are those on the wall at Casablanca; slots are minutes since 1970, UTC.
"""

from jisr.window.appointments.rules.clock import minute_of, minutes, moment
from jisr.window.appointments.rules.feasts import (
    LUNAR,
    MOST_SHIFT,
    DayOff,
    days_off,
    fixed_feasts,
    lunar_between,
    lunar_feasts,
)
from jisr.window.appointments.rules.people import missed_in_a_row, proposals
from jisr.window.appointments.rules.slots import Free, Opening, Year, free, occurrences

__all__ = [
    "LUNAR", "MOST_SHIFT", "DayOff", "Free", "Opening", "Year", "days_off", "fixed_feasts", "free", "lunar_between",
    "lunar_feasts", "minute_of", "minutes", "missed_in_a_row", "moment", "occurrences", "proposals",
]  # fmt: skip
