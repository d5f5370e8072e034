"""``migrate`` as the owner of the tables, then the grants on the tables of other libraries."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from jisr.common.open_tables import grant_open_tables
from jisr.common.quick_states import quick_states
from jisr.common.written_first import written_first


class Command(Migrate):
    """Django's own command with another default login and one step more."""

    def add_arguments(self, parser: Any) -> None:
        """The owner is the default: nobody else may change a table."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then grant."""
        with quick_states(), written_first():
            super().handle(*args, **options)
        if options["database"] == "owner" and not options.get("plan"):
            grant_open_tables()
