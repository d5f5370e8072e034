"""Heavy loops of siting: in numpy, or the same compiled; whoever asks is told which ran."""

from typing import Any

from jisr.atlas.siting.kernels import plain
from jisr.atlas.siting.kernels.field import Field, Limits, Numbers, Reals, Stand, empty
from jisr.common.compiled import COMPILED, PLAIN, choose

__all__ = ["COMPILED", "PLAIN", "Field", "Limits", "Numbers", "Reals", "Stand", "empty", "loops_for"]

#: Ways from which numba's second of loading is worth it.
_MANY_WAYS = 2_000


def loops_for(ways: int, engine: str = "") -> tuple[Any, str]:
    """The module with the loops, and its name.

    Args:
        ways: between people and sites.
        engine: numpy or numba where one of them is wanted.
    """
    return choose(plain, "jisr.atlas.siting.kernels.compiled", engine, worth=ways >= _MANY_WAYS)
