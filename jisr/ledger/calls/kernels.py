"""Who is chosen under a budget: the best first, or equal shares; both keep what is reserved. Numbers only.

Applications come in their published order, the best first: that order, and nothing else, breaks ties.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import scipy  # its parts load when first used: a program that never asks starts half a second sooner
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

#: Why reserved places cannot be filled.
FEW, DEAR, CROWDED = "few", "dear", "crowded"
_SLACK = 1e-9
_LONGEST_S, _REPAIR_S = 30.0, 5.0
#: Applications on each side of the line that are weighed one by one.
_NEAR = 60


class Undecided(ValueError):
    """The solver neither found a way nor proved that there is none within its time."""


@dataclass(frozen=True)
class Field:
    """Everything that a choice is made of.

    Attributes:
        costs: (applications,) what each asks for, in centimes, > 0, in the published order.
        points: (applications,) what each was given, >= 0.
        inside: (applications, groups) who belongs to which group.
        at_least: (groups,) applications reserved for each group, >= 0.
        heads: (groups,) people that each group stands for, > 0; its share of the money in equal shares.
        budget: centimes.
        places: most applications that may be chosen; None for as many as the budget pays.
    """

    costs: Numbers
    points: Numbers
    inside: Flags
    at_least: Numbers
    heads: Numbers
    budget: int
    places: int | None = None

    def __post_init__(self) -> None:
        count, groups = self.inside.shape
        if self.costs.shape != (count,) or self.points.shape != (count,):
            raise ValueError(f"{count} applications, {self.costs.shape} costs, {self.points.shape} points")
        if self.at_least.shape != (groups,) or self.heads.shape != (groups,):
            raise ValueError(f"{groups} groups, {self.at_least.shape} reserved, {self.heads.shape} heads")
        if (self.costs <= 0).any() or (self.heads <= 0).any():
            raise ValueError("a cost and a group are more than nothing")

    @property
    def most(self) -> int:
        """Most applications that may be chosen."""
        return len(self.costs) if self.places is None else self.places


@dataclass(frozen=True)
class Cannot:
    """Why no choice keeps what is reserved; what shows it.

    Attributes:
        why: few (a group has fewer applications than places), dear (the cheapest way costs more than the budget), or
            crowded (it needs more places than there are).
        group: of the first one that has too few; -1 otherwise.
        needed: applications, or centimes, that it would take at the least.
        there: how many there are.
    """

    why: str
    group: int
    needed: int
    there: int


def reserved(field: Field) -> Flags | Cannot:
    """Applications that fill what is reserved: the best of each group; where they cost too much, those that together
    have the most points among the fewest applications that fill it.

    Returns:
        (applications,) who is taken for it; or why nobody can fill it, proven.
    """
    there = field.inside.sum(axis=0)
    for group in np.flatnonzero(there < field.at_least):
        return Cannot(FEW, int(group), int(field.at_least[group]), int(there[group]))
    best = _best_of_each(field)
    if field.costs[best].sum() <= field.budget and best.sum() <= field.most:
        return best
    most_points = _most_points(field)
    return _cheapest(field) if most_points is None else most_points


def best_first(field: Field, taken: Flags) -> Flags:
    """Down the published order, everybody whom the rest of the budget pays; who is too dear is passed over."""
    chosen = taken.copy()
    left, places = field.budget - int(field.costs[chosen].sum()), field.most - int(chosen.sum())
    cheapest_after = np.minimum.accumulate(field.costs[::-1])[::-1]
    for at in range(len(chosen)):
        if places <= 0 or cheapest_after[at] > left:
            break
        if not chosen[at] and field.costs[at] <= left:
            chosen[at], left, places = True, left - int(field.costs[at]), places - 1
    return chosen


def equal_shares(field: Field, taken: Flags) -> Flags:
    """Each person whom the groups stand for holds an equal share of the money and buys what serves her.

    The next application bought is the one that costs each of its buyers least for a point (method of equal shares,
    cost utilities replaced by points); what nobody can buy any more is left to ``best_first``.

    Source: D. Peters, G. Pierczynski, P. Skowron, Proportional participatory budgeting with additive utilities,
    NeurIPS 2021, https://arxiv.org/abs/2008.13276
    """
    purses = np.full(len(field.heads), field.budget / max(int(field.heads.sum()), 1))
    buyers = [np.flatnonzero(row) for row in field.inside]
    chosen = taken.copy()
    left, places = field.budget, field.most - int(chosen.sum())
    for at in np.flatnonzero(taken):
        _pay(purses, field.heads, buyers[at], float(field.costs[at]))
        left -= int(field.costs[at])
    queue = [
        (price, at)
        for at in np.flatnonzero(~taken)
        if (price := _price(purses, field.heads, buyers[at], field.costs[at], field.points[at])) is not None
    ]
    heapq.heapify(queue)
    while queue and places > 0:
        stored, at = heapq.heappop(queue)
        price = _price(purses, field.heads, buyers[at], field.costs[at], field.points[at])
        if price is None or field.costs[at] > left:
            continue
        if price > stored * (1 + _SLACK):
            heapq.heappush(queue, (price, at))
            continue
        share = price * int(field.points[at])
        purses[buyers[at]] = np.maximum(purses[buyers[at]] - share, 0.0)
        chosen[at], left, places = True, left - int(field.costs[at]), places - 1
    return best_first(field, chosen)


def _best_of_each(field: Field) -> Flags:
    """Down the published order, whoever fills a place that is still reserved for one of her groups."""
    chosen, needed = np.zeros(len(field.costs), dtype=bool), field.at_least.copy()
    for at in np.flatnonzero(field.inside[:, needed > 0].any(axis=1)):
        if not needed.any():
            break
        if (needed[field.inside[at]] > 0).any():
            chosen[at] = True
            needed = np.where(field.inside[at], np.maximum(needed - 1, 0), needed)
    return chosen


def _most_points(field: Field) -> Flags | None:
    """The fewest applications that fill what is reserved, with nearly the most points that the budget pays for.

    A linear programme decides all but a few of them; only those few, and some that nearly came or nearly did not, are
    weighed one by one. None where that finds nothing, which proves nothing.
    """
    covers = scipy.optimize.LinearConstraint(
        field.inside[:, field.at_least > 0].astype(float).T, lb=field.at_least[field.at_least > 0]
    )
    ones, money = np.ones((1, len(field.costs))), field.costs[np.newaxis].astype(float)
    fewest = scipy.optimize.milp(np.ones(len(field.costs)), bounds=scipy.optimize.Bounds(0, 1), constraints=[covers])
    for most in dict.fromkeys((min(int(np.ceil(fewest.fun - 1e-6)), field.most), field.most)):
        limits = [
            covers,
            scipy.optimize.LinearConstraint(money, ub=field.budget),
            scipy.optimize.LinearConstraint(ones, ub=most),
        ]
        loose = scipy.optimize.milp(-field.points.astype(float), bounds=scipy.optimize.Bounds(0, 1), constraints=limits)
        if loose.x is None:
            continue
        free = _undecided(field, loose.x)
        bounds = scipy.optimize.Bounds(np.where(free, 0, loose.x > 0.5), np.where(free, 1, loose.x > 0.5))
        whole = scipy.optimize.milp(
            -field.points.astype(float), integrality=np.ones(len(money.T)), bounds=bounds, constraints=limits,
            options={"time_limit": _REPAIR_S, "mip_rel_gap": 1e-3},
        )  # fmt: skip
        if whole.x is not None:
            return whole.x > 0.5
    return None


def _undecided(field: Field, loose: NDArray[np.float64]) -> Flags:
    """Who is in part chosen, and those nearest to the line on both sides: by points, and by points for the money."""
    free = (loose > _SLACK) & (loose < 1 - _SLACK)
    for worth in (field.points, field.points / field.costs):
        order = np.argsort(worth, kind="stable")
        inside = loose[order] > 0.5
        free[order[inside][:_NEAR]] = True
        free[order[~inside][-_NEAR:]] = True
    return free


def _cheapest(field: Field) -> Flags | Cannot:
    """The cheapest applications that fill what is reserved within the places; proven by HiGHS where there are none."""
    kept = _candidates(field)
    inside = field.inside[kept][:, field.at_least > 0].astype(float).T
    covers = scipy.optimize.LinearConstraint(inside, lb=field.at_least[field.at_least > 0])
    fewest = _least(np.ones(len(kept)), [covers])
    if fewest[1] > field.most:
        return Cannot(CROWDED, -1, fewest[1], field.most)
    room = scipy.optimize.LinearConstraint(np.ones((1, len(kept))), ub=field.most)
    picked, bound = _least(field.costs[kept].astype(float), [covers, room])
    chosen = np.zeros(len(field.costs), dtype=bool)
    chosen[kept[picked]] = True
    if field.costs[chosen].sum() > field.budget:
        if bound <= field.budget:
            raise Undecided(f"between {bound} and {int(field.costs[chosen].sum())} centimes after {_LONGEST_S} s")
        return Cannot(DEAR, -1, bound, field.budget)
    return chosen


def _candidates(field: Field) -> NDArray[np.intp]:
    """Among those of the very same groups only the cheapest can be needed, and no more than the groups reserve."""
    wanted = field.inside & (field.at_least > 0)
    _patterns, of = np.unique(wanted, axis=0, return_inverse=True)
    kept: list[int] = []
    for pattern in range(int(of.max()) + 1):
        rows = np.flatnonzero(of.ravel() == pattern)
        most = int(field.at_least[wanted[rows[0]]].max(initial=0))
        kept += rows[np.argsort(field.costs[rows], kind="stable")][:most].tolist()
    return np.array(sorted(kept), dtype=np.intp)


def _least(weights: NDArray[np.float64], constraints: Iterable[Any]) -> tuple[Flags, int]:
    """The choice of least weight, and the least that any choice weighs, rounded up to the next whole."""
    done = scipy.optimize.milp(
        weights, integrality=np.ones(len(weights)), bounds=scipy.optimize.Bounds(0, 1), constraints=list(constraints),
        options={"time_limit": _LONGEST_S, "mip_rel_gap": 0.0},
    )  # fmt: skip
    if done.x is None:
        raise Undecided(f"no choice of {len(weights)} found in {_LONGEST_S} s")
    picked = done.x > 0.5
    return picked, min(int(weights[picked].sum()), int(np.ceil(done.mip_dual_bound - 1e-3)))


def _level(purses: NDArray[np.float64], heads: Numbers, cost: float) -> float | None:
    """What each buyer pays when all pay alike and who has less pays all she has; None where they cannot."""
    if float(purses @ heads) < cost * (1 - _SLACK):
        return None
    order = np.argsort(purses, kind="stable")
    before, people = 0.0, float(heads.sum())
    for group in order:
        level = (cost - before) / people
        if level <= purses[group]:
            return level
        before += float(purses[group]) * float(heads[group])
        people -= float(heads[group])
    return float(purses[order[-1]])


def _price(purses: NDArray[np.float64], heads: Numbers, who: NDArray[np.intp], cost: int, points: int) -> float | None:
    """What a point costs each buyer; None where they cannot buy it."""
    if points <= 0 or not len(who):
        return None
    level = _level(purses[who], heads[who], float(cost))
    return None if level is None else level / int(points)


def _pay(purses: NDArray[np.float64], heads: Numbers, who: NDArray[np.intp], cost: float) -> None:
    """Its buyers pay for what was reserved; what they lack is paid by all alike."""
    own = float(purses[who] @ heads[who]) if len(who) else 0.0
    level = _level(purses[who], heads[who], min(cost, own)) if own else 0.0
    purses[who] = np.maximum(purses[who] - (level or 0.0), 0.0)
    if cost > own:
        shared = _level(purses, heads, min(cost - own, float(purses @ heads)))
        purses[:] = np.maximum(purses - (shared or 0.0), 0.0)
