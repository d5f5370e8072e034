"""Boundaries of places as rings of points, read from the TopoJSON that ships in ``static/territory``. Pure.

Drawn in 2014 with the codes of 2024 (HCP, "RGPH en cartes"), simplified for the screen: to look at, not to survey with.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from jisr.territory.sources import HERE

FOLDER: Final = HERE / "static" / "territory"

#: (longitude, latitude) in degrees, WGS 84
Point = tuple[float, float]
Ring = list[Point]


@lru_cache(maxsize=20)
def boundaries(name: str) -> Mapping[str, list[Ring]]:
    """Rings of each place in one file, by code.

    Args:
        name: ``regions``, ``provinces``, ``arrondissements`` or ``communes-07`` for the communes of region 07.

    Raises:
        FileNotFoundError: there is no such file.
    """
    topology = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    arcs = [_degrees(arc, topology["transform"]) for arc in topology["arcs"]]
    (collection,) = topology["objects"].values()
    return {shape["id"]: _rings(shape, arcs) for shape in collection["geometries"]}


def _degrees(arc: list[list[int]], transform: Mapping[str, list[float]]) -> Ring:
    """An arc of differences on a grid as points in degrees."""
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    points, x, y = [], 0, 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((west + wide * x, south + high * y))
    return points


def _rings(shape: Mapping[str, Any], arcs: list[Ring]) -> list[Ring]:
    """Every ring of a polygon or of several, holes included."""
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [_joined(ring, arcs) for polygon in polygons for ring in polygon]


def _joined(ring: list[int], arcs: list[Ring]) -> Ring:
    """Arcs end to end; a negative number is an arc walked backwards."""
    points: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points
