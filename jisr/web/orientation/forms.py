"""Forms of orientation: what goes along, the answer, what became of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import RefusalReason
from jisr.families.choices import ConsentManner, ConsentScope
from jisr.web.widgets import DayInput
from jisr.web.window import Unhurried
from jisr.window.orientation.choices import FailureReason, ReferralState

_WORDS = forms.Textarea(attrs={"rows": 2})


class ReferForm(Unhurried):
    """What the person lets go along, and how she said so. Nothing is ticked beforehand."""

    shares = forms.MultipleChoiceField(
        label=_("What may go along"), required=False, choices=ConsentScope.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    manner = forms.ChoiceField(
        label=_("How consent was given"), required=False, choices=ConsentManner.choices, widget=forms.RadioSelect,
        help_text=_("Needed as soon as something above is ticked."),
    )  # fmt: skip
    urgent = forms.BooleanField(label=_("Urgent: an answer is needed by tomorrow"), required=False)


class AnswerForm(Unhurried):
    """The answer of the receiving centre: the same on its list, by a link and on paper."""

    state = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect,
        choices=[
            (ReferralState.BOOKED, _("Accepted, with a day")),
            (ReferralState.ACCEPTED, _("Accepted, the day will follow")),
            (ReferralState.UNDER_STUDY, _("Under study")),
            (ReferralState.REFUSED, _("Refused")),
        ],
        error_messages={"required": _("Choose an answer.")},
    )  # fmt: skip
    booked_on = forms.DateField(
        label=_("Day on which the person is expected"), required=False, widget=DayInput(),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2026-12-01.")},
    )  # fmt: skip
    refusal = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("Choose…")), *RefusalReason.choices])
    words = forms.CharField(
        label=_("In words"), required=False, max_length=1000, widget=_WORDS,
        help_text=_("The person and the centre that sends read this: what to bring, whom to ask for, what is missing."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What does not belong to the chosen answer is left out, so that a hidden field cannot contradict it."""
        values = super().clean() or {}
        if values.get("state") != ReferralState.BOOKED:
            values["booked_on"] = None
        if values.get("state") != ReferralState.REFUSED:
            values["refusal"] = ""
        return values


class BookForm(forms.Form):
    """A day given, or another one."""

    booked_on = forms.DateField(
        label=_("Day on which the person is expected"), widget=DayInput(),
        error_messages={
            "required": _("Give the day on which the person is expected."),
            "invalid": _("Write the day as year-month-day, for example 2026-12-01."),
        },
    )  # fmt: skip


class CompleteForm(forms.Form):
    """What was done."""

    words = forms.CharField(
        label=pgettext_lazy("of a referral", "What was done"), required=False, max_length=1000, widget=_WORDS
    )


class FailForm(forms.Form):
    """Why it did not succeed."""

    failure = forms.ChoiceField(
        label=_("Why it did not succeed"), choices=FailureReason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say why it did not succeed.")},
    )  # fmt: skip
    words = forms.CharField(label=_("In words"), required=False, max_length=1000, widget=_WORDS)


class ConfirmForm(forms.Form):
    """What the person herself says."""

    served = forms.TypedChoiceField(
        label=_("Ask the person: did you get what you were sent for?"),
        choices=[("yes", _("Yes, she says so")), ("no", _("No, she says so"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the person says.")},
    )


class CodeForm(forms.Form):
    """The code that the centre's telephone received."""

    code = forms.CharField(
        label=_("Code received by telephone"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}),
        error_messages={"required": _("Type the six digits that the telephone of the centre received.")},
    )  # fmt: skip
