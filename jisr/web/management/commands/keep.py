"""``keep``: the keeper beside the server; it ends in order on SIGTERM, on Ctrl-C, and when its parent is gone."""

import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections
from django.utils.translation import override

from jisr.web import keeper


class Command(BaseCommand):
    """Started by ``run``; a managed installation starts it as a service of its own."""

    help = "Seals the journal each second, reminds and expires referrals each minute, until it is told to stop."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the loop in this thread."""
        stopped, parent = threading.Event(), os.getppid()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())
        with override("en"):
            keeper.keep(stopped, keeper.jobs(), is_wanted=lambda: os.getppid() == parent)
        connections.close_all()
