"""Forms of appointments."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.families.choices import ConsentManner
from jisr.web.fields import TypedField
from jisr.web.reception.forms import KEPT
from jisr.web.widgets import DayInput, DigitsInput, MomentInput
from jisr.web.window import Unhurried
from jisr.window.appointments.choices import WEEKDAYS, CancelReason, Gathering, Motive, Place, Season, Told

_DAY = {"invalid": _("Write the day as year-month-day, for example 2026-12-01."), "required": _("Give a day.")}
#: What is signed on paper is written among the consents, with the number of the paper.
_SPOKEN = [(one.value, one.label) for one in (ConsentManner.SPOKEN, ConsentManner.GUARDIAN)]
_MOMENT = {
    "invalid": _("Give the day and the hour, for example 2026-12-01 and 09:30."),
    "required": _("Give the day and the hour."),
}


class GiveForm(Unhurried):
    """For whom, for what, with whom; which free time; how she is reminded.

    Args:
        people: members of the household, as choices.
        agents: who gives time at the centre, as choices.
        phones: safe telephones of the household, as choices.
        compartments: those that the worker's post keeps.
    """

    person = forms.ChoiceField(label=_("For whom"))
    motive = forms.ChoiceField(label=_("For what"), choices=Motive, initial=Motive.TALK)
    agent = forms.ChoiceField(label=_("With whom"), required=False)
    first = forms.DateField(label=_("From which day on"), required=False, widget=DayInput(), error_messages=_DAY)
    compartment = forms.ChoiceField(
        label=_("Who may know of this?"), required=False, widget=forms.RadioSelect, initial=""
    )
    slot = forms.CharField(required=False, max_length=40)
    told = forms.ChoiceField(
        label=_("How is she reminded?"), choices=Told, initial=Told.PAPER, widget=forms.RadioSelect, required=False
    )
    phone = forms.ChoiceField(
        label=_("Telephone"), required=False,
        help_text=_("Only telephones that are noted as safe. What is sent names nobody, no place and no reason."),
    )  # fmt: skip
    agreed = forms.ChoiceField(
        label=_("May the message say the day and the hour?"), required=False, widget=forms.RadioSelect, initial="",
        choices=[("", _("No: only that a message awaits her")), *_SPOKEN],
    )  # fmt: skip
    before_on = forms.DateField(
        label=_("Useful until"), required=False, widget=DayInput(), error_messages=_DAY,
        help_text=_("When a place frees before this day, a worker is told, and asks her."),
    )  # fmt: skip
    urgent = forms.BooleanField(label=_("She comes first in the line"), required=False)
    session = forms.CharField(required=False, max_length=40)
    visit = forms.UUIDField(required=False, widget=forms.HiddenInput)
    wait = forms.UUIDField(required=False, widget=forms.HiddenInput)
    marks_optional = False

    def __init__(
        self, *args: Any, people: Iterable[tuple[str, str]] = (), agents: Iterable[tuple[str, str]] = (),
        phones: Collection[tuple[str, str]] = (), compartments: Collection[str] = (), **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        people = list(people)
        self.fields["person"].choices = people
        self.fields["agent"].choices = [("", _("whoever is free first")), *agents]
        self.fields["phone"].choices = [("", _("Choose…")), *phones]
        if not people:
            del self.fields["person"]
        if not phones:
            del self.fields["phone"], self.fields["agreed"]
            self.fields["told"].choices = [
                (code, label) for code, label in Told.choices if code in {Told.PAPER, Told.NOTHING}
            ]  # fmt: skip
        if compartments:
            kept = [(code, KEPT[code]) for code in compartments if code in KEPT]
            self.fields["compartment"].choices = [("", _("The workers of this centre")), *kept]
        else:
            del self.fields["compartment"]

    def said(self, name: str, default: Any = "") -> Any:
        """What was typed in a field, or chosen for it before anybody typed."""
        if name not in self.fields:
            return default
        typed = self.cleaned_data.get(name) if self.is_bound else None
        return typed or (self.initial.get(name) or self.fields[name].initial if not self.is_bound else "") or default

    @property
    def reminded(self) -> dict[str, Any]:
        """What ``actions.book`` takes of it."""
        told = self.said("told", Told.PAPER)
        rings = told in {Told.SMS, Told.CALL}
        return {
            "told": told,
            "phone": self.said("phone", None) if rings else None,
            "agreed": self.said("agreed") if rings else "",
        }


class CancelForm(forms.Form):
    """Why an appointment is cancelled."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=CancelReason, widget=forms.RadioSelect,
        error_messages={"required": _("Say why it is cancelled.")},
    )  # fmt: skip


class SessionForm(Unhurried):
    """A session to be planned."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Gathering)
    title = TypedField(label=_("What it is about"), required=False, max_length=120)
    agent = forms.ChoiceField(label=_("Led by"))
    place = TypedField(label=_("Where"), required=False, max_length=120)
    starts_at = forms.DateTimeField(label=_("From"), widget=MomentInput(), error_messages=_MOMENT)
    ends_at = forms.DateTimeField(label=_("To"), widget=MomentInput(), error_messages=_MOMENT)
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=300, widget=DigitsInput())
    compartment = forms.ChoiceField(
        label=_("Who may know of this?"), required=False, widget=forms.RadioSelect, initial=""
    )

    def __init__(self, *args: Any, agents: Any = (), compartments: Collection[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agent"].choices = list(agents)
        kept = [(code, KEPT[code]) for code in compartments if code in KEPT]
        if kept:
            self.fields["compartment"].choices = [("", _("The workers of this centre")), *kept]
        else:
            del self.fields["compartment"]


class WeekForm(Unhurried):
    """A rule of somebody's week."""

    agent = forms.ChoiceField(label=_("Whose hours"))
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day of the week.")},
    )  # fmt: skip
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(
        label=_("Minutes for each"), min_value=5, max_value=480, initial=30, widget=DigitsInput()
    )
    motives = forms.MultipleChoiceField(
        label=_("For what"), choices=Motive.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing for which time is given.")},
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Where"), choices=Place, initial=Place.CENTRE)
    season = forms.ChoiceField(
        label=_("When"), choices=Season, initial=Season.ORDINARY,
        help_text=_("In Ramadan, ordinary hours are kept within those of the centre, unless there is a week for it."),
    )  # fmt: skip
    since = forms.DateField(label=_("Since"), required=False, widget=DayInput(), error_messages=_DAY)

    def __init__(self, *args: Any, agents: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agent"].choices = list(agents)


class AbsenceForm(Unhurried):
    """Time in which somebody receives nobody."""

    agent = forms.ChoiceField(label=_("Who"))
    starts_at = forms.DateTimeField(label=_("From"), widget=MomentInput(), error_messages=_MOMENT)
    ends_at = forms.DateTimeField(label=_("To"), widget=MomentInput(), error_messages=_MOMENT)
    private = forms.BooleanField(
        label=_("Keep it for myself: the others see that I am busy, and not why"), required=False
    )

    def __init__(self, *args: Any, agents: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agent"].choices = list(agents)


class ClosureForm(Unhurried):
    """Days on which the centre is shut."""

    first_on = forms.DateField(label=_("First day"), widget=DayInput(), error_messages=_DAY)
    last_on = forms.DateField(label=_("Last day"), widget=DayInput(), error_messages=_DAY)
    why = TypedField(label=_("Why, in a few words"), required=False, max_length=120)


class RamadanForm(Unhurried):
    """Hours of the centre in Ramadan, day by day; a day left empty is shut."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, label in WEEKDAYS:
            for name, said in (("opens", _("%(day)s, from")), ("closes", _("%(day)s, to"))):
                self.fields[f"{name}_{code}"] = forms.TimeField(
                    label=said % {"day": label}, required=False,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both hours of a day, or none."""
        said = super().clean() or {}
        for code, _day in WEEKDAYS:
            if (said.get(f"opens_{code}") is None) != (said.get(f"closes_{code}") is None):
                self.add_error(f"closes_{code}", _("Give both hours of the day, or none."))
        return said

    def hours(self) -> dict[str, Any]:
        """weekday -> hours, None where it is shut."""
        said = self.cleaned_data
        return {
            code: (said[f"opens_{code}"], said[f"closes_{code}"]) if said[f"opens_{code}"] else None
            for code, _day in WEEKDAYS
        }


class FeastForm(forms.Form):
    """On which day a feast of the moon falls."""

    day = forms.DateField(label=_("First day"), widget=DayInput(), error_messages=_DAY)
    announced = forms.BooleanField(label=_("It was announced"), required=False)


def soon() -> Any:
    """The last day that is proposed to somebody who waits: in two weeks."""
    return timezone.localdate() + timedelta(days=14)
