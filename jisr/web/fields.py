"""Fields of forms beyond Django's own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jisr.common.money import MINOR, read_amount
from jisr.common.text import clean_typed
from jisr.web.widgets import DayInput, DigitsInput

#: What is said of a day that is none.
NO_DAY = {"invalid": _("Write the day as year-month-day, for example 2026-12-01.")}


class TypedField(forms.CharField):
    """A text as it will be kept: tidied first, then judged by its length.

    One sign of an old machine can stand for a whole sentence (ﷺ is 18 letters): judged as typed it would be short
    enough for the form and too long for the table.
    """

    def to_python(self, value: Any) -> str:
        """The text with the same letters in one Unicode form, and nothing invisible."""
        return clean_typed(super().to_python(value), lines=isinstance(self.widget, forms.Textarea))


class AskedWith(forms.ChoiceField):
    """A choice that is needed as soon as another field is filled: the form says so, and never calls it optional."""

    marks_optional = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False} | options)


class AmountField(forms.CharField):
    """An amount of dirhams as people write it (1300, 1 300,50, 1.300), kept in centimes.

    Args:
        most: more dirhams than anybody means here; a longer number is a slip of the finger.
        too_much: what is said then.
    """

    def __init__(self, *, most: int, too_much: Any, **options: Any) -> None:
        digits = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "dir": "ltr", "autocomplete": "off"})
        super().__init__(**{"widget": digits, "max_length": 24} | options)
        self.most, self.too_much = most, too_much

    def clean(self, value: Any) -> int | None:
        """Centimes; None for nothing.

        Raises:
            ValidationError: no number, or more than anybody means.
        """
        text = super().clean(value)
        if not text:
            return None
        minor = read_amount(text)
        if minor is None:
            too_long = text.isdecimal()  # digits alone are no amount only where there are too many of them
            raise ValidationError(self.too_much if too_long else _("Write the amount in digits, for example 1300."))
        if minor > self.most * MINOR:
            raise ValidationError(self.too_much)
        return minor


def minutes_of_work() -> forms.IntegerField:
    """Minutes that the work took, where somebody notes them."""
    return forms.IntegerField(
        label=_("Minutes of work"), required=False, min_value=1, max_value=1440, widget=DigitsInput(),
        help_text=_("What is not noted is shown as not measured, never as nothing."),
    )  # fmt: skip


def line(label: Any, most: int = 200, help_text: Any = "", **options: Any) -> TypedField:
    """A short text."""
    return TypedField(**{
        "label": label, "required": False, "max_length": most, "help_text": help_text,
        "widget": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    } | options)  # fmt: skip


def text(label: Any, most: int, help_text: Any = "", rows: int = 4) -> TypedField:
    """A longer text."""
    return TypedField(
        label=label, required=False, max_length=most, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )  # fmt: skip


def day(label: Any, help_text: Any = "", *, missing: Any = None) -> forms.DateField:
    """A day; needed where ``missing`` says what is told to whoever leaves it out."""
    return forms.DateField(
        label=label, required=missing is not None, widget=DayInput(), help_text=help_text,
        error_messages=NO_DAY | ({"required": missing} if missing else {}),
    )  # fmt: skip
