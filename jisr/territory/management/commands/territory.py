"""``python -m jisr territory``: load the regions, provinces and communes that ship with this version."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jisr.territory import actions
from jisr.territory.sources import COUNTS, BrokenData


class Command(BaseCommand):
    """Loads once; a second run of the same edition changes nothing."""

    help = "Load regions, provinces and communes with their census indicators."

    def add_arguments(self, parser: Any) -> None:
        """``--again`` loads even where the same edition is loaded."""
        parser.add_argument("--again", action="store_true", help="load even where this edition is loaded already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was done."""
        try:
            loaded = actions.load(again=options["again"])
        except BrokenData as fault:
            raise CommandError(f"The territory was not loaded; nothing was changed: {fault}") from fault
        if options["verbosity"] > 0:
            counts = ", ".join(f"{number} {level.replace('_', ' ')}" for level, number in COUNTS.items())
            self.stdout.write(f"loaded: {counts}" if loaded else "this edition is loaded already")
