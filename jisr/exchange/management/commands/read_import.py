"""``read_import``: one step of one file of families, in a process whose memory and time are limited."""

import logging
import resource
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from jisr.exchange.families_sheets.work import work

_MEMORY = 6 * 1024**3
_SECONDS = 1_800
log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Started by the keeper; a file that exhausts it takes nothing else with it."""

    help = "Do what one file of families waits for."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Keys only."""
        parser.add_argument("importing", type=UUID)
        parser.add_argument("author")
        parser.add_argument("centre", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Limit this process, then do the step."""
        for limit, value in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
            _soft, hard = resource.getrlimit(limit)
            most = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            work(options["importing"], author=options["author"], centre=options["centre"])
        except Exception as error:  # noqa: BLE001 - what the database says of a row is the row: the kind alone is told
            log.warning("a file of families was not read to its end (%s)", type(error).__name__)
            raise SystemExit(1) from None
