"""Migrations without drawing the whole project anew for each new table, each new column and each constraint.

Django's executor keeps a class for each table as it stood at that migration. For each ``CreateModel``, ``AddField``,
``AddConstraint`` and ``RemoveConstraint`` it makes those of all related tables again; here all are related, through
the people who act, and that was two thirds of the time of a first start. None of them changes a class that is there
already in what others know of it: a table or a column is added, a constraint noted or struck out. All other operations
go Django's way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import NOT_PROVIDED, Field

_STATE: Any = ProjectState
_ADD, _FIELD, _APPEND, _REMOVE = _STATE.add_model, _STATE.add_field, _STATE._append_option, _STATE._remove_option


@contextmanager
def quick_states() -> Iterator[None]:
    """Within it, new tables, new columns and constraints leave the classes of other tables as they are."""
    _STATE.add_model, _STATE.add_field = _add_model, _add_field
    _STATE._append_option, _STATE._remove_option = _append_option, _remove_option
    try:
        yield
    finally:
        _STATE.add_model, _STATE.add_field = _ADD, _FIELD
        _STATE._append_option, _STATE._remove_option = _APPEND, _REMOVE


def _add_model(self: Any, model_state: ModelState) -> None:
    """A table comes to the others; they learn of it by asking the same register for what points at them."""
    key = model_state.app_label, model_state.name_lower
    if "apps" not in self.__dict__ or key in self.models or model_state.options.get("proxy"):
        _ADD(self, model_state)
        return
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    self.apps.render_multiple([model_state])
    for model in self.apps.get_models(include_auto_created=True, include_swapped=True):
        model._meta.apps = self.apps
    self.apps.clear_cache()
    self.is_delayed = True  # code of a migration asks for clean classes, and Django then makes all of them again


def _add_field(self: Any, app_label: str, model_name: str, name: str, field: Field, preserve_default: bool) -> None:
    """A column comes to a table; whoever points at the table goes on pointing at the same class.

    What describes the table while the column is added already has it, too: nothing asks there whether it does.
    """
    key = app_label, model_name
    if "apps" not in self.__dict__ or field.primary_key or field.many_to_many:
        _FIELD(self, app_label, model_name, name, field, preserve_default)
        return
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    self.models[key].fields[name] = field
    if self._relations is not None:
        self.resolve_model_field_relations(key, name, field)
    self.apps.get_model(app_label, model_name).add_to_class(name, field.clone())
    self.apps.clear_cache()
    self.is_delayed = True


def _append_option(self: Any, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    """A constraint or an index comes to a table; nothing else of the table changes."""
    if "apps" not in self.__dict__:
        _APPEND(self, app_label, model_name, option_name, obj)
        return
    _note(self, app_label, model_name, option_name, [*self.models[app_label, model_name].options[option_name], obj])


def _remove_option(self: Any, app_label: str, model_name: str, option_name: str, obj_name: str) -> None:
    """A constraint or an index goes from a table; nothing else of the table changes."""
    if "apps" not in self.__dict__:
        _REMOVE(self, app_label, model_name, option_name, obj_name)
        return
    there = self.models[app_label, model_name].options[option_name]
    _note(self, app_label, model_name, option_name, [one for one in there if one.name != obj_name])


def _note(self: Any, app_label: str, model_name: str, option_name: str, now: list[Any]) -> None:
    self.models[app_label, model_name].options[option_name] = now
    setattr(self.apps.get_model(app_label, model_name)._meta, option_name, list(now))
    self.is_delayed = True
