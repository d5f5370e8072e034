"""Ways to travel, and how fast each goes on a road, on a track and before it starts."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from jisr.common.parameters import value, values

Mode = Literal["foot", "taxi", "bus", "unit", "drive"]
#: On foot; by shared taxi; by a bus of some days; on foot to where a mobile unit stops; by a car of the house.
MODES: Final[tuple[Mode, ...]] = ("foot", "taxi", "bus", "unit", "drive")

Numbers = NDArray[np.float64]


class UnknownMode(ValueError):
    """A fault of the caller: no such way to travel."""


@dataclass(frozen=True)
class Speeds:
    """Kilometres an hour on each kind of ground, minutes of waiting, and the provinces that are mountain."""

    plain_kmh: float
    mountain_kmh: float
    track_kmh: float
    foot_kmh: float
    bus_kmh: float
    taxi_wait_min: float
    bus_wait_min: float
    mountain_provinces: frozenset[str]

    def road_kmh(self, mode: Mode, mountain: Any) -> Numbers:
        """Speed on a road, where ``mountain`` (any shape, 0 to 1) is the part of the way that is mountain.

        Raises:
            UnknownMode: no such way to travel.
        """
        if mode not in MODES:
            raise UnknownMode(mode)
        share = np.asarray(mountain, dtype=float)
        if mode in {"foot", "unit"}:
            return np.full(share.shape, self.foot_kmh)
        hours = (1 - share) / self.plain_kmh + share / self.mountain_kmh
        return np.minimum(1 / hours, self.bus_kmh) if mode == "bus" else 1 / hours

    def way_min(self, mode: Mode, km: Any, track_km: Any, mountain: Any) -> Numbers:
        """Minutes for ways of ``km``, the first ``track_km`` of them on a track.

        A bus keeps to the road: the track before it is walked.
        """
        track = np.minimum(track_km, km)
        slow = self.foot_kmh if mode in {"foot", "unit", "bus"} else self.track_kmh
        return np.asarray(60 * (track / slow + (km - track) / self.road_kmh(mode, mountain)), dtype=float)

    def wait_min(self, mode: Mode) -> float:
        """Minutes at the stand before the way begins."""
        return {"taxi": self.taxi_wait_min, "bus": self.bus_wait_min}.get(mode, 0.0)


def speeds(on: date) -> Speeds:
    """The speeds in force on a day.

    Raises:
        UnknownParameter: none is in force yet.
    """
    ground = {f"{name}_kmh": value("jisr.territory", "travel", f"{name}_kmh", on=on) for name in _GROUND}
    more = values("jisr.atlas", "travel", on=on)
    return Speeds(**ground, **more | {"mountain_provinces": frozenset(more["mountain_provinces"])})


_GROUND: Final = ("plain", "mountain", "track", "foot")


def waiting_days(days_a_week: Any) -> Numbers:
    """Days until the next bus (or stop of a mobile unit), in the mean, when it comes on so many days of the week.

    Args:
        days_a_week: (any shape) 0 to 7; nan where nobody knows.

    Returns:
        Half the time between two; ``inf`` where none comes, nan where it is not known.

    >>> waiting_days([7, 1, 0, float("nan")])
    array([0.5, 3.5, inf, nan])
    """
    days = np.asarray(days_a_week, dtype=float)
    with np.errstate(divide="ignore"):
        return np.asarray(3.5 / days)
