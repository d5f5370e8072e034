"""Forms of deposits: what is asked for, which papers are there, the decision, the appeal and its answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jisr.centres.choices import DOCUMENTS, Document
from jisr.families.choices import Speaks
from jisr.web.deposits.words import told
from jisr.web.fields import TypedField
from jisr.web.widgets import DayInput
from jisr.window.deposits import queries
from jisr.window.deposits.choices import Ground
from jisr.window.deposits.procedures import Procedure, procedures

_CHOOSE = {"required": _("Choose one.")}
_LINES = {"rows": 3, "dir": "auto"}
_DAY = {"required": _("Write the day."), "invalid": _("Write the day.")}


def paper_choices(codes: Sequence[str]) -> list[tuple[str, Any]]:
    """Papers as choices, in the order given."""
    return [(code, DOCUMENTS.get(code, code)) for code in codes]


class ProcedureForm(forms.Form):
    """What is asked for."""

    procedure = forms.ChoiceField(label=_("What is asked for?"), widget=forms.RadioSelect, error_messages=_CHOOSE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["procedure"].choices = [(one.code, told(one.title)) for one in procedures().values()]


class DepositForm(forms.Form):
    """Who asks, since when, with which papers."""

    speaks = forms.ChoiceField(
        label=_("Who asks?"), choices=Speaks.choices, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    deposited_on = forms.DateField(label=_("Day of the deposit"), widget=DayInput(), error_messages=_DAY)
    late_why = TypedField(
        label=_("Why it is keyed in only now"), max_length=500, required=False, widget=forms.Textarea(attrs=_LINES)
    )
    checked = forms.TypedChoiceField(
        label=_("Are the papers there?"), widget=forms.RadioSelect, coerce=lambda value: value == "now",
        choices=[("now", _("I looked: the ticked ones are there")), ("later", _("a colleague looks later"))],
        error_messages=_CHOOSE,
    )  # fmt: skip
    marks_optional = False

    def __init__(self, *args: Any, procedure: Procedure, needed: Sequence[str], **options: Any) -> None:
        options["initial"] = {
            "deposited_on": timezone.localdate(), "speaks": Speaks.HERSELF, "checked": "now"
        } | (options.get("initial") or {})  # fmt: skip
        super().__init__(*args, **options)
        days = queries.delays()["back_days"]
        self.fields["late_why"].help_text = ngettext(
            "Only where the day lies more than %(n)s day back. The direction reads it.",
            "Only where the day lies more than %(n)s days back. The direction reads it.", days,
        ) % {"n": days}  # fmt: skip
        self.fields["procedure"] = forms.ChoiceField(
            choices=[(procedure.code, "")], initial=procedure.code, widget=forms.HiddenInput
        )
        if needed:
            self.fields["brought"] = forms.MultipleChoiceField(
                label=_("Papers that are there"), choices=paper_choices(needed), required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("One copy, no certified signature. What is not ticked is asked for at once, the one time."),
            )  # fmt: skip
        else:  # nothing is to be looked at, by nobody
            del self.fields["checked"]

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        return {"brought": [], **self.cleaned_data}


class PapersForm(forms.Form):
    """Papers that came, or that are there."""

    papers = forms.MultipleChoiceField(label=_("Papers that are there"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: Sequence[str], required: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["papers"].choices = paper_choices(choices)
        self.fields["papers"].required = required
        self.fields["papers"].error_messages["required"] = _("Tick the papers that she brought.")


class CompletionForm(forms.Form):
    """Which papers are missing: asked for once in all."""

    papers = forms.MultipleChoiceField(
        label=_("Missing papers"), widget=forms.CheckboxSelectMultiple,
        choices=[pair for pair in Document.choices if pair[0] != Document.NOTHING],
        error_messages={"required": _("Tick the papers that are missing.")},
    )  # fmt: skip


class StageForm(forms.Form):
    """The day of a stage."""

    stage = forms.ChoiceField(widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), widget=DayInput(), error_messages=_DAY)
    took_place = forms.BooleanField(label=_("It took place"), required=False)

    def __init__(self, *args: Any, procedure: Procedure, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stage"].choices = [(one.code, "") for one in procedure.stages]

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        given = self.cleaned_data
        return {"stage": given["stage"], "done_on" if given["took_place"] else "planned_on": given["day"]}


class RefuseForm(forms.Form):
    """Why a request is refused."""

    ground = forms.ChoiceField(
        label=_("Why is it refused?"), choices=Ground.choices, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    reason = TypedField(
        label=_("The reasons, in plain words"), max_length=1000, widget=forms.Textarea(attrs=_LINES),
        help_text=_("They stand in the letter. Write nothing of another person."),
        error_messages={"required": _("Write the reasons in plain words: they stand in the letter.")},
    )  # fmt: skip


class AppealForm(forms.Form):
    """Why the person contests a refusal."""

    words = TypedField(
        label=_("Why she contests it, in her words"), max_length=2000, widget=forms.Textarea(attrs=_LINES),
        error_messages={"required": _("Write why she contests it, in her words.")},
    )  # fmt: skip


class SettleForm(forms.Form):
    """What the answer to an appeal says."""

    granted = forms.TypedChoiceField(
        label=_("What does the answer say?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("It is granted after all")), ("no", _("The refusal stays"))], error_messages=_CHOOSE,
    )  # fmt: skip
    words = TypedField(
        label=_("The answer, in plain words"), max_length=1000, widget=forms.Textarea(attrs=_LINES),
        error_messages={"required": _("Write what the answer says.")},
    )  # fmt: skip
