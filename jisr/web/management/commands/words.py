"""``words``: compile the catalogues, or say what is wrong with them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jisr.web import words

PACKAGE = Path(words.__file__).resolve().parents[1]


class Command(BaseCommand):
    """Make the words of the product ready, in every language."""

    help = "Compiles the catalogues of words that changed; with --check says what is missing, unused or contradictory."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One optional flag, and the part of the product to look at."""
        parser.add_argument("--check", action="store_true", help="compile nothing; list what is wrong")
        parser.add_argument("--only", default="", help="with --check: only lines that hold this text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile or check.

        Raises:
            CommandError: something is wrong with the words.
        """
        if not options["check"]:
            self.stdout.write(f"{words.compile_all()} catalogues compiled")
            return
        found = [line for line in words.faults(PACKAGE) if options["only"] in line]
        for line in found:
            self.stdout.write(line.replace(f"{PACKAGE.parent}/", ""))
        if found:
            raise CommandError(f"{len(found)} faults in the words")
        self.stdout.write("all words are translated")
