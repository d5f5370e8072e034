"""Visits put into days by a kept library of routing, PyVRP (Wouda, Lan and Kool 2024, INFORMS Journal on Computing
36(4), https://doi.org/10.1287/ijoc.2023.0055). A heuristic: what it finds holds, and is never called the best."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.stop import MaxIterations

Numbers = NDArray[np.float64]
_DAY: Final = 1440
#: A way that a unit may not take: longer than every horizon.
_NEVER: Final = 1_000_000
#: What it is worth to visit a place, in hundreds of metres; more where the day was given out before.
_WORTH: Final = 1_000_000
_PROMISED: Final = 20_000_000
#: Places times rounds of the search: some two seconds of processor at 60 places.
_EFFORT: Final = 80_000


class Wanted(NamedTuple):
    """One visit.

    Attributes:
        node: row and column of its ways.
        minutes: spent there.
        days: on one of which it is to be, by number from the first; empty for any.
        unit: that is to come; None for any.
        promised: whether its day was given out before.
    """

    node: int
    minutes: int
    days: tuple[int, ...] = ()
    unit: int | None = None
    promised: bool = False


class Tour(NamedTuple):
    """What a unit does on a day: positions of visits, in their order. ``day`` is None where any day does."""

    unit: int
    day: int | None
    visits: tuple[int, ...]


class NoPlan(RuntimeError):
    """The search ended without a plan that holds: a fault, since leaving every place out is one."""


def tours(
    wanted: Sequence[Wanted], minutes: Numbers, km: Numbers, *, units: int, days: int, day_min: int, effort: float = 1.0
) -> list[Tour]:
    """Days of units that hold as many visits as are found, on few kilometres; what is missing found no day.

    Args:
        minutes, km: ways between nodes, the bases of the units first; ``inf`` where there is no road.
        days: how many each unit has.
        day_min: minutes of each, from the base and back.
        effort: how long is searched; 1 is usual.

    Raises:
        NoPlan: see there.
    """
    if not wanted:
        return []
    dated = any(one.days for one in wanted)
    clients, groups, whose = _clients(wanted, units, days, day_min)
    length, time = _ways(wanted, minutes, km, units)
    kept = units > 1 and any(one.unit is not None for one in wanted)
    lengths: list[Any] = [length] * (units if kept else 1)
    times: list[Any] = [_own(time, wanted, units, unit) for unit in range(units)] if kept else [time]
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0)] * len(length), clients=clients, groups=groups,
        depots=[pyvrp.Depot(unit) for unit in range(units)],
        vehicle_types=_vehicles(units, days, day_min, dated=dated, kept=kept),
        distance_matrices=lengths, duration_matrices=times,
    )  # fmt: skip
    rounds = int(effort * min(max(300, _EFFORT // len(wanted)), 2_000))
    best = pyvrp.solve(data, stop=MaxIterations(rounds), seed=1, collect_stats=False).best
    if not best.is_feasible():
        raise NoPlan(f"{len(wanted)} visits, {units} units, {days} days")
    return [_tour(route, whose, days, dated=dated) for route in best.routes()]


def _clients(
    wanted: Sequence[Wanted], units: int, days: int, day_min: int
) -> tuple[list[pyvrp.Client], list[pyvrp.ClientGroup], list[int]]:
    """What the library is to visit: of a visit that has several days one on each, of which one alone is made."""
    clients: list[pyvrp.Client] = []
    groups: list[pyvrp.ClientGroup] = []
    whose: list[int] = []
    for at, one in enumerate(wanted):
        worth = _PROMISED if one.promised else _WORTH
        together = len(groups) if len(one.days) > 1 else None
        first = len(clients)
        for day in one.days or (None,):
            window = (0, days * _DAY) if day is None else (day * _DAY, day * _DAY + day_min)
            clients.append(pyvrp.Client(
                units + at, service_duration=one.minutes, tw_early=window[0], tw_late=window[1], prize=worth,
                required=False, group=together,
            ))  # fmt: skip
            whose.append(at)
        if together is not None:
            groups.append(pyvrp.ClientGroup(list(range(first, len(clients))), required=False))
    return clients, groups, whose


def _vehicles(units: int, days: int, day_min: int, *, dated: bool, kept: bool) -> list[pyvrp.VehicleType]:
    """A vehicle for each unit and day; where no visit keeps a day, days are alike and the search is quicker."""
    found = []
    for unit in range(units):
        own: dict[str, Any] = {
            "start_depot": unit,
            "end_depot": unit,
            "profile": unit if kept else 0,
            "shift_duration": day_min,
        }
        if not dated:
            found.append(pyvrp.VehicleType(num_available=days, tw_late=days * _DAY, **own))
            continue
        found += [
            pyvrp.VehicleType(tw_early=day * _DAY, tw_late=day * _DAY + day_min, **own) for day in range(days)
        ]  # fmt: skip
    return found


def _ways(
    wanted: Sequence[Wanted], minutes: Numbers, km: Numbers, units: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Hundreds of metres and minutes between bases and visits: whole numbers, as the library has them."""
    nodes = np.array([*range(units), *(one.node for one in wanted)])
    time, length = minutes[np.ix_(nodes, nodes)], km[np.ix_(nodes, nodes)]
    never = ~np.isfinite(time)
    np.fill_diagonal(never, False)
    whole = np.where(never, _NEVER, np.ceil(np.where(np.isfinite(time), time, 0))).astype(np.int64)
    far = np.where(never, _NEVER, np.rint(10 * np.where(np.isfinite(length), length, 0))).astype(np.int64)
    for one in (whole, far):
        np.fill_diagonal(one, 0)
    return far, whole


def _own(time: NDArray[np.int64], wanted: Sequence[Wanted], units: int, unit: int) -> NDArray[np.int64]:
    """The ways of one unit: to visits that keep another there is none."""
    others = [units + at for at, one in enumerate(wanted) if one.unit not in {None, unit}]
    own = time.copy()
    own[:, others] = _NEVER
    np.fill_diagonal(own, 0)
    return own


def _tour(route: pyvrp.Route, whose: Sequence[int], days: int, *, dated: bool) -> Tour:
    visits = tuple(whose[one.idx] for one in route.schedule() if one.is_client())
    unit, day = divmod(route.vehicle_type(), days) if dated else (route.vehicle_type(), None)
    return Tour(unit, day, visits)
