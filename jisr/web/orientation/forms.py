"""Forms of orientation: what goes along, the answer, what became of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import REFUSALS, Accessibility, Obstacle
from jisr.common.choices import Sex
from jisr.families.choices import ConsentManner, ConsentScope
from jisr.web.fields import AskedWith, TypedField
from jisr.web.widgets import DayInput, FacesSelect
from jisr.web.window import Unhurried
from jisr.window.orientation.choices import (
    OFFER_REFUSALS,
    SEEN_BY_PERSON,
    WITHDRAWALS,
    AskedBy,
    Face,
    FailureReason,
    ReferralState,
    Shown,
)  # fmt: skip
from jisr.window.orientation.codes import canonical, is_code, spaced

_WORDS = forms.Textarea(attrs={"rows": 2})
_NO_DAY = _("Write the day as year-month-day, for example 2026-12-01.")


def refusals() -> list[tuple[Any, Any]]:
    """Reasons of a refusal, those that the person hears first; of the others it is said that she does not."""
    seen: list[tuple[Any, Any]] = [(code, words) for code, words in REFUSALS.items() if SEEN_BY_PERSON[code]]
    return [*seen, (_("Between professionals: the person is not told"), [
        (code, words) for code, words in REFUSALS.items() if not SEEN_BY_PERSON[code]
    ])]  # fmt: skip


class AsksForm(forms.Form):
    """What a person asks for in the way she is received."""

    staff_gender = forms.ChoiceField(
        label=pgettext_lazy("asked for", "Received by"), required=False, widget=forms.RadioSelect,
        choices=[("", _("no matter")), (Sex.FEMALE, _("a woman")), (Sex.MALE, _("a man"))],
    )  # fmt: skip
    access = forms.MultipleChoiceField(
        label=_("Cannot do without"), required=False, choices=Accessibility.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class ReferForm(Unhurried):
    """What the person lets go along, and how she said so. Nothing is ticked beforehand."""

    shares = forms.MultipleChoiceField(
        label=_("What may go along"), required=False, choices=ConsentScope.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    manner = AskedWith(
        label=_("How consent was given"), choices=ConsentManner.choices, widget=forms.RadioSelect,
        help_text=_("Needed as soon as something above is ticked."),
    )  # fmt: skip
    urgent = forms.BooleanField(label=_("Urgent: an answer is needed by tomorrow"), required=False)


class OneReferForm(ReferForm):
    """The same to one centre; where the family left it out before, why it may see this need now."""

    word = TypedField(
        label=_("Why a centre that was left out may see it now"), max_length=300, widget=_WORDS,
        help_text=_("From then on it is no longer left out."),
        error_messages={
            "required": _("A centre that was left out before is to see it: write why, or leave it out.")
        },
    )  # fmt: skip

    def __init__(self, *args: Any, left_out: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not left_out:
            del self.fields["word"]


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
        error_messages={"invalid": _NO_DAY},
    )  # fmt: skip
    decide_by = forms.DateField(
        label=_("Day by which you will decide"), required=False, widget=DayInput(), error_messages={"invalid": _NO_DAY},
    )  # fmt: skip
    refusal = forms.ChoiceField(label=_("Reason"), required=False, choices=lambda: [("", _("Choose…")), *refusals()])
    words = forms.CharField(
        label=_("In words"), required=False, max_length=1000, widget=_WORDS,
        help_text=_("The person and the centre that sends read this: what to bring, whom to ask for, what is missing."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What does not belong to the chosen answer is left out, so that a hidden field cannot contradict it."""
        values = super().clean() or {}
        if values.get("state") != ReferralState.BOOKED:
            values["booked_on"] = None
        if values.get("state") != ReferralState.UNDER_STUDY:
            values["decide_by"] = None
        if values.get("state") != ReferralState.REFUSED:
            values["refusal"] = ""
        return values


class SlipForm(AnswerForm):
    """The same answer, told by telephone or keyed in from the paper that came back."""

    paper_on = forms.DateField(
        label=_("Day written on the paper"), required=False, widget=DayInput(), error_messages={"invalid": _NO_DAY},
        help_text=_("Only for a paper that came back; it is kept beside the day on which you key it in."),
    )  # fmt: skip


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


def _obstacles() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("What stood in the way, as the person says"), choices=Obstacle.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counted without names, so that it can be removed: a bus, an hour, a ramp."),
    )  # fmt: skip


class FailForm(forms.Form):
    """Why it did not succeed."""

    failure = forms.ChoiceField(
        label=_("Why it did not succeed"), choices=FailureReason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say why it did not succeed.")},
    )  # fmt: skip
    obstacles = _obstacles()
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
    face = forms.TypedChoiceField(
        label=_("Show the faces: how did she find it?"), required=False, choices=sorted(Face.choices, reverse=True),
        coerce=int, empty_value=None, widget=FacesSelect,
    )  # fmt: skip
    asked = forms.ChoiceField(
        label=_("How she was asked"), choices=AskedBy.choices, widget=forms.RadioSelect, initial=AskedBy.COUNTER,
        error_messages={"required": _("Say how she was asked.")},
    )  # fmt: skip


class TakeBackForm(forms.Form):
    """Why something is taken back."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=WITHDRAWALS, widget=forms.RadioSelect,
        error_messages={"required": _("Say why you take it back.")},
    )  # fmt: skip


class WithdrawForm(TakeBackForm):
    """Why a referral is taken back, and what stood in the way."""

    obstacles = _obstacles()


class OfferForm(ReferForm):
    """What several centres may see, and what goes along to the one that takes the person."""

    shown = forms.ChoiceField(
        label=_("May they see where she lives?"), choices=Shown.choices, widget=forms.RadioSelect,
        initial=Shown.PROVINCE, error_messages={"required": _("Choose what they may see.")},
    )  # fmt: skip

    word = TypedField(
        label=_("Why a centre that was left out may see it now"), required=False, max_length=300, widget=_WORDS,
        help_text=_("Only where you untick one: from then on it is no longer left out."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["manner"].required = True
        self.fields["manner"].error_messages["required"] = _("Say how she agreed: several centres will see it.")
        self.fields["manner"].help_text = _("Always needed: several centres will see it.")


class DeclineForm(forms.Form):
    """Why an open offer is not for this centre."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[(code, REFUSALS[code]) for code in OFFER_REFUSALS], widget=forms.RadioSelect,
        error_messages={"required": _("Say why: it helps whoever sends the next one.")},
    )  # fmt: skip


class AnswerCodeForm(forms.Form):
    """The code that is printed beside the link."""

    code = forms.CharField(
        label=_("Code on the paper"), max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
        error_messages={"required": _("Type the twelve signs of the code.")},
    )  # fmt: skip

    def clean_code(self) -> str:
        """The code as it is printed.

        Raises:
            ValidationError: it has not twelve signs of those in use.
        """
        code = canonical(self.cleaned_data["code"])
        if not is_code(code):
            raise forms.ValidationError(_("This is not a code: it has twelve signs, in three groups of four."))
        return spaced(code)


class CodeForm(forms.Form):
    """The code that the centre's telephone received."""

    code = forms.CharField(
        label=_("Code received by telephone"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}),
        error_messages={"required": _("Type the six digits that the telephone of the centre received.")},
    )  # fmt: skip
