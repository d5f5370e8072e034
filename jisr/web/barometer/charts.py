"""Charts of the figures: measures for the SVG of the templates; a hidden figure has no mark."""

from collections.abc import Sequence
from dataclasses import dataclass

from jisr.barometer.rules import Figure, Line
from jisr.web.wording import month

WIDTH = 360
_STEP_HEIGHT, _BAR_HEIGHT, _LABEL_LINE = 58, 22, 18
_TREND_HEIGHT, _TREND_FOOT = 150, 22
KINDS = ("received", "oriented", "answered")


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle, in units of its drawing."""

    x: float
    y: float
    width: float
    height: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the funnel: its bar (None when hidden), and where its words stand."""

    label: str
    figure: Figure
    bar: Bar | None
    label_y: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the trend: its bars, and where its first letters stand."""

    name: str
    line: Line
    bars: Sequence[Bar]
    middle: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Something drawn: its size, its parts, and the side from which it is read."""

    width: int
    height: int
    parts: Sequence[Step] | Sequence[Month]
    start: float
    anchor: str
    top: int = 0


def funnel(labels: Sequence[str], figures: Sequence[Figure], *, rtl: bool) -> Chart:
    """One bar under another, each a part of the one above.

    Args:
        rtl: bars begin on the right.
    """
    most = max((figure.value or 0 for figure in figures), default=0)
    steps = []
    for place, (label, figure) in enumerate(zip(labels, figures, strict=True)):
        top = place * _STEP_HEIGHT
        bar = None
        if figure.value is not None and most:
            width = round(max(2, WIDTH * figure.value / most), 1)
            bar = Bar(WIDTH - width if rtl else 0, top + _LABEL_LINE + 6, width, _BAR_HEIGHT)
        steps.append(Step(label, figure, bar, top + _LABEL_LINE - 3))
    start, anchor = (WIDTH, "end") if rtl else (0, "start")
    return Chart(WIDTH, len(steps) * _STEP_HEIGHT, steps, start, anchor)


def trend(lines: Sequence[Line], *, rtl: bool) -> Chart:
    """The months side by side, three bars each, time running as the language is read."""
    values = [getattr(line, kind).value or 0 for line in lines for kind in KINDS]
    most = max(values, default=0)
    wide = WIDTH / max(1, len(lines))
    bar = wide * 0.26
    months = []
    for place, line in enumerate(lines):
        left = (len(lines) - 1 - place if rtl else place) * wide
        bars = []
        for turn, kind in enumerate(KINDS):
            value = getattr(line, kind).value
            if value and most:
                height = round(_TREND_HEIGHT * value / most, 1)
                offset = (len(KINDS) - 1 - turn if rtl else turn) * bar + wide * 0.11
                bars.append(
                    Bar(round(left + offset, 1), round(_TREND_HEIGHT - height, 1), round(bar - 1, 1), height, kind)
                )
        months.append(Month(month(line.key), line, bars, round(left + wide / 2, 1)))
    start, anchor = (WIDTH, "end") if rtl else (0, "start")
    return Chart(WIDTH, _TREND_HEIGHT + _TREND_FOOT, months, start, anchor, most)
