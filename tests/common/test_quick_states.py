"""A table, a column or a constraint that comes or goes leaves the state of the project as Django itself would."""

import pytest
from django.db import models
from django.db.migrations.operations import AddConstraint, AddField, AlterField, CreateModel, RemoveConstraint
from django.db.migrations.state import ProjectState

from jisr.common.quick_states import quick_states

KEY = ("id", models.BigAutoField(primary_key=True))


@pytest.fixture
def project():
    """A person and her child were made before; then a visit comes, with a constraint, under ``quick_states``.

    Gives the state before and the state after.
    """
    before = after(ProjectState(), CreateModel("Person", [KEY]), CreateModel("Child", [KEY, to_person()]))
    before.apps  # noqa: B018  the classes are made
    with quick_states():
        visit = CreateModel("Visit", [KEY, to_person()], options={"constraints": []})
        once = AddConstraint("Visit", models.UniqueConstraint(fields=["person"], name="once"))
        return before, after(before, visit, once)


def after(state, *operations):
    """The state that these lead to; each begins from a copy, as in Django's executor."""
    for operation in operations:
        state = state.clone()
        operation.state_forwards("try", state)
    return state


def to_person():
    """A field that points at a person and leaves no way back."""
    return "person", models.ForeignKey("try.Person", on_delete=models.PROTECT, related_name="+")


def test_what_was_there_stays_and_knows_of_what_came(project):
    """Tables that did not change keep their classes, which is the time saved, and see who points at them."""
    before, now = (state.apps.all_models["try"] for state in project)

    assert {name: now[name] for name in before} == before
    fields = now["person"]._meta.get_fields(include_hidden=True)
    assert {one.related_model for one in fields if one.one_to_many} == {now["child"], now["visit"]}


def test_a_constraint_is_noted_once_in_the_state_and_in_the_class(project):
    """The next migration, and code inside a migration, find it."""
    _before, now = project

    for options in (
        now.apps.get_model("try", "visit")._meta.constraints,
        now.models["try", "visit"].options["constraints"],
    ):
        assert [one.name for one in options] == ["once"]


def test_a_changed_key_still_reaches_every_table_that_points_at_it(project):
    """An altered table is Django's own affair, and it must find the tables that came the quick way."""
    _before, known = project

    with quick_states():
        altered = after(known, AlterField("Person", "id", models.UUIDField(primary_key=True)))

    now = altered.apps.all_models["try"]
    for name in ("child", "visit"):
        assert now[name]._meta.get_field("person").target_field is now["person"]._meta.pk


def test_a_column_comes_to_the_class_that_is_there_and_to_who_it_points_at(project):
    """Its one-time default is for the rows that are there, not for what is written later."""
    before, known = project

    with quick_states():
        name = AddField("Child", "name", models.TextField(default="?"), preserve_default=False)
        now = after(known, name, AddField("Child", "visit", models.ForeignKey("try.Visit", models.CASCADE)))

    child = now.apps.get_model("try", "child")
    assert child is before.apps.get_model("try", "child")
    assert [one.name for one in child._meta.fields] == ["id", "person", "name", "visit"]
    assert not child._meta.get_field("name").has_default()
    assert child._meta.get_field("visit").related_model is now.apps.get_model("try", "visit")
    assert "child" in {one.name for one in now.apps.get_model("try", "visit")._meta.related_objects}
    assert list(now.models["try", "child"].fields) == ["id", "person", "name", "visit"]
    assert list(known.models["try", "child"].fields) == ["id", "person"]


def test_a_constraint_that_goes_is_struck_out_after_it(project):
    """What was there before still names it: the statement that takes it out is made of that."""
    _before, known = project

    with quick_states():
        now = after(known, RemoveConstraint("Visit", "once"))

    assert now.apps.get_model("try", "visit")._meta.constraints == []
    assert now.models["try", "visit"].options["constraints"] == []
    assert [one.name for one in known.models["try", "visit"].options["constraints"]] == ["once"]


def test_what_django_draws_anew_from_it_is_the_same(project):
    """Code of a migration asks for clean classes; they have what came the quick way."""
    _before, known = project

    with quick_states():
        now = after(known, AddField("Child", "name", models.TextField(default="")), RemoveConstraint("Visit", "once"))
    quick = {name: [one.name for one in model._meta.get_fields()] for name, model in now.apps.all_models["try"].items()}
    now.clear_delayed_apps_cache()
    clean = now.apps.all_models["try"]

    assert {name: [one.name for one in model._meta.get_fields()] for name, model in clean.items()} == quick
    assert clean["visit"]._meta.constraints == []
