"""Send the messages that are due, now."""

from typing import Any

from django.core.management.base import BaseCommand

from jisr.messages.jobs import send_due


class Command(BaseCommand):
    """The same work that the keeper does by itself, for an operator or a timer; two at once do no harm."""

    help = "Hand the messages that are due to their gateway, and note what became of each."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many."""
        done = send_due()
        self.stdout.write(f"sent {done['sent']}, to try again {done['queued']}, given up {done['failed']}")
