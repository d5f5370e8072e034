"""A birth as people give it: a day, or about how old somebody is."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.families.models import Person
from jisr.families.rules import OLDEST, age, birth_from_age, wrong_birth
from jisr.web.widgets import DayInput, DigitsInput

#: Sentences of ``rules.wrong_birth``, beside the field while it is typed.
WRONG = {
    "future": _("This birth date is in the future. Check the year."),
    "too_old": _("This birth date is more than 120 years ago. Check the year."),
}


class BirthForm(forms.Form):
    """Two fields for one fact; the day wins, since it says more."""

    age = forms.IntegerField(
        label=_("About how old"), required=False, min_value=0, max_value=OLDEST,
        widget=DigitsInput(),
        error_messages={
            "min_value": _("An age is a number from 0 to 120."), "max_value": _("An age is a number from 0 to 120."),
            "invalid": _("An age is a number from 0 to 120."),
        },
    )  # fmt: skip
    born_on = forms.DateField(
        label=_("Birth date, if it is known"), required=False, widget=DayInput(),
        error_messages={"invalid": _("This is not a day of the calendar. Write it as 31/12/1990.")},
    )  # fmt: skip

    def clean_born_on(self) -> date | None:
        """A birth that can be."""
        born = self.cleaned_data["born_on"]
        fault = wrong_birth(born, timezone.localdate())
        if fault:
            raise forms.ValidationError(WRONG[fault])
        return born

    def birth(self) -> dict[str, Any]:
        """Fields of ``Person``: the day, and whether it is only about."""
        born, years = self.cleaned_data.get("born_on"), self.cleaned_data.get("age")
        if born is not None or years is None:
            return {"born_on": born, "born_about": False}
        return {"born_on": birth_from_age(years, timezone.localdate()), "born_about": True}


def birth_of(person: Person) -> dict[str, Any]:
    """Initial values of the two fields."""
    if not person.born_about:
        return {"born_on": person.born_on}
    return {"age": age(person.born_on, timezone.localdate())}
