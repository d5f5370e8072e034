"""Forms of requests about one's own data, of consents, and of handing a file over."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.families.choices import (
    ConsentChannel,
    ConsentManner,
    ConsentPurpose,
    ConsentScope,
    IdentityChecked,
    RefusalGround,
    Right,
    Speaks,
)
from jisr.web.fields import TypedField
from jisr.web.widgets import DayInput

_CHOOSE = {"required": _("Choose one.")}
_LINES = {"rows": 3, "dir": "auto"}


class RightForm(forms.Form):
    """What a person asks about her own data."""

    right = forms.ChoiceField(
        label=_("What does she ask?"), choices=Right.choices, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    words = TypedField(
        label=_("In her words"), required=False, max_length=2000, widget=forms.Textarea(attrs=_LINES),
        help_text=_("What is to be corrected, or what must stop."),
    )  # fmt: skip
    speaks = forms.ChoiceField(
        label=_("Who asks?"), choices=Speaks.choices, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    checked = forms.ChoiceField(
        label=_("How do you know that it is she?"), choices=IdentityChecked.choices, widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )  # fmt: skip
    asked_on = forms.DateField(
        label=_("Day of the request"), widget=DayInput(), error_messages={"required": _("Write the day."),
        "invalid": _("Write the day.")},
    )  # fmt: skip
    marks_optional = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"asked_on": timezone.localdate(), "speaks": Speaks.HERSELF} | (
            options.get("initial") or {}
        )
        super().__init__(*args, **options)


class RefuseForm(forms.Form):
    """Why a request is refused."""

    ground = forms.ChoiceField(
        label=_("Why is it refused?"), choices=RefusalGround.choices, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    reason = TypedField(
        label=_("The reasons, in plain words"), max_length=1000, widget=forms.Textarea(attrs=_LINES),
        help_text=_("They stand in the letter. Write nothing of another person."),
        error_messages={"required": _("Write the reason in plain words: it stands in the letter.")},
    )  # fmt: skip


class OwnFileForm(forms.Form):
    """In which shape, in which language, and into whose hands."""

    shape = forms.ChoiceField(
        label=_("In which shape?"),
        choices=[("pdf", _("to read, on paper (PDF)")), ("json", _("for another computer (JSON)"))],
        widget=forms.RadioSelect, initial="pdf", error_messages=_CHOOSE,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("In which language?"), choices=[("ar", "العربية"), ("fr", "Français")], widget=forms.RadioSelect,
        initial="ar", error_messages=_CHOOSE,
    )  # fmt: skip

    def __init__(self, *args: Any, minor: bool, keeps: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if minor:
            self.fields["safe"] = forms.ChoiceField(
                label=_("Into whose hands? Ask the child, alone, which adult is safe."),
                choices=[("adult", _("an adult whom the child named as safe")), ("child", _("the child"))],
                widget=forms.RadioSelect, error_messages=_CHOOSE,
            )  # fmt: skip
        elif keeps:
            self.fields["protected"] = forms.BooleanField(
                label=_("Also what is protected: she asks for it, and keeps the paper where nobody reads it"),
                required=False,
            )  # fmt: skip


class ConsentForm(forms.Form):
    """What a person agrees to outside a referral."""

    purpose = forms.ChoiceField(
        label=_("What for?"), widget=forms.RadioSelect, error_messages=_CHOOSE,
        choices=[pair for pair in ConsentPurpose.choices if pair[0] != ConsentPurpose.REFERRAL],
    )  # fmt: skip
    covers = forms.MultipleChoiceField(
        label=_("What may be used for it?"), choices=ConsentScope.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing.")},
    )  # fmt: skip
    manner = forms.ChoiceField(
        label=_("How consent was given"), choices=ConsentManner.choices, widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Where it was given"), choices=ConsentChannel.choices, widget=forms.RadioSelect,
        initial=ConsentChannel.COUNTER, error_messages=_CHOOSE,
    )  # fmt: skip
    proof = TypedField(
        label=_("Number of the signed paper"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("The paper stays in its binder; for what was spoken, leave this empty."),
    )  # fmt: skip
