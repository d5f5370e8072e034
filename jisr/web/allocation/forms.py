"""Forms of rounds: what is given, to whom together, what is changed and why, and the signature."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.web.fields import TypedField
from jisr.web.widgets import DayInput, DigitsInput
from jisr.window.allocation.choices import WhyChanged

_MOST = 10_000


class RoundForm(forms.Form):
    """How many places, in which order, how far, and who asked to stay together."""

    places = forms.IntegerField(
        label=_("Places to give"), min_value=1, max_value=_MOST, widget=DigitsInput(),
        error_messages={"required": _("Say how many places are given."), "invalid": _("Write a whole number.")},
    )  # fmt: skip
    order = forms.ChoiceField(label=_("Whose turn comes first"), widget=forms.RadioSelect)
    max_km = forms.IntegerField(
        label=_("Not farther from home than, in kilometres"), min_value=1, max_value=1_000, required=False,
        widget=DigitsInput(), help_text=_("Left empty: from wherever they come."),
    )  # fmt: skip
    together = forms.MultipleChoiceField(
        label=_("Families that asked to stay together"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They stand where the last of them stands, so that nobody is passed by; they have places together, or wait."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, orders: Sequence[tuple[str, Any]], families: Sequence[tuple[str, Any]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["order"].choices = orders
        self.fields["together"].choices = families
        if not families:
            del self.fields["together"]


class ChangeForm(forms.Form):
    """Why somebody has a place, or waits, against what was computed."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=WhyChanged.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say why: it stays in the journal.")},
    )  # fmt: skip
    words = TypedField(label=_("In words"), required=False, max_length=300)


class SignForm(forms.Form):
    """The signature: read, and a day for those who wait."""

    read = forms.BooleanField(
        label=_("I have read who has a place and who waits, and I answer for it"),
        error_messages={"required": _("Tick it when you have read the list.")},
    )  # fmt: skip
    decide_by = forms.DateField(
        label=_("Those who wait are looked at again by"), widget=DayInput(),
        error_messages={
            "required": _("Give a day ahead: those who wait are looked at again by then."),
            "invalid": _("Write the day as year-month-day, for example 2026-12-01."),
        },
    )  # fmt: skip
