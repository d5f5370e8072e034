"""``fonts``: make the web fonts in the data directory."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from jisr.web import fonts


class Command(BaseCommand):
    """Cut the letters of the product into web fonts, once per version."""

    help = "Makes the web fonts in the data directory; does nothing where they are current."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One optional argument: another folder."""
        parser.add_argument("--to", type=Path, default=Path(settings.DATA) / "fonts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say in one word what was done."""
        made = fonts.build(options["to"])
        self.stdout.write("fonts made" if made else "fonts are current")
