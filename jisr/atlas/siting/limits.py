"""What a plan may be: whether any plan keeps the rules, what is lacking, and the best sites at a price of money."""

from dataclasses import dataclass

import numpy as np

from jisr.atlas.siting.choices import Rule
from jisr.atlas.siting.kernels import Limits, Numbers, Reals

#: Steps of the search for the price of money, in each round of a bound; any price bounds, a better one bounds better.
_STEPS = 6


@dataclass(frozen=True)
class Lack:
    """A rule that no plan can keep.

    Attributes:
        rule: which.
        group: of which group of sites; None for a rule of all.
        needs: what it asks.
        has: the most that there is, in the same unit (sites, or MAD).
    """

    rule: Rule
    group: int | None
    needs: float
    has: float

    @property
    def short_by(self) -> float:
        """How much is lacking."""
        return self.needs - self.has


def lacking(limits: Limits) -> tuple[Lack, ...]:
    """What keeps every plan from the rules; empty where a plan exists.

    Groups share no place, so that the cheapest places of each group are the cheapest plan: the answer is exact.
    """
    lacks, cheapest = [], 0.0
    for group in np.flatnonzero(limits.need).tolist():
        prices = cheapest_of(limits, group)
        need = int(limits.need[group])
        if len(prices) < need:
            lacks.append(Lack(Rule.SITES_OF_GROUP, group, need, len(prices)))
        cheapest += float(limits.cost[prices[:need]].sum())
    if limits.need.sum() > limits.most:
        lacks.append(Lack(Rule.MOST, None, int(limits.need.sum()), limits.most))
    if cheapest > limits.money:
        lacks.append(Lack(Rule.BUDGET, None, cheapest, limits.money))
    return tuple(lacks)


def cheapest_of(limits: Limits, group: int) -> Numbers:
    """Sites of a group from the cheapest, one of each place; those that alone cost too much are not among them."""
    here = np.flatnonzero((limits.group == group) & np.isfinite(limits.cost))
    here = here[np.argsort(limits.cost[here], kind="stable")]
    return here[np.sort(np.unique(limits.place[here], return_index=True)[1])]


def filled(order: Numbers, limits: Limits) -> Numbers:
    """A plan that takes sites in this order where the rules allow, what the groups need first.

    Args:
        order: sites, the most wanted first.
    """
    if not limits.need.any() and len(limits.need) == 1 and np.isinf(limits.money) and _apart(limits):
        return order[: limits.most]
    order = order[np.isfinite(limits.cost[order])]
    needed = _needed(order, limits)
    if len(needed) < limits.need.sum() or limits.cost[needed].sum() > limits.money:
        groups = np.flatnonzero(limits.need).tolist()
        needed = np.concatenate([cheapest_of(limits, g)[: limits.need[g]] for g in groups]).astype(np.int64)
    plan, places = needed.tolist(), set(limits.place[needed].tolist())
    spent = float(limits.cost[needed].sum())
    for site in order.tolist():
        if len(plan) >= limits.most:
            break
        if spent + limits.cost[site] <= limits.money and limits.place[site] not in places:
            plan.append(site)
            places.add(int(limits.place[site]))
            spent += float(limits.cost[site])
    return np.array(plan, dtype=np.int64)


def _apart(limits: Limits) -> bool:
    """Whether each site is at a place of its own, and can be chosen."""
    return bool(np.all(np.diff(limits.place) > 0) and np.all(np.isfinite(limits.cost)))


def _needed(order: Numbers, limits: Limits) -> Numbers:
    """The first sites of each group in an order that has one of each place at most, as many as the group needs."""
    if not limits.need.any():
        return np.zeros(0, dtype=np.int64)
    order = order[np.sort(np.unique(limits.place[order], return_index=True)[1])]
    group = limits.group[order]
    by_group = np.argsort(group, kind="stable")
    start = np.searchsorted(group[by_group], np.arange(len(limits.need)))
    rank = np.empty(len(order), dtype=np.int64)
    rank[by_group] = np.arange(len(order)) - start[group[by_group]]
    needed: Numbers = order[rank < limits.need[group]]
    return needed


class Chooser:
    """The most that sites can be worth together under the rules, from above: the budget is a price on money.

    Source: the Lagrangian dual of the budget row (Fisher 1981, Management Science 27(1)); the rest is a greedy choice.
    """

    def __init__(self, limits: Limits) -> None:
        """Prepare for many questions about the same rules."""
        self.limits = limits
        self.rate = 0.0
        can = np.isfinite(limits.cost)
        self._price = np.where(can, limits.cost, 0.0)
        self._never = ~can
        self._bound = self._price.sum() > limits.money
        places = len(np.unique(limits.place[can])) < can.sum()
        self._simple = not (self._bound or places or limits.need.any() or self._never.any())

    def best(self, worth: Reals) -> tuple[float, Reals]:
        """What the best sites are worth at most, and how much of each is taken.

        Args:
            worth: (m,) of each site.
        """
        share = np.zeros(len(worth))
        if self._simple:
            most = min(self.limits.most, len(worth))
            at = np.argpartition(worth, len(worth) - most)[len(worth) - most :] if most else np.zeros(0, np.int64)
            at = at[worth[at] > 0]
            share[at] = 1.0
            return float(worth[at].sum()), share
        value, at, spent = self._at(worth, self.rate if self._bound else 0.0)
        if not self._bound or (self.rate == 0 and spent <= self.limits.money):
            share[at] = 1.0
            return value, share
        return self._priced(worth, (value, at, spent), share)

    def _priced(self, worth: Reals, now: tuple[float, Numbers, float], share: Reals) -> tuple[float, Reals]:
        """The price of money at which the best sites cost just the budget."""
        money, low, high = self.limits.money, None, None
        dear = self._price > 0
        rate = self.rate
        top = 2 * float(np.max(worth[dear] / self._price[dear], initial=0.0)) + 1e-9
        best = (now[0], rate)
        for _ in range(_STEPS + 40):
            if now[2] > money:
                low = (rate, now)
            else:
                high = (rate, now)
            if (low and high and high[0] - low[0] <= 0.02 * high[0]) or (high and high[0] <= 1e-12 * top):
                break
            if low and high:
                rate = (low[0] + high[0]) / 2
            elif low:
                rate = min(max(rate * 1.15, top * 1e-6), top) if rate < top else 2 * rate
            else:
                rate = rate / 1.15 if rate > top * 1e-6 else 0.0
            now = self._at(worth, rate)
            best = min(best, (now[0], rate))
        self.rate = best[1]
        if low and high and low[1][2] > high[1][2]:
            part = (money - high[1][2]) / (low[1][2] - high[1][2])
            share[high[1][1]] += 1 - part
            share[low[1][1]] += part
        else:
            share[now[1]] = 1.0
        return best[0], share

    def _at(self, worth: Reals, rate: float) -> tuple[float, Numbers, float]:
        """At this price of money: what the best sites are worth, which they are, what they cost."""
        value, at = self._taken(worth - rate * self._price)
        free = rate * self.limits.money if rate else 0.0
        return value + free, at, float(self._price[at].sum())

    def _taken(self, worth: Reals) -> tuple[float, Numbers]:
        worth = np.where(self._never, -np.inf, worth)
        order = np.argsort(-worth, kind="stable")[: len(worth) - int(self._never.sum())]
        order = order[np.sort(np.unique(self.limits.place[order], return_index=True)[1])]
        needed = _needed(order, self.limits)
        rest = order[worth[order] > 0]
        rest = rest[~np.isin(rest, needed)][: max(self.limits.most - len(needed), 0)]
        at = np.concatenate((needed, rest)).astype(np.int64)
        return float(worth[at].sum()), at

    def forced(self, worth: Reals) -> tuple[Reals, Numbers]:
        """What it costs at least to take a site that is not taken, or to leave one that is; and which are taken.

        Each loss is that of one exchange, or less: the choice at a fixed price of money is greedy, a matroid's.
        """
        worth = worth - self.rate * self._price if self._bound else worth
        _, at = self._taken(worth)
        taken = np.zeros(len(worth), dtype=bool)
        taken[at] = True
        full = len(at) >= self.limits.most
        least = np.full(len(worth), float(worth[at].min()) if full and len(at) else 0.0)
        least_of = np.full(len(self.limits.need), np.inf)
        np.minimum.at(least_of, self.limits.group[at], worth[at])
        least = np.minimum(least, least_of[self.limits.group])
        spare = max(0.0, float(np.max(worth[~taken & ~self._never], initial=0.0)))
        loss = np.where(taken, worth - spare, least - worth)
        return np.where(self._never, np.inf, np.maximum(loss, 0.0)), taken
