"""After a backup was put back: erase again those who were erased since it was made."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jisr.families.jobs import erase_again, sweep_after_erasures


class Command(BaseCommand):
    """Before anybody is let in; done twice, the second time finds nobody."""

    help = "Erase from a database that was put back everybody on a list of the erased, and leave nothing in its files."

    def add_arguments(self, parser: Any) -> None:
        """Where the list is."""
        parser.add_argument("list", type=Path, help="erased.list of the data directory that was in use")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many had come back."""
        if not options["list"].is_file():
            raise CommandError(f"There is no file {options['list']}. It stands in the data directory, beside the key.")
        again = erase_again(options["list"])
        self.stdout.write(f"{again} had come back and are erased again")
        swept = sweep_after_erasures(always=True)
        if swept is not None and not swept.is_whole:
            raise CommandError("Something of them is still read from before. Run: python -m jisr sweep --always")
