"""What is asked at the counter: who, from where, why, how urgent. The rest waits for the interview."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import THEMES, Language, Theme
from jisr.common.choices import Sex
from jisr.families.rules import LONGEST_NAME
from jisr.web import names
from jisr.web.families.birth import BirthForm
from jisr.web.fields import TypedField
from jisr.web.territory.fields import CommuneField
from jisr.window.reception.choices import Channel, Urgency

#: Themes that may only be written where their compartment is kept, in that compartment.
GUARDED = {Theme.VIOLENCE: "violence", Theme.CHILD_PROTECTION: "child"}
KEPT = {
    "child": _("Only the child-protection team: nobody else will know that this exists"),
    "violence": _("Only the team for violence: nobody else will know that this exists"),
}
_MOST_WORDS = 4000


class VisitForm(forms.Form):
    """Why somebody came.

    Args:
        compartments: those that the worker's post keeps; without any, nothing of them is shown.
        settled: the compartment of the file, which its visits share.
    """

    reasons = forms.MultipleChoiceField(
        label=_("Why did the person come?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("In the person's words"), required=False, max_length=_MOST_WORDS,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
        help_text=_("One sentence is enough. Nothing private is written at the counter."),
        error_messages={"max_length": _("Keep it to %(limit_value)d letters; the rest belongs to the interview.")},
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label=_("Is it urgent?"), choices=Urgency, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language spoken"), required=False, choices=[("", _("not said")), *Language.choices]
    )
    channel = forms.ChoiceField(label=_("How did the person reach us?"), choices=Channel, initial=Channel.WALK_IN)
    compartment = forms.ChoiceField(
        label=_("Who may know of this?"), required=False, widget=forms.RadioSelect, initial=""
    )
    marks_optional = False

    def __init__(self, *args: Any, compartments: Collection[str] = (), settled: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        shut = {theme for theme, kept in GUARDED.items() if kept not in compartments}
        self.fields["reasons"].choices = [(code, label) for code, label in THEMES.items() if code not in shut]
        if settled or not compartments:
            del self.fields["compartment"]
        else:
            kept = [(code, KEPT[code]) for code in compartments if code in KEPT]
            self.fields["compartment"].choices = [("", _("The workers of this centre")), *kept]

    def clean(self) -> dict[str, Any]:
        """Something says why; what belongs to a compartment is kept there."""
        cleaned = super().clean() or {}
        if not cleaned.get("reasons") and not (cleaned.get("words") or "").strip() and "words" not in self.errors:
            self.add_error("reasons", _("Choose at least one reason, or write it in the person's words."))
        wanted = {GUARDED[theme] for theme in cleaned.get("reasons", ()) if theme in GUARDED}
        if "compartment" in self.fields and wanted and cleaned.get("compartment", "") not in wanted:
            self.add_error("compartment", _("With this reason, choose the team that may know of it."))
        return cleaned

    def visit(self) -> dict[str, Any]:
        """Fields of ``Visit``."""
        return {name: self.cleaned_data[name] for name in ("reasons", "words", "urgency", "language", "channel")}

    @property
    def kept_in(self) -> str:
        """The compartment chosen; "" for none."""
        return self.cleaned_data.get("compartment", "")


class NewcomerForm(VisitForm, BirthForm):
    """Who is visiting us today, and why: somebody whom no file knows."""

    name = forms.CharField(
        label=_("Name, as it is said"), widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("In Arabic or in Latin letters, either will do"),
        error_messages={"required": _("Write a name, in Arabic or in Latin letters.")},
    )  # fmt: skip
    surname = forms.CharField(
        label=_("Surname"), required=False, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=Sex.choices, widget=forms.RadioSelect)
    commune = CommuneField(label=_("Commune"))
    locality = TypedField(
        label=_("Douar or quarter"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    field_order = (
        "name", "surname", "sex", "age", "born_on", "commune", "locality", "language", "reasons", "words", "urgency",
        "channel", "compartment", "seen",
    )  # fmt: skip

    def clean_name(self) -> str:
        """A name with at least one letter that can be found again."""
        name = self.cleaned_data["name"]
        if not any(names.by_script(name)):
            raise forms.ValidationError(_("Write a name, in Arabic or in Latin letters."))
        return self._short_enough(name)

    def clean_surname(self) -> str:
        """A surname that its fields can hold; told together with everything else that is wrong."""
        return self._short_enough(self.cleaned_data["surname"])

    def _short_enough(self, name: str) -> str:
        if max(map(len, names.by_script(name))) > LONGEST_NAME:
            said = _("This name is longer than %(n)s letters. Shorten it.")
            raise forms.ValidationError(said, params={"n": LONGEST_NAME})
        return name

    def person(self) -> dict[str, Any]:
        """Fields of ``Person``."""
        typed = names.fields_of(self.cleaned_data["name"], self.cleaned_data["surname"])
        return typed | {"sex": self.cleaned_data["sex"]} | self.birth()

    def sought(self) -> dict[str, str]:
        """What the search is asked with."""
        said = self.cleaned_data
        return {
            "given": said["name"], "family": said["surname"], "sex": said["sex"], "commune": said["commune"].pk,
        }  # fmt: skip


class LeftForm(forms.Form):
    """Nothing to type: a person left before being listened to."""


PRINTS = {"a4": pgettext_lazy("paper", "A4"), "slip": pgettext_lazy("paper", "80-mm slip")}
