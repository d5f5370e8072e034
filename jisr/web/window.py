"""What the pages of the four steps share: a row or nothing, a form that is shown before it is checked."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest
from django.shortcuts import render

from jisr.common.errors import Stale
from jisr.families.models import Person
from jisr.families.rules import age
from jisr.web import stale, wording

Row = TypeVar("Row")
#: (value, what is read) of each thing that can be chosen.
Choices = Sequence[tuple[str, Any]]


def found(row: Row | None) -> Row:
    """The row.

    Raises:
        Http404: it does not exist for the reader; nothing tells that from a row that never was.
    """
    if row is None:
        raise Http404
    return row


class Unhurried(forms.Form):
    """A form that may be shown again with what was typed, before anybody asked to save it."""

    def __init__(self, *args: Any, checked: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.checked = checked

    def full_clean(self) -> None:
        """Nothing is wrong with a form that is still being written."""
        if self.checked:
            super().full_clean()
        else:
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}


class OfMember(Unhurried):
    """A form with a field ``person``, chosen among the members of a household."""

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = people


def read_version(request: HttpRequest, stored: int) -> int:
    """The version that the form was made from; that of the row where the form carries none.

    A value that is no number counts as 0, which no row has: the two versions are then shown side by side.
    """
    text = request.POST.get("version", str(stored))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def two_versions(
    request: HttpRequest, form: forms.Form, found_stale: Stale, *, cancel: str, names: Mapping[str, str] | None = None
) -> Any:
    """The page that shows what was typed beside what somebody else has stored.

    Args:
        cancel: where to go to keep what is stored.
        names: field of the form -> field of the row, where they are called otherwise.
    """
    names = names or {}
    current = found_stale.current
    if current is None:
        raise Http404
    stored = {name: getattr(current, names.get(name, name), None) for name in form.fields}
    context = {"form": form, "pairs": stale.pairs(form, stored), "stored": current, "cancel": cancel}
    return render(request, "stale.html", context, status=409)


def members(people: Iterable[Person], on: Any) -> list[tuple[str, str]]:
    """Members of a household as choices: the name, and the age of those whose age is known."""
    return [(str(person.pk), _called(person, on)) for person in people]


def _called(person: Person, on: Any) -> str:
    years = age(person.born_on, on)
    # the marks keep a name in Latin letters whole inside Arabic, where no markup can stand
    name = f"\u2068{person.shown}\u2069"
    return name if years is None else f"{name} · {wording.age(years)}"
