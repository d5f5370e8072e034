"""``python -m jisr kit_codes``: the team signs in to this kit with these, each until she has chosen a password."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jisr.accounts import actions
from jisr.accounts.models import User
from jisr.common.database import scope


class Command(BaseCommand):
    """Makes a new code for whoever has chosen no password here yet; the one before is no longer good."""

    help = "Show codes for the team of this kit; ADDRESS: a new one for somebody who forgot her password."
    requires_system_checks: list[str] = []  # they would read in every page

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("address", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the codes, and say them on this terminal: they are stored nowhere.

        Raises:
            CommandError: this is no kit, or nobody has that address.
        """
        if not settings.KIT:
            raise CommandError("This is no meeting kit.")
        with scope():
            for user in self._whose(options["address"]):
                self.stdout.write(f"  {user.email:32}  {actions.renew_password(user=user, by=None)}")

    def _whose(self, address: str) -> list[User]:
        people = User.objects.filter(is_active=True).order_by("email")
        if not address:
            return list(people.filter(password_is_temporary=True))
        found = list(people.filter(email=address.strip().lower()))
        if not found:
            raise CommandError("Nobody of the team has this address.")
        return found
