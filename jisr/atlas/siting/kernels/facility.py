"""Compiled code that is kept in the data directory; stands in until ``jisr.common.compiled`` has it for every room."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numba


def _cache() -> str:
    """A folder of the data directory named by what is compiled: a changed line is compiled anew."""
    texts = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    mark = hashlib.sha256(texts + numba.__version__.encode()).hexdigest()[:16]
    ours = Path(os.environ.get("JISR_DATA") or Path(__file__).resolve().parents[4] / ".jisr").expanduser()
    for where in (ours, Path(tempfile.gettempdir())):
        if where.is_dir() and os.access(where, os.W_OK):
            return str(where / "compiled" / mark)
    return ""


numba.config.CACHE_DIR = _cache()  # type: ignore[attr-defined]
kept: Any = numba.njit(cache=True, boundscheck=False)
