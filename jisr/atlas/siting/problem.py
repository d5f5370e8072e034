"""A siting problem: people, sites, ways between them, what is open, what can be done, and the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from jisr.atlas.siting.choices import Action, Aside
from jisr.atlas.siting.kernels import Limits, Numbers, Reals


class Misfit(ValueError):
    """A fault of the caller: arrays do not describe the same people and sites, or rules contradict each other."""


@dataclass(frozen=True)
class SetAside:
    """A part of the input that does not count, and why.

    Attributes:
        kind: people, site or way.
        number: which; of a way, its person.
        why: from a closed list.
    """

    kind: str
    number: int
    why: Aside


@dataclass(frozen=True)
class Problem:
    """People, sites and rules; ``problem`` makes one from raw arrays and says what it set aside.

    Attributes:
        people: (n,) how many live at each point, >= 0.
        start: (n + 1,) where the ways of each point begin.
        site: (ways,) to which site, nearest first.
        minutes: (ways,) how far; whatever is not listed cannot be reached.
        sites: how many sites there are.
        is_open: (m,) true where a centre is open and stays so.
        can: (m,) true where a site can be chosen.
        cost_mad: (m,) what choosing it costs, >= 0.
        action: (m,) what is done there.
        capacity: (m,) people whom it can serve; inf where nothing limits.
        group: (m,) the province of each site.
        place: (m,) where it is: at one place one site is chosen at most, what stands open there apart.
        home: (n,) the province of each point.
        at_least: sites, open or chosen, that a province needs.
        budget_mad: for all that is chosen.
        most: sites that are chosen at most.
        unserved_min: minutes that count for somebody who reaches no site; above every way.
        aside: what does not count.
    """

    people: Reals
    start: Numbers
    site: Numbers
    minutes: Reals
    sites: int
    is_open: Numbers
    can: Numbers
    cost_mad: Reals
    action: tuple[Action, ...]
    capacity: Reals
    group: Numbers
    place: Numbers
    home: Numbers
    at_least: Mapping[int, int]
    budget_mad: float
    most: int
    unserved_min: float
    aside: tuple[SetAside, ...] = field(default=())

    @property
    def rows(self) -> Numbers:
        """(ways,) whose way."""
        return np.repeat(np.arange(len(self.people)), np.diff(self.start))

    @property
    def total(self) -> float:
        """People in all."""
        return float(self.people.sum())

    def limits(self) -> Limits:
        """The rules in numbers: open centres count for their province, and cannot be chosen again."""
        groups = int(max([-1, *self.group.tolist(), *self.at_least])) + 1
        need = np.zeros(max(groups, 1), dtype=np.int32)
        for group, least in self.at_least.items():
            need[group] = least
        has = np.bincount(self.group[self.is_open], minlength=len(need))
        return Limits(
            self.most, self.budget_mad, np.where(self.can, self.cost_mad, np.inf), self.group.astype(np.int32),
            np.maximum(need - has, 0).astype(np.int32), np.unique(self.place, return_inverse=True)[1].astype(np.int32),
        )  # fmt: skip

    def with_open(self, chosen: Numbers) -> "Problem":
        """The same problem once these sites are open: a later year."""
        is_open, can = self.is_open.copy(), self.can.copy()
        is_open[chosen] = True
        can[np.isin(self.place, self.place[chosen])] = False
        return replace(self, is_open=is_open, can=can)


def problem(*, people: Any, person: Any, site: Any, minutes: Any, sites: int, cost_mad: Any = None, is_open: Any = None,
            action: Any = None, capacity: Any = None, group: Any = None, place: Any = None, home: Any = None,
            at_least: Mapping[int, int] | None = None, budget_mad: float = np.inf, most: int | None = None,
            unserved_min: float | None = None) -> Problem:  # fmt: skip
    """A problem from raw arrays; what cannot count is set aside by name and never stops the rest.

    Args:
        people: (n,) residents of each point.
        person: (ways,) whose way.
        site: (ways,) to which site.
        minutes: (ways,) how far, >= 0; kilometres if the caller counts in these. inf: no way.
        sites: m.
        cost_mad: (m,) 0 where left out.
        is_open: (m,) centres that are open and stay so. One that may be closed is a candidate with the action keep.
        action: (m,) of ``Action``; open where left out.
        unserved_min: twice the longest way where left out.

    Raises:
        Misfit: shapes, numbers of people or sites out of range, sites at one place in two groups.
    """
    people = np.asarray(people, dtype=float)
    person, site = np.asarray(person, dtype=np.int64), np.asarray(site, dtype=np.int64)
    minutes = np.asarray(minutes, dtype=float)
    n = len(people)
    _shapes(n, sites, person, site, minutes)
    sized = {
        "cost_mad": (cost_mad, sites, 0.0), "is_open": (is_open, sites, False), "capacity": (capacity, sites, np.inf),
        "group": (group, sites, 0), "home": (home, n, 0),
    }  # fmt: skip
    at = {name: _sized(name, *given) for name, given in sized.items()}
    at["place"] = _sized("place", place, sites, 0) if place is not None else np.arange(sites)
    actions = tuple(Action(one) for one in action) if action is not None else (Action.OPEN,) * sites
    if len(actions) != sites:
        raise Misfit(f"action has {len(actions)} sites, not {sites}")
    aside = _aside(people, at["cost_mad"], at["capacity"])
    ways, bad = _ways(person, site, minutes)
    people = np.where(np.isfinite(people) & (people >= 0), people, 0.0)
    is_open = at["is_open"].astype(bool) & ~_named(aside, "site", sites, {Aside.NO_CAPACITY})
    can = ~at["is_open"].astype(bool) & ~_named(aside, "site", sites, set(Aside))
    _one_group_a_place(at["group"], at["place"])
    start = np.concatenate(([0], np.cumsum(np.bincount(person[ways], minlength=n)))).astype(np.int64)
    longest = float(minutes[ways].max(initial=0.0))
    beyond = 2 * longest if unserved_min is None else float(unserved_min)
    if beyond < longest:
        raise Misfit(f"unserved_min {beyond} is below the longest way, {longest}")
    return Problem(
        people, start, site[ways].astype(np.int32), minutes[ways], sites, is_open, can,
        np.where(np.isfinite(at["cost_mad"]), at["cost_mad"], np.inf), actions, at["capacity"].astype(float),
        at["group"], at["place"], at["home"], dict(at_least or {}), float(budget_mad),
        sites if most is None else int(most), beyond or 1.0, (*aside, *bad),
    )  # fmt: skip


def _shapes(n: int, sites: int, person: Numbers, site: Numbers, minutes: Reals) -> None:
    if not len(person) == len(site) == len(minutes):
        raise Misfit(f"person, site and minutes are {len(person)}, {len(site)} and {len(minutes)} ways")
    for name, numbers, size in (("person", person, n), ("site", site, sites)):
        if len(numbers) and (numbers.min() < 0 or numbers.max() >= size):
            raise Misfit(f"{name} is from {numbers.min()} to {numbers.max()}, not from 0 to {size - 1}")


def _sized(name: str, given: Any, size: int, usual: Any) -> Numbers:
    values = np.full(size, usual) if given is None else np.asarray(given)
    if values.shape != (size,):
        raise Misfit(f"{name} is {values.shape}, not {(size,)}")
    return values


def _aside(people: Reals, cost: Reals, capacity: Reals) -> list[SetAside]:
    tests = (
        ("people", ~np.isfinite(people), Aside.PEOPLE_UNKNOWN), ("people", people < 0, Aside.PEOPLE_NEGATIVE),
        ("site", np.isnan(cost), Aside.COST_UNKNOWN), ("site", cost < 0, Aside.COST_NEGATIVE),
        ("site", ~(capacity > 0), Aside.NO_CAPACITY),
    )  # fmt: skip
    return [SetAside(kind, at, why) for kind, bad, why in tests for at in np.flatnonzero(bad).tolist()]


def _named(aside: list[SetAside], kind: str, size: int, why: set[Aside]) -> Numbers:
    out = np.zeros(size, dtype=bool)
    out[[one.number for one in aside if one.kind == kind and one.why in why]] = True
    return out


def _ways(person: Numbers, site: Numbers, minutes: Reals) -> tuple[Numbers, list[SetAside]]:
    """Ways that count, by person and nearest first; and those that do not."""
    bad = [SetAside("way", int(person[at]), Aside.MINUTES_UNKNOWN) for at in np.flatnonzero(np.isnan(minutes))]
    bad += [SetAside("way", int(person[at]), Aside.MINUTES_NEGATIVE) for at in np.flatnonzero(minutes < 0)]
    order = np.flatnonzero(np.isfinite(minutes) & (minutes >= 0))
    inside = np.diff(person[order]) == 0
    sorted_already = np.all(np.diff(person[order]) >= 0) and np.all(np.diff(minutes[order])[inside] >= 0)
    if not sorted_already:
        order = order[np.lexsort((site[order], minutes[order], person[order]))]
    return order, bad


def _one_group_a_place(group: Numbers, place: Numbers) -> None:
    first = np.unique(place, return_index=True, return_inverse=True)
    if np.any(group[first[1]][first[2]] != group):
        raise Misfit("sites at one place are in two groups")
