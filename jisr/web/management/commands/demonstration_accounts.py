"""``demonstration_accounts``: who can be tried, for the terminal in which the installation was started."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from jisr.common.database import scope
from jisr.staff.queries import demonstration_posts


class Command(BaseCommand):
    """One line for each invented person: role and place."""

    help = "List the invented people whose role can be tried with one click."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One optional argument: a file instead of the terminal."""
        parser.add_argument("--to", type=Path)

    def handle(self, *args: Any, to: Path | None = None, **options: Any) -> None:
        """Write the lines, or nothing where there is no demonstration."""
        people = self._people() if settings.DEMONSTRATION else []
        if to is None:
            self.stdout.writelines(f"{line}\n" for line in people)
        else:
            (Path(settings.DATA) / to).write_text("".join(f"{line}\n" for line in people), encoding="utf-8")

    def _people(self) -> list[str]:
        """Role, place, and what else the person is trusted with."""
        with scope(speaking="owner"), override("en"):
            posts = [(str(post.role_label), str(post.place_name), post.compartments) for post in demonstration_posts()]
        width = max((len(role) for role, *_ in posts), default=0)
        return [
            f"  {role:<{width}}  {place}{' (keeps protected files)' if compartments else ''}".rstrip()
            for role, place, compartments in posts
        ]
