"""Inputs of forms beyond Django's own."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day, by the calendar of the device; it travels as year-month-day in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and an hour of Casablanca, by the calendar of the device; it travels as year-month-dayThour:minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DigitsInput(forms.TextInput):
    """A whole number, with the keys of digits.

    Never ``type=number``: there a browser throws ٢٢ away in silence, and a wheel over the field changes what stands.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        keys = {"inputmode": "numeric", "class": "short", "dir": "ltr", "autocomplete": "off"}
        super().__init__(keys | (attrs or {}))


class PhoneInput(forms.TextInput):
    """A telephone number, always from left to right, with the keys of a telephone."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "tel", "autocomplete": "off"} | (attrs or {}))


def rows(count: int) -> forms.Textarea:
    """A text of several lines, so many of which are in sight."""
    return forms.Textarea(attrs={"rows": count})


#: Answer to "how was the help?", as it is stored -> its drawing.
DRAWINGS = {"3": "face-good", "2": "face-so-so", "1": "face-bad"}


class FacesSelect(forms.RadioSelect):
    """The three faces of a satisfaction question: drawing, word and radio button in one."""

    template_name = "face/faces.html"

    def create_option(self, *args: Any, **options: Any) -> dict[str, Any]:
        """An option with its drawing, which hangs on its value."""
        option = super().create_option(*args, **options)
        option["icon"] = DRAWINGS[str(option["value"])]
        return option
