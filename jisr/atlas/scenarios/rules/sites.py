"""What stands, and what a scenario adds: sites with places, a cost, and the way of every commune to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from jisr.atlas.figures import Ground
from jisr.atlas.kernels.strips import Indices, Reals
from jisr.atlas.reach import Minutes
from jisr.atlas.siting import Action

#: Days of work in a week: a mobile unit that comes every one of them counts as a centre that stands there.
WEEK = 5


class Pick(NamedTuple):
    """One thing that a scenario does.

    Attributes:
        place: ``commune:CODE``, ``centre:KEY`` or ``service:KEY``.
        places: that it adds; of a mobile unit, at each visit.
        days: of the week, of a mobile unit; 0 for what stands there.
        year: in which it is done.
    """

    action: str
    place: str
    places: int
    days: int
    year: int


@dataclass(frozen=True)
class Site:
    """Where something is done.

    Attributes:
        commune: position in the ground.
        lat, lon: its point in degrees.
        service: position among those that stand, of one that is enlarged; -1 elsewhere.
        cost: minor units.
    """

    pick: Pick
    name_ar: str
    name_fr: str
    commune: int
    lat: float
    lon: float
    service: int
    cost: int


@dataclass(frozen=True, eq=False)
class Stand:
    """What stands before the scenario, for one question.

    Attributes:
        ways: (communes, services) minutes.
        places: (services,) nan where they were never said.
        commune: (services,) position in the ground.
        lat, lon: (services,) degrees.
        people: (communes,) of whom the question is; nan where not known.
        part: (communes,) which lie in the place that is looked at.
    """

    ground: Ground
    ways: Minutes
    places: Reals
    commune: Indices
    lat: Reals
    lon: Reals
    people: Reals
    part: Any
    limit_min: float

    @property
    def services(self) -> int:
        """How many stand."""
        return len(self.places)


def weekly(pick: Pick) -> float:
    """Places that count: of a mobile unit, those of a visit times its share of the week.

    >>> weekly(Pick("mobile", "commune:01", 30, 1, 2027)), weekly(Pick("open", "commune:01", 80, 0, 2027))
    (6.0, 80.0)
    """
    return pick.places * pick.days / WEEK if pick.action == Action.MOBILE else float(pick.places)


def cost_of(action: str, days: int, costs: Mapping[str, int]) -> int:
    """Minor units: of a mobile unit its share of the week, the rest of which serves elsewhere.

    >>> cost_of("mobile", 2, {"mobile": 500_000}), cost_of("open", 0, {"open": 7})
    (200000, 7)
    """
    return round(costs[action] * days / WEEK) if action == Action.MOBILE else costs[action]


def after(stand: Stand, sites: Sequence[Site], columns: Reals) -> tuple[Minutes, Reals, Indices, Reals, Reals]:
    """Ways, places, communes and points once the sites are there.

    Args:
        columns: (communes, sites) minutes to each; not looked at for a service that is enlarged.
    """
    ways, places = stand.ways, stand.places.copy()
    new = [at for at, site in enumerate(sites) if site.service < 0]
    for site in sites:
        if site.service >= 0:
            places[site.service] = np.nansum([places[site.service], weekly(site.pick)])
    for at in new:
        ways = ways.with_centre(columns[:, at])
    added = [sites[at] for at in new]
    return (
        ways, np.append(places, [weekly(site.pick) for site in added]),
        np.append(stand.commune, np.array([site.commune for site in added], dtype=np.int64)),
        np.append(stand.lat, [site.lat for site in added]), np.append(stand.lon, [site.lon for site in added]),
    )  # fmt: skip
