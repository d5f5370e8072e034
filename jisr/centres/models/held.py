"""What a row owes to others: a composite foreign key that it follows, and laws over several rows at once."""

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


class Law(Declared):
    """A law over several rows, held by a trigger that calls a function of the database.

    The function is made in a migration before the table; it raises ``check_violation`` and names the law as the
    constraint, so that an action can say in words which one was broken.

    Args:
        function: the trigger function, without brackets.
        on: what it judges, for instance ``INSERT OR UPDATE``.
        before: judged row by row before it is written; else when the transaction ends, so that rows which only hold
            together can be written one after the other.
    """

    fields = ("function", "on", "before")
    function: str
    on: str
    before: bool

    def __init__(self, *, name: str, function: str, on: str = "INSERT OR UPDATE OR DELETE", before: bool = False):
        super().__init__(name=name, function=function, on=on, before=before)

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """Hang the function on the table."""
        table = self.table(model, schema_editor)
        head = (
            f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {table}"
            if self.before
            else f"CREATE CONSTRAINT TRIGGER {self.name} AFTER {self.on} ON {table} DEFERRABLE INITIALLY DEFERRED"
        )
        return f"{head} FOR EACH ROW EXECUTE FUNCTION {self.function}()"

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Take it down."""
        return f"DROP TRIGGER {self.name} ON {self.table(model, schema_editor)}"
