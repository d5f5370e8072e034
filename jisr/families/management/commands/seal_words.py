"""Seal words that a bulk load wrote in clear."""

from typing import Any

from django.core.management.base import BaseCommand

from jisr.common.database import speaker
from jisr.families.actions.keys import seal_what_is_plain


class Command(BaseCommand):
    """After a load that copies rows past the acts; done again, it finds nothing."""

    help = "Put words that stand in clear under the keys of their persons."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it as the owner of the tables, batch by batch, and say how many."""
        token = speaker.set("owner")
        try:
            done = seal_what_is_plain()
        finally:
            speaker.reset(token)
        self.stdout.write(f"{done} values sealed")
