"""Needs that nothing covers: gaps found and not closed before this week, of the centres of an area."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from jisr.barometer import sql
from jisr.barometer.queries.asking import rows
from jisr.barometer.queries.reports import Area
from jisr.barometer.rules import Count, Lacking, Period, week_of
from jisr.barometer.rules import lacking as told
from jisr.common.database import scope

#: A need that was heard longer ago than this is heard again before it is counted on.
_DAYS = 730
#: Letters of a code that tell a province, and a commune.
_PROVINCE, _COMMUNE = 6, 20


def lacking(area: Area, today: date, *, compartments: Collection[str] = ()) -> Lacking:
    """Gaps of an area open at the end of the last whole week, with what must be hidden already hidden. One query.

    Args:
        compartments: those that the reader keeps.
    """
    period = Period(week_of(today) - timedelta(days=_DAYS), week_of(today))
    wide = _COMMUNE if area.communes else _PROVINCE
    values = {"centres": list(area.units), "since": period.since, "known": period.until, "wide": wide}
    counted: dict[str, dict[str, Count]] = defaultdict(dict)
    with scope(speaking="counter", compartments=compartments):
        for by, value, needs, persons in rows(sql.LACKING, values):
            counted[by][value] = Count(needs, persons)
    return told(counted, period)
