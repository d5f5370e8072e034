"""``python -m jisr forum_record``: load the real meetings, demands and answers that ship with this version."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jisr.exchange.forum_record.loading import load
from jisr.exchange.forum_record.reading import BrokenRecord


class Command(BaseCommand):
    """Loads what changed in the files; a second run of the same edition changes nothing."""

    help = "Load the public record of the forum, with its sources."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was done."""
        try:
            done = load()
        except BrokenRecord as fault:
            raise CommandError(f"The public record was not loaded; nothing was changed: {fault}") from fault
        if options["verbosity"]:
            counts = ", ".join(f"{count} {what}" for what, count in done.items() if count) or "this edition is there"
            self.stdout.write(f"public record of the forum: {counts}")
