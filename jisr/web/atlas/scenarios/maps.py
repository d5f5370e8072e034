"""Small maps of scenarios: who is within the limit then, in classes that all of them share, and what is done where."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from jisr.atlas.choices import Level
from jisr.atlas.classes import CLASSES, breaks, class_of
from jisr.atlas.scenarios.rules.told import figure
from jisr.web.atlas import drawing, shown
from jisr.web.atlas.paper import SHADES
from jisr.web.atlas.scenarios import told
from jisr.web.atlas.scenarios.drawn import Drawn
from jisr.web.territory.drawing import Projection


@dataclass(frozen=True)
class Patch:
    """A place as it is drawn."""

    name: str
    figure: str
    shade: int
    path: str


@dataclass(frozen=True)
class Small:
    """One map.

    Attributes:
        sites: (number in the list, x, y) of what the scenario does.
    """

    title: str
    width: int
    height: int
    patches: Sequence[Patch]
    lines: Sequence[str]
    sites: Sequence[tuple[int, int, int]]


def maps(scenarios: Sequence[Drawn]) -> tuple[list[Small], list[tuple[int, str]]]:
    """A map of each, and the legend (shade, words) of all of them, the best served first."""
    values = [figure(place["after"]["within"]) for one in scenarios for place in _places(one)]
    ends = breaks(values)
    found = [_small(one, ends) for one in scenarios]
    return found, [(_shade(n, len(ends)), _span(n, ends)) for n in range(len(ends), 0, -1)]


def _small(one: Drawn, ends: tuple[float, ...]) -> Small:
    level = Level.COMMUNE if one.figures["communes"] else Level.PROVINCE
    sheet, projection = _ground(level, one.within)
    places = {place["code"]: place for place in _places(one)}
    patches = []
    for code, outline in sheet.places.items():
        if code in places:
            value = figure(places[code]["after"]["within"])
            number = int(class_of(value, ends))
            name = told.named(places[code])
            patches.append(Patch(name, shown.share(value), _shade(number, len(ends)), outline.path))
    sites = [(n, *projection.place(site["lon"], site["lat"])) for n, site in enumerate(one.figures["sites"], 1)]
    return Small(one.title, sheet.width, sheet.height, patches, sheet.lines, sites)


def _places(one: Drawn) -> Sequence[dict[str, Any]]:
    return one.figures["communes"] or one.figures["provinces"]


@lru_cache(maxsize=60)
def _ground(level: str, within: str) -> tuple[drawing.Sheet, Projection]:
    rings = drawing.rings_of(level, within)
    return drawing.sheet_of(level, within), Projection(
        (ring for shape in rings.values() for ring in shape), width=drawing.WIDTH
    )


def _shade(number: int, count: int) -> int:
    """1 for who is served best, ``CLASSES`` for the worst, 0 for who is not known."""
    if not number:
        return 0
    return 1 + round((count - number) * (CLASSES - 1) / (count - 1)) if count > 1 else (CLASSES + 1) // 2


def _span(number: int, ends: tuple[float, ...]) -> str:
    if len(ends) == 1:
        return shown.share(ends[0])
    if number == 1:
        return _("up to %(end)s") % {"end": shown.share(ends[0])}
    return _("above %(start)s") % {"start": shown.share(ends[number - 2])}


def svg(one: Small) -> str:
    """The map for a paper."""
    parts = [
        f'<path fill="{SHADES.get(patch.shade, "#fff")}" stroke="#4a5a60" stroke-width=".8" d="{escape(patch.path)}"/>'
        for patch in one.patches
    ]
    parts += [f'<path fill="none" stroke="#17262b" stroke-width="1.4" d="{escape(line)}"/>' for line in one.lines]
    for n, x, y in one.sites:
        parts.append(
            f'<circle cx="{x}" cy="{y}" r="17" fill="#fff" stroke="#9c2f1c" stroke-width="3"/><text x="{x}" y="{y + 7}"'
            f' font-family="IBM Plex Sans Arabic" font-size="20" font-weight="600" fill="#17262b" text-anchor="middle">'
            f"{n}</text>"
        )
    box = f"-20 -20 {one.width + 40} {one.height + 40}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(parts)}</svg>'


def swatch(shade: int) -> str:
    """A patch of the legend for a paper."""
    fill = SHADES.get(shade, "#fff")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">'
        f'<rect width="22" height="22" fill="{fill}"/></svg>'
    )
