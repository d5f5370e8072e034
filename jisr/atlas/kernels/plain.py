"""Sums over neighbours and the nearest one, in blocks of numpy: the reference of ``compiled``."""

from collections.abc import Iterator

import numpy as np

from jisr.atlas.kernels.strips import TOUCH_KM, Indices, Reals, Strips
from jisr.territory.rules import EARTH_KM

#: Targets of a block at most, and how wide it may be as a part of the radius.
_BLOCK, _WIDE = 256, 0.5
#: Pairs up to which blocks are as wide as they come: looking at all costs less than looking for the near ones.
_FEW = 5_000_000


def gather(to: Strips, at: Strips, values: Reals, chords: Reals, weights: Reals, beta: float) -> Reals:
    """(targets,) for each target the sum of what lies around it, weighted by how far it lies.

    Args:
        to: targets.
        at: what is summed.
        values: (sources,) in the order of ``at``.
        chords: (steps,) kilometres, growing: the chord of each limit.
        weights: (steps,) what is added within each limit; so within the first the weight is the sum of all.
        beta: squared kilometres; where > 0 each source counts exp(-d^2 / beta) as well.

    Returns:
        in the order of ``to``.
    """
    found = np.zeros(len(to.u))
    limits = chords**2
    for part, near in _blocks(to, at, float(chords[-1])):
        squared = _squared(to, at, part, near)
        there = values[near]
        if beta > 0:
            arc = 2 * EARTH_KM * np.arcsin(np.minimum(np.sqrt(squared) / (2 * EARTH_KM), 1.0))
            fall = np.exp(arc**2 / -beta)
            for limit, weight in zip(limits, weights, strict=True):
                found[part] += weight * (np.where(squared <= limit, fall, 0.0) @ there)
        else:
            for limit, weight in zip(limits, weights, strict=True):
                found[part] += weight * ((squared <= limit).astype(np.float64) @ there)
    return found


def nearest(to: Strips, at: Strips, first_km: float) -> tuple[Indices, Reals]:
    """(targets,) the nearest source and the squared chord to it; -1 and infinite where there is no source.

    Of two that are equally near it is the one that was given first.

    Args:
        first_km: how far is looked first; doubled until something is found.
    """
    found, least = np.full(len(to.u), -1, dtype=np.int64), np.full(len(to.u), np.inf)
    left, radius = np.arange(len(to.u)), first_km
    while len(left) and len(at.u):
        for part, around in _blocks(to, at, radius, left):
            near = around[np.argsort(at.order[around])]
            squared = _squared(to, at, part, near)
            best = squared.argmin(axis=1)
            least[part], found[part] = squared[np.arange(len(part)), best], at.order[near[best]]
        left = left[(least[left] > radius**2) & (radius <= 2 * EARTH_KM)]
        radius *= 2
    return found, least


def _squared(to: Strips, at: Strips, part: Indices, near: Indices) -> Reals:
    """(targets of the block, sources of the block) squared chords, from differences: exact to the last bits."""
    squared = np.subtract.outer(to.u[part], at.u[near])
    squared *= squared
    for one, other in ((to.v, at.v), (to.w, at.w)):
        apart = np.subtract.outer(one[part], other[near])
        apart *= apart
        squared += apart
    return squared


def _blocks(to: Strips, at: Strips, radius: float, wanted: Indices | None = None) -> Iterator[tuple[Indices, Indices]]:
    """Targets that lie side by side, and every source that may be within the radius of any of them."""
    targets = np.arange(len(to.u)) if wanted is None else wanted
    cuts = np.empty(0, dtype=np.int64)
    if len(targets) * len(at.u) > _FEW:
        strip = np.searchsorted(to.starts, targets, side="right") - 1
        cell = np.floor(to.u[targets] / (_WIDE * radius))
        cuts = np.flatnonzero((np.diff(strip) != 0) | (np.diff(cell) != 0)) + 1
    for run in np.split(targets, cuts):
        for first in range(0, len(run), _BLOCK):
            part = run[first : first + _BLOCK]
            near = _around(to, at, part, radius)
            if len(near):
                yield part, near


def _around(to: Strips, at: Strips, part: Indices, radius: float) -> Indices:
    south, north = to.v[part].min(), to.v[part].max()
    west, east = to.u[part].min(), to.u[part].max()
    strips = len(at.starts) - 1
    about = radius + TOUCH_KM
    low = max(int((south - about - at.south) // at.height), 0)
    high = min(int((north + about - at.south) // at.height), strips - 1)
    found = []
    for strip in range(low, high + 1):
        begin, end = at.starts[strip], at.starts[strip + 1]
        floor = at.south + strip * at.height
        gap = max(floor - north - TOUCH_KM, south - floor - at.height - TOUCH_KM, 0.0)
        wide = np.sqrt(max(about * about - gap * gap, 0.0)) + TOUCH_KM
        first, last = np.searchsorted(at.u[begin:end], (west - wide, east + wide))
        found.append(np.arange(begin + first, begin + last))
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)
