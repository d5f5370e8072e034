"""``python -m jisr duplicates``: persons who stand in the registry twice, found all at once and handed to people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jisr.exchange.duplicates.batch import Rules
from jisr.exchange.duplicates.handing import propose
from jisr.exchange.duplicates.leftovers import AlreadyRunning
from jisr.exchange.duplicates.searching import search
from jisr.exchange.duplicates.workspace import MEMORY_MB


class Command(BaseCommand):
    """Nothing is joined: each pair goes to the list of those who decide. Killed, it goes on where it was."""

    help = "Compare all persons of the registry and hand pairs that may be one person to those who decide."

    def add_arguments(self, parser: Any) -> None:
        """What can be changed for one run."""
        parser.add_argument("--threshold", type=_probability, help="hand pairs over from this probability on (0 to 1)")
        parser.add_argument("--fresh", action="store_true", help="do not go on with a search that was stopped")
        parser.add_argument("--memory", type=int, default=MEMORY_MB, help=f"megabytes for the engine ({MEMORY_MB})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search, telling each stage on a line."""
        rules = Rules.of(timezone.localdate(), propose_from=options["threshold"])
        try:
            search(
                settings.DATA, rules, propose, fresh=options["fresh"], memory_mb=options["memory"],
                say=self._say if options["verbosity"] else lambda line: None,
            )  # fmt: skip
        except AlreadyRunning as busy:
            raise CommandError(str(busy)) from busy

    def _say(self, line: str) -> None:
        self.stdout.write(f"duplicates: {line}")
        self.stdout.flush()


def _probability(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise ValueError("between 0 and 1")
    return value
