"""The same exchanges as ``simplex``, compiled to machine code and kept; loaded for large fields only."""

from types import FunctionType
from typing import Any

import numpy as np

from jisr.common.compiled import kept
from jisr.window.allocation.kernels import simplex
from jisr.window.allocation.kernels.field import Field

_kept = kept(boundscheck=False)


@_kept
def saving(net: Any, start: int, stop: int) -> int:
    """As ``simplex.saving``, one arc after the other."""
    best, least = -1, 0
    for at in range(start, stop):
        if net.state[at] != 0:
            reduced = net.state[at] * (net.cost[at] - net.height[net.source[at]] + net.height[net.target[at]])
            if reduced < least:
                best, least = at, reduced
    return best


#: What the lines of ``simplex`` call, compiled in the order in which they call one another.
_names: dict[str, Any] = {**vars(simplex), "saving": saving}
for _name in ("joined", "begin", "rehang", "meeting", "left_on", "push", "turn", "settle"):
    _names[_name] = _kept(FunctionType(_names[_name].__code__, _names, _name))
joined, settle = _names["joined"], _names["settle"]


def examples() -> None:
    """Call what is called from outside, once, with numbers of the kinds that ``allot`` gives."""
    one = np.ones(1, dtype=np.int64)
    starts, service = np.array([0, 1]), np.zeros(1, dtype=np.int32)
    joined(starts, service, 1)
    joined(starts, service.astype(np.int64), 1)
    field = Field(one, one - 1, one, starts, one - 1, one)
    settle(simplex.net_of(field, field.waits), np.zeros(1, dtype=np.int32), 16)
