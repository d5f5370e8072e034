"""Heavy loops of siting: compiled where numba is there, else in numpy; ``engine`` says which ran."""

from functools import cache
from importlib import import_module
from typing import Any

from jisr.atlas.siting.kernels import plain
from jisr.atlas.siting.kernels.field import Field, Limits, Numbers, Reals, Stand, empty

__all__ = ["COMPILED", "PLAIN", "Field", "Limits", "Numbers", "Reals", "Stand", "empty", "kernels"]

PLAIN, COMPILED = "numpy", "numba"


def kernels(engine: str = "") -> tuple[Any, str]:
    """The loops, and which they are.

    Args:
        engine: numpy or numba; numba where it is installed when left out.
    """
    compiled = None if engine == PLAIN else _compiled()
    return (compiled, COMPILED) if compiled else (plain, PLAIN)


@cache
def _compiled() -> Any:
    """The compiled loops; None where the compiler is not installed."""
    try:
        return import_module("jisr.atlas.siting.kernels.compiled")
    except ImportError:
        return None
