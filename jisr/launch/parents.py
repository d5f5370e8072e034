"""A program that ends when the one that started it is gone, also by kill -9 (Linux; elsewhere it stays)."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_ENDS_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>


def end_with_parent() -> Callable[[], None]:
    """A ``preexec_fn`` of the process that calls this: SIGTERM when that process dies."""
    return _asking(signal.SIGTERM)


def fast_stop_with_parent() -> Callable[[], None]:
    """A ``preexec_fn`` for PostgreSQL, to which SIGINT is the fast stop: SIGINT when the calling process dies."""
    return _asking(signal.SIGINT)


def _asking(order: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def ask() -> None:
        if _LIBC is not None:
            signal.signal(order, signal.SIG_DFL)  # a handler of ours would swallow what comes before the new program
            _LIBC.prctl(_ENDS_WITH_PARENT, order)
            if os.getppid() != parent:  # it died before we asked, and will not die again
                os.kill(os.getpid(), order)

    return ask
