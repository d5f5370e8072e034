"""The picture of the thread: how many sentences reach each step, and how many of them the next; drawn by the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jisr.ledger.thread.rules.steps import Column

WIDE, HIGH, TOP, BAR = 720, 250, 58, 30
_TALL = HIGH - TOP - 10
NARROW, ROW, _LABEL, _THICK = 340, 74, 22, 22


@dataclass(frozen=True, slots=True)
class Part:
    """One step in a drawing.

    Attributes:
        x, y, width, height: of its bar; height or width 0 where nothing is found.
        band_x, band_y, band_width, band_height: of what goes on to the next step.
        at: where its words stand.
    """

    label: Any
    column: Column
    x: float
    y: float
    width: float
    height: float
    band_x: float
    band_y: float
    band_width: float
    band_height: float
    at: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its size, its steps, and on which side words begin."""

    width: int
    height: int
    parts: Sequence[Part]
    anchor: str = "middle"


def across(labels: Sequence[Any], columns: Sequence[Column], *, rtl: bool) -> Picture:
    """Steps beside one another, in the direction in which the language is read."""
    most = max((one.reached for one in columns), default=0) or 1
    step = WIDE / len(columns)
    parts = []
    for place, (label, one) in enumerate(zip(labels, columns, strict=True)):
        middle = step * (place + 0.5)
        left, band = middle - BAR / 2, middle + BAR / 2
        length = step - BAR
        parts.append(Part(
            label, one, round(WIDE - left - BAR if rtl else left, 1), TOP, BAR, _size(one.reached, most, _TALL),
            round(WIDE - band - length if rtl else band, 1), TOP, round(length, 1), _size(one.onward, most, _TALL),
            round(WIDE - middle if rtl else middle, 1),
        ))  # fmt: skip
    return Picture(WIDE, HIGH, parts)


def down(labels: Sequence[Any], columns: Sequence[Column], *, rtl: bool) -> Picture:
    """Steps under one another, for a narrow screen; bars begin where the language does."""
    most = max((one.reached for one in columns), default=0) or 1
    parts = []
    for place, (label, one) in enumerate(zip(labels, columns, strict=True)):
        top = place * ROW
        wide, band = _size(one.reached, most, NARROW), _size(one.onward, most, NARROW)
        parts.append(Part(
            label, one, round(NARROW - wide if rtl else 0, 1), top + _LABEL, wide, _THICK,
            round(NARROW - band if rtl else 0, 1), top + _LABEL + _THICK, band, ROW - _THICK, top + _LABEL - 7,
        ))  # fmt: skip
    return Picture(NARROW, len(columns) * ROW - (ROW - _LABEL - _THICK), parts, "start")


def _size(count: int, most: int, whole: float) -> float:
    """A length by a count; what is there is seen."""
    return round(max(3, whole * count / most), 1) if count else 0
