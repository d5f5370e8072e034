"""Places for many: exactly the least cost under capacity, level by level, with the prices that prove it."""

from collections.abc import Iterator
from dataclasses import replace
from math import isqrt
from typing import Any

import numpy as np

from jisr.common.compiled import COMPILED, PLAIN, choose
from jisr.window.allocation.kernels import simplex
from jisr.window.allocation.kernels.field import (
    Allotment,
    Field,
    Numbers,
    Proof,
    TooLarge,
    on_the_way,
    prove,
    waiting_by_level,
)  # fmt: skip

__all__ = [
    "COMPILED", "PLAIN", "Allotment", "Field", "Proof", "TooLarge", "allot", "on_the_way", "prove", "waiting_by_level",
]  # fmt: skip

#: Ways from which the compiled exchanges are worth their loading (half a second, and 80 MB).
_MANY = 20_000
#: Ways that parts are put together to.
_TOGETHER = 4_000


def allot(field: Field, *, engine: str = "") -> Allotment:
    """The allotment of least cost: as few as can be wait on level 0, then on level 1 …, then the least on the way.

    Of two that cost the same it is always the same one that is found, whichever engine ran.

    Args:
        engine: numpy or numba; chosen by size when left out, numpy until the compiled one is ready.
    """
    run, name = choose(simplex, f"{__name__}.compiled", engine, worth=len(field.service) >= _MANY)
    placed, waiting = np.zeros(len(field.service), dtype=np.int64), field.people.astype(np.int64)
    worth, price, turns = field.waits.copy(), np.zeros(len(field.capacity), dtype=np.int64), 0
    for groups, services, ways, part in _parts(field, run):
        net = simplex.net_of(part, field.waits[groups])
        order = np.lexsort((part.cost, part.level[part.group])).astype(np.int32)
        turns += int(run.settle(net, order, max(isqrt(len(net.source)), 16)))
        placed[ways], waiting[groups] = net.flow[: len(ways)], net.flow[len(ways) : len(ways) + len(groups)]
        worth[groups] = net.height[: len(groups)]
        price[services] = np.maximum(net.height[len(groups) : -1], 0)
    return Allotment(placed, waiting, worth, _where_nobody_can_be(field, worth, price), name, turns)


def _parts(field: Field, run: Any) -> Iterator[tuple[Numbers, Numbers, Numbers, Field]]:
    """Parts of the field that share no service, small ones put together: groups, services, ways, and the part."""
    open_ways = np.flatnonzero(field.capacity[field.service] > 0)
    count = np.bincount(field.group[open_ways], minlength=len(field.people))
    starts = np.concatenate(([0], np.cumsum(count)))
    service = field.service[open_ways]
    mark = run.joined(starts, service, len(field.capacity))
    order = np.argsort(mark, kind="stable")
    order = order[mark[order] >= 0]  # who reaches nothing waits
    upto = np.cumsum(count[order])
    ends = np.flatnonzero(np.diff(mark[order], append=-1))  # the last group of each
    first = was = 0
    for end in ends.tolist():
        if end < ends[-1] and upto[end] - was < _TOGETHER:
            continue
        groups = np.sort(order[first : end + 1])
        of = count[groups]
        at = np.concatenate(([0], np.cumsum(of)))
        ways = open_ways[np.repeat(starts[groups] - at[:-1], of) + np.arange(at[-1])]
        services, there = np.unique(field.service[ways], return_inverse=True)
        part = replace(
            field, people=field.people[groups], level=field.level[groups], capacity=field.capacity[services],
            starts=at, service=there, cost=field.cost[ways],
        )  # fmt: skip
        yield groups, services, ways, part
        first, was = end + 1, upto[end]


def _where_nobody_can_be(field: Field, worth: Numbers, price: Numbers) -> Numbers:
    """Prices, with what a first place would be worth where a service has none."""
    shut = np.flatnonzero(field.capacity[field.service] == 0)
    np.maximum.at(price, field.service[shut], worth[field.group[shut]] - field.cost[shut])
    return price
