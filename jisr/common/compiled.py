"""Numbers that are compiled: which modules, where the machine code is kept, and whether it is there.

A heavy function stands twice: plain, in numpy, which runs everywhere; and in a module of ``MODULES``, whose functions
wear ``kept`` and are compiled by numba. The keeper compiles all of them once, in a process of its own with low
priority (``python -m jisr.common.compiled``). Until that is done the plain one answers, and says so: no page waits for
a compiler (docs/decisions/0114-compiled-kernels.md). Nothing here imports numba before it is needed: it takes a second.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from jisr.common.processes import end_with

#: Every compiled module. Each has ``examples()``, which calls its functions once with small arguments of their kind.
MODULES: Final = ("jisr.atlas.kernels.compiled", "jisr.window.allocation.kernels.compiled")
#: The names of the engines, as answers say them.
PLAIN: Final = "numpy"
COMPILED: Final = "numba"
_READY, _ROOT = "ready", Path(__file__).resolve().parents[2]
#: Of those that are waited for by nobody.
_LOWEST = 19
#: Machine code of a release that nobody has run for so long is removed.
_OLD_S = 60 * 86_400


def choose(plain: Any, name: str, engine: str = "", *, worth: bool = True) -> tuple[Any, str]:
    """The module that answers, and what it is called.

    Args:
        plain: the module whose functions run as they stand.
        name: the compiled one, of ``MODULES``.
        engine: numpy or numba when one of them is wanted; then numba compiles now if it must.
        worth: false where there is too little to do for numba's second of loading.

    Raises:
        ImportError: numba is wanted and not installed.

    >>> choose("as it stands", "jisr.atlas.kernels.compiled", "numpy")
    ('as it stands', 'numpy')
    """
    if engine == COMPILED or (not engine and worth and ready()):
        return import_module(name), COMPILED
    return plain, PLAIN


def kept(*types: str, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function, and keep its machine code in the data directory.

    Args:
        types: what it takes, in numba's words; then it is never compiled for anything else, whoever calls it.
        options: of ``numba.njit``.
    """
    numba = import_module("numba")
    numba.config.CACHE_DIR = folder()
    decorate: Callable[[Callable[..., Any]], Any] = numba.njit(list(types) or None, cache=bool(folder()), **options)
    return decorate


def ready() -> bool:
    """Whether everything is compiled, for this code, this numba and this processor."""
    return _found(folder())


def compile_all() -> float:
    """Compile what is not compiled yet, in a process of its own; the keeper calls this beside its other work.

    Returns:
        seconds of processor that it took; 0 where there was nothing to do, or no numba.

    Raises:
        CalledProcessError: a module could not be compiled; the plain ones go on answering.
    """
    if ready() or not _numba() or not folder():
        return 0.0
    done = subprocess.run(
        [sys.executable, "-m", "jisr.common.compiled"], cwd=_ROOT, check=True, capture_output=True, text=True,
        env={**os.environ, "NUMBA_NUM_THREADS": "1"},
    )  # fmt: skip
    return float(done.stdout.split()[-1])


@cache
def folder() -> str:
    """Where machine code is kept: named by what it was made of and for, so that nothing old is ever run.

    Never in a place that others can write to: what lies there is run.

    Returns:
        a path below the data directory, else below the user's own cache; "" where neither can be written.
    """
    ours = Path(os.environ.get("JISR_DATA") or _ROOT / ".jisr").expanduser()
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for parent, where in ((ours, ours / "compiled"), (caches.parent, caches / "jisr")):
        if parent.is_dir() and os.access(where if where.is_dir() else parent, os.W_OK):
            return str(where / _mark())
    return ""


def _mark() -> str:
    made = hashlib.sha256("|".join((_numba(), platform.python_version(), _processor())).encode())
    for package in sorted({name.rpartition(".")[0] for name in MODULES}):
        for source in sorted((_ROOT / package.replace(".", "/")).glob("*.py")):
            # numba compiles again what was written again, though it reads the same
            made.update(source.read_bytes() + str(source.stat().st_mtime_ns).encode())
    made.update(Path(__file__).read_bytes())
    return made.hexdigest()[:16]


def _numba() -> str:
    """Its version; "" where it is not installed."""
    try:
        return version("numba")
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    """What the machine code runs on: a data directory may be carried to another machine."""
    told = Path("/proc/cpuinfo")
    if not told.is_file():
        return f"{platform.machine()} {platform.processor()}"
    lines = told.read_text(errors="replace").splitlines()
    return platform.machine() + "".join(
        next((line for line in lines if line.startswith(word)), "") for word in ("model name", "flags", "Features")
    )


_seen: set[str] = set()


def _found(where: str) -> bool:
    """Once there it stays there: the file is looked for until then only."""
    if where and where not in _seen and (Path(where) / _READY).is_file():
        _seen.add(where)
    return where in _seen


def main() -> None:
    """Compile everything, leave the mark, and say how many seconds of processor it took."""
    end_with(os.getppid())
    os.nice(_LOWEST)
    for name in MODULES:
        import_module(name).examples()
    spent = sum(os.times()[:2])
    ours = Path(folder())
    (ours / _READY).write_text(f"{spent:.1f}\n")
    for other in ours.parent.iterdir():
        if other != ours and other.stat().st_mtime < time.time() - _OLD_S:
            shutil.rmtree(other)
    print(f"{spent:.1f}")


if __name__ == "__main__":
    main()
