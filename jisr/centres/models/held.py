"""A composite foreign key: a row carries the same value as the row it points at, and follows it."""

from typing import Any

from jisr.common.walls import Declared


class SameAs(Declared):
    """``column`` points at a row of ``subject`` whose ``shared`` column has the same value as ours.

    A demonstration centre thus never points at a sourced operator, and the site of a confidential centre is
    confidential in the same statement that makes the centre so.

    Args:
        column: the column that points at the subject.
        subject: the subject's table, which needs a unique constraint on (id, shared).
        shared: the column that both tables have.
    """

    fields = ("column", "subject", "shared")
    column: str
    subject: str
    shared: str

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """Add the composite foreign key."""
        return (
            f"ALTER TABLE {self.table(model, schema_editor)} ADD CONSTRAINT {self.name}"
            f" FOREIGN KEY ({self.column}, {self.shared}) REFERENCES {self.subject} (id, {self.shared})"
            " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Drop the composite foreign key."""
        return f"ALTER TABLE {self.table(model, schema_editor)} DROP CONSTRAINT {self.name}"
