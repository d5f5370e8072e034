"""Small maps of scenarios: how people are served then, in classes that all of them share, and what is done where."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import isfinite, isinf
from typing import Any

from django.utils.translation import gettext as _

from jisr.atlas.choices import Level
from jisr.atlas.classes import CLASSES, breaks, class_of
from jisr.atlas.scenarios.rules.told import figure
from jisr.web import wording
from jisr.web.atlas import drawing, shown
from jisr.web.atlas.paper import SHADES
from jisr.web.atlas.reading import FAR
from jisr.web.atlas.scenarios import told
from jisr.web.atlas.scenarios.drawn import Drawn
from jisr.web.territory.drawing import Projection

#: On paper: the shades, and what is out of reach.
_FILLS = {FAR: "#fae7e2"} | SHADES
_SAID = {"minutes": shown.minutes, "within": shown.share}
#: Units of the drawing within which two marks would cover one another.
_NEAR = 30


@dataclass(frozen=True)
class Patch:
    """A place as it is drawn."""

    name: str
    figure: str
    shade: int
    path: str


@dataclass(frozen=True)
class Mark:
    """Numbers of the list at the place where that is done, in a frame that holds them."""

    numbers: str
    x: int
    y: int

    @property
    def wide(self) -> int:
        """Width of the frame: round for one digit or two."""
        return max(40, 15 * len(self.numbers) + 16)

    @property
    def left(self) -> int:
        """Where the frame begins."""
        return self.x - self.wide // 2


@dataclass(frozen=True)
class Small:
    """One map.

    Attributes:
        marks: where it does something.
    """

    title: str
    width: int
    height: int
    patches: Sequence[Patch]
    lines: Sequence[str]
    marks: Sequence[Mark]


def measured(scenarios: Sequence[Drawn]) -> str:
    """What the maps show: minutes where places are communes, in which everybody goes the same way; else shares."""
    return "minutes" if all(one.figures["communes"] for one in scenarios) else "within"


def what(scenarios: Sequence[Drawn]) -> str:
    """The same in words."""
    if measured(scenarios) == "minutes":
        return _("Minutes to the nearest, then")
    return _("Share of the people counted who are within the limit, then")


def maps(scenarios: Sequence[Drawn]) -> tuple[list[Small], list[tuple[int, str]]]:
    """A map of each, and the legend (shade, words) of all of them, the best served first."""
    shows = measured(scenarios)
    values = [figure(place["after"][shows]) for one in scenarios for place in _places(one, shows)]
    ends = breaks(values)
    found = [_small(one, shows, ends) for one in scenarios]
    numbers = range(1, len(ends) + 1) if shows == "minutes" else range(len(ends), 0, -1)
    # as few values as classes: each class is one of them
    exact = len({value for value in values if isfinite(value)}) <= len(ends)
    legend = [(_shade(n, len(ends), shows), _span(n, ends, shows, exact=exact)) for n in numbers]
    far = [(FAR, _("out of reach"))] if shows == "minutes" and any(isinf(value) for value in values) else []
    return found, [*legend, *far]


def _small(one: Drawn, shows: str, ends: tuple[float, ...]) -> Small:
    level = Level.COMMUNE if shows == "minutes" else Level.PROVINCE
    sheet, projection = _ground(level, one.within)
    places = {place["code"]: place for place in _places(one, shows)}
    patches = []
    for code, outline in sheet.places.items():
        if code in places:
            value = figure(places[code]["after"][shows])
            number = int(class_of(value, ends))
            shade = FAR if isinf(value) else _shade(number, len(ends), shows)
            patches.append(Patch(told.named(places[code]), _SAID[shows](value), shade, outline.path))
    points = [projection.place(site["lon"], site["lat"]) for site in one.figures["sites"]]
    return Small(one.title, sheet.width, sheet.height, patches, sheet.lines, marks(points))


def marks(points: Sequence[tuple[int, int]]) -> list[Mark]:
    """One mark for what stands on one point, or so near that a number would hide another.

    >>> [(one.numbers, one.x) for one in marks([(5, 5), (90, 90), (5, 5), (9, 5)])]
    [('1, 3–4', 5), ('2', 90)]
    """
    there: dict[tuple[int, int], list[int]] = {}
    for n, (x, y) in enumerate(points, 1):
        near = (one for one in there if abs(one[0] - x) < _NEAR and abs(one[1] - y) < _NEAR)
        there.setdefault(next(near, (x, y)), []).append(n)
    return [Mark(_numbers(found), x, y) for (x, y), found in there.items()]


def _numbers(found: Sequence[int]) -> str:
    """Numbers that grow, those in a row as first and last."""
    rows: list[list[int]] = []
    for n in found:
        if rows and rows[-1][-1] == n - 1:
            rows[-1].append(n)
        else:
            rows.append([n])
    return ", ".join(str(row[0]) if len(row) == 1 else f"{row[0]}–{row[-1]}" for row in rows)


def _places(one: Drawn, shows: str) -> Sequence[dict[str, Any]]:
    found: Sequence[dict[str, Any]] = one.figures["communes" if shows == "minutes" else "provinces"]
    return found


@lru_cache(maxsize=60)
def _ground(level: str, within: str) -> tuple[drawing.Sheet, Projection]:
    rings = drawing.rings_of(level, within)
    return drawing.sheet_of(level, within), Projection(
        (ring for shape in rings.values() for ring in shape), width=drawing.WIDTH
    )


def _shade(number: int, count: int, shows: str) -> int:
    """1 for who is served best, ``CLASSES`` for the worst, 0 for who is not known."""
    if not number:
        return 0
    rank = number if shows == "minutes" else count + 1 - number
    return 1 + round((rank - 1) * (CLASSES - 1) / (count - 1)) if count > 1 else (CLASSES + 1) // 2


def _span(number: int, ends: tuple[float, ...], shows: str, *, exact: bool) -> str:
    """The span of a class, as the atlas says it."""
    say = _SAID[shows]
    if exact:
        return say(ends[number - 1])
    if number == 1:
        return _("up to %(end)s") % {"end": say(ends[0])}
    if number == len(ends):
        return _("above %(start)s") % {"start": say(ends[number - 2])}
    start = ends[number - 2]
    bare = wording.number(round(start)) if shows == "minutes" else say(start)
    return _("%(start)s to %(end)s") % {"start": bare, "end": say(ends[number - 1])}


def svg(one: Small) -> str:
    """The map for a paper."""
    parts = [
        f'<path fill="{_FILLS.get(patch.shade, "#fff")}" stroke="#4a5a60" stroke-width=".8" d="{escape(patch.path)}"/>'
        for patch in one.patches
    ]
    parts += [f'<path fill="none" stroke="#17262b" stroke-width="1.4" d="{escape(line)}"/>' for line in one.lines]
    for mark in one.marks:
        parts.append(
            f'<rect x="{mark.left}" y="{mark.y - 20}" width="{mark.wide}" height="40" rx="20" fill="#fff"'
            f' stroke="#9c2f1c" stroke-width="3"/><text x="{mark.x}" y="{mark.y + 7}"'
            f' font-family="IBM Plex Sans Arabic" font-size="20" font-weight="600" fill="#17262b" text-anchor="middle">'
            f"{mark.numbers}</text>"
        )
    box = f"-20 -20 {one.width + 40} {one.height + 40}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(parts)}</svg>'


def swatch(shade: int) -> str:
    """A patch of the legend for a paper."""
    fill = _FILLS.get(shade, "#fff")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">'
        f'<rect width="22" height="22" fill="{fill}"/></svg>'
    )
