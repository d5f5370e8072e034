"""Two people saved the same thing: what was typed beside what is stored now, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BoundField, Form
from django.utils.translation import pgettext

from jisr.web import wording


@dataclass(frozen=True, slots=True)
class Pair:
    """A field as typed, and what is stored now in words."""

    field: BoundField
    stored: str
    differs: bool


def pairs(form: Form, stored: Mapping[str, Any]) -> list[Pair]:
    """The visible fields of a bound form beside their stored values, the different ones first.

    Args:
        form: bound to what was typed.
        stored: value as stored now, by the name of the field.
    """
    made = [_pair(bound, stored.get(bound.name)) for bound in form.visible_fields()]
    return sorted(made, key=lambda pair: not pair.differs)


def _pair(bound: BoundField, value: Any) -> Pair:
    """One field; it differs when the form would read another value from what was typed."""
    initial = value if not isinstance(value, set | frozenset) else list(value)
    return Pair(bound, words_of(bound, value), bound.field.has_changed(initial, bound.data))


def words_of(bound: BoundField, value: Any) -> str:
    """A stored value as a reader says it: the words of a choice, a day in full, a place by its name, yes or no."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(value, date):
        return wording.day(value)
    if hasattr(value, "name_ar"):
        return wording.name_of(value)
    choices, value = _choices(bound), getattr(value, "pk", value)
    values = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    return wording.listed([str(choices.get(str(one), one)) for one in values])


def _choices(bound: BoundField) -> dict[str, Any]:
    """The words of each choice of a field, groups opened."""
    flat: dict[str, Any] = {}
    for key, label in getattr(bound.field, "choices", ()):
        if isinstance(label, list | tuple):
            flat.update({str(inner): words for inner, words in label})
        else:
            flat[str(key)] = label
    return flat
