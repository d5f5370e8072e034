"""The map of a round: communes of its province, bases, stops in the colour and shape of their unit, and the ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from jisr.atlas import queries as atlas
from jisr.atlas.rounds.rules import Base, Spot
from jisr.web import wording
from jisr.web.atlas.drawing import rings_of
from jisr.web.atlas.rounds.shown import Sheet
from jisr.web.territory.drawing import Projection

WIDTH = 900
#: Ways of so many units have a colour of their own; the next begin again, with their number beside them.
COLOURS = 4
#: As in ``rounds-map.css``, for paper.
_INKS = ("#0b5d51", "#9c2f1c", "#1f5f8b", "#8a5100")


@dataclass(frozen=True)
class Mark:
    """A stop or a base on the map; ``unit`` is the number of its colour, from 0; -1 where nobody comes."""

    x: int
    y: int
    name: str
    unit: int


@dataclass(frozen=True)
class Map:
    """The whole drawing."""

    width: int
    height: int
    communes: list[str]
    lines: list[tuple[int, str]]
    stops: list[Mark]
    bases: list[Mark]


def drawn(sheet: Sheet) -> Map:
    """The map of a round that was planned."""
    ground = atlas.ground()
    at = {one.code: number for number, one in enumerate(ground.communes)}
    known = [one for one in (*sheet.question.bases, *sheet.question.spots) if one.commune in at]

    def point(one: Base | Spot) -> tuple[float, float]:
        number = at[one.commune]
        lat = float(ground.net.lat[number]) if one.lat is None else one.lat
        lon = float(ground.net.lon[number]) if one.lon is None else one.lon
        return lon, lat

    shapes = rings_of("commune", sheet.row.province_id)
    rings = [ring for shape in shapes.values() for ring in shape]
    projection = Projection([*rings, [point(one) for one in known]] if known else rings, width=WIDTH)
    places = {id(one): projection.place(*point(one)) for one in known}
    return Map(
        projection.width, projection.height, [projection.path(shape) for shape in shapes.values()],
        _lines(sheet, places), _stops(sheet, places),
        [Mark(*places[id(one)], wording.name_of(one), number % COLOURS)
         for number, one in enumerate(sheet.question.bases) if id(one) in places],
    )  # fmt: skip


def _lines(sheet: Sheet, places: dict[int, tuple[int, int]]) -> list[tuple[int, str]]:
    """(colour, ``d`` of a path) of each day: from the base by its stops and back."""
    question, found = sheet.question, []
    for day in sheet.answer.days if sheet.answer else ():
        base, spots = question.bases[day.unit], [question.spots[stop.place] for stop in day.stops]
        way = [places[id(one)] for one in (base, *spots, base) if id(one) in places]
        found.append((day.unit % COLOURS, "M" + "L".join(f"{x} {y}" for x, y in way)))
    return found


def _stops(sheet: Sheet, places: dict[int, tuple[int, int]]) -> list[Mark]:
    unit = {stop.place: day.unit for day in sheet.answer.days for stop in day.stops} if sheet.answer else {}
    return [
        Mark(*places[id(one)], wording.name_of(one), unit[at] % COLOURS if at in unit else -1)
        for at, one in enumerate(sheet.question.spots) if id(one) in places
    ]  # fmt: skip


def svg(picture: Map) -> str:
    """The drawing alone, in the colours of paper."""
    parts = [f'<path fill="#fff" stroke="#b9b2a3" d="{path}"/>' for path in picture.communes]
    parts += [
        f'<path fill="none" stroke="{_INKS[unit]}" stroke-width="2.5" stroke-opacity=".7" d="{path}"/>'
        for unit, path in picture.lines
    ]
    parts += _dots(picture.stops)
    parts += [
        f'<rect x="{one.x - 9}" y="{one.y - 9}" width="18" height="18" fill="{_INKS[one.unit]}" stroke="#fff"'
        f' stroke-width="2"><title>{escape(one.name)}</title></rect>'
        for one in picture.bases
    ]
    box = f"-12 -12 {picture.width + 24} {picture.height + 24}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(parts)}</svg>'


def _dots(stops: Sequence[Mark]) -> list[str]:
    return [
        f'<circle cx="{one.x}" cy="{one.y}" r="7" fill="{_INKS[one.unit] if one.unit >= 0 else "#fff"}"'
        f' stroke="{"#fff" if one.unit >= 0 else "#17262b"}" stroke-width="2">'
        f"<title>{escape(one.name)}</title></circle>"
        for one in stops
    ]
