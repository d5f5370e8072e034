"""The app of accounts."""

from django.apps import AppConfig

from jisr.accounts.sessions import listen


class AccountsConfig(AppConfig):
    """Accounts, and the length of their sessions."""

    name = "jisr.accounts"

    def ready(self) -> None:
        """Begin to stamp sessions."""
        listen()
