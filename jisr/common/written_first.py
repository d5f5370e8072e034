"""Migrations written down before they are done, so that a table is held for the time of its statements alone.

Django thinks between two statements of a migration: it draws the tables anew as they will be, some tenths of a second
for each. From the first statement on it holds the table that people are working in; measured with 8,000 persons, a
migration of two rooms held it for 6.8 seconds, of which its statements took 0.1. Here all statements of a migration
are gathered first, as ``sqlmigrate`` does, and then done in one transaction. What calls Python goes Django's way.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import SeparateDatabaseAndState
from django.db.migrations.state import ProjectState

_COMMAND: Any = migrate


class WritesFirst(MigrationExecutor):
    """Django's own, but for how the statements of one migration reach the database."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """Do one migration; the state after it."""
        if fake or fake_initial or not migration.atomic or not _is_statements(migration.operations):
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        self._say("apply_start", migration)
        with self.connection.schema_editor(collect_sql=True, atomic=False) as editor:
            state = migration.apply(state, editor, collect_sql=True)
        with transaction.atomic(self.connection.alias), self.connection.cursor() as cursor:
            for statement in filter(_does_something, editor.collected_sql):
                cursor.execute(statement)
            self._note(migration)
        self._say("apply_success", migration)
        return state

    def _note(self, migration: Migration) -> None:
        recorded: Any = self.record_migration  # takes the migration, whatever the notes on types of another version say
        recorded(migration)

    def _say(self, what: str, migration: Migration) -> None:
        if self.progress_callback:
            self.progress_callback(what, migration, False)


@contextmanager
def written_first() -> Iterator[None]:
    """Within it, the command ``migrate`` writes each migration down before it does it."""
    theirs = _COMMAND.MigrationExecutor
    _COMMAND.MigrationExecutor = WritesFirst
    try:
        yield
    finally:
        _COMMAND.MigrationExecutor = theirs


def _is_statements(operations: Iterable[Operation]) -> bool:
    """Whether operations are statements alone, and none of them calls Python."""
    return all(
        _is_statements(operation.database_operations)
        if isinstance(operation, SeparateDatabaseAndState)
        else operation.reduces_to_sql
        for operation in operations
    )


def _does_something(statement: str) -> bool:
    """What is gathered holds headings, too."""
    return any(line.strip() and not line.lstrip().startswith("--") for line in statement.splitlines())
