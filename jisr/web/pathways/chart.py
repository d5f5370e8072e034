"""A small line of levels over time, as points of a picture; the same levels stand beside it as words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language_bidi

WIDE, HIGH, _EDGE = 120, 44, 6
_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """One level of one day."""

    x: int
    y: int
    day: date
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    """The levels of one domain, in reading order."""

    dots: Sequence[Dot]

    @property
    def points(self) -> str:
        """As a polyline takes them."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def of(history: Sequence[tuple[date, int]]) -> Line:
    """The line of a history; time runs as the language is read."""
    days = [day.toordinal() for day, _level in history]
    first, span = days[0], max(days[-1] - days[0], 1)
    dots = []
    for day, level in history:
        along = (day.toordinal() - first) / span if len(history) > 1 else 0.5
        along = 1 - along if get_language_bidi() else along
        x = _EDGE + round(along * (WIDE - 2 * _EDGE))
        dots.append(Dot(x, HIGH - _EDGE - round((level - 1) * (HIGH - 2 * _EDGE) / (_LEVELS - 1)), day, level))
    return Line(dots)
