"""Forms of listening: the interview, its needs, a note."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.forms.renderers import get_default_renderer
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import Theme
from jisr.common.choices import Compartment
from jisr.web.fields import minutes_of_work
from jisr.web.widgets import rows
from jisr.web.window import Choices, OfMember, Unhurried
from jisr.window.listening.choices import Gravity, InterviewPlace, Secrecy

#: More needs than one interview ever brings; another interview follows.
MOST_NEEDS = 12


class InterviewForm(OfMember):
    """Who was listened to and where; what holds, what is feared; a note."""

    person = forms.ChoiceField(label=_("Who was listened to"))
    place = forms.ChoiceField(
        label=_("Where"), choices=InterviewPlace.choices, initial=InterviewPlace.CENTRE, widget=forms.RadioSelect
    )
    minutes = minutes_of_work()
    strengths = forms.CharField(
        label=_("What holds, who helps"), required=False, max_length=4000, widget=rows(2),
        help_text=_("Skills, relatives, neighbours, income, faith, school: what the plan can build on."),
    )  # fmt: skip
    risks = forms.CharField(
        label=_("What may get worse"), required=False, max_length=4000, widget=rows(2),
        help_text=_("Violence or danger to a child is not written here: it has a protected file of its own."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=8000, widget=rows(3))
    secrecy = forms.ChoiceField(
        label=_("Who reads the note"), choices=Secrecy.choices, initial=Secrecy.TEAM, widget=forms.RadioSelect
    )


class DisclosureForm(InterviewForm):
    """An interview that is kept whole in a compartment."""

    compartment = forms.ChoiceField(label=_("Protected file"), widget=forms.RadioSelect)
    field_order = ("compartment", "person", "place")

    def __init__(self, *args: Any, compartments: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        kept = [(code, label) for code, label in Compartment.choices if code in compartments]
        self.fields["compartment"].choices = kept
        self.fields["compartment"].initial = kept[0][0] if len(kept) == 1 else None
        self.fields["risks"].help_text = _("What may happen, to whom, how soon; what was agreed for tonight.")


class NeedForm(OfMember):
    """One need, in one domain, of one member of the household."""

    person = forms.ChoiceField(label=pgettext_lazy("of a need", "For whom"))
    theme = forms.ChoiceField(label=_("Domain"), choices=[("", _("Choose…")), *Theme.choices])
    gravity = forms.TypedChoiceField(
        label=_("How it is today"), choices=Gravity.choices, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Ask the person how it is today, and choose.")},
    )  # fmt: skip
    words = forms.CharField(
        label=pgettext_lazy("of a need", "In the person's words"), required=False, max_length=2000, widget=rows(2)
    )

    def has_changed(self) -> bool:
        """A row counts once it has a domain, an answer on the scale or words; the member chosen beforehand does not."""
        if not self.is_bound:
            return False
        return any(self.data.get(self.add_prefix(name), "").strip() for name in ("theme", "gravity", "words"))


class CorrectNeedForm(NeedForm):
    """A need that is corrected; whose it is stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, people=(), **options)
        del self.fields["person"]


class Needs(BaseFormSet):
    """The rows of needs in an interview: as many as the reasons of the visit, one at least."""

    form = NeedForm
    min_num, max_num, absolute_max = 0, MOST_NEEDS, MOST_NEEDS
    validate_min = validate_max = can_order = can_delete = can_delete_extra = False
    renderer = get_default_renderer()

    def __init__(self, data: Any, *, people: Choices, person: str, themes: Sequence[str], checked: bool) -> None:
        self.people, self.person, self.themes, self.checked = people, person, list(themes), checked
        self.extra = min(max(1, len(self.themes)), MOST_NEEDS)
        super().__init__(data, prefix="needs")

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """What each row starts with: the person received, and one reason of the visit."""
        theme = self.themes[index] if index is not None and index < len(self.themes) else ""
        start = {"person": self.person, "theme": theme}
        return {"people": self.people, "initial": start, "checked": self.checked}

    @cached_property
    def full(self) -> bool:
        """Whether no further row may be added."""
        return self.total_form_count() >= MOST_NEEDS

    def written(self) -> list[dict[str, Any]]:
        """The checked values of the rows in which something was written."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


class NoteForm(Unhurried):
    """A further note; notes are never edited."""

    text = forms.CharField(
        label=_("Note"), max_length=8000, widget=rows(3),
        error_messages={"required": _("Write the note first.")},
    )  # fmt: skip
    secrecy = forms.ChoiceField(
        label=_("Who reads the note"), choices=Secrecy.choices, initial=Secrecy.TEAM, widget=forms.RadioSelect
    )


class CloseNeedForm(forms.Form):
    """Why a need is closed."""

    met = forms.TypedChoiceField(
        label=_("What came of it"),
        choices=[("yes", _("The need is met")), ("no", _("It is closed without being met"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the need is met.")},
    )
