"""Forms of a family's file: search, ask, correct, add."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import Language
from jisr.common.choices import Sex
from jisr.families.choices import Disability, IdentityKind, Literacy, MaritalState, PhoneOwner, Registered, Relation
from jisr.families.queries import opened_until
from jisr.families.queries.asking import asked_phone
from jisr.web.families.birth import BirthForm
from jisr.web.fields import TypedField
from jisr.web.territory.fields import CommuneField
from jisr.web.widgets import DayInput, PhoneInput

_LONGEST_SEARCH = 300
_A_DAY = timedelta(days=1)
#: Fields of a person that the form holds as they are stored.
PLAIN = ("given_ar", "family_ar", "given_fr", "family_fr", "sex", "marital_state", "literacy", "disability")
_YES_NO = [("", _("not known")), ("yes", pgettext_lazy("answer", "yes")), ("no", pgettext_lazy("answer", "no"))]
_KNOWN = {"yes": True, "no": False}
_BY_KNOWN = {True: "yes", False: "no", None: ""}


def _name(label: Any, direction: str) -> forms.CharField:
    """A field of a name in one script; its length is judged by the action, so that nothing typed is cut."""
    attrs = {"dir": direction, "autocomplete": "off", "lang": "ar" if direction == "rtl" else "fr"}
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=attrs))


class SearchForm(BirthForm):
    """Who is it? A name with or without birth, place and telephone; or an identity number."""

    name = forms.CharField(
        label=_("Name, as it is said"), required=False, max_length=_LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("In Arabic or in Latin letters, either will do"),
        error_messages={"max_length": _("This is too long for a name. Write only the name.")},
    )  # fmt: skip
    commune = CommuneField(label=_("Commune"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=20, widget=PhoneInput(attrs={"dir": "ltr"}),
        help_text=_("Of the household, in any way of writing it"),
    )  # fmt: skip
    number = forms.CharField(
        label=_("Or an identity number"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "code short"}),
        help_text=_("Found only when it is exactly the one recorded"),
    )  # fmt: skip
    field_order = ("name", "age", "born_on", "commune", "phone", "number")
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        """Something to look for."""
        cleaned = super().clean() or {}
        said = [(cleaned.get(name) or "").strip() for name in ("name", "number")]
        if not self.errors and not any(said) and not asked_phone(cleaned.get("phone") or ""):
            self.add_error("name", _("Write a name, a whole telephone number or an identity number to look for."))
        return cleaned


class AskForm(forms.Form):
    """Why another centre is asked to open a file."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=400)
    why = TypedField(
        label=_("Why do you need this file?"), max_length=300,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
        help_text=_("The other centre reads this. Write no name and nothing of what the person told you."),
        error_messages={"required": _("Say why: the other centre decides by it.")},
    )  # fmt: skip


class OpenForm(forms.Form):
    """Until when a file is opened to the centre that asks."""

    last_day = forms.DateField(
        label=_("Last day on which they can read the file"), widget=DayInput(),
        help_text=_("For as long as they need it, a year at most. They can ask again."),
        error_messages={"required": _("Write the last day on which they may read it."), "invalid": _("Write the day.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        until, _latest = opened_until()
        super().__init__(*args, **options | {"initial": {"last_day": until - _A_DAY}})

    def until(self) -> date:
        """The first day on which it is closed again."""
        last: date = self.cleaned_data["last_day"]
        return last + _A_DAY if last < date.max else last


class PersonForm(BirthForm):
    """What is written of a person."""

    given_ar = _name(_("Given name in Arabic"), "rtl")
    family_ar = _name(_("Surname in Arabic"), "rtl")
    given_fr = _name(_("Given name in Latin letters"), "ltr")
    family_fr = _name(_("Surname in Latin letters"), "ltr")
    relation = forms.ChoiceField(label=_("What is she or he to the head of the household?"), choices=Relation.choices)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=Sex.choices, widget=forms.RadioSelect)
    marital_state = forms.ChoiceField(
        label=_("Marital state"), required=False, choices=[("", _("not said")), *MaritalState.choices]
    )
    literacy = forms.ChoiceField(label=_("Reading"), required=False, choices=[("", _("not known")), *Literacy.choices])
    schooled = forms.ChoiceField(label=_("Goes to school"), required=False, choices=_YES_NO)
    disability = forms.ChoiceField(
        label=_("Disability"), required=False, choices=[("", _("none said")), *Disability.choices],
        help_text=_("Only the kind, as in the attestation. Never the medical report."),
    )  # fmt: skip
    field_order = (
        "given_ar", "family_ar", "given_fr", "family_fr", "relation", "sex", "age", "born_on", "marital_state",
        "literacy", "schooled", "disability",
    )  # fmt: skip
    marks_optional = False

    def values(self) -> dict[str, Any]:
        """Fields of ``Person``."""
        said = {name: self.cleaned_data[name] for name in PLAIN}
        return said | {"schooled": _KNOWN.get(self.cleaned_data["schooled"])} | self.birth()


def said_of_school(schooled: bool | None) -> str:
    """The choice of the form for what is stored."""
    return _BY_KNOWN[schooled]


class HouseholdForm(forms.Form):
    """Where a household lives, what it speaks, in which registers it is."""

    commune = CommuneField(label=_("Commune"))
    locality = TypedField(
        label=_("Douar or quarter"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language spoken"), required=False, choices=[("", _("not said")), *Language.choices]
    )
    rsu = forms.ChoiceField(label=_("Social register (RSU)"), required=False, choices=Registered.choices)
    rnp = forms.ChoiceField(label=_("Population register (RNP)"), required=False, choices=Registered.choices)
    marks_optional = False


class PhoneForm(forms.Form):
    """A number at which the household may be reached."""

    number = forms.RegexField(
        r"^[+0-9][0-9 .\-()]{5,18}$", label=_("Telephone"), widget=PhoneInput(attrs={"dir": "ltr"}),
        error_messages={
            "invalid": _("Write a telephone number in digits, for example 06 12 34 56 78."),
            "required": _("Write a telephone number in digits, for example 06 12 34 56 78."),
        },
    )  # fmt: skip
    owner = forms.ChoiceField(label=_("Whose telephone?"), choices=PhoneOwner.choices, widget=forms.RadioSelect)
    is_safe = forms.BooleanField(
        label=_("It is safe: nobody else reads or answers it"), required=False,
        help_text=_("Leave it empty when you do not know. Nothing is sent to a number that is not safe."),
    )  # fmt: skip


class IdentityForm(forms.Form):
    """An identity number, kept encrypted."""

    kind = forms.ChoiceField(label=_("Which document?"), choices=IdentityKind.choices, widget=forms.RadioSelect)
    number = forms.RegexField(
        r"^\s*[A-Za-z0-9][A-Za-z0-9 /.\-]{2,38}$", label=_("Number of the document"),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "code short"}),
        error_messages={
            "invalid": _("Write the number as on the document, in Latin letters and digits."),
            "required": _("Write the number as on the document, in Latin letters and digits."),
        },
        help_text=_("It is optional. It is kept encrypted, and found again only by typing it whole."),
    )  # fmt: skip
