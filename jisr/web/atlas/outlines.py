"""Rings of boundaries as a geometry of GeoJSON: which is land, which a hole in it, which way round each runs."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from jisr.atlas.reach.apart import inside
from jisr.territory.boundaries import Ring

#: About ten metres: boundaries are drawn for the screen.
_DECIMALS = 4


def geometry(rings: Sequence[Ring]) -> dict[str, Any]:
    """A MultiPolygon as RFC 7946 has it: land anticlockwise, holes clockwise after the land they are in."""
    land = [at for at, ring in enumerate(rings) if len(_around(rings, at)) % 2 == 0]
    polygons = [[_turned(rings[at], anticlockwise=True)] for at in land]
    for at in range(len(rings)):
        if at not in land:
            around = _around(rings, at)
            owner = next(place for place, one in enumerate(land) if one in around)
            polygons[owner].append(_turned(rings[at], anticlockwise=False))
    return {"type": "MultiPolygon", "coordinates": polygons}


def _around(rings: Sequence[Ring], at: int) -> list[int]:
    """Rings in which a ring lies."""
    lon, lat = rings[at][0]
    return [
        other for other in range(len(rings))
        if other != at and inside(np.array([lat]), np.array([lon]), [[rings[other]]])[0]
    ]  # fmt: skip


def _turned(ring: Ring, *, anticlockwise: bool) -> list[list[float]]:
    points = [[round(lon, _DECIMALS), round(lat, _DECIMALS)] for lon, lat in ring]
    if points[0] != points[-1]:
        points.append(points[0])
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(points))
    return points if (area > 0) == anticlockwise else points[::-1]
