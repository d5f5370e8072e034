"""Forms of pathways: the plan, its steps, what was given, what came of it, the look back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.models import Programme
from jisr.common.choices import Compartment
from jisr.web import wording
from jisr.web.fields import NO_DAY, AmountField, TypedField, minutes_of_work
from jisr.web.widgets import DayInput, DigitsInput, FacesSelect, rows
from jisr.web.window import Choices, OfMember, Unhurried
from jisr.window.orientation.choices import Face
from jisr.window.pathways.choices import AidKind, FollowUpState, Responsible, StepKind, StepOutcome

#: What is said of a day that was left out, or that is none.
DAY_NEEDED = NO_DAY | {"required": _("Write the day.")}
#: More than any aid recorded in one go; a longer number is a slip of the finger.
MOST_DIRHAMS = 1_000_000


class ProgrammeField(forms.ModelChoiceField):
    """The programmes that run, in the reader's language."""

    def __init__(self) -> None:
        today = timezone.localdate()
        runs = Programme.objects.filter(since__lte=today).exclude(until__lt=today).order_by("code")
        super().__init__(
            label=_("Programme that pays"), required=False, queryset=runs, empty_label=_("None"),
            help_text=_("Without one, the aid is shown as not attributed."),
        )  # fmt: skip

    def label_from_instance(self, obj: Any) -> str:
        """The name of the programme."""
        return wording.name_of(obj)


class PlanForm(Unhurried):
    """What the family wants to reach; where it is kept, for those who keep protected files."""

    marks_optional = False  # the choice of the plan always has an answer

    goal = forms.CharField(
        label=_("What the family wants to reach"), max_length=1000, widget=rows(3),
        help_text=_("In the family's words: what will be different in a year?"),
        error_messages={"required": _("Write what the family wants to reach.")},
    )  # fmt: skip

    def __init__(self, *args: Any, compartments: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if compartments:
            kept = [(code, _("Protected plan: %(which)s") % {"which": name}) for code, name in Compartment.choices
                    if code in compartments]  # fmt: skip
            self.fields["compartment"] = forms.ChoiceField(
                label=_("Which plan"), required=False, choices=[("", _("The household's plan")), *kept],
                initial="", widget=forms.RadioSelect,
            )  # fmt: skip


class StepForm(OfMember):
    """What somebody does for one person by a day."""

    person = forms.ChoiceField(label=pgettext_lazy("of a need", "For whom"))
    kind = forms.ChoiceField(label=_("Kind of step"), choices=StepKind.choices, widget=forms.RadioSelect)
    what = TypedField(
        label=_("What will be done"), max_length=300, error_messages={"required": _("Write what will be done.")}
    )
    responsible = forms.ChoiceField(
        label=_("Who does it"), choices=Responsible.choices, initial=Responsible.WORKER, widget=forms.RadioSelect
    )
    due_on = forms.DateField(label=_("By when"), widget=DayInput(), error_messages=DAY_NEEDED)
    need = forms.ChoiceField(label=_("For which need"), required=False)
    referral = forms.ChoiceField(label=_("Through which referral"), required=False)

    def __init__(self, *args: Any, need_choices: Choices, referral_choices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        none = ("", _("None"))
        for name, choices in (("need", need_choices), ("referral", referral_choices)):
            if choices:
                self.fields[name].choices = [none, *choices]
            else:
                del self.fields[name]


class EndForm(Unhurried):
    """What came of a step."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=StepOutcome.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say what came of it.")},
    )  # fmt: skip
    words = forms.CharField(label=_("In words"), required=False, max_length=1000, widget=rows(2))


class AttendanceForm(Unhurried):
    """Whether the person was there on a day."""

    day = forms.DateField(label=_("Day"), widget=DayInput(), error_messages=DAY_NEEDED)
    present = forms.TypedChoiceField(
        label=_("Was the person there?"), choices=[("yes", _("She was there")), ("no", _("She was not there"))],
        coerce=lambda value: value == "yes", empty_value=None, widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the person was there.")},
    )  # fmt: skip


class AidForm(Unhurried):
    """Something given."""

    kind = forms.ChoiceField(
        label=_("Kind of aid"), choices=AidKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )  # fmt: skip
    what = TypedField(
        label=_("What was given"), max_length=200, error_messages={"required": _("Write what was given.")}
    )
    amount = AmountField(
        most=MOST_DIRHAMS, too_much=_("This is more than a million dirhams. Check the amount."),
        label=_("Value in dirhams"), required=False,
        help_text=_("Needed for money; an estimate for the rest, or nothing."),
    )  # fmt: skip
    hours = forms.DecimalField(
        label=_("Hours of service"), required=False, min_value=0, max_value=1000, decimal_places=2, localize=True,
        widget=DigitsInput(), help_text=_("Of a service only."),
    )  # fmt: skip
    given_on = forms.DateField(label=_("Given on"), widget=DayInput(), error_messages=DAY_NEEDED)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programme"] = ProgrammeField()
        self.fields["amount"].marks_optional = False  # needed for one kind: the line below says for which

    def values(self) -> dict[str, Any]:
        """As the act takes them."""
        said = dict(self.cleaned_data)
        hours = said.pop("hours")
        return said | {"minutes": round(hours * 60) if hours else None}


class FollowUpForm(Unhurried):
    """What was found when the family was followed up."""

    state = forms.ChoiceField(
        label=_("What was found"), choices=FollowUpState.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say what was found.")},
    )  # fmt: skip
    words = forms.CharField(label=_("In the family's words"), required=False, max_length=2000, widget=rows(3))
    minutes = minutes_of_work()
    satisfaction = forms.TypedChoiceField(
        label=_("Ask the family, and show the faces: how was the help?"), required=False,
        choices=sorted(Face.choices, reverse=True), coerce=int, empty_value=None, widget=FacesSelect,
    )  # fmt: skip
