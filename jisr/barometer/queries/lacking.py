"""Needs that nothing covers: gaps found and not closed before this week, of the centres of an area."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from jisr.barometer import sql
from jisr.barometer.queries.asking import rows
from jisr.barometer.queries.reports import Area
from jisr.barometer.rules import Count, Lacking, Period, Where, week_of, where
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


def lacking_where(area: Area, today: date, *, compartments: Collection[str] = ()) -> Where:
    """The same by theme and by the commune where people live, with what must be hidden already hidden. Two queries.

    Args:
        compartments: those that the reader keeps.
    """
    listed = lacking(area, today, compartments=compartments)
    period = Period(week_of(today) - timedelta(days=_DAYS), week_of(today))
    values = {"centres": list(area.units), "since": period.since, "known": period.until}
    with scope(speaking="counter", compartments=compartments):
        found = rows(sql.LACKING_WHERE, values)
    counted = {(place, theme): Count(needs, persons) for place, theme, needs, persons in found}
    return where(counted, listed, communes=area.communes)
