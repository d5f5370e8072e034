"""Walls of the database as constraints of a model: policies, grants, compartments, functions.

They live in ``Meta.constraints`` beside the model, so that ``makemigrations`` finds, changes and removes them,
and a changed wall is a visible line of a migration (see docs/decisions on row-level security).
"""

from typing import Any, ClassVar

from django.db.models import BaseConstraint

#: The rows of households to which one of the speaker's centres has a current access. Evaluated once a query.
SCOPE = (
    "{column} = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres())"
    " AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))"
)
#: What is in no compartment, or in one that the speaker keeps.
OPEN = "compartment = '' OR compartment = ANY(jisr_compartments())"


class Declared(BaseConstraint):
    """SQL that lives with a table: found by ``makemigrations``, dropped and made again when it changes."""

    fields: ClassVar[tuple[str, ...]] = ()

    def __getattr__(self, name: str) -> Any:
        """Arguments are set from ``fields``; any other name is a fault."""
        raise AttributeError(name)

    def __init__(self, *, name: str, **values: Any) -> None:
        super().__init__(name=name)
        unknown = set(values) - set(self.fields)
        if unknown:
            raise ValueError(f"{type(self).__name__} does not take {sorted(unknown)}")
        for field in self.fields:
            setattr(self, field, values.get(field))

    def table(self, model: Any, schema_editor: Any) -> str:
        """The quoted name of the model's table."""
        return schema_editor.quote_name(model._meta.db_table)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Nothing inside CREATE TABLE: the wall is raised when the table stands."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: Any = None) -> None:
        """Nothing to validate in Python: the database decides."""

    def deconstruct(self) -> Any:
        """Path and arguments, for the migration writer."""
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {field: getattr(self, field) for field in self.fields}

    def clone(self) -> Any:
        """A copy with the same arguments."""
        _, args, kwargs = self.deconstruct()
        return type(self)(*args, **kwargs)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]


class Policy(Declared):
    """Which rows a login sees and writes; a permissive one also grants the verbs.

    Args:
        to: the login, for instance ``jisr_app``.
        using: SQL condition on rows seen.
        check: SQL condition on rows written; the same as ``using`` when left out.
        verbs: what is granted, for instance ``SELECT, INSERT, UPDATE``.
        restrictive: joined by AND with every other policy, and grants nothing.
        on: the statement that it judges: ALL; INSERT alone (only ``check`` counts then), UPDATE, or
            DELETE (``using`` alone).
    """

    fields = ("to", "using", "check", "verbs", "restrictive", "on")

    def __init__(
        self, *, name: str, to: str, using: str, check: str | None = None,
        verbs: str = "SELECT, INSERT, UPDATE", restrictive: bool = False, on: str = "ALL",
    ) -> None:  # fmt: skip
        super().__init__(
            name=name, to=to, using=using, check=check or using, verbs=verbs, restrictive=restrictive, on=on
        )

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """Open row security on the table, grant, create the policy."""
        table = self.table(model, schema_editor)
        grant = "" if self.restrictive else f"GRANT {self.verbs} ON {table} TO {self.to}; "
        kind = "RESTRICTIVE" if self.restrictive else "PERMISSIVE"
        seen = "" if self.on == "INSERT" else f" USING ({self.using})"
        written = "" if self.on == "DELETE" else f" WITH CHECK ({self.check})"
        return (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; {grant}CREATE POLICY {self.name} ON {table}"
            f" AS {kind} FOR {self.on} TO {self.to}{seen}{written}"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Drop the policy; removing a permissive one takes its grant away, so the table is closed, not open."""
        table = self.table(model, schema_editor)
        revoke = "" if self.restrictive else f"; REVOKE ALL ON {table} FROM {self.to}"
        return f"DROP POLICY {self.name} ON {table}{revoke}"


class Grant(Declared):
    """A table whose rows are not personal and stand open to a login, with the reason.

    Args:
        to: the login.
        verbs: what is granted.
        reason: why no row security is needed, read by the catalogue test.
    """

    fields = ("to", "verbs", "reason")

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """Grant the verbs on the table."""
        return f"GRANT {self.verbs} ON {self.table(model, schema_editor)} TO {self.to}"

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Take every verb away."""
        return f"REVOKE ALL ON {self.table(model, schema_editor)} FROM {self.to}"


class SameCompartment(Declared):
    """A row is in the compartment of the row it hangs on, and moves with it (composite foreign key).

    Args:
        column: the column that points at the subject.
        subject: the subject's table, which needs a unique constraint on (id, compartment).
    """

    fields = ("column", "subject")

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """Add the composite foreign key."""
        return (
            f"ALTER TABLE {self.table(model, schema_editor)} ADD CONSTRAINT {self.name}"
            f" FOREIGN KEY ({self.column}, compartment) REFERENCES {self.subject} (id, compartment)"
            " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Drop the composite foreign key."""
        return f"ALTER TABLE {self.table(model, schema_editor)} DROP CONSTRAINT {self.name}"


class WithinHousehold(Declared):
    """A row under a household that is wholly in a compartment is in that compartment too (trigger).

    A household in no compartment may carry rows of one (a disclosure), never the other way round.
    """

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """Hang the shared trigger function on the table."""
        return (
            f"CREATE TRIGGER {self.name} BEFORE INSERT OR UPDATE OF household_id, compartment"
            f" ON {self.table(model, schema_editor)} FOR EACH ROW EXECUTE FUNCTION jisr_within_household()"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Drop the trigger."""
        return f"DROP TRIGGER {self.name} ON {self.table(model, schema_editor)}"


def walls(column: str = "household_id", subject: tuple[str, str] | None = None, prefix: str = "%(class)s") -> list:
    """The walls of every table under a household.

    Args:
        column: where the household's key stands.
        subject: (column, table) of the row whose compartment this one shares.
        prefix: start of the names; ``%(class)s`` works in an abstract model only.
    """
    under = [WithinHousehold(name=f"{prefix}_within_household")] if column == "household_id" else []
    held = (
        [SameCompartment(name=f"{prefix}_same_compartment", column=subject[0], subject=subject[1])] if subject else []
    )
    return [
        Policy(name=f"{prefix}_scope", to="jisr_app", using=SCOPE.format(column=column)),
        Policy(name=f"{prefix}_compartment", to="jisr_app", using=OPEN, restrictive=True),
        *under,
        *held,
    ]
