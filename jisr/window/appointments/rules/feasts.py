"""Days off of the country: feasts that stand on a day, feasts of the moon as announced or expected, Ramadan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from hijridate import Gregorian, Hijri

from jisr.common import yaml_text

#: Month and day of the feasts of the moon, in its own calendar.
LUNAR = {"hijri_year": (1, 1), "mawlid": (3, 12), "ramadan": (9, 1), "eid_fitr": (10, 1), "eid_adha": (12, 10)}
#: A director who learns that the moon was seen moves a feast by so many days at most.
MOST_SHIFT = 2
_LATER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A feast: which one, on which day, and how sure that is (``choices.FeastState``)."""

    feast: str
    day: date
    state: str
    source: str = ""
    year: int = 0


@cache
def _data() -> Mapping[str, Any]:
    text = files("jisr.window.appointments").joinpath("data", "feasts.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml_text.read(text)
    return found


def fixed_feasts(year: int) -> list[DayOff]:
    """Feasts of a year that stand on the same day every year."""
    return [
        DayOff(row["feast"], date(year, row["month"], row["day"]), "fixed", year=year)
        for row in _data()["fixed"] if row.get("since", 0) <= year
    ]  # fmt: skip


@cache
def lunar_feasts(year: int) -> tuple[DayOff, ...]:
    """Feasts of a year of the Hijra: as announced or expected in the data; past the data, as the calendar counts."""
    said = {row["feast"]: row for row in _data()["lunar"] if row["year"] == year}
    sources = _data()["sources"]
    return tuple(
        DayOff(feast, said[feast]["day"], said[feast]["state"], sources[said[feast]["source"]], year)
        if feast in said
        else DayOff(feast, _counted(year, feast), "provisional", sources["expected"], year)
        for feast in LUNAR
    )


def _counted(year: int, feast: str) -> date:
    """The day that the calendar of Umm al-Qura counts, and one day: the moon is mostly seen later in Morocco."""
    return Hijri(year, *LUNAR[feast]).to_gregorian() + _LATER


def lunar_between(first: date, last: date, said: Mapping[tuple[str, int], tuple[date, bool]]) -> list[DayOff]:
    """Feasts of the moon whose first day lies between two days, in order.

    Args:
        said: (feast, year of the Hijra) -> (the day, whether it was announced): what a centre wrote of them.
    """
    # a year more on either side: a feast that was moved by some days is not lost
    years = range(_hijri_year(first) - 1, _hijri_year(last) + 2)
    found = [_corrected(one, said) for year in years for one in lunar_feasts(year)]
    return sorted((one for one in found if first <= one.day <= last), key=lambda one: (one.day, one.feast))


def _corrected(one: DayOff, said: Mapping[tuple[str, int], tuple[date, bool]]) -> DayOff:
    if (one.feast, one.year) not in said:
        return one
    day, announced = said[one.feast, one.year]
    return DayOff(one.feast, day, "announced" if announced else "provisional", "", one.year)


def _hijri_year(day: date) -> int:
    return int(Gregorian.fromdate(day).to_hijri().year)


def days_off(
    first: date, last: date, said: Mapping[tuple[str, int], tuple[date, bool]]
) -> tuple[dict[date, DayOff], set[date]]:
    """Days off between two days, and the days of Ramadan between them.

    Args:
        said: as for ``lunar_between``.
    """
    lasting: dict[str, int] = _data()["days"]
    off: dict[date, DayOff] = {}
    ramadan: set[date] = set()
    # a feast that began before may last, and Ramadan ends with a feast that comes later
    around = lunar_between(first - timedelta(days=40), last + timedelta(days=40), said)
    for one in [*(feast for year in range(first.year, last.year + 1) for feast in fixed_feasts(year)), *around]:
        if one.feast == "ramadan":
            ramadan |= set(_fasting(one, around))
            continue
        for n in range(lasting.get(one.feast, 1)):
            off.setdefault(one.day + timedelta(days=n), one)
    return (
        {day: off[day] for day in sorted(off) if first <= day <= last},
        {day for day in ramadan if first <= day <= last},
    )


def _fasting(begins: DayOff, around: Iterable[DayOff]) -> Iterator[date]:
    """Days from the beginning of Ramadan to the eve of its feast; thirty where that one is out of sight."""
    ends = next((one.day for one in around if one.feast == "eid_fitr" and one.year == begins.year), None)
    over = min(ends or date.max, begins.day + timedelta(days=30))
    return (begins.day + timedelta(days=n) for n in range((over - begins.day).days))
