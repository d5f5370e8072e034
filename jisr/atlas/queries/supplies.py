"""The services of a theme as everybody may know them: where they are, how many places, and what cannot be counted."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from django.db.models import Q, QuerySet

from jisr.atlas.figures import Ground
from jisr.atlas.kernels.strips import Reals
from jisr.atlas.queries import held
from jisr.atlas.queries.grounds import numbers
from jisr.atlas.reach import Apart, Reason, told_apart
from jisr.centres import queries as centres
from jisr.centres.models import Service
from jisr.territory.boundaries import boundaries

#: More services of one theme on one recorded point than any house holds: what a geocoder gives for what it did not
#: find, or one line that was copied. Without a point of their own, services of a commune share its point: more of these
#: may be true.
CROWD: Final = 50
CROWD_OF_COMMUNE: Final = 1_000


@dataclass(frozen=True, eq=False)
class Supply:
    """The services of a theme that everybody may know.

    Attributes:
        mark: of all that is told of them.
        lat, lon: (spots,) the centre's own point or its commune's; nan where nobody recorded a place. A service is one
            spot; by mobile units, each regular stop is one.
        commune: (spots,) position in the ground; -1 where none is recorded.
        total, free: (services,) places; nan where they were never said.
        apart: which spots can be placed, and why the others cannot.
        said: first and last day on which places were confirmed; None where none was.
        invented: whether one is of the demonstration.
        of: (spots,) number of the service that is offered there.
        weeks: (spots,) a unit stops there every so many weeks; None for services that stay where they are.
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
    of: Any = None
    weeks: Reals | None = None

    @property
    def count(self) -> int:
        """How many services there are, those that cannot be placed included."""
        return len(self.total)

    @property
    def placed(self) -> Any:
        """(placed,) numbers of the services that have a spot, growing."""
        return self.apart.used if self.of is None else np.unique(self.of[self.apart.used])

    @property
    def unsaid(self) -> int:
        """How many of those that are placed never said their places."""
        return int(np.isnan(self.total[self.placed]).sum())

    @property
    def empty(self) -> int:
        """How many of those that are placed said that they have no place."""
        return int((self.total[self.placed] == 0).sum())


_OF_SITE: Final = (
    "centre__site__lat", "centre__site__lon", "centre__site__commune__lat", "centre__site__commune__lon",
    "centre__site__commune_id",
)  # fmt: skip
_OF_STOP: Final = (
    "centre__stops__lat", "centre__stops__lon", "centre__stops__commune__lat", "centre__stops__commune__lon",
    "centre__stops__commune_id",
)  # fmt: skip
_SAID: Final = ("places_total", "places_free", "places_confirmed_on", "is_demonstration")


def known(theme: str, on: date) -> QuerySet[Service]:
    """Services of a theme that are offered on a day and that everybody may know, in the order of ``Supply``.

    A confidential centre and a service of a compartment are never read here (decision 0050).
    """
    rows = centres.offered(on).filter(theme=theme, compartment="", centre__confidential=False, professional_only=False)
    return rows.order_by("pk")


def supply(theme: str, on: date, there: Ground, *, units: bool = False) -> Supply:
    """The services of a theme that are offered on a day; one query.

    Args:
        units: where mobile units stop week after week, instead of where centres are.
    """
    rows = known(theme, on)
    if units:
        regular = Q(centre__stops__until=None) | Q(centre__stops__until__gte=on)
        rows = rows.filter(
            regular, centre__stops__confidential=False, centre__stops__every_weeks__gt=0, centre__stops__since__lte=on
        )
        fields = (*_OF_STOP, *_SAID, "pk", "centre__stops__every_weeks")
        found = list(rows.order_by("pk", "centre__stops__pk").values_list(*fields))
    else:
        found = list(rows.values_list(*_OF_SITE, *_SAID))
    mark = hashlib.sha256(repr((units, found)).encode()).hexdigest()[:32]
    return held.supplies.get((there.mark, mark), lambda: _supply(mark, found, there, units=units))


def _supply(mark: str, found: list[Any], there: Ground, *, units: bool) -> Supply:
    width = len(_OF_SITE) + len(_SAID) + 2 * units
    columns = list(zip(*found, strict=True)) if found else [()] * width
    lat, lon, commune_lat, commune_lon, codes, total, free, confirmed, invented = columns[:9]
    north, east, middle_north, middle_east = (numbers(one) for one in (lat, lon, commune_lat, commune_lon))
    own = np.isfinite(north) & np.isfinite(east)
    north, east = np.where(own, north, middle_north), np.where(own, east, middle_east)
    at = {one.code: place for place, one in enumerate(there.communes)}
    days = [day for day in confirmed if day is not None]
    places, left = numbers(total), numbers(free)
    of, weeks = None, None
    if units:
        _keys, first, of = np.unique(np.array(columns[9], dtype=np.int64), return_index=True, return_inverse=True)
        places, left, weeks = places[first], left[first], numbers(columns[10])
    return Supply(
        mark, north, east, np.array([at.get(code, -1) for code in codes], dtype=np.int64), places, left,
        _apart(north, east, own), (min(days), max(days)) if days else None, any(invented), of, weeks,
    )  # fmt: skip


def _apart(north: Reals, east: Reals, own: Any) -> Apart:
    """Spots that can be counted, and why the others cannot."""
    count, country = np.zeros(len(north)), list(boundaries("regions").values())
    found = told_apart(north, east, count, country=country, crowd=CROWD_OF_COMMUNE)
    mine = np.flatnonzero(own)
    crowded = told_apart(north[mine], east[mine], count[mine], crowd=CROWD).reasons
    more = {int(mine[at]): why for at, why in crowded.items() if why == Reason.CROWDED}
    used = np.setdiff1d(found.used, np.fromiter(more, dtype=np.int64, count=len(more)))
    return Apart(used, dict(sorted((more | found.reasons).items())))
