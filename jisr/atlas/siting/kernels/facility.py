"""Compiled code that is kept in the data directory; stands in until ``jisr.common.compiled`` is there for all."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

PLAIN: Final = "numpy"
COMPILED: Final = "numba"


def choose(plain: Any, name: str, engine: str = "", *, worth: bool = True) -> tuple[Any, str]:
    """The module that answers, and what it is called.

    Args:
        plain: the module whose functions run as they stand.
        name: the compiled one.
        engine: numpy or numba when one of them is wanted.
        worth: false where there is too little to do for numba's second of loading.
    """
    if engine == COMPILED or (not engine and worth and _numba()):
        return import_module(name), COMPILED
    return plain, PLAIN


def kept(*types: str, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function, and keep its machine code in the data directory."""
    numba = import_module("numba")
    numba.config.CACHE_DIR = _cache()
    decorate: Callable[[Callable[..., Any]], Any] = numba.njit(list(types) or None, cache=bool(_cache()), **options)
    return decorate


@cache
def _numba() -> str:
    try:
        return version("numba")
    except PackageNotFoundError:
        return ""


@cache
def _cache() -> str:
    """A folder of the data directory named by what is compiled: a changed line is compiled anew."""
    texts = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    mark = hashlib.sha256(texts + _numba().encode()).hexdigest()[:16]
    ours = Path(os.environ.get("JISR_DATA") or Path(__file__).resolve().parents[4] / ".jisr").expanduser()
    for where in (ours, Path(tempfile.gettempdir())):
        if where.is_dir() and os.access(where, os.W_OK):
            return str(where / "compiled" / mark)
    return ""
