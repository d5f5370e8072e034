"""``python -m jisr strategy_record``: what pages say of strategies and programmes, as shipped with this version."""

from typing import Any

from django.core.management.base import BaseCommand

from jisr.exchange.strategy_record.loading import load


class Command(BaseCommand):
    """Loads what changed in the file; a second run of the same edition changes nothing."""

    help = "Load the public record of strategies and programmes, with its sources."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was done."""
        done = load()
        if options["verbosity"]:
            counts = ", ".join(f"{count} {what}" for what, count in done.items() if count) or "this edition is there"
            self.stdout.write(f"public record of strategies: {counts}")
