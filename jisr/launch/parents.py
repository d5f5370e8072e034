"""A program that ends when the one that started it is gone, also by kill -9 (Linux; elsewhere it stays)."""

import ctypes
import signal
import sys

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_ENDS_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>


def end_with_parent() -> None:
    """For ``preexec_fn``: SIGTERM when the parent dies."""
    _ask(signal.SIGTERM)


def fast_stop_with_parent() -> None:
    """For ``preexec_fn`` of PostgreSQL, to which SIGINT is the fast stop: SIGINT when the parent dies."""
    _ask(signal.SIGINT)


def _ask(order: signal.Signals) -> None:
    if _LIBC is not None:
        _LIBC.prctl(_ENDS_WITH_PARENT, order)
