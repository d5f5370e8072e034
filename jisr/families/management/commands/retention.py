"""What has been kept long enough: look, or do what was signed."""

from typing import Any

from django.core.management.base import BaseCommand

from jisr.families.jobs import apply_signed, find_due


class Command(BaseCommand):
    """The keeper does both by itself; nothing is erased that nobody signed."""

    help = "Find what fell due under each rule of retention (--preview), or erase what was signed (--apply)."

    def add_arguments(self, parser: Any) -> None:
        """One of two."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--preview", action="store_true", help="find anew what is due, and count it")
        which.add_argument("--apply", action="store_true", help="erase what was signed")

    def handle(self, *args: Any, preview: bool = False, **options: Any) -> None:
        """Do it and say how many, rule by rule."""
        for name, count in (find_due() if preview else apply_signed()).items():
            self.stdout.write(f"{name}: {count}")
