"""``plan_round``: one round of mobile units, in a process whose memory and time are limited."""

import resource
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from jisr.atlas.rounds.jobs import plan
from jisr.atlas.rounds.kernels import Wanted, tours

_MEMORY = 4 * 1024**3
_SECONDS = 240


class Command(BaseCommand):
    """Started by the keeper; a round that exhausts it takes nothing else with it."""

    help = "Plan one round of mobile units that was asked for."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Keys only."""
        parser.add_argument("round", type=UUID)
        parser.add_argument("author")

    def handle(self, *args: Any, **options: Any) -> None:
        """Limit this process, then plan."""
        for limit, value in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
            _soft, hard = resource.getrlimit(limit)
            resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
        plan(options["round"], author=options["author"], route=tours, wanted=Wanted)
