"""``python -m jisr demonstration_forum``: the invented wave, for installations that show the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jisr.exchange.demonstration.forum import bodies, hall
from jisr.exchange.demonstration.forum.loading import load


class Command(BaseCommand):
    """Once; a second time it finds its wave and makes none."""

    help = "Load the invented wave of the demonstration, unless it is already there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was made."""
        if not settings.DEMONSTRATION:
            raise CommandError("This installation shows no demonstration; nothing was loaded.")
        today = timezone.localdate()
        made = load(today) | bodies.load(today) | hall.load(today)
        if options["verbosity"]:
            counts = ", ".join(f"{count} {what}" for what, count in made.items() if count) or "already there"
            self.stdout.write(f"demonstration of the forum: {counts}")
