"""Distances and travel times between places, estimated until a road network is given."""

from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Final, Literal

from jisr.common.parameters import value

#: Mean radius of the Earth in kilometres (IUGG).
EARTH_KM: Final = 6371.0088
#: A road is longer than the great circle: two published road distances in Morocco give 1.16 and 1.18.
DETOUR: Final = 1.17

Going = Literal["plain", "mountain", "track", "foot"]


def great_circle_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Kilometres between two points along the surface of the Earth (haversine formula).

    Args:
        lat_a, lon_a, lat_b, lon_b: degrees north and east, WGS 84.

    >>> round(great_circle_km(31.63, -8.01, 31.55, -8.77))
    73
    """
    across = sin(radians(lat_b - lat_a) / 2) ** 2
    along = sin(radians(lon_b - lon_a) / 2) ** 2
    half = across + cos(radians(lat_a)) * cos(radians(lat_b)) * along
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def road_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Kilometres by road between two points: the great circle times the usual detour.

    An estimate, to be shown as one ("about 40 km"): it knows no mountain, river or missing bridge.

    Args:
        lat_a, lon_a, lat_b, lon_b: degrees north and east, WGS 84.

    Source: detour of 1.17 from two published road distances (1.16 and 1.18); docs/decisions on distances.
    """
    return DETOUR * great_circle_km(lat_a, lon_a, lat_b, lon_b)


def travel_min(road: float, *, on: date, going: Going = "plain", track_km: float = 0.0) -> float:
    """Minutes for a way by road, with the way to the paved road before it.

    Args:
        road: kilometres by paved road, >= 0.
        on: day for which the speeds are taken.
        going: how the paved road is travelled.
        track_km: kilometres of track before the paved road, >= 0 (``Commune.km_to_paved_road``).

    Raises:
        UnknownParameter: no speed is in force on that day.
    """
    speed, track = (value("jisr.territory", "travel", f"{name}_kmh", on=on) for name in (going, "track"))
    return 60 * (road / speed + track_km / track)
