"""``python -m jisr travel --router http://127.0.0.1:5000 --kind osrm``: minutes by road of an operator's own router."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jisr.atlas import queries
from jisr.common.database import scope
from jisr.exchange.roads import SERVES, NoRouter, Router, ask

#: Progress is told so often.
_STEPS = 20


class Command(BaseCommand):
    """Asks, keeps the whole table or nothing; the atlas then says which router made its minutes, and when."""

    help = (
        "Ask your own OSRM or Valhalla server for the minutes from every point of the census to every place of the"
        " public catalogue, and keep them for the atlas. Ask again after centres came or went: until then a theme with"
        " a new place is estimated, and says so."
    )

    def add_arguments(self, parser: Any) -> None:
        """Where the router is, what it speaks, how it goes."""
        parser.add_argument("--router", required=True, metavar="ADDRESS", help="http://127.0.0.1:5000")
        parser.add_argument("--kind", choices=("osrm", "valhalla"), default="osrm")
        parser.add_argument("--profile", choices=tuple(SERVES), default="driving", help="driving, or foot")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask block by block, telling how far it is."""
        router = Router(options["router"], options["kind"], options["profile"])
        try:
            with scope(speaking="public"):
                ground = queries.ground()
                found = ask(router, ground, timezone.localdate(), settings.DATA / "travel", told=self._told)
        except NoRouter as fault:
            raise CommandError(f"Nothing was kept; what was there before stays: {fault}") from fault
        self.stdout.write(f"{found['points']:,} points, {found['places']:,} places, {found['ways']:,} ways kept")

    def _told(self, done: int, whole: int) -> None:
        if done * _STEPS // whole > (done - 1) * _STEPS // whole:
            self.stdout.write(f"{done:,} of {whole:,} questions answered")
