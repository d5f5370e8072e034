"""What a migration does to tables that are large and in use: which of its operations hold them, and how."""

import re
from dataclasses import dataclass

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.models.expressions import Value
from django.db.models.functions import Now

from jisr.common.walls import Grant, Policy, WithinHousehold

#: Rooms whose tables grow with the people who are received.
LARGE = {"families", "reception", "listening", "orientation", "pathways", "common", "outgoing"}
#: Statements that only change the catalogue, or hold nobody up while they read.
_HARMLESS = re.compile(r"ENABLE ROW LEVEL SECURITY|NOT VALID|VALIDATE CONSTRAINT|CONCURRENTLY|SET \(|OWNER TO", re.I)
_HOLDS = re.compile(
    r"\b(?:ALTER\s+TABLE(?:\s+ONLY)?|CREATE\s+(?:UNIQUE\s+)?INDEX\s+\w+\s+ON|UPDATE|DELETE\s+FROM|LOCK\s+TABLE|"
    r"CLUSTER|VACUUM\s+FULL|REINDEX\s+TABLE|TRUNCATE)\s+\"?(\w+)",
    re.I,
)


@dataclass(frozen=True)
class Held:
    """A table that one operation holds longer than a moment.

    Attributes:
        table: its name in the database.
        what: what is done meanwhile.
    """

    table: str
    what: str

    def __str__(self):
        return f"{self.table}: {self.what}"


class Ledger:
    """Which tables there are, and their fields, as the migrations of all rooms made them one after another."""

    def __init__(self):
        self.fields, self.tables = {}, {}

    def note(self, app, operation):
        """Take one operation into account."""
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            for inner in operation.state_operations:
                self.note(app, inner)
        if isinstance(operation, migrations.CreateModel):
            key = app, operation.name.lower()
            self.fields[key] = dict(operation.fields)
            self.tables[key] = operation.options.get("db_table", "_".join(key))
        elif isinstance(operation, migrations.AddField | migrations.AlterField):
            self.fields.setdefault((app, operation.model_name.lower()), {})[operation.name] = operation.field

    def table(self, app, model):
        """The name of a table."""
        return self.tables.get((app, model.lower()), f"{app}_{model.lower()}")


def holds(later, before):
    """What later migrations hold of tables that were there before.

    Args:
        later: {(app, name): migration} of the coming release, in the order of their names within a room.
        before: the same of the last release.

    Returns:
        [(key of the migration, Held)].
    """
    ledger = Ledger()
    for (app, _name), migration in sorted(before.items()):
        for operation in migration.operations:
            ledger.note(app, operation)
    there = {table for (app, _model), table in ledger.tables.items() if app in LARGE}
    found = []
    for key, migration in sorted(later.items()):
        for operation in migration.operations:
            found += [(key, held) for held in _of(key[0], operation, ledger) if held.table in there]
            ledger.note(key[0], operation)
        if migration.atomic and any(map(_takes_long, migration.operations)):
            touched = {table for one in migration.operations for table in _touched(key[0], one, ledger)} & there
            what = "held until rows are read or written further on: what takes long has a migration of its own"
            found += [(key, Held(table, what)) for table in sorted(touched)]
    return found


def _takes_long(operation):
    """Whether an operation reads or writes rows, not only the catalogue."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return any(map(_takes_long, operation.database_operations))
    if isinstance(operation, migrations.RunSQL):
        return bool(re.search(r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\b", _outside(operation.sql), re.IGNORECASE))
    return isinstance(operation, migrations.RunPython)


def _touched(app, operation, ledger):
    """The tables that an operation shuts for a moment, which lasts until its migration ends."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return {table for inner in operation.database_operations for table in _touched(app, inner, ledger)}
    if isinstance(operation, migrations.RunSQL):
        return {
            name.lower() for name in re.findall(r"ALTER\s+TABLE\s+(?:ONLY\s+)?\"?(\w+)", _outside(operation.sql), re.I)
        }
    shuts = (migrations.AddField, migrations.AlterField, migrations.RemoveField, migrations.RenameField)
    return {ledger.table(app, operation.model_name)} if isinstance(operation, shuts) else set()


def _of(app, operation, ledger):
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return [held for inner in operation.database_operations for held in _of(app, inner, ledger)]
    if isinstance(operation, migrations.RunSQL):
        return _of_sql(operation.sql)
    model = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    table = ledger.table(app, str(model))
    if isinstance(operation, migrations.AddField):
        what = _of_new_field(operation.field)
    elif isinstance(operation, migrations.AlterField):
        what = _of_changed_field(
            ledger.fields.get((app, operation.model_name.lower()), {}).get(operation.name), operation.field
        )
    elif isinstance(operation, migrations.AddIndex) and not isinstance(operation, AddIndexConcurrently):
        what = "an index is built while nobody writes: AddIndexConcurrently in a migration that is not atomic"
    elif isinstance(operation, migrations.AddConstraint) and not isinstance(operation, AddConstraintNotValid):
        what = _of_constraint(operation.constraint)
    elif isinstance(operation, migrations.AlterUniqueTogether):
        what = "an index is built while nobody writes"
    else:
        what = ""
    return [Held(table, what)] if what else []


def _of_new_field(field):
    default = getattr(field, "db_default", models.NOT_PROVIDED)
    if isinstance(field, models.AutoField | models.BigAutoField | models.GeneratedField):
        return "every row is written again for a column that is computed"
    computed = default is not models.NOT_PROVIDED and hasattr(default, "resolve_expression")
    if computed and not isinstance(default, Value | Now):
        return "every row is written again for a default that differs from row to row"
    if field.unique or field.db_index:
        return "an index of the new column is built while nobody writes: db_index=False, then AddIndexConcurrently"
    return ""


def _of_changed_field(was, now):
    if was is None:
        return "it is not known what the column was"
    if _type(was) != _type(now) and not _only_longer(was, now):
        return "every row is written again for another type"
    if was.null and not now.null:
        return "every row is read while nobody works: a check that is not valid yet, validated later, comes first"
    if (now.unique or now.db_index) and not (was.unique or was.db_index):
        return "an index is built while nobody writes"
    return ""


def _of_constraint(constraint):
    if isinstance(constraint, Policy | Grant | WithinHousehold):
        return ""  # a line of the catalogue
    if isinstance(constraint, models.CheckConstraint):
        return "every row is read while nobody works: AddConstraintNotValid, then ValidateConstraint"
    return "every row is read, or an index is built, while nobody writes"


def _of_sql(said):
    outside = _outside(said)
    return [
        Held(match[1].lower(), f"SQL: {' '.join(statement.split())[:80]}")
        for statement in outside.split(";")
        if not _HARMLESS.search(statement)
        and not re.match(r"\s*CREATE\s+(OR\s+REPLACE\s+)?(FUNCTION|TRIGGER)", statement, re.I)
        for match in _HOLDS.finditer(statement)
    ]


def _outside(said):
    """Statements without the bodies of functions, which are done when somebody calls them, and without comments."""
    statements = said if isinstance(said, str) else ";".join(one if isinstance(one, str) else one[0] for one in said)
    bodies = re.sub(r"\$(\w*)\$.*?\$\1\$", "", statements, flags=re.DOTALL)
    lines = re.sub(r"--[^\n]*", "", bodies)
    triggers = r"CREATE\s+(OR\s+REPLACE\s+)?(CONSTRAINT\s+)?TRIGGER[^;]*"  # BEFORE INSERT OR UPDATE is no writing
    return re.sub(triggers, "", re.sub(r"\b(GRANT|REVOKE|CREATE\s+POLICY)\b[^;]*", "", lines), flags=re.IGNORECASE)


def _type(field):
    told = field.deconstruct()[3]
    numbers = {
        name: told[name] for name in ("max_length", "max_digits", "decimal_places", "srid", "size") if name in told
    }
    inner = getattr(field, "base_field", None)
    return type(field).__name__, sorted(numbers.items()), _type(inner) if inner is not None else None


def _only_longer(was, now):
    texts = (models.CharField, models.TextField)
    if not (isinstance(was, texts) and isinstance(now, texts)):
        return False
    return now.max_length is None or (was.max_length is not None and now.max_length >= was.max_length)
