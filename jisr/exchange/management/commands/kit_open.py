"""``python -m jisr kit_open FILE``: open the kit of a meeting; the launcher does it with ``KIT=FILE make run``."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from jisr.common.errors import Refusal
from jisr.exchange.kits.opening import WrongPhrase, open_kit

#: Exit codes that the launcher reads: ask again, or stop.
WRONG_PHRASE, REFUSED = 3, 4


class Command(BaseCommand):
    """Stores what a kit carries; a second run of the same kit changes nothing."""

    help = "Open the kit of a meeting; its pass phrase stands in KIT_PHRASE."
    requires_system_checks: list[str] = []  # they would read in every page

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it, or say in three languages why not."""
        try:
            open_kit(options["file"].read_bytes(), os.environ.get("KIT_PHRASE", ""))
        except Refusal as refusal:
            for language in ("ar", "fr", "en"):
                with translation.override(language):
                    self.stderr.write(str(refusal))
            sys.exit(WRONG_PHRASE if isinstance(refusal, WrongPhrase) else REFUSED)
