"""Kilometres by road between many points at once: as ``rules.road_km``, on arrays. Plain Python."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from jisr.territory.rules import DETOUR, EARTH_KM


def road_km(lat_a: Any, lon_a: Any, lat_b: Any, lon_b: Any) -> NDArray[np.float64]:
    """Kilometres by road between points in degrees (arrays that broadcast).

    >>> road_km(31.63, -8.01, [31.55, 31.63], [-8.77, -8.01]).round().tolist()
    [85.0, 0.0]
    """
    return road_km_of_radians(*(np.radians(np.asarray(a, dtype=float)) for a in (lat_a, lon_a, lat_b, lon_b)))


def road_km_of_radians(lat_a: Any, lon_a: Any, lat_b: Any, lon_b: Any) -> NDArray[np.float64]:
    """The same of points in radians, for a caller who holds them so."""
    across = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return np.asarray(DETOUR * 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(across, 1.0))))
