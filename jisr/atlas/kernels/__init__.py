"""Sums over neighbours and the nearest centre: plain numpy, or the same compiled; whoever asks is told which ran."""

from typing import Any

from jisr.atlas.kernels import plain
from jisr.common.compiled import COMPILED, PLAIN, choose

__all__ = ["COMPILED", "PLAIN", "engine_for"]

#: Pairs of points and centres from which numba's second of loading is worth it.
_MANY_PAIRS = 5_000_000


def engine_for(pairs: int, engine: str = "") -> tuple[Any, str]:
    """The module with ``gather`` and ``nearest``, and its name.

    Args:
        pairs: points times centres.
        engine: numpy or numba where one of them is wanted.
    """
    return choose(plain, "jisr.atlas.kernels.compiled", engine, worth=pairs >= _MANY_PAIRS)
