"""Which services were changed by which transaction, so that whoever holds the catalogue in memory reads them again."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from jisr.common.walls import Declared, Grant


class Change(models.Model):
    """A service, or what hangs on it, was changed; kept for a day.

    The transaction is kept and not a counter: whoever counted first may be seen last. A reader asks PostgreSQL which of
    these transactions its own snapshot had not seen yet (``pg_visible_in_snapshot``).
    """

    transaction = models.BigIntegerField()
    service = models.BigIntegerField(help_text="its key, which may be gone; 0: all of them")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transaction", "service"], name="change_once_a_transaction"),
            Grant(
                name="change_app", to="jisr_app", verbs="SELECT",
                reason="keys of services and numbers of transactions; no person",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"centres.change:{self.pk}"


class Watched(Declared):
    """Changes of this table are noted for the services that they concern.

    Args:
        of: what a row names its service by: ``id``, ``service_id``, or ``centre`` and ``centre_id`` for all services
            of a centre.
    """

    fields = ("of",)
    of: str

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """Hang the two triggers on the table."""
        table = self.table(model, schema_editor)
        return (
            f"CREATE TRIGGER {self.name} AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION jisr_note_change('{self.of}');"
            f" CREATE TRIGGER {self.name}_emptied AFTER TRUNCATE ON {table} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION jisr_note_change('{self.of}')"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Take them down."""
        table = self.table(model, schema_editor)
        return f"DROP TRIGGER {self.name} ON {table}; DROP TRIGGER {self.name}_emptied ON {table}"
