"""Forms of the catalogue: a centre with its place, a service, how many places."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import (
    CENTRE_TYPES,
    Accessibility,
    CapacityKind,
    Cost,
    CostPer,
    Document,
    Language,
    Mode,
    Public,
    Saturation,
    Topic,
    Welcome,
    Zone,
)
from jisr.centres.models import Centre, Operator, Service, Site
from jisr.centres.models.centres import LATITUDES, LONGITUDES
from jisr.centres.rules import NotHours, NotPhone, parse_hours, phone_number
from jisr.common.money import MINOR
from jisr.common.text import clean_typed
from jisr.territory.models import Province
from jisr.web.fields import AmountField, TypedField
from jisr.web.territory.fields import CommuneField
from jisr.web.widgets import DigitsInput, PhoneInput
from jisr.web.wording import name_of

#: Costs that have an amount.
PAID = frozenset({Cost.FIXED, Cost.INCOME, Cost.MEMBERS})
_TIFINAGH = re.compile("[\u2d30-\u2d7f]")
_HOURS_HELP = _("For example: Mo-Fr 08:30-16:30; Sa 09:00-12:00. Day and night: 24/7.")


class CodesField(forms.MultipleChoiceField):
    """Several codes of a closed list, ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, choices: Any, label: Any) -> None:
        super().__init__(choices=choices.choices, label=label, required=False)


class HoursField(forms.CharField):
    """Weekly hours in the short notation."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "ltr", "class": "code"})
        super().__init__(**{"required": False, "max_length": 300, "widget": widget, "help_text": _HOURS_HELP} | options)

    def clean(self, value: Any) -> str:
        """The text, once it can be read as hours."""
        text = " ".join(super().clean(value).split())
        try:
            parse_hours(text)
        except NotHours as wrong:
            raise forms.ValidationError(_("Write the days and hours as in the example.")) from wrong
        return text


class PhoneField(forms.CharField):
    """A number of the country, kept in its international form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 30, "widget": PhoneInput(attrs={"dir": "ltr"})} | options)

    def clean(self, value: Any) -> str:
        """The number with its prefix."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return phone_number(text)
        except NotPhone as wrong:
            raise forms.ValidationError(_("This is not a telephone number of this country.")) from wrong


class TifinaghField(TypedField):
    """A name in Tifinagh, as the sign of the place has it; nothing is translated here."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Name in Tamazight"), required=False, max_length=200,
            help_text=_("In Tifinagh, as on the sign; else left empty."),
            widget=forms.TextInput(attrs={"dir": "ltr", "lang": "zgh"}),
        )  # fmt: skip

    def clean(self, value: Any) -> str:
        """The name, once its letters are those of Tifinagh."""
        text = super().clean(value)
        if text and not _TIFINAGH.search(text):
            raise forms.ValidationError(_("Write it in Tifinagh, or leave it empty."))
        return text


class CleanForm(forms.Form):
    """A form whose texts are kept in one Unicode form, without invisible signs."""

    def clean(self) -> dict[str, Any]:
        """The values, tidied."""
        values = super().clean() or {}
        return {name: clean_typed(value) if isinstance(value, str) else value for name, value in values.items()}


class SiteForm(CleanForm):
    """Where a centre stands."""

    commune = CommuneField()
    address = TypedField(
        label=_("Address"), required=False, max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    lat = forms.FloatField(
        label=_("Latitude"), required=False, min_value=LATITUDES[0], max_value=LATITUDES[1],
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "class": "short"}),
        help_text=_("Degrees with a point, for example 31.5435. Leave both empty if you do not know them."),
    )  # fmt: skip
    lon = forms.FloatField(
        label=_("Longitude"), required=False, min_value=LONGITUDES[0], max_value=LONGITUDES[1],
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "class": "short"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both halves of a point, or neither."""
        values = super().clean()
        if (values.get("lat") is None) != (values.get("lon") is None) and not {"lat", "lon"} & set(self.errors):
            self.add_error("lon", _("Give both latitude and longitude, or neither."))
        return values


class CentreForm(CleanForm):
    """What a centre is; where it stands is ``SiteForm``."""

    name_ar = TypedField(
        label=_("Name in Arabic"), max_length=200, widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"})
    )
    name_fr = TypedField(
        label=_("Name in French"), max_length=200, widget=forms.TextInput(attrs={"dir": "ltr", "lang": "fr"})
    )
    name_zgh = TifinaghField()
    type = forms.ChoiceField(label=_("Type of centre"), choices=list(CENTRE_TYPES.items()))
    phone = PhoneField(label=_("Telephone"))
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Of the centre, not of a person."))
    hours = HoursField(label=_("Opening hours"))
    languages = CodesField(Language, _("Languages spoken at the counter"))
    accessibility = CodesField(Accessibility, _("Accessibility"))
    answers = forms.ChoiceField(
        label=_("How it answers referrals"), choices=Centre._meta.get_field("answers").choices, widget=forms.RadioSelect
    )
    confidential = forms.BooleanField(
        label=_("The address is confidential"), required=False,
        help_text=_("For shelters. The place is then shown to nobody outside the centre."),
    )  # fmt: skip
    closed_on = forms.DateField(
        label=_("Closed since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class NewCentreForm(CentreForm):
    """A centre that is not in the catalogue yet, with who runs it."""

    operator = forms.ModelChoiceField(Operator.objects.none(), label=_("Run by"))
    field_order = ("name_ar", "name_fr", "type", "operator")

    def __init__(self, *args: Any, operators: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["operator"].queryset = operators
        self.fields["operator"].label_from_instance = _named
        del self.fields["closed_on"]


class ServiceForm(CleanForm):
    """What a service is, for whom and when; its places are stated apart.

    Args:
        centre: whose service it is; its region says which provinces can be named.
        service: as stored; None for a new one.
    """

    def __init__(self, data: Any, *, centre: Centre, service: Service | None = None) -> None:
        stored = {name: getattr(service, name) for name in self.base_fields} if service else {"zone": Zone.PROVINCE}
        amount = stored.get("cost_mad")
        super().__init__(data, initial=stored | {"cost_mad": plain_amount(amount)})
        theme = (data or {}).get("theme") or stored.get("theme")
        self.fields["topics"].widget.choices = [(one.value, one.label) for one in Topic if one.theme == theme]
        provinces = Province.objects.filter(region=centre.province.region_id).exclude(pk=centre.province_id)
        named = [(row.pk, name_of(row)) for row in provinces.order_by("name_fr")]
        self.fields["areas"].choices = named
        self.other_areas = set(stored.get("areas", [])) - {code for code, _name in named}
        places = Site.objects.filter(centre__province=centre.province_id, confidential=False, centre__closed_on=None)
        self.fields["intake_site"].queryset = places.exclude(pk=centre.pk).select_related("centre", "commune")
        self.fields["intake_site"].label_from_instance = _place

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under headings; what exactly is asked once the theme is known."""
        return [
            (title, [self[name] for name in names if name != "topics" or self.fields["topics"].widget.choices])
            for title, names in _GROUPS
        ]

    theme = forms.ChoiceField(label=_("Theme"), choices=Service._meta.get_field("theme").choices)
    name_ar = TypedField(
        label=_("Name in Arabic"), max_length=200, widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"})
    )
    name_fr = TypedField(
        label=_("Name in French"), max_length=200, widget=forms.TextInput(attrs={"dir": "ltr", "lang": "fr"})
    )
    about_ar = TypedField(
        label=_("What it is, in Arabic"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"dir": "rtl", "lang": "ar", "rows": 2}),
    )  # fmt: skip
    about_fr = TypedField(
        label=_("What it is, in French"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"dir": "ltr", "lang": "fr", "rows": 2}),
    )  # fmt: skip
    name_zgh = TifinaghField()
    topics = CodesField(Topic, _("What exactly"))
    publics = CodesField(Public, _("For whom"))
    welcomes = forms.ChoiceField(
        label=_("Welcomes"), choices=Welcome.choices, initial=Welcome.UNCONDITIONAL, widget=forms.RadioSelect
    )
    age_min = forms.IntegerField(label=_("From age"), required=False, min_value=0, max_value=120, widget=DigitsInput())
    age_max = forms.IntegerField(label=_("To age"), required=False, min_value=0, max_value=120, widget=DigitsInput())
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("", _("everyone")), ("f", _("women and girls")), ("m", _("men and boys"))],
    )
    zone = forms.ChoiceField(label=_("Takes"), choices=Service._meta.get_field("zone").choices)
    areas = forms.MultipleChoiceField(
        label=_("Also takes people of"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Other provinces of the region, beside the rule above."),
    )  # fmt: skip
    modes = CodesField(Mode, _("How people are received"))
    staff_gender = forms.ChoiceField(
        label=_("A person can ask to be received by"), required=False,
        choices=[("", _("no promise")), ("f", _("a woman")), ("m", _("a man"))], widget=forms.RadioSelect,
    )  # fmt: skip
    intake_site = forms.ModelChoiceField(
        Site.objects.none(), label=_("Where to go first"), required=False, empty_label=_("Here, at the centre itself"),
        help_text=_("Another place, where people are received before this service begins."),
    )  # fmt: skip
    cost = forms.ChoiceField(label=_("What it costs"), required=False, choices=[("", _("not said")), *Cost.choices])
    cost_mad = AmountField(
        label=_("Amount in dirhams"), required=False, most=1_000_000,
        too_much=_("This amount is too large. Count the digits again."),
    )  # fmt: skip
    cost_per = forms.ChoiceField(label=_("To be paid"), required=False, choices=[("", _("not said")), *CostPer.choices])
    hours = HoursField(label=_("Hours, where they differ from the centre's"))
    languages = CodesField(Language, _("Languages, where they differ from the centre's"))
    documents = CodesField(Document, _("What to bring"))
    places_kind = forms.ChoiceField(label=_("What its places are"), choices=CapacityKind.choices)
    professional_only = forms.BooleanField(
        label=_("Through a social worker only"), required=False, help_text=_("Not shown on the public page.")
    )
    until = forms.DateField(
        label=_("Ends on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """Ages in their order, and a public where it is limited to one."""
        values = super().clean()
        low, high = values.get("age_min"), values.get("age_max")
        if low is not None and high is not None and high < low:
            self.add_error("age_max", _("The second age is below the first."))
        if values.get("welcomes") in {Welcome.PREFERENTIAL, Welcome.EXCLUSIVE} and not values.get("publics"):
            self.add_error("publics", _("Name at least one public."))
        if values.get("cost") not in PAID and (values.get("cost_mad") is not None or values.get("cost_per")):
            self.add_error("cost", _("An amount goes with a fixed price, a price by income or a contribution."))
        values["topics"] = [code for code in values.get("topics", []) if Topic(code).theme == values.get("theme")]
        # what this form does not show is kept as it is
        values["areas"] = sorted({*values.get("areas", []), *self.other_areas})
        return values


#: The form of a service, under headings.
_GROUPS = (
    (_("What it is"), ("theme", "topics", "name_ar", "name_fr", "name_zgh", "about_ar", "about_fr", "until")),
    (_("For whom"), ("publics", "welcomes", "age_min", "age_max", "sex", "zone", "areas", "professional_only")),
    (_("How people come to it"), ("modes", "intake_site", "hours", "languages", "staff_gender", "places_kind")),
    (_("What it costs and what to bring"), ("cost", "cost_mad", "cost_per", "documents")),
)


class PlacesForm(forms.Form):
    """How many places a service has today."""

    marks_optional = False

    total = forms.IntegerField(label=_("Places"), required=False, min_value=0, max_value=100_000, widget=DigitsInput())
    free = forms.IntegerField(
        label=_("Free places"), required=False, min_value=0, max_value=100_000, widget=DigitsInput()
    )
    waiting = forms.IntegerField(
        label=_("People waiting"), required=False, min_value=0, max_value=100_000, widget=DigitsInput()
    )
    saturation = forms.ChoiceField(
        label=_("How much is asked"), required=False, choices=[("", _("not said")), *Saturation.choices]
    )
    wait_days = forms.IntegerField(
        label=_("Days of waiting"), required=False, min_value=0, max_value=3650, widget=DigitsInput()
    )

    def clean(self) -> dict[str, Any]:
        """Both numbers, or none of them."""
        values = super().clean() or {}
        total, free = values.get("total"), values.get("free")
        if (total is None) != (free is None):
            self.add_error("free" if free is None else "total", _("Give both: how many places, and how many are free."))
        elif total is not None and free is not None and free > total:
            self.add_error("free", _("There cannot be more free places than places."))
        return values


class SendForm(forms.Form):
    """A file of centres."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX, at most 10 megabytes and 20,000 rows."))


class TakeForm(forms.Form):
    """The yes to a preview."""

    without_refused = forms.BooleanField(label=_("Take the other rows without the refused ones"), required=False)


def plain_amount(minor: int | None) -> str:
    """Centimes as somebody types dirhams."""
    if minor is None:
        return ""
    whole, part = divmod(minor, MINOR)
    return f"{whole},{part:02d}" if part else str(whole)


def _place(row: Site) -> str:
    return f"{name_of(row.centre)} · {name_of(row.commune)}"


def _named(row: Operator) -> str:
    return row.name_ar if (get_language() or "ar").startswith("ar") else row.name_fr
