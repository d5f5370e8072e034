"""Forms of meters, bills and logs."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.works.choices import MeterKind
from jisr.centres.works.rules import read_quantity
from jisr.web import fields
from jisr.web.works.forms import amount, count, today_field

#: Bytes of a file of readings.
LARGEST_FILE = 200_000


class QuantityField(forms.CharField):
    """What a meter shows, as people write it: 1204, 1 204,5."""

    def __init__(self, **options: Any) -> None:
        digits = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "dir": "ltr", "autocomplete": "off"})
        missing = {"required": _("Write the number that you read.")}
        super().__init__(**{"widget": digits, "max_length": 20, "error_messages": missing} | options)

    def clean(self, value: Any) -> Decimal | None:
        """The number to a tenth; None for nothing.

        Raises:
            ValidationError: it is none.
        """
        text = super().clean(value)
        if not text:
            return None
        read = read_quantity(text)
        if read is None:
            raise ValidationError(_("Write the number in digits, for example 1204."))
        return read


class MeterForm(forms.Form):
    """A meter of the centre."""

    kind = forms.ChoiceField(
        label=_("What it counts"), choices=MeterKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )  # fmt: skip
    number = fields.line(
        _("Number on the meter"),
        40,
        required=True,
        help_text=_("As it is written on it and on the bills."),
        error_messages={"required": _("Write the number of the meter.")},
    )


class ReadForm(forms.Form):
    """What a meter shows; where it shows less than before, what happened.

    Args:
        asks: whether it contradicts another reading, so that somebody must say why.
    """

    on = today_field(pgettext_lazy("meter", "Read on"))
    value = QuantityField(label=_("What it shows"), help_text=_("The black digits; leave the red ones."))
    estimated = forms.BooleanField(label=_("Estimated, nobody read it"), required=False)
    what = forms.ChoiceField(
        label=_("What happened?"), required=False, widget=forms.RadioSelect,
        choices=[
            ("replaced", _("The meter was replaced: this is the new one")),
            ("earlier", _("The other reading was a mistake: strike it")),
            ("again", _("This reading is a mistake: I correct it above")),
        ],
    )  # fmt: skip
    number = fields.line(_("Number of the new meter"), 40)

    def __init__(self, data: Any, *, asks: bool) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        if not asks:
            del self.fields["what"], self.fields["number"]
        else:
            self.fields["what"].marks_optional = False

    def clean(self) -> dict[str, Any]:
        """A new meter has its number."""
        values = super().clean() or {}
        if values.get("what") == "replaced" and not values.get("number"):
            self.add_error("number", _("Write the number of the new meter."))
        return values


class BillForm(forms.Form):
    """What was billed for a meter."""

    since = today_field(_("From"))
    until = today_field(_("Until"))
    quantity = QuantityField(label=_("Quantity billed"), error_messages={"required": _("Write the number.")})
    amount = amount(_("Amount, in dirhams"))

    def clean_amount(self) -> int:
        """An amount is needed."""
        value = self.cleaned_data["amount"]
        if value is None:
            raise ValidationError(_("Write the amount of the bill."))
        return int(value)


class LogForm(forms.Form):
    """One day of a mobile unit."""

    on = today_field(_("Day"))
    leaves_at = count(_("Kilometres on leaving"), most=2_000_000, required=True)
    comes_at = count(_("Kilometres on coming back"), most=2_000_000, required=True)
    stops = count(_("How many stops"), most=60, required=True)
    litres = QuantityField(label=_("Litres of fuel"), required=False)

    def __init__(self, data: Any, *, last: int | None) -> None:
        super().__init__(data, initial={"on": timezone.localdate(), "leaves_at": last})


class FileForm(forms.Form):
    """A file of readings."""

    file = forms.FileField(
        label=_("File of readings"), help_text=_("CSV, at most 200 kB: a meter, a day, a number in each row."),
        error_messages={"required": _("Choose the file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )  # fmt: skip

    def text(self) -> str:
        """What the file says.

        Raises:
            ValidationError: too large, or no text.
        """
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("This file is larger than 200 kB."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            raise ValidationError(_("This is no CSV in UTF-8. Save the table again as “CSV UTF-8”.")) from fault


class TakeForm(forms.Form):
    """The yes to a preview; what was read travels with it."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_FILE)
