"""Needs that nothing covers, and what stood in the way of services that were found, of the centres of an area."""

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
#: A year of whole weeks.
_YEAR = 364
#: Letters of a code that tell a province, and a commune.
_PROVINCE, _COMMUNE = 6, 20


def lacking(area: Area, today: date, *, compartments: Collection[str] = ()) -> Lacking:
    """Gaps of an area open at the end of the last whole week, with what must be hidden already hidden. One query.

    Args:
        compartments: those that the reader keeps.
    """
    period = Period(week_of(today) - timedelta(days=_DAYS), week_of(today))
    return _told(sql.LACKING, area, period, compartments)


def hindering(area: Area, today: date, *, compartments: Collection[str] = ()) -> Lacking:
    """What stood in the way of referrals that ended without a service, in a year of whole weeks; hidden alike.

    Counted by theme, by place and by what stood in the way: a referral may have several of these, so the last table
    adds up to more than the total.

    Args:
        compartments: those that the reader keeps.
    """
    period = Period(week_of(today) - timedelta(days=_YEAR), week_of(today))
    return _told(sql.HINDERED, area, period, compartments)


def _told(asked: str, area: Area, period: Period, compartments: Collection[str]) -> Lacking:
    wide = _COMMUNE if area.communes else _PROVINCE
    values = {"centres": list(area.units), "since": period.since, "known": period.until, "wide": wide}
    counted: dict[str, dict[str, Count]] = defaultdict(dict)
    with scope(speaking="counter", compartments=compartments):
        for by, value, many, persons in rows(asked, values):
            counted[by][value] = Count(many, persons)
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
