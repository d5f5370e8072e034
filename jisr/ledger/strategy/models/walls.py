"""Who reads and writes strategies: everybody what is in force, a strategist what is being prepared."""

from typing import Any, ClassVar

from django.db import models

from jisr.common.walls import Declared, Policy
from jisr.forum.models.walls import ME, TODAY

#: Whether the speaker holds the post of strategist today; worked out once a query.
STRATEGIST = f"(SELECT EXISTS (SELECT FROM staff_post WHERE user_id = {ME} AND role = 'strategist' AND {TODAY}))"  # noqa: S608
#: And she is as invented as what she writes.
ON_HER_SIDE = (
    "is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p"  # noqa: S608
    f" WHERE p.user_id = {ME} AND p.role = 'strategist' AND {TODAY}))"
)
SHOWN = "state <> 'draft'"
#: What says of itself neither that it is invented nor that it is not hangs on a measure that does.
OF_HER_MEASURES = f"EXISTS (SELECT FROM strategy_measure m WHERE m.id = measure_id AND m.{ON_HER_SIDE})"
_VERSION_SHOWN = f"EXISTS (SELECT FROM strategy_strategyversion v WHERE v.id = version_id AND v.{SHOWN})"
_MEASURE_SHOWN = "EXISTS (SELECT FROM strategy_measure m WHERE m.id = measure_id)"


def shown(
    table: str, *, using: str = "true", verbs: str = "SELECT, INSERT", writer: str = ON_HER_SIDE
) -> list[models.BaseConstraint]:
    """Everybody reads what is shown; signed-in people read all; a strategist writes.

    Args:
        table: start of the names of the walls.
        using: SQL condition on rows that visitors see.
        verbs: what the application's login may do at all, columns named.
        writer: SQL condition on rows that the speaker may write.
    """
    return [
        Policy(name=f"{table}_app", to="jisr_app", using="true", check=writer, verbs=verbs),
        Policy(name=f"{table}_public", to="jisr_public", using=using, check="false", verbs="SELECT"),
        # a row may be taken out of a draft by a strategist alone; the first wall lets everybody see it
        *([Policy(name=f"{table}_take_out", to="jisr_app", using=writer, restrictive=True, on="DELETE")]
          if "DELETE" in verbs else []),
    ]  # fmt: skip


def of_version(table: str, verbs: str = "SELECT, INSERT") -> list[models.BaseConstraint]:
    """The walls of what a version holds: shown with it, written while it is a draft."""
    return [*shown(table, using=_VERSION_SHOWN, verbs=verbs), OfDraft(name=f"{table}_of_draft", through="version")]


def of_measure(table: str, *, writer: str = ON_HER_SIDE) -> list[models.BaseConstraint]:
    """The walls of what a measure holds: shown with it, written while its version is a draft."""
    return [
        *shown(table, using=_MEASURE_SHOWN, verbs="SELECT, INSERT, DELETE", writer=writer),
        OfDraft(name=f"{table}_of_draft", through="measure"),
    ]


class OfDraft(Declared):
    """Written while its version is a draft, and never afterwards (trigger).

    Args:
        through: ``version`` for a row that names its version, ``measure`` for one that names its measure.
    """

    fields: ClassVar[tuple[str, ...]] = ("through",)
    through: str

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """Hang the shared trigger function on the table."""
        return (
            f"CREATE TRIGGER {self.name} BEFORE INSERT OR UPDATE OR DELETE ON {self.table(model, schema_editor)}"
            f" FOR EACH ROW EXECUTE FUNCTION jisr_strategy_of_draft('{self.through}')"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Drop the trigger."""
        return f"DROP TRIGGER {self.name} ON {self.table(model, schema_editor)}"


class Weighed(Declared):
    """Codes of a closed list, each with a weight above nothing.

    Args:
        column: JSON object, code -> weight.
        codes: of the list.
    """

    fields: ClassVar[tuple[str, ...]] = ("column", "codes")
    column: str
    codes: list[str]

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """Add the check."""
        listed = ", ".join(f"'{code}'" for code in self.codes)
        path = '$.* ? (@.type() != "number" || @ <= 0)'
        return (
            f"ALTER TABLE {self.table(model, schema_editor)} ADD CONSTRAINT {self.name} CHECK"
            f" (jsonb_typeof({self.column}) = 'object' AND ({self.column} - ARRAY[{listed}]::text[]) = '{{}}'::jsonb"
            f" AND NOT jsonb_path_exists({self.column}, '{path}'))"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Drop the check."""
        return f"ALTER TABLE {self.table(model, schema_editor)} DROP CONSTRAINT {self.name}"
