"""``python -m jisr agreements_record``: load the published facts on agreements that ship with this version."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jisr.exchange import calls_record
from jisr.exchange.agreements_record.loading import load
from jisr.exchange.agreements_record.reading import BrokenRecord


class Command(BaseCommand):
    """Loads what the file says; a second run of the same edition changes nothing that a page shows."""

    help = "Load the public record of agreements, with its sources."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was done."""
        try:
            done = load() | calls_record.load()
        except BrokenRecord as fault:
            raise CommandError(f"The agreements were not loaded; nothing was changed: {fault}") from fault
        if options["verbosity"]:
            self.stdout.write(f"public record of agreements: {done['agreements']}, of calls: {done['calls']}")
