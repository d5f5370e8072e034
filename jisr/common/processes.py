"""Processes that work for another one, and are of no use after it."""

import os
import threading
import time

_WATCHED_S = 0.5


def end_with(parent: int) -> None:
    """Leave when the process that asked is gone: what nobody waits for would meet the work of the next run.

    Args:
        parent: its number, as ``os.getpid`` says there.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCHED_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
