"""What the bound leaves open, settled by branching: with a site and without it, each with a bound of its own.

Source: Beasley 1985, EJOR 21(2), "A note on solving large p-median problems": Lagrangian bounds in a tree.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from jisr.atlas.siting.bound import Bound
from jisr.atlas.siting.kernels import Field, Limits, Numbers, Reals
from jisr.atlas.siting.limits import lacking

#: Rounds of the bound at a node.
_ROUNDS = 120


@dataclass(frozen=True)
class Node:
    """Plans that have some sites and not some others.

    Attributes:
        kept: (m,) true where a site is in all of them.
        never: (m,) true where it is in none.
        bid: (n,) bids to begin from.
        bound: none of them costs less.
    """

    kept: Numbers
    never: Numbers
    bid: Reals
    bound: float


def narrowed(field: Field, limits: Limits, kept: Numbers, never: Numbers, loops: Any) -> tuple[Field, Limits, Numbers]:
    """The smaller problem that is left, and which sites it is about.

    Sites that are kept lower what people pay anyway; their money, places and groups are counted.
    """
    rows = np.repeat(np.arange(len(field.ceiling)), np.diff(field.start))
    ceiling = field.ceiling.copy()
    sure = kept[field.site]
    np.minimum.at(ceiling, rows[sure], field.cost[sure])
    free = ~kept & ~never & ~np.isin(limits.place, limits.place[kept])
    sites = np.flatnonzero(free)
    number = np.cumsum(free) - 1
    ways = np.flatnonzero(free[field.site] & (field.cost < ceiling[rows]))
    start = np.concatenate(([0], np.cumsum(np.bincount(rows[ways], minlength=len(ceiling))))).astype(np.int64)
    site, cost = number[field.site[ways]].astype(np.int32), field.cost[ways]
    smaller = Field(start, site, cost, ceiling, *loops.by_site(start, site, cost, len(sites)))
    has = np.bincount(limits.group[kept], minlength=len(limits.need))
    place = np.unique(limits.place[sites], return_inverse=True)[1].astype(np.int32)
    return (
        smaller,
        Limits(
            limits.most - int(kept.sum()), limits.money - float(limits.cost[kept].sum()), limits.cost[sites],
            limits.group[sites], np.maximum(limits.need - has, 0).astype(np.int32), place,
        ),
        sites,
    )  # fmt: skip


class Tree:
    """A search through what is left, the most promising branch first at each step down.

    Attributes:
        bound: no plan costs less, unless it is the best plan so far.
        nodes: how many were looked at.
    """

    def __init__(self, field: Field, limits: Limits, loops: Any, rounded: Callable[[float], float]) -> None:
        """Begin; ``rounded`` makes a bound a whole number where plans cost whole numbers."""
        self._field, self._limits, self._loops, self._rounded = field, limits, loops, rounded
        self.nodes, self._open = 0, list[Node]()

    def grow(self, root: Node, upper: Callable[[Numbers], float], step: float, until_s: float) -> float:
        """Look at nodes until none is left or the clock says so; no plan costs less than what comes back.

        Args:
            root: what the bound left open.
            upper: makes a plan of sites in order (none: makes none); what the best costs.
            step: a better plan is better by more than this.
            until_s: of ``time.perf_counter``.
        """
        nothing = np.zeros(0, dtype=np.int64)
        self._open.append(root)
        lowest = np.inf
        while self._open and time.perf_counter() < until_s:
            node = self._open.pop()
            best = upper(nothing)
            if node.bound > best - step:
                lowest = min(lowest, best)
                continue
            self.nodes += 1
            self._open += self._branches(node, best, upper, step)
        return min([lowest, upper(nothing), *(node.bound for node in self._open)])

    def _branches(self, node: Node, best: float, upper: Callable[[Numbers], float], step: float) -> list[Node]:
        field, limits, sites = narrowed(self._field, self._limits, node.kept, node.never, self._loops)
        if lacking(limits) or limits.most < 0:
            return []
        kept = np.flatnonzero(node.kept)
        if not len(sites) or not limits.most:
            upper(kept)
            return []
        bound = Bound(field, limits, self._loops, node.bid)
        bound.climb(best - step, _ROUNDS, np.inf, 0.0, lambda order: best)
        best = upper(np.concatenate((kept, sites[np.argsort(-bound.weight, kind="stable")])))
        value = max(self._rounded(bound.value), node.bound)
        if value > best - step:
            return []
        sure, out = bound.settled(best - step)
        inside, outside = node.kept.copy(), node.never.copy()
        inside[sites[sure]], outside[sites[out]] = True, True
        rest = np.flatnonzero(~sure & ~out)
        if not len(rest):
            upper(np.flatnonzero(inside))
            return []
        chosen = sites[rest[int(np.argmax(bound.weight[rest]))]]
        with_it, without = inside.copy(), outside.copy()
        with_it[chosen], without[chosen] = True, True
        return [Node(inside, without, bound.bid, value), Node(with_it, outside, bound.bid, value)]
