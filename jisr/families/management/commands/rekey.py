"""``rekey``: the keys by which everybody is found, made anew from the stored names."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from jisr.common.database import speaker
from jisr.families import keying


class Command(BaseCommand):
    """For whoever runs the installation; the search answers meanwhile. Stopped, it leaves everything as it was."""

    help = "Make the keys of the search anew, after the rules of folding changed or a load went past them."

    def add_arguments(self, parser: Any) -> None:
        """Only where it is due, or always."""
        parser.add_argument("--if-due", action="store_true", help="only when the keys were made with other rules")

    def handle(self, *args: Any, if_due: bool = False, **options: Any) -> None:
        """Do it as the owner of the tables, each step in a transaction of its own."""
        token = speaker.set("owner")
        try:
            with override("en"):
                if if_due and not keying.is_due():
                    self.stdout.write("The keys are those of this version.")
                    return
                keying.rekey(say=self.stdout.write)
        finally:
            speaker.reset(token)
