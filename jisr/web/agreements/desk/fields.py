"""Kinds of fields that the forms of agreements are made of."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.web.fields import AmountField

#: More dirhams than any agreement of the country; a longer number is a slip of the finger.
MOST = 100_000_000_000


def amount(label: Any, help_text: Any = "", *, required: bool = False) -> AmountField:
    """An amount in units of the agreement's currency."""
    return AmountField(
        label=label, required=required, help_text=help_text, most=MOST,
        too_much=_("This is more than any agreement. Check the number of zeros."),
        error_messages={"required": _("Write the amount in digits, for example 1300.")},
    )  # fmt: skip


class RateField(forms.DecimalField):
    """A rate as people write it: 10.8, 10,8 or ١٠٫٨."""

    def to_python(self, value: Any) -> Any:
        """The number, whichever mark begins its part below one."""
        return super().to_python(re.sub("[,٫]", ".", str(value)) if value else value)


def choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of a closed list."""
    return forms.ChoiceField(**{
        "label": label, "choices": choices, "error_messages": {"required": _("Choose one.")},
    } | options)  # fmt: skip


def whole(label: Any, help_text: Any = "", *, required: bool = True) -> forms.IntegerField:
    """How many."""
    return forms.IntegerField(
        label=label, required=required, min_value=0, max_value=10_000_000, help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": _("Write how many."), "invalid": _("Write a number in digits.")},
    )  # fmt: skip


def named_choice(label: Any, queryset: Any, **options: Any) -> forms.ModelChoiceField:
    """One row of a table, by its name in the reader's language."""
    return forms.ModelChoiceField(**{
        "label": label, "queryset": queryset, "error_messages": {
            "required": _("Choose one."), "invalid_choice": _("Choose one."),
        },
    } | options)  # fmt: skip
