"""What no plan can beat: a Lagrangian bound that climbs by deflected subgradients; any bid proves something.

Each person bids for being served; a site is worth what bids stand above its costs; the best sites under the rules are
taken. Bids less what these are worth is never more than the cost of a plan.
Source: Cornuéjols, Fisher, Nemhauser 1977, Management Science 23(8); deflection: Camerini, Fratta, Maffioli 1975;
steps: Held, Wolfe, Crowder 1974, Mathematical Programming 6.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from jisr.atlas.siting.kernels import Field, Limits, Numbers, Reals
from jisr.atlas.siting.limits import Chooser

#: How much of the new direction is taken, rounds without gain until steps are shortened, and by how much.
_DEFLECT, _PATIENCE, _SHORTEN, _FIRST, _LAST = 0.4, 20, 0.7, 1.5, 1e-2
#: Rounds between two plans that are made of the sites that the bound takes.
_PLAN_EVERY = 20
#: A bound is lowered by this share of its bids: sums in floating point are not exact.
_ROUNDING = 1e-13


class Bound:
    """The best bound so far and the bids that prove it.

    Attributes:
        value: no plan costs less.
        rounds: how many were made.
    """

    def __init__(self, field: Field, limits: Limits, loops: Any, bids: Reals) -> None:
        """Begin with some bids, such as what people pay at a second-best site."""
        self._field, self._loops = field, loops
        self._chooser = Chooser(limits)
        some = np.diff(field.start) > 0
        self._low = field.ceiling.copy()
        self._low[some] = field.cost[field.start[:-1][some]]
        self._low = np.minimum(self._low, field.ceiling)
        self._bid = np.clip(bids, self._low, field.ceiling)
        self._best, self._worth = self._bid.copy(), np.zeros(len(limits.cost))
        self.value, self.rounds, self._rate = -np.inf, 0, 0.0
        #: How often each site was taken lately; those taken most are the most likely in a plan.
        self.weight = np.zeros(len(limits.cost))

    @property
    def bid(self) -> Reals:
        """The bids that prove the bound."""
        return self._best

    def climb(self, upper: float, rounds: int, until_s: float, gap: float, plan: Callable[[Numbers], float]) -> None:
        """Some rounds.

        Args:
            upper: what the best plan costs.
            rounds: at most.
            until_s: of ``time.perf_counter``.
            gap: stop when the bound is as near to the best plan, as a share of it.
            plan: makes a plan of sites in the order of their worth; what the best costs.
        """
        theta, still, went = _FIRST, 0, np.zeros(len(self._bid))
        taken, worth = np.zeros(len(self._bid)), np.zeros(len(self._worth))
        for at in range(rounds):
            value, share = self._ask(worth)
            still = 0 if value > self.value + 1e-7 * abs(self.value) else still + 1
            self._keep(value, worth)
            self.weight += 0.1 * (share - self.weight)
            if at % _PLAN_EVERY == _PLAN_EVERY - 1:
                upper = min(upper, plan(np.argsort(-(worth + share * worth.max(initial=0.0)), kind="stable")))
            if upper - self.value <= gap * abs(upper) or theta < _LAST or time.perf_counter() > until_s:
                break
            if still >= _PATIENCE:
                theta, still = theta * _SHORTEN, 0
                self._bid[:], went[:] = self._best, 0.0
                continue
            self._loops.served(self._field, self._bid, share, taken)
            self._step(1.0 - taken, went, theta * max(upper - value, 1e-9 * abs(upper)))
        self._bid[:] = self._best

    def _ask(self, worth: Reals) -> tuple[float, Reals]:
        self.rounds += 1
        self._loops.worth(self._field, self._bid, worth)
        most, share = self._chooser.best(worth)
        bids = float(self._bid.sum())
        return bids - most - _ROUNDING * (bids + most), share

    def _keep(self, value: float, worth: Reals) -> None:
        if value > self.value:
            self.value = value
            self._best[:], self._worth[:] = self._bid, worth
            self._rate = self._chooser.rate

    def _step(self, lack: Reals, went: Reals, length: float) -> None:
        """People whom nobody serves bid more, those served twice less; bids stay where they can matter."""
        lack[((self._bid >= self._field.ceiling) & (lack > 0)) | ((self._bid <= self._low) & (lack < 0))] = 0.0
        went *= 1 - _DEFLECT
        went += _DEFLECT * lack
        size = float(went @ went)
        if size > 0:
            np.clip(self._bid + (length / size) * went, self._low, self._field.ceiling, out=self._bid)

    def settled(self, upper: float) -> tuple[Numbers, Numbers]:
        """Sites that every better plan has, and sites that no better plan has (reduced costs against the bound).

        Args:
            upper: what the best plan costs; only plans below it are asked about.
        """
        self._chooser.rate = self._rate
        loss, taken = self._chooser.forced(self._worth)
        sure = self.value + loss > upper + 1e-12 * abs(upper)
        return taken & sure, ~taken & sure
