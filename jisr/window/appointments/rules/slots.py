"""Which slots are left: the openings of agents without what is busy and off, within the hours of Ramadan."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from jisr.common.periods import holds
from jisr.window.appointments.kernels import Numbers, gaps, merged, slots
from jisr.window.appointments.rules.clock import minute_of


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
        offers: False where it gives no time for what is looked for: of Ramadan, it still stands for the ordinary week.
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
    offers: bool = True

    def holds(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.weekday == day.weekday() and self.in_force(day)

    def in_force(self, day: date) -> bool:
        """Whether the rule holds in the week of a day."""
        return holds(self.since, self.until, on=day)


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
        if openings[place].offers and openings[place].holds(day):
            yield place, openings[place].starts, openings[place].ends
    for place in ordinary:
        one = openings[place]
        if one.agent in own or not one.holds(day):
            continue
        for opens, closes in year.hours.get(day.weekday(), ()):
            if max(one.starts, opens) < min(one.ends, closes):
                yield place, max(one.starts, opens), min(one.ends, closes)
