"""A migration is written down first, and then done at once or not at all."""

import pytest
from django.db import DatabaseError, connections, migrations, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from jisr.common.written_first import WritesFirst

FUNCTION = """
-- said before it, 100 % of it
CREATE FUNCTION trial_door() RETURNS text LANGUAGE sql AS $$ SELECT 'a; b %s'::text $$;
"""


def a_migration(*more):
    """A table, a column more, a default with a sign that formats texts, and a function of several lines."""
    migration = migrations.Migration("0001_trial", "trial")
    migration.operations = [
        migrations.CreateModel("Row", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("row", "share", models.CharField(max_length=9, default="5 % '")),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION trial_door()"),
        *more,
    ]
    return migration


@pytest.mark.django_db(databases=["owner"])
def test_everything_is_thought_before_anything_is_held(monkeypatch):
    """While Python draws the tables as they will be, the database has heard nothing yet."""
    asked = []
    executor = WritesFirst(connections["owner"], lambda what, *_: asked.append((what, tables())))

    def tables():
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT to_regclass('trial_row') IS NOT NULL")
            return cursor.fetchone()[0]

    forwards = migrations.RunSQL.state_forwards
    monkeypatch.setattr(
        migrations.RunSQL, "state_forwards", lambda *a: asked.append(("drawn", tables())) or forwards(*a)
    )

    executor.apply_migration(ProjectState(), a_migration())

    assert asked == [("apply_start", False), ("drawn", False), ("apply_success", True)]
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO trial_row (share) VALUES ('1') RETURNING trial_door()")
        assert cursor.fetchone() == ("a; b %s",)
    assert ("trial", "0001_trial") in MigrationRecorder(connections["owner"]).applied_migrations()


@pytest.mark.django_db(databases=["owner"])
def test_a_statement_that_fails_leaves_nothing():
    """Neither the table nor the note that it is there."""
    with pytest.raises(DatabaseError):
        WritesFirst(connections["owner"]).apply_migration(ProjectState(), a_migration(migrations.RunSQL("SELECT 1/0")))

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT to_regclass('trial_row')")
        assert cursor.fetchone() == (None,)
    assert ("trial", "0001_trial") not in MigrationRecorder(connections["owner"]).applied_migrations()


@pytest.mark.django_db(databases=["owner"])
def test_what_calls_python_is_done_as_it_always_was():
    """It cannot be written down: it reads what the statements before it made."""
    seen = []
    migration = a_migration(migrations.RunPython(lambda apps, _editor: seen.append(apps.get_model("trial", "Row"))))

    WritesFirst(connections["owner"]).apply_migration(ProjectState(), migration)

    assert seen[0].objects.using("owner").count() == 0
