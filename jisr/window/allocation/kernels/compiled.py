"""The same exchanges as ``simplex``, compiled to machine code and kept in a cache; loaded for large fields only."""

import hashlib
import os
import tempfile
from pathlib import Path
from types import FunctionType
from typing import Any

import numba

from jisr.window.allocation.kernels import simplex


def _cache() -> str:
    """A folder of the data directory named by what is compiled: a changed line is compiled anew."""
    texts = b"".join(Path(file).read_bytes() for file in (simplex.__file__, __file__))
    mark = hashlib.sha256(texts + numba.__version__.encode()).hexdigest()[:16]
    ours = Path(os.environ.get("JISR_DATA") or Path(__file__).resolve().parents[4] / ".jisr").expanduser()
    for where in (ours, Path(tempfile.gettempdir())):
        if where.is_dir() and os.access(where, os.W_OK):
            return str(where / "compiled" / mark)
    return ""


numba.config.CACHE_DIR = _cache()  # type: ignore[attr-defined]
_kept = numba.njit(cache=True, boundscheck=False)


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
