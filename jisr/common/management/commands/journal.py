"""``journal verify`` reads the whole journal again; ``journal seal`` seals what waits."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from jisr.common import sealing

#: Name of the file, in the data directory, that says where the chain stood last.
HEAD = "journal.head"
#: More broken lines than this are counted, not named.
_NAMED = 20


class Command(BaseCommand):
    """For whoever runs the installation; it says keys and numbers, never what a line tells."""

    help = "Read the whole journal again and name the first broken lines, or seal the lines that wait."

    def add_arguments(self, parser: Any) -> None:
        """One of two words."""
        parser.add_argument("what", choices=["verify", "seal"])

    def handle(self, *args: Any, what: str = "verify", **options: Any) -> None:
        """Do it; ends with 1 when something is broken or waits for its seal for too long."""
        with override("en"):
            getattr(self, what)()

    def verify(self) -> None:
        """Say what was found and keep it for the auditor's page."""
        verdict = sealing.verify(settings.DATA / HEAD)
        sealing.remember(verdict)
        for broken in verdict.broken[:_NAMED]:
            self.stdout.write(f"BROKEN: {broken}")
        more = len(verdict.broken) - _NAMED
        if more > 0:
            self.stdout.write(f"BROKEN: and {more} more.")
        late = sealing.late()
        if late:
            self.stdout.write("ALARM: lines have waited for their seal for more than a minute. Does the keeper run?")
        self.stdout.write(
            f"{verdict.lines} lines read in {verdict.batches} batches, {verdict.unsealed} wait for their seal:"
            f" {'NOT whole' if verdict.broken else 'whole'}."
        )
        if verdict.broken or late:
            sys.exit(1)

    def seal(self) -> None:
        """Seal until nothing waits."""
        sealed = 0
        while done := sealing.seal():
            sealed += done
        sealing.note_head(settings.DATA / HEAD)
        self.stdout.write(f"{sealed} lines sealed.")
