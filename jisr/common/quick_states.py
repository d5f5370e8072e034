"""Migrations without drawing the whole project anew for each new table and each new constraint.

Django's executor keeps a class for each table as it stood at that migration. For each ``CreateModel`` and
``AddConstraint`` it makes those of all related tables again; here all are related, through the people who act, and
that was two thirds of the time of a first start. A new table and a new constraint change no class that is there
already: the one is added, the other noted. All other operations go Django's way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState

_STATE: Any = ProjectState
_ADD, _APPEND = _STATE.add_model, _STATE._append_option


@contextmanager
def quick_states() -> Iterator[None]:
    """Within it, new tables and new constraints leave the classes of other tables as they are."""
    _STATE.add_model, _STATE._append_option = _add_model, _append_option
    try:
        yield
    finally:
        _STATE.add_model, _STATE._append_option = _ADD, _APPEND


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


def _append_option(self: Any, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    """A constraint or an index comes to a table; nothing else of the table changes."""
    if "apps" not in self.__dict__:
        _APPEND(self, app_label, model_name, option_name, obj)
        return
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], obj]
    meta = self.apps.get_model(app_label, model_name)._meta
    setattr(meta, option_name, [*getattr(meta, option_name), obj])
    self.is_delayed = True
