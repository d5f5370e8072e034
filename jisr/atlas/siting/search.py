"""One linear aim: the cheapest plan that was found and what no plan can beat, by search from below and above."""

import dataclasses
import time
from dataclasses import dataclass

import numpy as np

from jisr.atlas.siting import core
from jisr.atlas.siting.bound import Bound
from jisr.atlas.siting.kernels import Field, Limits, Numbers, Reals, Stand, empty, loops_for
from jisr.atlas.siting.limits import filled
from jisr.atlas.siting.tree import Node, Tree

#: A plan is best when the bound is as near, as a share of its cost.
PROVED = 1e-9
#: Swaps of one search at most; kicks between two looks at the clock.
_LONGEST, _KICKS = 1_000_000, 200
#: Kicks without gain, for each site, after which the search by kicks ends.
_VAIN = 1.0
#: Sites that are still to be chosen, up to which branching is tried before HiGHS: then a tree is shallow.
_FEW = 15
#: Sites that are left open by the bound, from which a plan is kicked before it is branched upon.
_MANY = 500


@dataclass(frozen=True)
class Effort:
    """How long to search.

    Attributes:
        seconds: on the clock, at most; a search that has begun is ended soon after.
        gap: enough, as a share of what the plan costs.
        rounds: of the bound, at most, before kicks and after.
        exact: whether HiGHS may settle what the bound leaves open.
        engine: numpy or numba; the faster one that is installed when left out.
        seed: of the kicks by chance.
    """

    seconds: float = 30.0
    gap: float = PROVED
    rounds: int = 700
    exact: bool = True
    engine: str = ""
    seed: int = 1


@dataclass
class Found:
    """A plan and its proof.

    Attributes:
        plan: sites.
        value: what it costs.
        bound: no plan costs less.
        engine: what ran: the loops, and HiGHS where it was asked.
        first_s: seconds until the first plan.
        rounds: of the bound.
    """

    plan: Numbers
    value: float
    bound: float
    engine: str
    first_s: float = 0.0
    rounds: int = 0

    @property
    def gap(self) -> float:
        """How much better a plan could be, as a share of the cost; 0 where it is proved best."""
        return max(self.value - self.bound, 0.0) / max(abs(self.value), 1e-300) if self.value > self.bound else 0.0


@dataclass
class Search:
    """A search under way.

    Attributes:
        field: ways and what they cost.
        limits: rules that some plan keeps.
        effort: how long.
    """

    field: Field
    limits: Limits
    effort: Effort
    best: Stand = dataclasses.field(init=False)
    value: float = dataclasses.field(init=False, default=np.inf)

    def __post_init__(self) -> None:
        """Choose the loops."""
        self.loops, self.engine = loops_for(len(self.field.cost), self.effort.engine)
        self.begun = time.perf_counter()
        costs = np.concatenate((self.field.cost, self.field.ceiling))
        #: Whether every plan costs a whole number: then a bound may be rounded up.
        self.whole = bool(costs.sum() < 2**52 and np.all(costs == np.rint(costs)))

    def improved(self, sites: Numbers) -> float:
        """The plan of these sites after swaps; what the best plan costs."""
        stand = self._stand(sites)
        return self._keep(stand, float(self.loops.interchange(self.field, stand, self.limits, _LONGEST)))

    def _stand(self, sites: Numbers) -> Stand:
        stand, limits = empty(self.field, self.limits), self.limits
        stand.is_open[sites] = 1
        stand.held[:] = np.bincount(limits.group[sites], minlength=len(stand.held))
        np.add.at(stand.taken, limits.place[sites], 1)
        stand.spent[:] = limits.cost[sites].sum(), len(sites)
        return stand

    def _keep(self, stand: Stand, value: float) -> float:
        if value < self.value:
            self.best, self.value = stand, value
        return self.value

    def start(self, given: Numbers | None) -> None:
        """A first plan: what gains most comes first, or most for its cost; or from a plan that is given."""
        if given is not None and len(given) and self._kept(given):
            self.improved(given)
        needed = filled(np.zeros(0, dtype=np.int64), self.limits)
        for by_cost in (False, True) if np.isfinite(self.limits.money) else (False,):
            stand = self._stand(needed)
            self.loops.greedy(self.field, stand, self.limits, by_cost)
            self._keep(stand, float(self.loops.interchange(self.field, stand, self.limits, _LONGEST)))

    def _kept(self, sites: Numbers) -> bool:
        """Whether these sites are a plan under the rules."""
        stand, limits = self._stand(sites), self.limits
        room = stand.spent[0] <= limits.money and stand.spent[1] <= limits.most
        return bool(room and np.all(stand.held >= limits.need) and np.all(stand.taken <= 1))

    def kick(self, until_s: float) -> None:
        """Kicks by chance, until as many as there are sites were in vain, or until the clock says so."""
        shake, sites = getattr(self.loops, "shake", None), len(self.limits.cost)
        vain, seed = 0, self.effort.seed
        while shake and vain < _VAIN * sites and time.perf_counter() < until_s:
            before = self.value
            self.value = float(shake(self.field, self.best, self.limits, seed, _KICKS, before))
            vain = vain + _KICKS if self.value >= before * (1 - 1e-12) else 0
            seed += 1

    def rounded(self, bound: float) -> float:
        """A bound, rounded up where plans cost whole numbers, and never above the best plan."""
        return min(float(np.ceil(bound - 1e-6)) if self.whole and np.isfinite(bound) else bound, self.value)

    def plan(self, order: Numbers) -> float:
        """A plan that takes sites in this order (none: no new plan); what the best plan costs."""
        return self.improved(filled(order, self.limits)) if len(order) else self.value

    @property
    def step(self) -> float:
        """A better plan is better by more than this."""
        return 1 - 1e-6 if self.whole else 1e-12 * abs(self.value)

    def close(self, bound: Bound, until_s: float) -> tuple[float, str]:
        """What the bound left open is settled by branching, then by HiGHS; the bound then, and what proved it."""
        lower = self.rounded(bound.value)
        kept, never = bound.settled(self.value - self.step)
        if self._near(lower) or self._alone(kept, never):
            return (lower if self._near(lower) else self.value), self.engine
        if not self.effort.exact:
            return lower, self.engine
        few = self.limits.most - int(kept.sum()) <= _FEW
        ways, engine = (self._branched, self._modelled), self.engine
        for way in ways if few else ways[::-1]:
            half = (time.perf_counter() + until_s) / 2
            proved, by = way(kept, never, bound.bid, lower, half)
            lower, engine = max(lower, self.rounded(proved)), f"{engine}+{by}" if by else engine
            if self._near(lower) or time.perf_counter() > until_s:
                break
        return min(lower, self.value), engine

    def _branched(self, kept: Numbers, never: Numbers, bid: Reals, lower: float, until_s: float) -> tuple[float, str]:
        tree = Tree(self.field, self.limits, self.loops, self.rounded)
        return tree.grow(Node(kept, never, bid, lower), self.plan, self.step, until_s), "tree"

    def _modelled(self, kept: Numbers, never: Numbers, bid: Reals, lower: float, until_s: float) -> tuple[float, str]:
        here = core.core_of(self.field, kept, never)
        left = until_s - time.perf_counter()
        if len(here.site) > core.LARGEST or left <= 0:
            return lower, ""
        sites, proved = core.settle(here, self.limits, self.best.is_open > 0, left)
        if sites is not None and self._kept(sites):
            self.improved(sites)
        return proved, "highs"

    def _near(self, lower: float) -> bool:
        return self.value - lower <= self.effort.gap * abs(self.value)

    def _alone(self, kept: Numbers, never: Numbers) -> bool:
        """Whether nothing but the best plan, or a part of it, is left to be chosen from."""
        free = ~(kept | never)
        return bool(np.all(self.best.is_open[free | kept] > 0))


def solve(ways: Field, limits: Limits, effort: Effort, given: Numbers | None = None) -> Found:
    """The cheapest plan under rules that some plan keeps, and its proof.

    Args:
        ways: who can go where, at what cost.
        limits: the rules.
        effort: how long, and how near is enough.
        given: a plan to begin from, such as that of a smaller budget.
    """
    search = Search(ways, limits, effort)
    until_s = search.begun + effort.seconds
    search.start(given)
    first_s = time.perf_counter() - search.begun
    bound = Bound(ways, limits, search.loops, (search.best.near + search.best.further) / 2)
    bound.climb(search.value, effort.rounds, until_s, effort.gap, search.plan)
    if _open(search, bound) and _left(search, bound) > _MANY and time.perf_counter() < until_s:
        search.kick(min(until_s, time.perf_counter() + (until_s - time.perf_counter()) / 2))
        bound.climb(search.value, effort.rounds, until_s, effort.gap, search.plan)
    lower, engine = search.close(bound, until_s)
    plan = np.flatnonzero(search.best.is_open)
    return Found(plan, search.value, min(lower, search.value), engine, first_s, bound.rounds)


def _open(search: Search, bound: Bound) -> bool:
    return search.value - search.rounded(bound.value) > search.effort.gap * abs(search.value)


def _left(search: Search, bound: Bound) -> int:
    kept, never = bound.settled(search.value - search.step)
    return int((~(kept | never)).sum())
