"""Load the demonstration: an invented network on real ground, and what others add to it."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.exchange.demonstration.families import PERSONS
from jisr.exchange.demonstration.loaders import loaders


class Command(BaseCommand):
    """``python -m jisr demonstration``: once; a second time it finds its rows and makes none."""

    help = "Load the demonstration, unless it is already there."

    def add_arguments(self, parser: Any) -> None:
        """How many people, for trials of volume."""
        parser.add_argument("--persons", type=int, default=PERSONS, help=f"about how many people come ({PERSONS})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every loader and say what it made."""
        for load in loaders(options["persons"]):
            start = time.monotonic()
            made = load(timezone.localdate())
            counts = ", ".join(f"{count} {what}" for what, count in made.items() if count) or "already there"
            if options["verbosity"]:
                self.stdout.write(f"demonstration: {counts} ({time.monotonic() - start:.1f} s)")
