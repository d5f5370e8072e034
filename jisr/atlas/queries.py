"""What the atlas reads: the ground of the territory, the services of a theme as everybody may know them, and ways.

A confidential centre and a service of a compartment are never read here (decision 0050): no figure, no distance and no
order of the atlas is other than it would be without them.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone

from jisr.atlas.choices import FARTHEST_MIN, Who
from jisr.atlas.figures import Ground, Named, View, view
from jisr.atlas.kernels.strips import Reals
from jisr.atlas.reach import Apart, Minutes, told_apart
from jisr.atlas.travel import network, points, speeds
from jisr.atlas.travel.kept import kept
from jisr.atlas.travel.modes import Mode
from jisr.centres import queries as centres
from jisr.centres.models import Service
from jisr.common.database import speaker
from jisr.territory.boundaries import boundaries
from jisr.territory.choices import CommuneType
from jisr.territory.models import Commune, Edition, Province, Region
from jisr.territory.sources import neighbours

Made = TypeVar("Made")
_PEOPLE: Final = (
    "population", "population_municipal", "population_urban", "population_rural", "female_pct", "age_0_14_pct",
    "age_60_plus_pct", "disability_pct",
)  # fmt: skip


class Memory:
    """What was computed last, by all that it was made of; one thread makes, the others wait."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under a key, made now where it was not."""
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            self._made.move_to_end(key)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
            found: Made = self._made[key]
            return found

    def forget(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._made.clear()


_grounds, _supplies, _ways, _views = Memory(2), Memory(48), Memory(12), Memory(96)


def forget() -> None:
    """Hold nothing in memory: the next question reads and computes everything."""
    for memory in (_grounds, _supplies, _ways, _views):
        memory.forget()


def ground() -> Ground:
    """Who lives where, for the loaded edition of the territory: one query, four more where it is not held yet."""
    database = str(connections[speaker.get()].settings_dict["NAME"])
    edition = Edition.objects.values_list("checksum", flat=True).first() or ""
    return _grounds.get((database, edition), lambda: _ground(f"{database}:{edition}"))


def _ground(mark: str) -> Ground:
    regions = [Named(*row) for row in Region.objects.order_by("code").values_list(*Named._fields)]
    provinces = [Named(*row) for row in Province.objects.order_by("code").values_list(*Named._fields)]
    fields = (*Named._fields, "province", "type", "lat", "lon", "km_to_paved_road", *_PEOPLE)
    rows = list(Commune.objects.order_by("code").values_list(*fields))
    columns = dict(zip(fields, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(fields, ())
    at = {code: place for place, code in enumerate(columns["code"])}
    at_province = {one.code: place for place, one in enumerate(provinces)}
    at_region = {one.code: place for place, one in enumerate(regions)}
    ends = [
        (at[code], at[other]) for code in at for other in neighbours().get(code, ()) if other in at and code < other
    ]
    mountain = speeds(timezone.localdate()).mountain_provinces
    net = network(
        columns["lat"], columns["lon"], np.array(ends).reshape(-1, 2), [one in mountain for one in columns["province"]]
    )
    track = np.where(_is(columns["type"], CommuneType.RURAL), _numbers(columns["km_to_paved_road"]), 0.0)
    return Ground(
        mark, [Named(*row[:3]) for row in rows], provinces, regions,
        np.array([at_province[code] for code in columns["province"]], dtype=np.int64),
        np.array([at_region[one.code.partition(".")[0]] for one in provinces], dtype=np.int64),
        _people(columns), net, points(net, np.arange(len(rows)), track_km=track),
    )  # fmt: skip


def _people(columns: dict[str, Any]) -> dict[str, Reals]:
    """Residents, and their parts: shares of the census rest on those who live in ordinary households."""
    number = {name: _numbers(columns[name]) for name in _PEOPLE}
    base = number["population_municipal"]
    women = base * number["female_pct"] / 100
    return {
        Who.ALL: number["population"], Who.WOMEN: women, Who.MEN: base - women,
        Who.CHILDREN: base * number["age_0_14_pct"] / 100, Who.ELDERLY: base * number["age_60_plus_pct"] / 100,
        Who.DISABLED: base * number["disability_pct"] / 100,
        Who.URBAN: number["population_urban"], Who.RURAL: number["population_rural"],
    }  # fmt: skip


def _numbers(values: Any) -> Reals:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _is(values: Any, wanted: str) -> Any:
    return np.array([value == wanted for value in values], dtype=bool)


@dataclass(frozen=True, eq=False)
class Supply:
    """The services of a theme that everybody may know.

    Attributes:
        mark: of all that is told of them.
        lat, lon: (services,) the centre's own point or its commune's; nan where nobody recorded a place.
        commune: (services,) position in the ground; -1 where none is recorded.
        total, free: (services,) places; nan where they were never said.
        apart: which can be placed, and why the others cannot.
        said: first and last day on which places were confirmed; None where none was.
        invented: whether one is of the demonstration.
    """

    mark: str
    lat: Reals
    lon: Reals
    commune: Any
    total: Reals
    free: Reals
    apart: Apart
    said: tuple[date, date] | None
    invented: bool

    @property
    def count(self) -> int:
        """How many services there are, those that cannot be placed included."""
        return len(self.lat)

    @property
    def unsaid(self) -> int:
        """How many of those that are placed never said their places."""
        return int(np.isnan(self.total[self.apart.used]).sum())


_FIELDS = (
    "centre__site__lat", "centre__site__lon", "centre__site__commune__lat", "centre__site__commune__lon",
    "centre__site__commune_id", "places_total", "places_free", "places_confirmed_on", "is_demonstration",
)  # fmt: skip


def known(theme: str, on: date) -> QuerySet[Service]:
    """Services of a theme that are offered on a day and that everybody may know, in the order of ``Supply``."""
    rows = centres.offered(on).filter(theme=theme, compartment="", centre__confidential=False, professional_only=False)
    return rows.order_by("pk")


def supply(theme: str, on: date, there: Ground) -> Supply:
    """The services of a theme that are offered on a day; one query."""
    found = list(known(theme, on).values_list(*_FIELDS))
    mark = hashlib.sha256(repr(found).encode()).hexdigest()[:32]
    return _supplies.get((there.mark, mark), lambda: _supply(mark, found, there))


def _supply(mark: str, found: list[Any], there: Ground) -> Supply:
    columns = list(zip(*found, strict=True)) if found else [()] * len(_FIELDS)
    lat, lon, commune_lat, commune_lon, codes, total, free, confirmed, invented = columns
    north, east, middle_north, middle_east = (_numbers(one) for one in (lat, lon, commune_lat, commune_lon))
    own = np.isfinite(north) & np.isfinite(east)
    north, east = np.where(own, north, middle_north), np.where(own, east, middle_east)
    at = {one.code: place for place, one in enumerate(there.communes)}
    days = [day for day in confirmed if day is not None]
    return Supply(
        mark, north, east, np.array([at.get(code, -1) for code in codes], dtype=np.int64), _numbers(total),
        _numbers(free), told_apart(north, east, np.zeros(len(found)), country=list(boundaries("regions").values())),
        (min(days), max(days)) if days else None, any(invented),
    )  # fmt: skip


def view_of(there: Ground, given: Supply, *, who: str, way: Mode, limit_min: int, free: bool, folder: Path) -> View:
    """The figures of every commune for one question; computed once for the same inputs.

    Args:
        folder: where matrices of travel are kept.
    """
    today = timezone.localdate()

    def make() -> View:
        ways = ways_of(there, given, way, folder)
        places = (given.free if free else given.total)[given.apart.used]
        return view(ways, places, there.people[who], float(limit_min))

    return _views.get((there.mark, given.mark, who, way, limit_min, free, today), make)


def ways_of(there: Ground, given: Supply, way: Mode, folder: Path) -> Minutes:
    """Minutes from every commune to the services that can be placed; computed once for the same inputs."""
    today = timezone.localdate()
    return _ways.get((there.mark, given.mark, way, today), lambda: _minutes(there, given, way, today, folder))


def _minutes(there: Ground, given: Supply, way: Mode, on: date, folder: Path) -> Minutes:
    used = given.apart.used
    goals = points(there.net, given.commune[used], lat=given.lat[used], lon=given.lon[used])
    found = kept(folder, there.net, there.homes, goals, mode=way, speeds=speeds(on), limit_min=FARTHEST_MIN)
    return Minutes.of(found.minutes)
