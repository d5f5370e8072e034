"""Delays and answers that were kept or not, of the centres of an area, until the last whole week."""

from collections.abc import Collection
from datetime import date

from jisr.barometer import sql
from jisr.barometer.queries.asking import rows
from jisr.barometer.queries.reports import Area
from jisr.barometer.rules import Count, Figure, Kept, Period, medians, months_back, shares, week_of
from jisr.common.database import scope
from jisr.common.parameters import values


def kept(area: Area, today: date, *, compartments: Collection[str] = ()) -> dict[str, Figure]:
    """Figures by their codes (``choices.Delay``), with what must be hidden already hidden. One query.

    A code for which nothing happened is left out.

    Args:
        compartments: those that the reader keeps.
    """
    limits, known = values("jisr.barometer", "kept", on=today), week_of(today)
    period = Period(months_back(known, int(limits["months"]))[0], known)
    asked = {
        "centres": list(area.units), "units": list(area.units.values()), "since": period.since, "known": known,
        "within": int(limits["answered_within_days"]), "lost": int(limits["lost_after_days"]),
    }  # fmt: skip
    with scope(speaking="counter", compartments=compartments):
        counted = {
            what: Kept(Count(acts, people), Count(yes, yes_people), Count(acts - yes, no_people), days)
            for what, acts, yes, people, yes_people, no_people, days in rows(sql.KEPT, asked)
        }
    return shares(counted, period) | medians(counted, period)
