"""Figures of one question: how far each commune is from a service, what it reaches, and how equally. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.atlas.equity import Index, Theil, gini, palma, share_beyond, theil, worst_tenth
from jisr.atlas.equity.known import known
from jisr.atlas.kernels.strips import Indices, Reals
from jisr.atlas.reach import Minutes, two_step, up_to
from jisr.atlas.travel import Network, Points


class Named(NamedTuple):
    """A place of the ground."""

    code: str
    name_ar: str
    name_fr: str


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
        homes: (communes,) where their people leave from.
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

    def part(self, code: str) -> NDArray[np.bool_]:
        """(communes,) which lie in a place; all of them in ""."""
        if not code:
            return np.ones(len(self.communes), dtype=np.bool_)
        return np.array([one.code == code or one.code.startswith(f"{code}.") for one in self.communes], dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class View:
    """What one question says of each commune.

    Attributes:
        minutes: (communes,) to the nearest service; infinite where none is within the farthest way that is computed.
        reach: (communes,) places for 1,000 people; nan where it is not known.
        people: (communes,) of whom the question is; nan where not known.
        limit_min: the limit of the question.
        partly: communes near a service that never said its places: they reach at least what is told.
    """

    minutes: Reals
    reach: Reals
    people: Reals
    limit_min: float
    partly: NDArray[np.bool_]


def view(ways: Minutes, places: Reals, people: Reals, limit_min: float) -> View:
    """The figures of every commune.

    A commune whose people are not known takes no place from others and has no reach. One that reaches nothing but
    services that never said their places has an unknown reach, not none.

    Args:
        ways: (communes, services) minutes.
        places: (services,) nan where they were never said.
        people: (communes,) nan where not known.
    """
    said, counted = np.isfinite(places), np.isfinite(people)
    near = up_to(limit_min)
    shared = two_step(ways, np.where(counted, people, 0.0), np.where(said, places, 0.0), near)
    unsaid = ways.to_points((~said).astype(np.float64), near) > 0
    not_known = ~counted | (unsaid & (shared.reach == 0))
    _which, minutes = ways.nearest()
    return View(minutes, np.where(not_known, np.nan, shared.reach), people, limit_min, unsaid)


class Line(NamedTuple):
    """The figures of one place, or of one group of people.

    Attributes:
        people: of whom the figures are; nan where nobody is known.
        minutes: half of them have no further to the nearest; infinite where half have none; nan where nobody is known.
        within: share of them within the limit.
        beyond: share of them beyond each limit that was asked for.
        reach: places for 1,000 of them, in the mean.
        unknown: communes of which something is not known.
    """

    people: float
    minutes: float
    within: float
    beyond: tuple[float, ...]
    reach: float
    unknown: int


def line(of: View, part: NDArray[np.bool_], *, people: Reals | None = None, beyond: Sequence[float] = ()) -> Line:
    """The figures of some communes together.

    Args:
        people: (communes,) a group of people; those of the question where left out.
    """
    who = (of.people if people is None else people)[part]
    minutes, reach = of.minutes[part], of.reach[part]
    there = known(minutes, who, may_be_infinite=True)
    whole = float(there.people.sum())
    unknown = int(np.isnan(who).sum() + (np.isnan(reach) & ~np.isnan(who)).sum())
    if not whole:
        # a place where nobody of the group is counted has a way to the nearest all the same
        alone = float(minutes[0]) if minutes.size == 1 else np.nan
        nobody = float(np.nansum(who)) if np.isfinite(who).any() else np.nan
        return Line(nobody, alone, np.nan, (np.nan,) * len(beyond), np.nan, unknown)
    shares = tuple(share_beyond(limit)(minutes, who).value for limit in (of.limit_min, *beyond))
    return Line(whole, _median(there.values, there.people), 1 - shares[0], shares[1:], _mean(reach, who), unknown)


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
        within = float(minutes <= of.limit_min) if people > 0 else np.nan
        unknown = int(np.isnan(people) or np.isnan(reach))
        found.append(Line(people, minutes, within, (), reach if people > 0 else np.nan, unknown))
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
    reach, who = of.reach[part], of.people[part]
    return Equity(gini(reach, who), palma(reach, who), worst_tenth(reach, who), theil(reach, who, province_of[part]))


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


def _mean(values: Reals, people: Reals) -> float:
    there = known(values, people)
    whole: Any = there.people.sum()
    return float(there.values @ there.people / whole) if whole else np.nan
