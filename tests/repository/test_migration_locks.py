"""A migration of a later release holds no table of families that people are working in."""

from importlib import import_module
from pathlib import Path

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now, Random

from jisr.common.walls import Policy
from tests.repository.locks import holds

RELEASED = (Path(__file__).resolve().parents[2] / "benchmarks" / "released.txt").read_text().split()


def test_no_later_migration_holds_a_large_table_without_saying_why():
    """Seconds in a laboratory are minutes at a nation's size: desks wait, and their pages fail.

    A migration that must says so in its file: ``LOCKS = {"families_person": "why, and for how long at a million"}``.
    """
    found = {
        key: one for key, one in MigrationLoader(None).disk_migrations.items() if one.__module__.startswith("jisr.")
    }
    before = {key: one for key, one in found.items() if ".".join(key) in RELEASED}
    later = {key: one for key, one in found.items() if key not in before}

    assert len(before) == len(RELEASED), "a migration that was released is gone"
    assert [
        f"{app}.{name}: {held}" for (app, name), held in holds(later, before) if not _said(later[app, name], held)
    ] == []


def _said(migration, held):
    why = getattr(import_module(migration.__module__), "LOCKS", {}).get(held.table, "")
    return len(why.split()) >= 5


@pytest.mark.parametrize(
    ("operation", "what"),
    [
        (migrations.AddField("person", "token", models.UUIDField(db_default=Random())), "differs from row to row"),
        (
            migrations.AddField("person", "code", models.CharField(max_length=3, default="", db_index=True)),
            "AddIndexConc",
        ),
        (migrations.AlterField("person", "name", models.TextField(null=True)), ""),
        (migrations.AlterField("person", "name", models.CharField(max_length=50, null=True)), ""),
        (migrations.AlterField("person", "name", models.CharField(max_length=5, null=True)), "another type"),
        (migrations.AlterField("person", "name", models.CharField(max_length=20)), "every row is read"),
        (migrations.AlterField("person", "age", models.BigIntegerField()), "another type"),
        (migrations.AddField("person", "at", models.DateTimeField(db_default=Now())), ""),
        (migrations.AddField("person", "note", models.TextField(default="")), ""),
        (migrations.AddIndex("person", models.Index(fields=["age"], name="person_age")), "AddIndexConcurrently"),
        (AddIndexConcurrently("person", models.Index(fields=["age"], name="person_age")), ""),
        (
            migrations.AddConstraint("person", models.CheckConstraint(name="c", condition=models.Q(age__gt=0))),
            "AddConstraintNotValid",
        ),
        (migrations.AddConstraint("person", Policy(name="p", to="jisr_app", using="true")), ""),
        (migrations.RunSQL("UPDATE families_person SET age = 1"), "UPDATE families_person"),
        (migrations.RunSQL("CREATE INDEX CONCURRENTLY a ON families_person (age)"), ""),
        (migrations.RunSQL("CREATE FUNCTION f() RETURNS int AS $$ UPDATE families_person SET age = 1 $$"), ""),
        (migrations.AddIndex("fresh", models.Index(fields=["age"], name="fresh_age")), ""),
    ],
)
def test_what_holds_a_table_is_known(operation, what):
    """Each kind with its cure; a table that the same release makes is nobody's yet."""
    had = migrations.Migration("0001", "families")
    had.operations = [
        migrations.CreateModel(
            "Person", [("name", models.CharField(max_length=20, null=True)), ("age", models.IntegerField())]
        )
    ]
    coming = migrations.Migration("0002", "families")
    coming.operations = [migrations.CreateModel("Fresh", [("age", models.IntegerField())]), operation]

    found = holds({("families", "0002"): coming}, {("families", "0001"): had})

    assert what in str(found[0][1]) if what else found == [], found


def test_what_takes_long_has_a_migration_of_its_own():
    """A column is added in a moment, and its table is shut until the migration ends."""
    had = migrations.Migration("0001", "families")
    had.operations = [migrations.CreateModel("Person", [("age", models.IntegerField())])]
    column = migrations.AddField("person", "note", models.TextField(default=""))
    reading = migrations.RunSQL("INSERT INTO families_key SELECT id FROM families_person")

    def held(atomic, *operations):
        coming = migrations.Migration("0002", "families")
        coming.operations, coming.atomic = list(operations), atomic
        return holds({("families", "0002"): coming}, {("families", "0001"): had})

    assert "migration of its own" in str(held(True, column, reading)[0][1])
    assert held(True, column, migrations.RunPython(migrations.RunPython.noop))
    assert held(True, reading) == held(True, column) == held(False, column, reading) == []
