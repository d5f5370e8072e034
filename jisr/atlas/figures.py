"""Figures of one question: how far each commune is from a service, what it reaches, and how equally. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.atlas.equity import Index, Theil, gini, palma, share_beyond, theil, worst_tenth
from jisr.atlas.equity.known import known
from jisr.atlas.kernels.strips import Indices, Reals
from jisr.atlas.reach import Minutes, Sharing, shared_by, up_to
from jisr.atlas.travel import Network, Points


class Named(NamedTuple):
    """A place of the ground."""

    code: str
    name_ar: str
    name_fr: str


@dataclass(frozen=True, eq=False)
class Spread:
    """Points inside communes: arrondissements and douars, and what is left at the commune's own point.

    Attributes:
        points: (points,) where people leave from; ``points.commune`` is the commune of each.
        share: ``choices.Who`` -> (points,) of a commune's people of that kind, those who live there; sums to 1 in each.
        kinds: (points,) 0 for a commune's own point, 1 for an arrondissement, 2 for a douar.
    """

    points: Points
    share: Mapping[str, Reals]
    kinds: Indices

    @property
    def at(self) -> Indices:
        """(points,) the commune of each."""
        return self.points.commune.astype(np.int64)


@dataclass(frozen=True, eq=False)
class Ground:
    """Who lives where.

    Attributes:
        mark: of the data it was read from.
        communes, provinces, regions: their codes and names, by code.
        province_of: (communes,) position of its province.
        region_of: (provinces,) position of its region.
        people: ``choices.Who`` -> (communes,) how many; nan where the census does not say.
        net: the communes as a network.
        homes: (communes,) where their people leave from, were they all at one point.
        spread: the points that are known inside communes; each commune is one point where it is left out.
        bus_days: (communes,) days of the week on which a bus goes; nan where nobody said.
    """

    mark: str
    communes: Sequence[Named]
    provinces: Sequence[Named]
    regions: Sequence[Named]
    province_of: Indices
    region_of: Indices
    people: Mapping[str, Reals]
    net: Network
    homes: Points
    spread: Spread | None = None
    bus_days: Reals | None = None

    def part(self, code: str) -> NDArray[np.bool_]:
        """(communes,) which lie in a place; all of them in ""."""
        if not code:
            return np.ones(len(self.communes), dtype=np.bool_)
        return np.array([one.code == code or one.code.startswith(f"{code}.") for one in self.communes], dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class Needs:
    """Needs that nothing covers, handed in as counts: they share the places instead of residents.

    Attributes:
        counts: (communes,) nan where the count is hidden or nobody counted; 0 where there is none.
        mark: of them.
    """

    counts: Reals
    mark: str


@dataclass(frozen=True, eq=False)
class View:
    """What one question says of each commune.

    Attributes:
        minutes: (communes,) to the nearest service, of half of its people; infinite where none is within the farthest
            way that is computed.
        reach: (communes,) places for 1,000 people; nan where it is not known.
        people: (communes,) of whom the question is; nan where not known.
        limit_min: the limit of the question.
        partly: communes near a service that never said its places: they reach at least what is told.
        within: (communes,) share of people within the limit; left out where each commune is one point.
        days: (communes,) until the next bus, or the next stop of a mobile unit, in the mean; infinite where none comes,
            nan where nobody knows; left out where nobody waits days.
        inside: the same point by point, with the commune of each and the share of its people that live there; left
            out where each commune is one point.
    """

    minutes: Reals
    reach: Reals
    people: Reals
    limit_min: float
    partly: NDArray[np.bool_]
    within: Reals | None = None
    days: Reals | None = None
    inside: "tuple[View, Indices, Reals] | None" = None

    def finest(
        self, part: NDArray[np.bool_], people: Reals | None = None, share: Reals | None = None
    ) -> tuple[Reals, Reals, Reals]:
        """Minutes, reach and people of the points that lie in a part of the communes.

        Args:
            part: (communes,) which.
            people: (communes,) a group of people; those of the question where left out.
            share: (points,) of the group, how many of a commune live at each point; as for the question if left out.
        """
        who = self.people if people is None else people
        if self.inside is None:
            return self.minutes[part], self.reach[part], who[part]
        of, at, own = self.inside
        chosen = part[at]
        return of.minutes[chosen], of.reach[chosen], (who[at] * (own if share is None else share))[chosen]


def view(
    ways: Minutes, places: Reals, people: Reals, limit_min: float, *,
    sharing: Sharing = "two_step", at: Indices | None = None, share: Reals | None = None, days: Reals | None = None,
) -> View:  # fmt: skip
    """The figures of every commune.

    A commune whose people are not known takes no place from others and has no reach. One that reaches nothing but
    services that never said their places has an unknown reach, not none. What never said its places, or has none,
    draws nobody away from the others.

    Args:
        ways: (points, services) minutes.
        places: (services,) nan where they were never said.
        people: (communes,) nan where not known.
        sharing: how places are shared among those who can come.
        at: (points,) the commune of each; each commune is its own point where left out.
        share: (points,) of a commune's people, those who live there: they sum to 1 in each commune.
        days: (points,) until the next one comes.
    """
    if at is not None and share is not None:
        fine = view(ways, places, people[at] * share, limit_min, sharing=sharing, days=days)
        return gathered(fine, at, share, people)
    said, counted = np.isfinite(places), np.isfinite(people)
    offered = np.where(said, places, 0.0)
    shared = shared_by(sharing, ways.only(offered > 0), np.where(counted, people, 0.0), offered, limit_min)
    near = up_to(limit_min)
    unsaid, heard = (ways.to_points(some.astype(np.float64), near) > 0 for some in (~said, offered > 0))
    not_known = ~counted | (unsaid & ~heard)
    _which, minutes = ways.nearest()
    return View(minutes, np.where(not_known, np.nan, shared.reach), people, limit_min, unsaid, days=days)


def gathered(fine: View, at: Indices, share: Reals, people: Reals) -> View:
    """The figures of communes from those of the points in them.

    Args:
        fine: of the points.
        at, share, people: as for ``view``.
    """
    count = len(people)
    known_reach = np.isfinite(fine.reach)
    weight = np.bincount(at, share * known_reach, count)
    sums = np.bincount(at, np.where(known_reach, fine.reach, 0.0) * share, count)
    reach = np.divide(sums, weight, out=np.full(count, np.nan), where=weight > 0)
    within = np.bincount(at, share * (fine.minutes <= fine.limit_min), count)
    partly = np.bincount(at, fine.partly & (share > 0), count) > 0
    days = None if fine.days is None else medians(fine.days, at, share, count)
    return View(
        medians(fine.minutes, at, share, count), reach, people, fine.limit_min, partly, np.minimum(within, 1.0), days,
        (fine, at, share),
    )  # fmt: skip


def medians(values: Reals, at: Indices, share: Reals, count: int) -> Reals:
    """(communes,) what half of each commune's people have no more of; nan where one of its values is not known.

    Args:
        values, at, share: (points,).
        count: how many communes.
    """
    there = share > 0
    values, at, share = values[there], at[there], share[there]
    order = np.lexsort((values, at))
    values, at, share = values[order], at[order], share[order]
    upto = np.cumsum(share)
    before = np.concatenate(([0.0], upto))[np.searchsorted(at, np.arange(count))]
    half = np.bincount(at, share, count) / 2
    # a rounded sum may pass the half by nothing: the first point that reaches it but for the last digits
    first = np.searchsorted(upto, before + half * (1 - 1e-12))
    found = np.full(count, np.nan)
    filled = half > 0
    found[filled] = values[first[filled]]
    found[np.bincount(at, np.isnan(values), count) > 0] = np.nan
    return found


class Line(NamedTuple):
    """The figures of one place, or of one group of people.

    Attributes:
        people: of whom the figures are; nan where nobody is known.
        minutes: half of them have no further to the nearest; infinite where half have none; nan where nobody is known.
        within: share of them within the limit.
        beyond: share of them beyond each limit that was asked for.
        reach: places for 1,000 of them, in the mean.
        unknown: communes of which something is not known.
        days: until the next bus, or the next stop of a unit: half of them wait no more in the mean; nan where nobody
            knows, or where nobody waits days.
        uncounted: communes whose people are not known: there are at least ``people``.
    """

    people: float
    minutes: float
    within: float
    beyond: tuple[float, ...]
    reach: float
    unknown: int
    days: float = float("nan")
    uncounted: int = 0


def line(
    of: View, part: NDArray[np.bool_], *, people: Reals | None = None, beyond: Sequence[float] = (),
    share: Reals | None = None,
) -> Line:  # fmt: skip
    """The figures of some communes together.

    Args:
        people: (communes,) a group of people; those of the question where left out.
        share: (points,) of this group, how many of a commune live at each point; as for the question where left out.
    """
    of_communes = (of.people if people is None else people)[part]
    uncounted = int(np.isnan(of_communes).sum())
    unknown = uncounted + int((np.isnan(of.reach[part]) & ~np.isnan(of_communes)).sum())
    minutes, reach, who = of.finest(part, people, share)
    there = known(minutes, who, may_be_infinite=True)
    whole = float(there.people.sum())
    days = _days(of, part, of_communes)
    if not whole:
        # a place where nobody of the group is counted has a way to the nearest all the same
        alone = float(of.minutes[part][0]) if part.sum() == 1 else np.nan
        nobody = float(np.nansum(of_communes)) if np.isfinite(of_communes).any() else np.nan
        return Line(nobody, alone, np.nan, (np.nan,) * len(beyond), np.nan, unknown, days, uncounted)
    shares = tuple(share_beyond(limit)(minutes, who).value for limit in (of.limit_min, *beyond))
    return Line(
        whole,
        _median(there.values, there.people),
        1 - shares[0],
        shares[1:],
        _mean(reach, who),
        unknown,
        days,
        uncounted,
    )


def lines(of: View, groups: Indices, count: int) -> list[Line]:
    """(places,) the figures of each place.

    Args:
        groups: (communes,) position of the place of each; -1 for those that are left out.
    """
    return [line(of, groups == place) for place in range(count)]


def each(of: View, communes: Indices) -> list[Line]:
    """The figures of communes one by one: as ``line`` of each, without a sum."""
    found = []
    for at in communes.tolist():
        people, minutes, reach = float(of.people[at]), float(of.minutes[at]), float(of.reach[at])
        share = float(minutes <= of.limit_min) if of.within is None else float(of.within[at])
        unknown = int(np.isnan(people) or np.isnan(reach))
        days = np.nan if of.days is None else float(of.days[at])
        here = people > 0
        within, reached = (share, reach) if here else (np.nan, np.nan)
        found.append(Line(people, minutes, within, (), reached, unknown, days, int(np.isnan(people))))
    return found


class Equity(NamedTuple):
    """How equally places are spread over people.

    Attributes:
        gini, palma, worst: of places for 1,000 people.
        theil: the same, between provinces and within them.
    """

    gini: Index
    palma: Index
    worst: Index
    theil: Theil


def equity(of: View, part: NDArray[np.bool_], province_of: Indices) -> Equity:
    """The indices of some communes."""
    _minutes, reach, who = of.finest(part)
    provinces = province_of[part] if of.inside is None else province_of[of.inside[1]][part[of.inside[1]]]
    return Equity(gini(reach, who), palma(reach, who), worst_tenth(reach, who), theil(reach, who, provinces))


def worst_first(lines_of: Sequence[Line], shown: str) -> list[int]:
    """Positions in the order of need: the furthest, the least served first; what is not known last."""

    def need(at: int) -> tuple[bool, float, float]:
        value: float = getattr(lines_of[at], shown)
        bad = value if shown == "minutes" else -value
        return bool(np.isnan(value)), 0.0 if np.isnan(value) else -bad, -np.nan_to_num(lines_of[at].people)

    return sorted(range(len(lines_of)), key=need)


def _median(values: Reals, people: Reals) -> float:
    """Half of the people have no more."""
    order = np.argsort(values, kind="stable")
    upto = np.cumsum(people[order])
    return float(values[order][np.searchsorted(upto, upto[-1] / 2)])


def _days(of: View, part: NDArray[np.bool_], who: Reals) -> float:
    if of.days is None:
        return float("nan")
    there = known(of.days[part], who, may_be_infinite=True)
    if not there.people.size:
        return float(of.days[part][0]) if part.sum() == 1 else np.nan
    return _median(there.values, there.people)


def _mean(values: Reals, people: Reals) -> float:
    there = known(values, people)
    whole: Any = there.people.sum()
    return float(there.values @ there.people / whole) if whole else np.nan
