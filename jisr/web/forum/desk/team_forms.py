"""Forms of the team: a wave that is opened, a colleague who is given a seat."""

from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.forum.choices import SeatRole
from jisr.territory.models import Province, Region
from jisr.web import wording
from jisr.web.fields import TypedField
from jisr.web.widgets import DayInput
from jisr.web.window import Unhurried


def provinces_of(region: str | None) -> Any:
    """The provinces of a region, or of the country, in the order of the reader's letters."""
    by = "sort_ar" if wording.language() in {"ar", "zgh"} else "sort_fr"
    rows = Province.objects.order_by(by)
    return rows.filter(region=region) if region else rows


class NamesForm(Unhurried):
    """What a round of consultation is called."""

    name_ar = TypedField(
        label=_("Name in Arabic"), max_length=200,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar", "autocomplete": "off"}),
        help_text=_("As it is announced, with its year."), error_messages={"required": _("Name it in Arabic.")},
    )  # fmt: skip
    name_fr = TypedField(
        label=_("Name in French"), max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "lang": "fr", "autocomplete": "off"}),
        error_messages={"required": _("Name it in French.")},
    )  # fmt: skip
    marks_optional = False


class WaveForm(NamesForm):
    """What a round of consultation is called, over which place, and from when.

    Args:
        region: the one of the post; a wave is opened there alone.
    """

    province = forms.ModelChoiceField(
        label=pgettext_lazy("of wave", "Over which place"), required=False, queryset=Province.objects.none()
    )
    opened_on = forms.DateField(
        label=_("Opened on"), widget=DayInput(),
        error_messages={
            "required": _("Give the day from which it is open."),
            "invalid": _("Write the day as year-month-day, for example 2026-12-01."),
        },
    )  # fmt: skip
    code = forms.CharField(
        label=_("Its address"), required=False, max_length=60, validators=[validate_slug],
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Small letters and hyphens, as in cycle-2027. Left empty: made from the French name."),
        error_messages={"invalid": _("Use Latin letters, digits and hyphens only.")},
    )  # fmt: skip

    def __init__(self, *args: Any, region: Region, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["province"].queryset = provinces_of(region.pk)
        self.fields["province"].label_from_instance = wording.name_of
        self.fields["province"].empty_label = wording.name_of(region)

    def clean_opened_on(self) -> Any:
        """Nobody has spoken yet in what opens tomorrow."""
        day = self.cleaned_data["opened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class SeatForm(forms.Form):
    """Whom a seat is given to."""

    role = forms.ChoiceField(choices=SeatRole)
    user = forms.IntegerField(min_value=1, max_value=2**31 - 1)
