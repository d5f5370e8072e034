"""The map on paper: the same places and classes as on the screen, in the colours of the light theme."""

from html import escape

from jisr.atlas.classes import CLASSES
from jisr.web.atlas import drawing
from jisr.web.atlas.reading import FAR, Reading

#: As in ``atlas.css``.
SHADES = dict(zip(range(1, CLASSES + 1), ("#fff1bc", "#a5b866", "#318b69", "#00586b", "#162051"), strict=True))
_LINE, _EDGE, _INK, _CLAY, _CLAY_SOFT = "#4a5a60", "#8a8373", "#17262b", "#9c2f1c", "#fae7e2"
_PATTERNS = (
    '<defs><pattern id="n" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="9" height="9" fill="#fff"/><rect width="3" height="9" fill="{_EDGE}"/></pattern>'
    '<pattern id="f" width="8" height="8" patternUnits="userSpaceOnUse">'
    f'<rect width="8" height="8" fill="{_CLAY_SOFT}"/><circle cx="4" cy="4" r="1.6" fill="{_CLAY}"/></pattern></defs>'
)
_FILLS = {0: "url(#n)", FAR: "url(#f)"} | SHADES
#: Places whose place in the order is written on the map.
NUMBERED = 10


def map_svg(reading: Reading) -> str:
    """The map alone, the worst-served places numbered as in the list beside it."""
    picture = drawing.drawn(reading)
    order = {row.place.code: n for n, row in enumerate(reading.rows[:NUMBERED], 1) if row.shade}
    paths = [
        f'<path fill="{_FILLS[patch.row.shade]}" stroke="{_LINE}" stroke-width=".8" d="{escape(patch.path)}"/>'
        for patch in picture.patches
    ]
    lines = [f'<path fill="none" stroke="{_INK}" stroke-width="1.4" d="{escape(line)}"/>' for line in picture.lines]
    numbers = [
        _number(order[patch.row.place.code], *patch.middle)
        for patch in picture.patches if patch.row.place.code in order
    ]  # fmt: skip
    return _svg(f"-6 -6 {picture.width + 12} {picture.height + 12}", [*paths, *lines, *numbers])


def swatch_svg(shade: int) -> str:
    """A patch of the legend."""
    return _svg("0 0 22 22", [f'<rect width="22" height="22" fill="{_FILLS[shade]}"/>'])


def _number(n: int, x: float, y: float) -> str:
    return (
        f'<circle cx="{x}" cy="{y}" r="12" fill="#fff" stroke="{_INK}" stroke-width="1.5"/>'
        f'<text x="{x}" y="{y + 5}" font-family="IBM Plex Sans Arabic" font-size="15" font-weight="600" fill="{_INK}"'
        f' text-anchor="middle">{n}</text>'
    )


def _svg(box: str, parts: list[str]) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{_PATTERNS}{"".join(parts)}</svg>'
