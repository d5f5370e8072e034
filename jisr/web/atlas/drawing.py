"""The map of a reading: our own boundaries, drawn by the server, each place in the shade of its class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from jisr.atlas.choices import Demand, Level
from jisr.territory.boundaries import Point, Ring, boundaries
from jisr.web.atlas.reading import Asked, Reading, Row
from jisr.web.territory.drawing import Projection

#: The page of a question, by among whom places are shared.
ROUTES = {Demand.PEOPLE: "atlas:page", Demand.NEEDS: "atlas:needs"}
#: Units of a drawing: fine enough for a screen that is zoomed into.
WIDTH = 900


@dataclass(frozen=True, slots=True)
class Outline:
    """One place as it is drawn, whatever its figure.

    Attributes:
        path: the ``d`` of an SVG path.
        middle: of its largest part.
    """

    path: str
    middle: tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """What is drawn of a level inside a place.

    Attributes:
        places: by code.
        lines: boundaries that are drawn over the places, without a shade.
        told: what the script needs to draw communes on the same ground.
    """

    width: int
    height: int
    places: Mapping[str, Outline]
    lines: Sequence[str]
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Patch:
    """One place of the map."""

    row: Row
    path: str
    middle: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Map:
    """The whole drawing."""

    width: int
    height: int
    patches: list[Patch]
    lines: Sequence[str]
    told: Mapping[str, Any]


def drawn(reading: Reading) -> Map:
    """The places of a reading."""
    asked = reading.asked
    sheet = sheet_of(str(asked.level), asked.within.code if asked.within else "")
    rows = {row.place.code: row for row in reading.rows}
    patches = [Patch(rows[code], one.path, one.middle) for code, one in sheet.places.items() if code in rows]
    return Map(sheet.width, sheet.height, patches, sheet.lines, sheet.told)


@lru_cache(maxsize=120)
def sheet_of(level: str, within: str) -> Sheet:
    """What is drawn of a level inside a place; the country for ""."""
    rings = rings_of(level, within)
    projection = Projection((ring for shape in rings.values() for ring in shape), width=WIDTH)
    places = {code: Outline(projection.path(shape), _middle(projection, shape)) for code, shape in rings.items()}
    lines = [projection.path(shape) for shape in _over(level, within).values()]
    west, north, narrow, scale = projection.told
    told = {"west": west, "north": north, "narrow": narrow, "scale": scale}
    return Sheet(projection.width, projection.height, places, lines, told)


def _middle(projection: Projection, rings: Sequence[Ring]) -> tuple[int, int]:
    """The centre of gravity of the largest ring."""
    best, middle = -1.0, (0.0, 0.0)
    for ring in rings:
        sums = [0.0, 0.0, 0.0]
        x_of, y_of = ring[0]
        for (x0, y0), (x1, y1) in pairwise(ring):
            cross = (x0 - x_of) * (y1 - y_of) - (x1 - x_of) * (y0 - y_of)
            sums = [sums[0] + cross, sums[1] + (x0 + x1 + x_of) * cross, sums[2] + (y0 + y1 + y_of) * cross]
        if abs(sums[0]) > best:
            best = abs(sums[0])
            middle = (sums[1] / (3 * sums[0]), sums[2] / (3 * sums[0])) if sums[0] else ring[0]
    return projection.place(*middle)


def rings_of(level: str, within: str) -> Mapping[str, list[Ring]]:
    """Boundaries of the places of a level inside a place, by code; inside the country for ""."""
    found: dict[str, list[Ring]] = {}
    for name in _files(level, within):
        found |= boundaries(name)
    return {code: shape for code, shape in found.items() if code.startswith(within)}


def _files(level: str, within: str) -> Sequence[str]:
    if level != Level.COMMUNE:
        return [f"{level}s"]
    regions = [within.partition(".")[0]] if within else [f"{n:02d}" for n in range(1, 13)]
    return [f"communes-{region}" for region in regions]


def _over(level: str, within: str) -> Mapping[str, list[Ring]]:
    """Larger places, as lines over the smaller ones: inside one of them exactly around these, however they were
    simplified; over the whole country, where nobody sees a difference, their own boundaries."""
    if level == Level.COMMUNE and within:
        parts: dict[str, list[Ring]] = {}
        for code, shape in rings_of(level, within).items():
            parts.setdefault(code[: len("00.000")], []).extend(shape)
        return {code: outline(rings) for code, rings in parts.items()}
    if level == Level.COMMUNE:
        return {code: shape for code, shape in boundaries("provinces").items() if code.startswith(within)}
    return boundaries("regions") if level == Level.PROVINCE and not within else {}


def outline(rings: Sequence[Ring]) -> list[Ring]:
    """The rings around places together: of their edges, those that no two of them share.

    Args:
        rings: closed, neighbours passing what they share in opposite directions.

    >>> west, east = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], [(1, 0), (2, 0), (2, 1), (1, 1), (1, 0)]
    >>> [sorted(set(ring)) for ring in outline([west, east])]
    [[(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]]
    """
    alone: dict[tuple[Point, Point], None] = {}
    for ring in rings:
        for here, there in pairwise(ring):
            if (there, here) in alone:
                del alone[there, here]
            else:
                alone[here, there] = None
    ahead: dict[Point, list[Point]] = {}
    for here, there in alone:
        ahead.setdefault(here, []).append(there)
    found: list[Ring] = []
    while ahead:
        ring = [next(iter(ahead))]
        while following := ahead.get(ring[-1]):
            here = ring[-1]
            ring.append(following.pop())
            if not following:
                del ahead[here]
            if ring[-1] == ring[0]:
                break
        found.append(ring)
    return found


def inside(asked: Asked, code: str) -> str:
    """The address of the map of what is inside a place; "" for a commune."""
    if code.count(".") > 1:
        return ""
    return address(asked, within=code, level="")


def address(asked: Asked, **changes: str) -> str:
    """The address of a question with some of its parts changed; what is not said is left away."""
    said = {name: value for name, value in (asked.address | changes).items() if value}
    return f"{reverse(ROUTES[asked.demand])}?{urlencode(said)}"
