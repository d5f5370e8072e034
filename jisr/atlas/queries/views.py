"""The figures of every commune for one question, over the ways of the theme's services."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import scipy
from django.utils import timezone

from jisr.atlas.choices import FARTHEST_MIN
from jisr.atlas.figures import Ground, Needs, View, view
from jisr.atlas.kernels.strips import Reals
from jisr.atlas.queries import held
from jisr.atlas.queries.supplies import Supply
from jisr.atlas.reach import Minutes, Sharing, up_to
from jisr.atlas.travel import Model, Points, points, speeds
from jisr.atlas.travel.kept import kept
from jisr.atlas.travel.modes import Mode, waiting_days
from jisr.atlas.travel.roads import roads_of, stamp


@dataclass(frozen=True, eq=False)
class Travelled:
    """Minutes to services, and what made them.

    Attributes:
        minutes: (points, services).
        days: (points,) until the next one, in the mean; None where nobody waits days.
        made_on: the day on which a router said them; None for an estimate.
    """

    minutes: Minutes
    days: Reals | None
    model: Model
    made_on: date | None


def view_of(
    there: Ground, given: Supply, *, who: str, way: Mode, limit_min: int, free: bool, folder: Path,
    sharing: Sharing = "two_step", needs: Needs | None = None,
) -> View:  # fmt: skip
    """The figures of every commune for one question; computed once for the same inputs.

    Args:
        folder: where matrices of travel are kept.
        sharing: how places are shared among those who can come.
        needs: who shares the places, instead of residents.
    """
    today = timezone.localdate()
    key: Hashable = (
        there.mark, given.mark, who, way, limit_min, free, sharing, needs.mark if needs else "", today, stamp(folder),
    )  # fmt: skip

    def make() -> View:
        ways = travelled(there, given, way=way, limit_min=limit_min, folder=folder)
        places = (given.free if free else given.total)[given.placed]
        people = needs.counts if needs else there.people[who]
        spread = there.spread
        at, share = (None, None) if spread is None else (spread.at, spread.share[who])
        return view(
            ways.minutes, places, people, float(limit_min), sharing=sharing, at=at, share=share, days=ways.days
        )  # fmt: skip

    return held.views.get(key, make)


def travelled(there: Ground, given: Supply, *, way: Mode, limit_min: int, folder: Path) -> Travelled:
    """Minutes from every point of the ground to every service, by a router where one was asked, else estimated."""
    today = timezone.localdate()
    key = (there.mark, given.mark, way, limit_min if given.weeks is not None else 0, today, stamp(folder))
    return held.ways.get(key, lambda: _travelled(there, given, way, limit_min, today, folder))


def ways_of(there: Ground, given: Supply, way: Mode, folder: Path) -> Minutes:
    """Minutes from every commune's own point to the services that can be placed: for a plan, which counts communes."""
    today = timezone.localdate()
    key = ("communes", there.mark, given.mark, way, today, stamp(folder))
    return held.ways.get(key, lambda: _minutes(there, given, there.homes, way, today, folder).minutes)


def homes_of(there: Ground) -> Points:
    """(points,) where people leave from."""
    return there.homes if there.spread is None else there.spread.points


@dataclass(frozen=True, eq=False)
class _Ways:
    """Minutes to spots, and to services; as ``Travelled``."""

    table: "scipy.sparse.csr_array"
    minutes: Minutes
    model: Model
    made_on: date | None


def _travelled(there: Ground, given: Supply, way: Mode, limit_min: int, on: date, folder: Path) -> Travelled:
    found = _minutes(there, given, homes_of(there), way, on, folder)
    return Travelled(found.minutes, _days(there, given, found.table, way, limit_min), found.model, found.made_on)


def _minutes(there: Ground, given: Supply, homes: Points, way: Mode, on: date, folder: Path) -> _Ways:
    """A router's where it was asked of these points and spots, else the estimate."""
    used, pace = given.apart.used, speeds(on)
    goals = points(there.net, given.commune[used], lat=given.lat[used], lon=given.lon[used])
    said = roads_of(folder, there.net, homes, goals, mode=way, wait_min=pace.wait_min(way))
    if said is not None:
        return _Ways(said.minutes, Minutes.of(_by_service(said.minutes, given)), said.model, said.made_on)
    table = kept(folder, there.net, homes, goals, mode=way, speeds=pace, limit_min=FARTHEST_MIN)
    return _Ways(table.minutes, Minutes.of(_by_service(table.minutes, given)), table.model, None)


def _by_service(table: "scipy.sparse.csr_array", given: Supply) -> "scipy.sparse.csr_array":
    """(points, services) the way to the nearest stop of each service; as it is where a service is one spot."""
    if given.of is None:
        return table
    pairs = table.tocoo()
    column = np.searchsorted(given.placed, given.of[given.apart.used])[pairs.col]
    order = np.lexsort((pairs.data, column, pairs.row))
    rows, column, data = pairs.row[order], column[order], pairs.data[order]
    first = np.r_[True, (np.diff(rows) != 0) | (np.diff(column) != 0)] if len(rows) else np.zeros(0, dtype=bool)
    shape = (table.shape[0], len(given.placed))
    return scipy.sparse.csr_array((data[first], (rows[first], column[first])), shape=shape)


def _days(there: Ground, given: Supply, table: "scipy.sparse.csr_array", way: Mode, limit_min: int) -> Reals | None:
    """(points,) days until the next bus of the commune, or the next stop of a unit within the limit, in the mean."""
    at = homes_of(there).commune
    if way == "bus" and there.bus_days is not None:
        return waiting_days(there.bus_days[at])
    if given.weeks is None:
        return None
    used = given.apart.used
    # two services of one unit stop together: one coming, not two
    spots = np.column_stack((given.lat[used], given.lon[used], given.weeks[used]))
    first = np.sort(np.unique(spots, axis=0, return_index=True)[1])
    often = np.zeros(len(used))
    often[first] = 1 / given.weeks[used][first]
    return waiting_days(np.minimum(Minutes.of(table).to_points(often, up_to(limit_min)), 7.0))
