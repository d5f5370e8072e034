"""``python -m jisr demonstration_scenarios``: invented scenarios, for installations that show the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jisr.exchange.demonstration import scenarios


class Command(BaseCommand):
    """Once; a second time it finds its rows and makes none."""

    help = "Draw and keep the invented scenarios of the demonstration, unless they are already there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was made."""
        if not settings.DEMONSTRATION:
            raise CommandError("This installation shows no demonstration; nothing was loaded.")
        made = scenarios.load(timezone.localdate())["scenarios"]
        if options["verbosity"]:
            self.stdout.write(f"scenarios of the demonstration: {made or 'already there'}")
