"""Forms of what is kept up to date: temporary information, stops, capacity by kind, a campaign."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import CapacityKind, CentreType, NoticeKind, Section
from jisr.centres.models import Service
from jisr.web.centres.forms import CleanForm, CodesField, HoursField
from jisr.web.fields import TypedField
from jisr.web.territory.fields import CommuneField
from jisr.web.widgets import DigitsInput
from jisr.web.wording import name_of


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, chosen or typed."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"required": _("Write the day."), "invalid": _("Write the day.")}
    return forms.DateField(**{"label": label, "required": False, "widget": widget, "error_messages": wrong} | options)


def clock_field(label: Any) -> forms.TimeField:
    """An hour of the clock."""
    wrong = {"required": _("Write the hour, for example 09:30."), "invalid": _("Write the hour, for example 09:30.")}
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=wrong)


class NoticeForm(CleanForm):
    """What holds from a day until a day.

    Args:
        services: of the centre; one of them may be meant alone.
        confidential: of a place that is not to be known no words are asked.
    """

    kind = forms.ChoiceField(
        label=_("What changes"), choices=NoticeKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )  # fmt: skip
    service = forms.ModelChoiceField(Service.objects.none(), label=_("Where"), required=False)
    since = day_field(_("From"), required=True)
    until = day_field(_("Until"), help_text=_("The last day; empty: until further notice."))
    hours = HoursField(label=_("Hours in these days"))
    text_ar = TypedField(
        label=_("In a few words, in Arabic"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )  # fmt: skip
    text_fr = TypedField(
        label=_("In a few words, in French"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"dir": "ltr", "lang": "fr"}),
    )  # fmt: skip

    def __init__(self, data: Any, *, services: Any, confidential: bool) -> None:
        # what changes is said by somebody, never by default: a closure is public as soon as it is saved
        super().__init__(data, initial={"since": timezone.localdate()})
        self.fields["service"].queryset = services
        self.fields["service"].empty_label = str(_("The whole centre"))
        self.fields["service"].label_from_instance = name_of
        if confidential:
            del self.fields["text_ar"], self.fields["text_fr"]

    def clean(self) -> dict[str, Any]:
        """Days in their order, hours where hours change, words where something is to be known."""
        values = super().clean()
        since, until, kind = values.get("since"), values.get("until"), values.get("kind")
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first."))
        if kind == NoticeKind.HOURS and not values.get("hours") and "hours" not in self.errors:
            self.add_error("hours", _("Write the hours of these days."))
        if kind != NoticeKind.HOURS:
            values["hours"] = ""
        words = values.get("text_ar") or values.get("text_fr")
        if kind == NoticeKind.NOTICE and not words and "text_ar" in self.fields:
            self.add_error("text_ar", _("Say what is to be known, in one language at least."))
        return values


class StopForm(CleanForm):
    """Where and when a mobile unit halts."""

    commune = CommuneField()
    place_ar = TypedField(
        label=_("Place, in Arabic"), required=False, max_length=200, help_text=_("For example: the weekly market."),
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )  # fmt: skip
    place_fr = TypedField(
        label=_("Place, in French"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "lang": "fr"}),
    )  # fmt: skip
    since = day_field(_("First day"), required=True, help_text=_("It comes again on the same day of the week."))
    every_weeks = forms.TypedChoiceField(
        label=_("How often"), coerce=int, initial=1,
        choices=[
            (0, _("on that day only")), (1, _("every week")), (2, _("every two weeks")), (4, _("every four weeks")),
        ],
    )  # fmt: skip
    until = day_field(_("Until"), help_text=_("The last day; empty: until further notice."))
    opens = clock_field(_("From what hour"))
    closes = clock_field(_("To what hour"))

    def clean(self) -> dict[str, Any]:
        """Days and hours in their order; a place in one language at least."""
        values = super().clean()
        since, until, opens, closes = (values.get(name) for name in ("since", "until", "opens", "closes"))
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first."))
        if opens and closes and closes <= opens:
            self.add_error("closes", _("The unit leaves before it comes: exchange the hours."))
        if not (values.get("place_ar") or values.get("place_fr")):
            self.add_error("place_ar", _("Say where it halts, in one language at least."))
        return values


class CapacityForm(CleanForm):
    """How much of one kind a service has."""

    kind = forms.ChoiceField(label=_("What is counted"))
    maximum = forms.IntegerField(
        label=_("All there are"), required=False, min_value=0, max_value=100_000, widget=DigitsInput(),
        help_text=_("Left empty: this kind is not counted any more."),
    )  # fmt: skip
    available = forms.IntegerField(
        label=_("Of these, free"), required=False, min_value=0, max_value=100_000, widget=DigitsInput()
    )
    unit = TypedField(label=_("In which time"), required=False, max_length=60, help_text=_("For example: a week."))

    def __init__(self, data: Any, *, service: Service) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [one for one in CapacityKind.choices if one[0] != service.places_kind]


class CampaignForm(CleanForm):
    """What the centres of a province are asked, and until when."""

    sections = CodesField(Section, _("What they say true"))
    types = CodesField(CentreType, _("Which centres"))
    until = day_field(_("Until which day"), required=True)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["sections"].help_text = _("None ticked: all of it.")
        self.fields["types"].help_text = _("None ticked: every type.")

    def clean_until(self) -> Any:
        """A day to come."""
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose one to come."))
        return day
