"""``keep``: the keeper beside the server; seals the journal each second and ends when its parent is gone."""

import logging
import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections, connections

from jisr.common import journal

PAUSE_S = 1.0
TROUBLE_S = 5.0
log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Seal until SIGTERM or Ctrl-C; a database that is away for a while is waited for."""

    help = "Seals the journal each second, until it is told to stop."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the loop in this thread."""
        stopped = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())
        keep(stopped)


def keep(stopped: threading.Event) -> None:
    """The loop itself.

    Args:
        stopped: set from outside to end it.
    """
    parent, troubled = os.getppid(), False
    while not stopped.is_set() and os.getppid() == parent:
        try:
            close_old_connections()
            while not stopped.is_set() and journal.seal():
                pass
            troubled = False
            stopped.wait(PAUSE_S)
        except Error as error:
            if not troubled:
                log.warning("the journal cannot be sealed now (%s); trying again", type(error).__name__)
            troubled = True
            connections.close_all()
            stopped.wait(TROUBLE_S)
