"""Leave nothing of the erased in the files of the database."""

from typing import Any

from django.core.management.base import BaseCommand

from jisr.families.jobs import sweep_after_erasures


class Command(BaseCommand):
    """``run`` does it at night; tables are shut while they are copied."""

    help = "Rewrite the tables of those who were erased, and begin the write-ahead log anew."

    def add_arguments(self, parser: Any) -> None:
        """Also where nobody was erased since: after a backup was put back."""
        parser.add_argument("--always", action="store_true", help="also where nobody was erased since the last sweep")

    def handle(self, *args: Any, always: bool = False, **options: Any) -> None:
        """Do it and say what it came to; ends with 1 when something is left."""
        swept = sweep_after_erasures(always=always)
        if swept is None:
            self.stdout.write("nobody was erased since the last sweep")
            return
        self.stdout.write(f"{len(swept.tables)} tables rewritten")
        self.stdout.write(f"{swept.names} forms of names forgotten by the search: nobody bears them any more")
        if swept.waiting:
            self.stdout.write(f"still read from before, to be swept again: {', '.join(swept.waiting)}")
        if not swept.log_begun:
            self.stdout.write("the write-ahead log is not ours to begin anew: its administrator's (docs/privacy.md)")
        if not swept.is_whole:
            raise SystemExit(1)
