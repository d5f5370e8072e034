"""Kilometres that nobody drives any more, and the carbon dioxide of these: a formula, factors that are all said."""

from typing import NamedTuple

import numpy as np

from jisr.atlas.kernels.strips import Indices, Reals
from jisr.atlas.travel.network import road_km


class Roads(NamedTuple):
    """What the formula takes; ``parameters/roads.yaml`` says of each where it is from."""

    users_share: float
    visits_a_year: float
    weeks_a_year: float
    diesel_kg_a_litre: float
    taxi_litres: float
    taxi_people: float
    bus_litres: float
    bus_people: float
    unit_litres: float

    def kg_a_km(self, way: str) -> float:
        """Kilograms of carbon dioxide for a kilometre of one person; none on foot."""
        if way == "taxi":
            return self.diesel_kg_a_litre * self.taxi_litres / 100 / self.taxi_people
        if way == "bus":
            return self.diesel_kg_a_litre * self.bus_litres / 100 / self.bus_people
        return 0.0

    @property
    def kg_a_km_of_unit(self) -> float:
        """Kilograms for a kilometre of a mobile unit."""
        return self.diesel_kg_a_litre * self.unit_litres / 100


class Saved(NamedTuple):
    """What a year avoids.

    Attributes:
        people_km: kilometres of people who come, there and back.
        unit_km: kilometres that mobile units drive instead.
        kg: of carbon dioxide, those of mobile units taken off; below zero where they drive more than they spare.
        apart: people who reached nothing before: nobody knows a way that they did not go.
    """

    people_km: float
    unit_km: float
    kg: float
    apart: float


def saved(people: Reals, before: Reals, then: Reals, unit_km: float, way: str, roads: Roads) -> Saved:
    """Kilometres and carbon dioxide avoided in a year.

    people_km = people x users_share x visits_a_year x 2 x (km before - km then), over those who reached something.

    Args:
        people: (communes,) nan where not known.
        before, then: (communes,) kilometres by road to the nearest; nan where nothing is reached.
        unit_km: that mobile units drive in a year.
    """
    counted = np.isfinite(people) & np.isfinite(before) & np.isfinite(then)
    km = float(people[counted] @ (before - then)[counted]) * roads.users_share * roads.visits_a_year * 2
    apart = float(people[np.isfinite(people) & ~np.isfinite(before)].sum())
    return Saved(km, unit_km, km * roads.kg_a_km(way) - unit_km * roads.kg_a_km_of_unit, apart)


def km_to(which: Indices, home_lat: Reals, home_lon: Reals, lat: Reals, lon: Reals) -> Reals:
    """(communes,) kilometres by road to the service that each goes to; nan where it goes to none.

    Args:
        which: (communes,) number of the service; -1 for none.
        lat, lon: (services,) degrees.
    """
    found = np.full(len(which), np.nan)
    goes = which >= 0
    found[goes] = road_km(home_lat[goes], home_lon[goes], lat[which[goes]], lon[which[goes]])
    return found
