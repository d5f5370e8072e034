"""Small programmes in whole numbers, solved to a proven best by HiGHS; one aim after the other."""

from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Seconds for one aim; what was not proven by then is refused, not believed.
LONGEST_S = 20.0


class Unproven(ValueError):
    """The solver ran out of time before it proved that nothing is better."""


class Exact:
    """Variables from 0 to a bound, whole, under rows; each aim is held while the next is sought."""

    def __init__(self, bounds: NDArray[Any]) -> None:
        """Variables and the most that each can be.

        The solver is loaded when first used: a program that never asks starts without it.
        """
        self._highs = import_module("highspy")
        self._solver = self._highs.Highs()
        settings = {"output_flag": False, "mip_rel_gap": 0.0, "mip_abs_gap": 0.5, "time_limit": LONGEST_S, "threads": 1}
        for name, value in settings.items():
            self._solver.setOptionValue(name, value)
        count = len(bounds)
        self._all = np.arange(count, dtype=np.int32)
        self._solver.addVars(count, np.zeros(count), bounds.astype(float))
        kind = np.full(count, int(self._highs.HighsVarType.kInteger), dtype=np.uint8)
        self._solver.changeColsIntegrality(count, self._all, kind)

    def at_most(self, at: Any, weights: Any, most: int) -> None:
        """A weighted sum of some variables is no more than this."""
        at = np.asarray(at, dtype=np.int32)
        weights = np.broadcast_to(np.asarray(weights, dtype=float), at.shape)
        self._solver.addRow(-self._highs.kHighsInf, float(most), len(at), at, np.ascontiguousarray(weights))

    def least(self, costs: NDArray[Any]) -> tuple[int, NDArray[np.int64]]:
        """The least that these whole costs can come to, proven, and values that show it.

        Raises:
            Unproven: within the time, or at all.
        """
        if not len(costs):
            return 0, np.zeros(0, dtype=np.int64)
        self._solver.changeColsCost(len(costs), self._all, costs.astype(float))
        self._solver.run()
        if self._solver.getModelStatus() != self._highs.HighsModelStatus.kOptimal:
            raise Unproven(str(self._solver.getModelStatus()))
        values = np.rint(np.array(self._solver.getSolution().col_value)).astype(np.int64)
        return int(costs @ values), values

    def hold(self, costs: NDArray[Any], reached: int) -> None:
        """From now on these costs are no more than what was reached."""
        at = np.flatnonzero(costs)
        self.at_most(at, costs[at], reached)
