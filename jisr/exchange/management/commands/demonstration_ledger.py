"""``python -m jisr demonstration_ledger``: the invented ledger, for installations that show the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jisr.exchange.demonstration.ledger import agreements, calls, results, strategy, thread


class Command(BaseCommand):
    """Once; a second time it finds its rows and makes none."""

    help = "Load the invented strategy and agreements of the demonstration, unless they are already there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was made."""
        if not settings.DEMONSTRATION:
            raise CommandError("This installation shows no demonstration; nothing was loaded.")
        today = timezone.localdate()
        invented = (strategy, agreements, calls, results, thread)
        made = {what: count for one in invented for what, count in one.load(today).items()}
        if options["verbosity"]:
            counts = ", ".join(f"{count} {what}" for what, count in made.items() if count) or "already there"
            self.stdout.write(f"demonstration of the ledger: {counts}")
