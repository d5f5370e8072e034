"""Pure decisions of appointments: when an agent is open, which days are off, which slots are left.

A slot is never stored: it is what is left of the openings of an agent when what is busy, the days off and the hours of
Ramadan are taken away. Hours of a week are those on the wall at Casablanca; slots are minutes since 1970, UTC.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from hijridate import Gregorian, Hijri

from jisr.common import yaml_text
from jisr.common.periods import holds
from jisr.window.appointments.kernels import Numbers, gaps, merged, slots
from jisr.zone import ZONE

#: Month and day of the feasts of the moon, in its own calendar.
LUNAR = {"hijri_year": (1, 1), "mawlid": (3, 12), "ramadan": (9, 1), "eid_fitr": (10, 1), "eid_adha": (12, 10)}
#: A director who learns that the moon was seen moves a feast by so many days at most.
MOST_SHIFT = 2
_DAY = 24 * 60
_LATER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """A rule of somebody's week: on this day of the week, between these hours, time may be given.

    Attributes:
        agent: key of the agent.
        weekday: 0 for Monday.
        starts, ends: minutes of the day on the wall, 0 to 1440.
        minutes: length of a slot, > 0.
        since, until: days between which it holds; ``until`` is the first on which it no longer does.
        ramadan: a rule for Ramadan alone; an agent who has any goes by them then.
    """

    agent: int
    weekday: int
    starts: int
    ends: int
    minutes: int
    since: date = date.min
    until: date | None = None
    ramadan: bool = False
    key: Any = None

    def holds(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.weekday == day.weekday() and self.in_force(day)

    def in_force(self, day: date) -> bool:
        """Whether the rule holds in the week of a day."""
        return holds(self.since, self.until, on=day)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A feast: which one, on which day, and how sure that is (``choices.FeastState``)."""

    feast: str
    day: date
    state: str
    source: str = ""
    year: int = 0


@dataclass(frozen=True)
class Year:
    """What the calendar takes away.

    Attributes:
        off: days on which nobody receives, and why (a feast, or "" for a closure of the centre).
        ramadan: days of Ramadan.
        hours: opening hours of the centre in Ramadan: weekday -> [(starts, ends)] in minutes of the day.
    """

    off: Mapping[date, str] = field(default_factory=dict)
    ramadan: Collection[date] = frozenset()
    hours: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Free:
    """Slots that are left, in order of time.

    Attributes:
        starts: (n,) first minute since 1970, UTC.
        minutes: (n,) length.
        agents: (n,) key of the agent.
        keys: of the rule that each stands in.
    """

    starts: Numbers
    minutes: Numbers
    agents: Numbers
    keys: Sequence[Any] = ()

    def __len__(self) -> int:
        return int(self.starts.size)

    def first(self) -> dict[int, int]:
        """The first free minute of each agent who has one."""
        agents, at = np.unique(self.agents, return_index=True)
        return dict(zip(agents.tolist(), self.starts[at].tolist(), strict=True))

    def has(self, agent: int, start: int, minutes: int | None = None) -> bool:
        """Whether an agent is free from a minute on, for a slot of this length."""
        found = (self.agents == agent) & (self.starts == start)
        return bool((found if minutes is None else found & (self.minutes == minutes)).any())


def free(
    openings: Sequence[Opening], busy: tuple[Numbers, Numbers, Numbers], year: Year, *, first: date, days: int,
    now: int = 0,
) -> Free:  # fmt: skip
    """Slots that are left: each lies in an opening, none meets what is busy, nothing long enough is left out.

    Args:
        openings: rules of the agents' weeks.
        busy: keys of agents, first minutes, first minutes after; in any order, overlapping as they like.
        first: the first day.
        days: how many.
        now: minute since 1970 before which nothing is offered.
    """
    rule, starts, ends = occurrences(openings, year, first=first, days=days)
    agents = np.array([one.agent for one in openings], dtype=np.int64)
    lengths = np.array([one.minutes for one in openings], dtype=np.int64)
    everyone = np.unique(agents)
    who = np.searchsorted(everyone, agents[rule]) if rule.size else rule
    known = np.isin(busy[0], everyone)
    taken = merged(np.searchsorted(everyone, busy[0][known]), busy[1][known], busy[2][known])
    opening, begins, over = gaps(who, starts, ends, *taken)
    piece, at = slots(begins, over, lengths[rule[opening]])
    of = rule[opening[piece]]
    later = at >= now
    return _in_order(at[later], of[later], lengths, agents, openings)


def _in_order(at: Numbers, of: Numbers, lengths: Numbers, agents: Numbers, openings: Sequence[Opening]) -> Free:
    """By time, then agent; where two rules offer the same slot it is offered once."""
    order = np.lexsort((lengths[of], agents[of], at))
    at, of = at[order], of[order]
    minutes, who = lengths[of], agents[of]
    new = np.ones(at.size, dtype=bool)
    new[1:] = (at[1:] != at[:-1]) | (who[1:] != who[:-1]) | (minutes[1:] != minutes[:-1])
    return Free(at[new], minutes[new], who[new], [openings[place].key for place in of[new].tolist()])


def occurrences(openings: Sequence[Opening], year: Year, *, first: date, days: int) -> tuple[Numbers, Numbers, Numbers]:
    """When each rule opens on each day: place of the rule, first minute since 1970, first minute after."""
    ordinary = [place for place, one in enumerate(openings) if not one.ramadan]
    special = [place for place, one in enumerate(openings) if one.ramadan]
    by_weekday = [[place for place in ordinary if openings[place].weekday == n] for n in range(7)]
    rule: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for day in (first + timedelta(days=n) for n in range(days)):
        if day in year.off:
            continue
        if day in year.ramadan:
            hours = list(_in_ramadan(openings, by_weekday[day.weekday()], special, year, day))
        else:
            hours = [
                (place, openings[place].starts, openings[place].ends)
                for place in by_weekday[day.weekday()] if openings[place].holds(day)
            ]  # fmt: skip
        for place, begins, over in hours:
            rule.append(place)
            starts.append(minute_of(day, begins))
            ends.append(minute_of(day, over))
    return np.array(rule, dtype=np.int64), np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)


def _in_ramadan(
    openings: Sequence[Opening], ordinary: Iterable[int], special: Iterable[int], year: Year, day: date
) -> Iterator[tuple[int, int, int]]:
    """An agent's own week of Ramadan where she has one; else her ordinary hours within those of the centre."""
    special = list(special)
    own = {openings[place].agent for place in special if openings[place].in_force(day)}
    for place in special:
        if openings[place].holds(day):
            yield place, openings[place].starts, openings[place].ends
    for place in ordinary:
        one = openings[place]
        if one.agent in own or not one.holds(day):
            continue
        for opens, closes in year.hours.get(day.weekday(), ()):
            if max(one.starts, opens) < min(one.ends, closes):
                yield place, max(one.starts, opens), min(one.ends, closes)


# the clock


@lru_cache(maxsize=65_536)
def minute_of(day: date, minute: int) -> int:
    """The minute since 1970 at which a clock on a wall of Casablanca shows this minute of a day.

    Of an hour that is shown twice, the first; of one that is not shown, the moment of the leap: whatever parts touch on
    the wall touch in time, so that at the change of the clock nothing is lost and nothing is there twice.

    >>> minute_of(date(2026, 12, 1), 9 * 60) % (24 * 60)
    540
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    early, late = (_utc(wall, fold) for fold in (0, 1))
    if late >= early:
        return early
    low, high = late, early  # the clock leaps between them: the first minute at which it is past the wall's
    while low < high:
        middle = (low + high) // 2
        if _shown(middle) < wall:
            low = middle + 1
        else:
            high = middle
    return low


def moment(minute: int) -> datetime:
    """The aware moment of a minute since 1970."""
    return datetime.fromtimestamp(minute * 60, tz=UTC)


def minutes(at: datetime, *, up: bool = False) -> int:
    """The minute since 1970 of a moment, or the next where something of it has passed and ``up`` is asked for."""
    seconds = int(at.timestamp())
    return -(-seconds // 60) if up else seconds // 60


def _utc(wall: datetime, fold: int) -> int:
    return int(wall.replace(tzinfo=_zone(), fold=fold).timestamp()) // 60


def _shown(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, tz=_zone()).replace(tzinfo=None)


@cache
def _zone() -> ZoneInfo:
    return ZoneInfo(ZONE)


# feasts


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


# people


def missed_in_a_row(states: Iterable[str]) -> int:
    """How many appointments were missed since one was kept.

    Args:
        states: of past appointments, the newest first; those that were cancelled do not count.

    >>> missed_in_a_row(["missed", "cancelled", "missed", "kept", "missed"])
    2
    """
    many = 0
    for state in states:
        if state == "missed":
            many += 1
        elif state == "kept":
            break
    return many


def proposals(line: Sequence[tuple[Any, int | None, int | None]], left: Free) -> dict[Any, tuple[int, int, int]]:
    """Whom a free slot may be proposed to, each slot to one alone; whoever waits longest chooses first.

    Args:
        line: those who wait, in order: (key, agent or None for anybody, last minute or None).
        left: slots that are free, in order of time.

    Returns:
        key -> (agent, first minute, length).
    """
    given: dict[Any, tuple[int, int, int]] = {}
    busy: list[tuple[int, int, int]] = []
    slots_left = list(zip(left.agents.tolist(), left.starts.tolist(), left.minutes.tolist(), strict=True))
    for key, agent, last in line:
        for who, start, long in slots_left:
            if last is not None and start > last:
                break
            if agent not in {None, who} or any(w == who and start < e and s < start + long for w, s, e in busy):
                continue
            given[key] = who, start, long
            busy.append((who, start, start + long))
            break
    return given
