"""Small maps as SVG: boundaries projected for a screen, without a script, the same on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians

from jisr.territory.boundaries import Ring, boundaries

WIDTH = 600
#: Narrower than this on the screen, a corner of a boundary is left out.
LEAST_STEP = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """One place on a map.

    Attributes:
        path: the ``d`` of an SVG path, in units of the drawing.
        here: whether the page is about it.
    """

    code: str
    name: str
    path: str
    href: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map, drawn by ``territory/drawing.html``.

    Attributes:
        point: where the place is, as (x, y), or None.
    """

    width: int
    height: int
    shapes: list[Shape]
    point: tuple[int, int] | None = None


class Projection:
    """Degrees to units of a drawing: equirectangular about the middle latitude, which suits one country."""

    def __init__(self, rings: Iterable[Ring], *, width: int = WIDTH) -> None:
        points = [point for ring in rings for point in ring]
        west, east = min(x for x, _y in points), max(x for x, _y in points)
        self._west, self._south, self._north = west, min(y for _x, y in points), max(y for _x, y in points)
        self._narrow = cos(radians((self._south + self._north) / 2))
        self._scale = width / max((east - west) * self._narrow, (self._north - self._south) * 0.8)
        self.width = round((east - west) * self._narrow * self._scale)
        self.height = round((self._north - self._south) * self._scale)

    @property
    def told(self) -> tuple[float, float, float, float]:
        """What a script needs to do the same: west, north, how narrow a degree is, units for a degree."""
        return self._west, self._north, self._narrow, self._scale

    def place(self, lon: float, lat: float) -> tuple[int, int]:
        """Where a point of the Earth is on the drawing."""
        return round((lon - self._west) * self._narrow * self._scale), round((self._north - lat) * self._scale)

    def path(self, rings: Iterable[Ring]) -> str:
        """The rings as one SVG path of small relative steps."""
        return "".join(self._closed(ring) for ring in rings)

    def _closed(self, ring: Ring) -> str:
        corners = [self.place(*point) for point in ring]
        x, y = corners[0]
        steps = [f"M{x} {y}l"]
        for there_x, there_y in corners[1:-1]:
            if abs(there_x - x) + abs(there_y - y) > LEAST_STEP:
                steps.append(f"{there_x - x} {there_y - y} ")
                x, y = there_x, there_y
        return "".join(steps).rstrip() + "z" if len(steps) > 2 else ""


def draw(
    name: str,
    places: Mapping[str, tuple[str, str]],
    *,
    here: str = "",
    point: tuple[float, float] | None = None,
) -> Drawing:
    """A map of some places of one boundary file.

    Args:
        name: of the file, as ``boundaries`` takes it.
        places: code -> (name in the reader's language, address of its page or "").
        here: code of the place that the page is about.
        point: latitude and longitude to mark.
    """
    rings = {code: shape for code, shape in boundaries(name).items() if code in places}
    projection = Projection(ring for shape in rings.values() for ring in shape)
    shapes = [
        Shape(code, places[code][0], projection.path(shape), places[code][1], code == here)
        for code, shape in rings.items()
    ]
    shapes.sort(key=lambda shape: shape.here)  # drawn last, its edge lies over its neighbours'
    marked = projection.place(point[1], point[0]) if point else None
    return Drawing(projection.width, projection.height, shapes, marked)
