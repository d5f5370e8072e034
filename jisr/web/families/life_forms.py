"""Forms of what happens in a household."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.families import queries
from jisr.families.choices import Certainty, Ended, Relation, ResourceKind
from jisr.families.models import Person
from jisr.web.fields import AmountField, TypedField
from jisr.web.territory.fields import CommuneField
from jisr.web.widgets import DayInput
from jisr.web.window import members

#: More than a household has in a month: a slip of the finger.
_MOST_MONTHLY = 1_000_000
_REFERENCE = 20


def day(label: Any) -> forms.DateField:
    """The day on which it happened; today until another one is written."""
    return forms.DateField(
        label=label, widget=DayInput(), initial=timezone.localdate,
        error_messages={
            "invalid": _("This is not a day of the calendar. Write it as 31/12/1990."),
            "required": _("Write the day, as well as it is known."),
        },
    )  # fmt: skip


class LeftForm(forms.Form):
    """Who left the household, why, when, and where to."""

    why = forms.ChoiceField(
        label=_("What happened?"), choices=Ended.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say what happened.")},
    )  # fmt: skip
    on = day(_("On which day?"))
    along = forms.MultipleChoiceField(
        label=_("Who left with her or him?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    where = forms.ChoiceField(
        label=_("Where to?"), initial="unknown", widget=forms.RadioSelect,
        choices=[
            ("unknown", _("Not known, or no file is needed")), ("file", _("Into a household whose file is open here")),
            ("new", _("Into a household of their own: open a file")),
        ],
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Number of that file"), required=False, max_length=_REFERENCE,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "code short"}),
        help_text=_("It stands at the top of each file."),
    )  # fmt: skip
    relation = forms.ChoiceField(
        label=_("What is she or he to the head there?"), required=False, initial=Relation.OTHER,
        choices=[choice for choice in Relation.choices if choice[0] != Relation.HEAD],
    )  # fmt: skip
    commune = CommuneField(label=_("Commune of the new household"), required=False)
    locality = TypedField(
        label=_("Douar or quarter"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    marks_optional = False

    def __init__(self, data: Any, *, others: Sequence[Person], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["along"].choices = members(others, timezone.localdate())
        if not others:
            del self.fields["along"]

    def clean(self) -> dict[str, Any]:
        """What the answer to "where to" still needs; nobody takes anyone along into death or out of a mistake."""
        cleaned = super().clean() or {}
        if cleaned.get("why") in {Ended.DEATH, Ended.MISTAKE}:
            return cleaned | {"where": "unknown", "along": []}
        if cleaned.get("where") == "file" and "reference" not in self.errors:
            cleaned["to"] = queries.by_reference(cleaned.get("reference", ""))
            if cleaned["to"] is None:
                self.add_error("reference", _("No file with this number is open here. Check it on the other file."))
        if cleaned.get("where") == "new" and not cleaned.get("commune") and "commune" not in self.errors:
            self.add_error("commune", _("Choose the commune of the new household."))
        return cleaned


class BackForm(forms.Form):
    """When somebody came back, and what she is to the head now."""

    on = day(_("Since which day?"))
    relation = forms.ChoiceField(
        label=_("What is she or he to the head of the household?"), initial=Relation.OTHER,
        choices=[choice for choice in Relation.choices if choice[0] != Relation.HEAD],
    )  # fmt: skip


class HeadForm(forms.Form):
    """What each member is to the head: one of them is the head."""

    def __init__(self, data: Any, *, people: Sequence[Person], **options: Any) -> None:
        super().__init__(data, **options)
        for (key, name), person in zip(members(people, timezone.localdate()), people, strict=True):
            place = person.membership
            self.fields[key] = forms.ChoiceField(
                label=name, choices=Relation.choices, initial=place.relation if place else Relation.OTHER
            )

    def relations(self) -> dict[str, str]:
        """By person, what each is to the head."""
        return dict(self.cleaned_data)


class ReferentForm(forms.Form):
    """Which worker of the centre the family knows as hers."""

    worker = forms.ChoiceField(label=_("Referent of the family"), widget=forms.RadioSelect)

    def __init__(self, data: Any, *, workers: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["worker"].choices = workers


class ResourceForm(forms.Form):
    """Something that a household lives on."""

    kind = forms.ChoiceField(label=_("What do they live on?"), choices=ResourceKind.choices)
    certainty = forms.ChoiceField(
        label=_("How is the amount known?"), choices=Certainty.choices, initial=Certainty.DECLARED,
        widget=forms.RadioSelect,
    )  # fmt: skip
    monthly = AmountField(
        label=_("Dirhams a month"), required=False, most=_MOST_MONTHLY,
        too_much=_("This is more than a household has in a month. Check the amount."),
    )  # fmt: skip
    shown_by = TypedField(
        label=_("Document seen"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("For example: pension slip of March. No copy is kept."),
    )  # fmt: skip
    marks_optional = False


class PapersForm(forms.Form):
    """To which adult of the household a child's papers may be handed."""

    marks_optional = False
    adult = forms.ChoiceField(
        label=_("To whom may the papers of this child be handed?"), widget=forms.RadioSelect, required=False,
        help_text=_("Ask the child alone first. Papers of a child tell nothing that stands in a protected file."),
    )  # fmt: skip

    def __init__(self, data: Any, *, adults: Sequence[Person], **options: Any) -> None:
        super().__init__(data, **options)
        nobody = ("", _("to no adult: to the child alone, or not at all"))
        self.fields["adult"].choices = [*members(adults, timezone.localdate()), nobody]


class SafetyForm(forms.Form):
    """Who is brought to safety, and where they live now; seen by those who keep the compartment alone."""

    compartment = forms.ChoiceField(label=_("Protected file"), widget=forms.RadioSelect)
    people = forms.MultipleChoiceField(
        label=_("Who is brought to safety?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )  # fmt: skip
    commune = CommuneField(label=_("Commune where they live now"))
    locality = TypedField(
        label=_("Douar or quarter"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Any, *, people: Sequence[Person], kept: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["people"].choices = members(people, timezone.localdate())
        self.fields["compartment"].choices = kept
        self.fields["compartment"].initial = kept[0][0] if len(kept) == 1 else None
