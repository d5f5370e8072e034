"""The sums and the search of ``plain``, compiled: one pair after the other, nothing stored. Loaded by name only."""

from math import asin, exp, factorial, sqrt
from typing import Any

import numpy as np

from jisr.atlas.kernels.strips import TOUCH_KM, Indices, Reals, Strips, chord_km, into_strips, on_globe
from jisr.common.compiled import kept
from jisr.territory.rules import EARTH_KM

_TURN = 2 * EARTH_KM
_T3, _T4, _T5, _T6, _T7, _T8, _T9, _T10, _T11 = (1 / factorial(term) for term in range(3, 12))
#: How far, and how many times beta the square of it, the series of ``_falling_soon`` are right.
_SOON_KM, _SOON_FALL = 200.0, 11.0
#: Points of a strip, as ``Strips`` has them: u, v, w; and its order, starts, south and height.
_POINTS = "f8[::1], f8[::1], f8[::1]"
_STRIPS = "i8[::1], f8, f8"


@kept("i8(f8[::1], i8, i8, f8)")
def _first(u: Any, begin: int, end: int, value: float) -> int:
    """Where in u[begin:end] the first stands that is not less."""
    while begin < end:
        middle = (begin + end) >> 1
        if u[middle] < value:
            begin = middle + 1
        else:
            end = middle
    return begin


@kept("i8(f8[::1], i8, i8, i8, f8)")
def _walked(u: Any, begin: int, end: int, at: int, value: float) -> int:
    """The same, step by step from where the last one was: targets come in order, so it is near."""
    while at > begin and u[at - 1] >= value:
        at -= 1
    while at < end and u[at] < value:
        at += 1
    return at


@kept("f8(f8[::1], f8[::1], f8[::1], f8[::1], i8, i8, f8, f8, f8, f8)", fastmath={"reassoc"})
def _within(
    u: Any, v: Any, w: Any, values: Any, begin: int, end: int, x: float, y: float, z: float, most: float
) -> float:
    """The sum of u[begin:end] whose squared chord is no more than the most."""
    total = 0.0
    for k in range(np.uint64(begin), np.uint64(end)):  # without a sign, so that four pairs go at once
        total += values[k] if (u[k] - x) ** 2 + (v[k] - y) ** 2 + (w[k] - z) ** 2 <= most else 0.0
    return total


@kept("f8(f8[::1], f8[::1], f8[::1], f8[::1], i8, i8, f8, f8, f8, f8, f8)")
def _falling(
    u: Any, v: Any, w: Any, values: Any, begin: int, end: int, x: float, y: float, z: float, most: float, beta: float
) -> float:
    """The same, each by how far it lies."""
    total = 0.0
    for k in range(begin, end):
        squared = (u[k] - x) ** 2 + (v[k] - y) ** 2 + (w[k] - z) ** 2
        if squared <= most and values[k] != 0.0:
            arc = _TURN * asin(min(sqrt(squared) / _TURN, 1.0))
            total += values[k] * exp(-arc * arc / beta)
    return total


@kept("f8(f8[::1], f8[::1], f8[::1], f8[::1], i8, i8, f8, f8, f8, f8, f8)", fastmath={"reassoc"})
def _falling_soon(
    u: Any, v: Any, w: Any, values: Any, begin: int, end: int, x: float, y: float, z: float, most: float, beta: float
) -> float:
    """The same where the way is short and the fall is not deep, without asin and exp: so that four pairs go at once.

    asin^2 is its series, whose next term is below 1e-15 up to ``_SOON_KM``; exp(-t) is the series of exp(-t / 32)
    squared five times, right to 3e-13 up to a t of ``_SOON_FALL``.
    """
    part, scale, total = 1.0 / (_TURN * _TURN), -_TURN * _TURN / (32.0 * beta), 0.0
    for k in range(np.uint64(begin), np.uint64(end)):
        squared = (u[k] - x) ** 2 + (v[k] - y) ** 2 + (w[k] - z) ** 2
        s = squared * part
        t = scale * s * (1.0 + s * (1.0 / 3.0 + s * (8.0 / 45.0 + s * (4.0 / 35.0))))
        fall = _T7 + t * (_T8 + t * (_T9 + t * (_T10 + t * _T11)))
        fall = 1.0 + t * (1.0 + t * (0.5 + t * (_T3 + t * (_T4 + t * (_T5 + t * (_T6 + t * fall))))))
        fall *= fall
        fall *= fall
        fall *= fall
        fall *= fall
        fall *= fall
        total += values[k] * fall if squared <= most else 0.0
    return total


@kept(f"f8[::1]({_POINTS}, {_POINTS}, {_STRIPS}, f8[::1], f8[::1], f8[::1], f8)")
def _gather(
    tu: Any, tv: Any, tw: Any, u: Any, v: Any, w: Any, starts: Any, south: float, height: float,
    values: Any, chords: Any, weights: Any, beta: float,
) -> Any:  # fmt: skip
    found, strips = np.zeros(len(tu)), len(starts) - 1
    west, east = starts[:-1].copy(), starts[:-1].copy()
    for step in range(len(chords)):
        radius = chords[step]
        about = radius + TOUCH_KM
        for i in range(len(tu)):
            x, y, z, total = tu[i], tv[i], tw[i], 0.0
            low = max(int(np.floor((y - about - south) / height)), 0)
            high = min(int(np.floor((y + about - south) / height)), strips - 1)
            for strip in range(low, high + 1):
                floor = south + strip * height
                gap = max(floor - y - TOUCH_KM, y - floor - height - TOUCH_KM, 0.0)
                wide = sqrt(max(about * about - gap * gap, 0.0)) + TOUCH_KM
                begin = _walked(u, starts[strip], starts[strip + 1], west[strip], x - wide)
                end = _walked(u, begin, starts[strip + 1], max(east[strip], begin), x + wide)
                west[strip], east[strip] = begin, end
                if beta > 0 and radius <= _SOON_KM and radius * radius <= _SOON_FALL * beta:
                    total += _falling_soon(u, v, w, values, begin, end, x, y, z, radius * radius, beta)
                elif beta > 0:
                    total += _falling(u, v, w, values, begin, end, x, y, z, radius * radius, beta)
                else:
                    total += _within(u, v, w, values, begin, end, x, y, z, radius * radius)
            found[i] += weights[step] * total
    return found


@kept(f"Tuple((f8, i8))({_POINTS}, i8[::1], i8, i8, i8, f8, f8, f8, f8, f8, i8)")
def _along(
    u: Any, v: Any, w: Any, order: Any, first: int, stop: int, step: int,
    x: float, y: float, z: float, gap: float, best: float, who: int,
) -> tuple[float, int]:  # fmt: skip
    """The nearest of a strip in one direction, until u alone is further; of two as near, the one given first."""
    k = first
    while k != stop and (u[k] - x) ** 2 + gap * gap <= best:
        squared = (u[k] - x) ** 2 + (v[k] - y) ** 2 + (w[k] - z) ** 2
        if squared < best or (squared == best and order[k] < who):
            best, who = squared, order[k]
        k += step
    return best, who


@kept(f"void({_POINTS}, {_POINTS}, i8[::1], {_STRIPS}, i8[::1], f8[::1])")
def _nearest(
    tu: Any, tv: Any, tw: Any, u: Any, v: Any, w: Any, order: Any, starts: Any, south: float, height: float,
    found: Any, least: Any,
) -> None:  # fmt: skip
    strips = len(starts) - 1
    for i in range(len(tu)):
        x, y, z = tu[i], tv[i], tw[i]
        here = min(max(int(np.floor((y - south) / height)), 0), strips - 1)
        best, who = np.inf, -1
        for ring in range(strips):
            if ring > 1 and ((ring - 1) * height - TOUCH_KM) ** 2 > best:
                break
            for strip in range(here - ring, here + ring + 1, max(2 * ring, 1)):
                if 0 <= strip < strips:
                    floor = south + strip * height
                    gap = max(floor - y - TOUCH_KM, y - floor - height - TOUCH_KM, 0.0)
                    begin, end = starts[strip], starts[strip + 1]
                    middle = _first(u, begin, end, x)
                    best, who = _along(u, v, w, order, middle, end, 1, x, y, z, gap, best, who)
                    best, who = _along(u, v, w, order, middle - 1, begin - 1, -1, x, y, z, gap, best, who)
        found[i], least[i] = who, best


def gather(to: Strips, at: Strips, values: Reals, chords: Reals, weights: Reals, beta: float) -> Reals:
    """As ``plain.gather``."""
    found: Reals = _gather(
        to.u, to.v, to.w, at.u, at.v, at.w, at.starts, at.south, at.height, values, chords, weights, beta
    )
    return found


def nearest(to: Strips, at: Strips, first_km: float) -> tuple[Indices, Reals]:
    """As ``plain.nearest``; looks strip by strip outwards, whatever the first distance."""
    found, least = np.full(len(to.u), -1, dtype=np.int64), np.full(len(to.u), np.inf)
    _nearest(to.u, to.v, to.w, at.u, at.v, at.w, at.order, at.starts, at.south, at.height, found, least)
    return found, least


def examples() -> None:
    """Every function is compiled when it is loaded, for the one kind that it takes; this calls them once."""
    some = into_strips(on_globe([33.0, 34.0], [-7.0, -6.0]), np.eye(3), 10.0)
    gather(some, some, np.ones(2), np.array([chord_km(60.0)]), np.ones(1), 0.0)
    nearest(some, some, 10.0)
