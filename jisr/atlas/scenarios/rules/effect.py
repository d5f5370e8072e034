"""What a scenario changes: who gains, where, how equally, at what cost; before and after on the same points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from jisr.atlas.figures import Equity, Line, View, each, equity, line, lines, view
from jisr.atlas.kernels.strips import Reals
from jisr.atlas.scenarios.rules.roads import Roads, Saved, km_to, saved
from jisr.atlas.scenarios.rules.sites import WEEK, Site, Stand, after
from jisr.atlas.scenarios.rules.solving import posed
from jisr.atlas.siting import Action, Choice
from jisr.atlas.siting.aims import nearest
from jisr.atlas.siting.explain import explained
from jisr.atlas.travel.network import road_km

#: Limits of which the share of people beyond is always told.
BEYOND = (30, 60)


class Both(NamedTuple):
    """One line before and after, and people of it who come within the limit."""

    before: Line
    after: Line
    gained: float


@dataclass(frozen=True, eq=False)
class Effect:
    """All that a scenario changes.

    Attributes:
        groups: ``choices.Who`` -> of all people of the place that is looked at.
        provinces: position -> of those of the question in each province of the place.
        communes: position -> the same, where the place is one province; empty elsewhere.
        by_mobile: of those who gain, whose nearest is a mobile unit, which comes on its days alone.
        elsewhere: who gain outside the place.
        choices: why each site is there, in the order of the sites.
        cost: minor units.
    """

    groups: Mapping[str, Both]
    provinces: Mapping[int, Both]
    communes: Mapping[int, Both]
    equity: tuple[Equity, Equity]
    by_mobile: float
    elsewhere: float
    choices: Sequence[Choice]
    saved: Saved
    cost: int


def effect(stand: Stand, sites: Sequence[Site], columns: Reals, *, way: str, roads: Roads) -> Effect:
    """Lay a scenario over what stands.

    Reach is compared where it is known before and after (docs/decisions/0111).

    Args:
        columns: (communes, sites) minutes to each.
        way: by which people go.
    """
    ways, places, _commune, lat, lon = after(stand, sites, columns)
    before, then = _compared(
        view(stand.ways, stand.places, stand.people, stand.limit_min), view(ways, places, stand.people, stand.limit_min)
    )
    gains = (before.minutes > stand.limit_min) & (then.minutes <= stand.limit_min)
    ground, part = stand.ground, stand.part
    first, last = stand.ways.nearest()[0], ways.nearest()[0]
    mobile = np.zeros(len(places), dtype=bool)
    added = [site for site in sites if site.service < 0]
    mobile[stand.services :] = [site.pick.action == Action.MOBILE for site in added]
    home = ground.net.lat, ground.net.lon
    spared = saved(
        np.where(part, stand.people, np.nan), km_to(first, *home, stand.lat, stand.lon), km_to(last, *home, lat, lon),
        _driven(stand, sites, roads), way, roads,
    )  # fmt: skip
    inside = np.where(part, ground.province_of, -1)
    return Effect(
        {who: _both(before, then, part, gains, people) for who, people in ground.people.items()},
        _each(before, then, inside, gains, len(ground.provinces)), _communes(stand, before, then, gains, inside),
        (equity(before, part, ground.province_of), equity(then, part, ground.province_of)),
        _sum(stand.people, gains & part & (last >= 0) & mobile[np.maximum(last, 0)]),
        _sum(stand.people, gains & ~part), _why(stand, sites, columns), spared, sum(site.cost for site in sites),
    )  # fmt: skip


def _compared(before: View, then: View) -> tuple[View, View]:
    """Both views, reach not known in one of them left out of both."""
    known = np.isfinite(before.reach) & np.isfinite(then.reach)
    return tuple(  # type: ignore[return-value]
        View(one.minutes, np.where(known, one.reach, np.nan), one.people, one.limit_min, one.partly)
        for one in (before, then)
    )


def _both(before: View, then: View, part: Any, gains: Any, people: Reals) -> Both:
    one, other = (line(seen, part, people=people, beyond=BEYOND) for seen in (before, then))
    return Both(one, other, _sum(people, gains & part))


def _each(before: View, then: View, inside: Any, gains: Any, count: int) -> dict[int, Both]:
    one, other = (lines(seen, inside, count) for seen in (before, then))
    people = before.people
    return {
        at: Both(one[at], other[at], _sum(people, gains & (inside == at)))
        for at in np.unique(inside[inside >= 0]).tolist()
    }


def _communes(stand: Stand, before: View, then: View, gains: Any, inside: Any) -> dict[int, Both]:
    if len(np.unique(inside[inside >= 0])) != 1:
        return {}
    chosen = np.flatnonzero(stand.part)
    pairs = zip(chosen.tolist(), each(before, chosen), each(then, chosen), strict=True)
    return {at: Both(one, other, float(np.nan_to_num(before.people[at]) * gains[at])) for at, one, other in pairs}


def _sum(people: Reals, part: Any) -> float:
    """People of a part; those whom nobody counted are in no sum."""
    return float(np.nansum(people[part]))


def _why(stand: Stand, sites: Sequence[Site], columns: Reals) -> Sequence[Choice]:
    if not sites:
        return ()
    problem = posed(stand, sites, columns)
    plan = np.arange(stand.services, stand.services + len(sites))
    return explained(problem, plan, *nearest(problem, plan), stand.limit_min)


def _driven(stand: Stand, sites: Sequence[Site], roads: Roads) -> float:
    """Kilometres of mobile units in a year: from the largest commune of the province and back, on each of its days."""
    ground, whole = stand.ground, 0.0
    everybody = np.nan_to_num(ground.people["all"])
    for site in sites:
        if site.pick.action == Action.MOBILE:
            here = ground.province_of == ground.province_of[site.commune]
            base = int(np.argmax(np.where(here, everybody, -1.0)))
            km = float(road_km(ground.net.lat[base], ground.net.lon[base], site.lat, site.lon))
            whole += 2 * km * min(site.pick.days, WEEK) * roads.weeks_a_year
    return whole
