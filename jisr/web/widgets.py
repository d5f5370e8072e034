"""Inputs of forms beyond Django's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DayInput(forms.DateInput):
    """A day, by the calendar of the device; it travels as year-month-day in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """An hour of the day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class PhoneInput(forms.TextInput):
    """A telephone number, always from left to right, with the keys of a telephone."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "tel", "autocomplete": "off"} | (attrs or {}))


#: Value of an answer -> its drawing; stored answers are numbers from 1 (bad) to 3 (good).
DRAWINGS = {
    "good": "face-good", "so-so": "face-so-so", "bad": "face-bad",
    "3": "face-good", "2": "face-so-so", "1": "face-bad",
}  # fmt: skip


class FacesSelect(forms.RadioSelect):
    """The three faces of a satisfaction question: drawing, word and radio button in one."""

    template_name = "face/faces.html"

    def create_option(self, *args: Any, **options: Any) -> dict[str, Any]:
        """An option with its drawing, which hangs on its value."""
        option = super().create_option(*args, **options)
        option["icon"] = DRAWINGS[str(option["value"])]
        return option


FACES = (
    ("good", pgettext_lazy("face", "Good")),
    ("so-so", pgettext_lazy("face", "So-so")),
    ("bad", pgettext_lazy("face", "Not good")),
)


class FacesField(forms.ChoiceField):
    """How was it? Three faces, never required: a person may leave without answering."""

    widget = FacesSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"choices": FACES, "required": False, "label": _("How was it today?")} | options)
