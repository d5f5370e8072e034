"""The first administrator of an installation; and the way back in when the last one lost everything."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jisr.accounts import actions as accounts
from jisr.accounts.choices import Language
from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.database import scope
from jisr.staff.models import Post
from jisr.staff.queries import holding

ROLE = "administrator"


class Command(BaseCommand):
    """``python -m jisr administrator ADDRESS NAME``: whoever has the server's own account may run it, nobody else."""

    help = "Open the first administrator's account, or renew the password of an administrator who lost it."

    def add_arguments(self, parser: Any) -> None:
        """Whose account, and the language of her pages."""
        parser.add_argument("address", help="e-mail address to sign in with")
        parser.add_argument("name", nargs="?", default="", help="name shown to colleagues; for a new account")
        parser.add_argument("--language", default=Language.ARABIC, choices=Language.values)

    def handle(self, *args: Any, address: str, name: str, language: str, **options: Any) -> None:
        """Make or renew, and show the password once.

        Raises:
            CommandError: somebody else gives posts already, or the account does other work.
        """
        with scope(speaking="owner"):
            password = self._renewed(address) or self._opened(address, name, language)
        self.stdout.write(f"{address.lower()}\n{password}")
        self.stdout.write(
            "It is shown once and serves once: at the first entry another password and a telephone are asked."
        )

    def _renewed(self, address: str) -> str:
        user = User.objects.filter(email=address.strip().lower()).first()
        if user is None:
            return ""
        if not Post.objects.filter(holding(), user=user, role=ROLE).exists():
            raise CommandError("This account is not an administrator's. Administrators give posts on their own page.")
        return accounts.renew_password(user=user, by=user)

    def _opened(self, address: str, name: str, language: str) -> str:
        if Post.objects.filter(holding(), role=ROLE, is_demonstration=False).exists():
            raise CommandError("There is an administrator already, who gives this post on the page of posts.")
        if not name:
            raise CommandError("Give the name shown to colleagues after the address.")
        user, password = accounts.open_account(email=address, display_name=name, language=language)
        post = Post.objects.create(user=user, role=ROLE)
        journal.record("staff.assigned", post, by="server", reason=ROLE)
        return password
