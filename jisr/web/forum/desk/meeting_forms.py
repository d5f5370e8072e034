"""Forms of a meeting: what is planned, the day on which it was held, its minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.forum.choices import Manner
from jisr.forum.models import Wave
from jisr.territory.models import Province
from jisr.web import wording
from jisr.web.fields import TypedField
from jisr.web.widgets import DayInput
from jisr.web.window import Unhurried

_DAY = {"invalid": _("Write the day as year-month-day, for example 2026-12-01.")}


def _line(label: Any) -> TypedField:
    return TypedField(
        label=label, required=False, max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip


def _text(label: Any, most: int, help_text: Any = "") -> TypedField:
    return TypedField(
        label=label, required=False, max_length=most, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip


def _manner() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=pgettext_lazy("of meeting", "How people take part"), choices=Manner, widget=forms.RadioSelect,
        initial=Manner.IN_PERSON, error_messages={"required": _("Say how people take part.")},
    )  # fmt: skip


class PlanForm(Unhurried):
    """Where and when a meeting is to be held.

    Args:
        wave: its region or province bounds the places.
    """

    held_on = forms.DateField(
        label=_("Day"), widget=DayInput(), error_messages=_DAY | {"required": _("Give the day of the meeting.")}
    )
    province = forms.ModelChoiceField(
        label=_("Province"), required=False, queryset=Province.objects.none(), empty_label=_("the whole region")
    )
    place_ar = _line(_("Place in Arabic"))
    place_fr = _line(_("Place in French"))
    manner = _manner()
    chair_ar = _line(_("Chair, in Arabic"))
    chair_fr = _line(_("Chair, in French"))
    agenda_ar = _text(_("Agenda in Arabic"), 20_000)
    agenda_fr = _text(_("Agenda in French"), 20_000)

    def __init__(self, *args: Any, wave: Wave, **options: Any) -> None:
        super().__init__(*args, **options)
        self.wave = wave
        by = "sort_ar" if wording.language() in {"ar", "zgh"} else "sort_fr"
        rows = Province.objects.order_by(by)
        if wave.province_id:
            rows = rows.filter(pk=wave.province_id)
        elif wave.region_id:
            rows = rows.filter(region=wave.region_id)
        self.fields["province"].queryset = rows
        self.fields["province"].label_from_instance = wording.name_of

    def clean(self) -> dict[str, Any]:
        """People must find the place, in one language at least."""
        values = super().clean() or {}
        if not values.get("place_ar") and not values.get("place_fr"):
            self.add_error("place_ar", _("Say where it is held, in Arabic or in French."))
        return values

    def said(self) -> dict[str, Any]:
        """What is known of the meeting, with the region that its province or its wave is in."""
        values = dict(self.cleaned_data)
        return values | {"region": self.wave.region, "province": values["province"] or self.wave.province}


class HoldForm(Unhurried):
    """When a meeting was held."""

    held_on = forms.DateField(
        label=_("Held on"), widget=DayInput(),
        error_messages=_DAY | {"required": _("Give the day on which it was held.")},
    )  # fmt: skip
    held_until = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput(), error_messages=_DAY,
        help_text=_("Where it took several days."),
    )  # fmt: skip


class MinutesForm(Unhurried):
    """The minutes, in one language at least."""

    minutes_ar = _text(_("Minutes in Arabic"), 60_000)
    minutes_fr = _text(_("Minutes in French"), 60_000, _("In one of the two languages at least."))
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        """What is closed says something."""
        values = super().clean() or {}
        if not values.get("minutes_ar") and not values.get("minutes_fr") and not self.errors:
            self.add_error("minutes_ar", _("Write the minutes, in Arabic or in French."))
        return values
