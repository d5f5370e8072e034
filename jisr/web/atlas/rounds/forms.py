"""Forms of rounds: for which places, how they are to be visited, and what is changed afterwards."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.atlas.choices import Limit
from jisr.atlas.rounds.actions import MOST_PLACES
from jisr.centres.choices import CentreType, Theme
from jisr.web import wording
from jisr.web.centres.forms_kept import clock_field
from jisr.web.fields import day, line, text
from jisr.web.widgets import DigitsInput

#: Weeks of a calendar: what a notice board holds, and what is still true at its end.
MOST_WEEKS = 26
_WEEKDAYS = [(str(number), label) for number, label in WEEKDAYS.items()]


class ListForm(forms.Form):
    """Which service, in which province, for whom it is too far; it stands in the address."""

    marks_optional = False

    theme = forms.ChoiceField(label=_("Service that comes"), choices=Theme.choices)
    province = forms.ChoiceField(label=pgettext_lazy("territory", "Province or prefecture"))
    limit = forms.ChoiceField(label=_("Tick what is further from it than"), choices=Limit.choices)

    def __init__(self, given: Any, provinces: Iterable[Any]) -> None:
        choices = [(one.pk, wording.name_of(one)) for one in provinces]
        usual = {"theme": Theme.DISABILITY, "limit": Limit.HOUR, "province": choices[0][0] if choices else ""}
        super().__init__(usual | {name: given[name] for name in given})
        self.fields["province"].choices = choices


def minutes_field(label: Any, help_text: Any = "") -> forms.IntegerField:
    """Minutes of a visit."""
    return forms.IntegerField(label=label, min_value=5, max_value=600, widget=DigitsInput(), help_text=help_text)


def wait_field(label: Any, help_text: Any = "") -> forms.IntegerField:
    """Days between two visits."""
    return forms.IntegerField(label=label, min_value=1, max_value=120, widget=DigitsInput(), help_text=help_text)


class RoundForm(forms.Form):
    """Units, places, hours and the longest wait.

    Args:
        units: centres that can send somebody out, mobile units among them.
        places: (code, name) of the communes that can be chosen.
        ticked: codes of those that are proposed.
    """

    units = forms.MultipleChoiceField(label=_("Who goes out"), widget=forms.CheckboxSelectMultiple, required=False)
    base = forms.ChoiceField(label=_("Or a centre from which somebody goes out"), required=False)
    limit_days = wait_field(_("Longest wait between two visits, in days"), _("14 means: every two weeks at least."))
    visit_min = minutes_field(_("Minutes at each place"))
    weekdays = forms.MultipleChoiceField(
        label=_("Working days"), choices=_WEEKDAYS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a day at least.")},
    )  # fmt: skip
    opens = clock_field(_("Leaves in the morning at"))
    closes = clock_field(_("Is back at"))
    first = day(_("First day"), missing=_("Write the day."))
    weeks = forms.IntegerField(
        label=_("For how many weeks"), min_value=1, max_value=MOST_WEEKS, widget=DigitsInput(),
        help_text=_("Holidays of these weeks are worked around."),
    )  # fmt: skip
    at_ar = line(_("Where it halts, in Arabic"), 200, widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}))
    at_fr = line(_("Where it halts, in French"), 200, widget=forms.TextInput(attrs={"dir": "ltr", "lang": "fr"}))
    more = text(
        _("Douars and other places"), 20_000, rows=3,
        help_text=_("One a line: name, latitude and longitude, parted by semicolons."),
    )  # fmt: skip
    places = forms.MultipleChoiceField(label=_("Places"), required=False)
    marks_optional = False

    def __init__(
        self, data: Any, *, units: Sequence[Any], places: Sequence[tuple[str, str]], ticked: Iterable[str] = ()
    ) -> None:
        super().__init__(data, initial={
            "limit_days": 14, "visit_min": 90, "weekdays": list("01234"), "opens": "08:30", "closes": "16:30",
            "first": _next_monday(timezone.localdate()), "weeks": 12, "places": list(ticked),
            "at_ar": "ساحة السوق الأسبوعي", "at_fr": "Place du souk hebdomadaire",
            "units": [one.pk for one in units if one.type == CentreType.MOBILE_UNIT][:1],
            "base": units[0].pk if len(units) == 1 else "",
        })  # fmt: skip
        offered = [(one.pk, wording.name_of(one)) for one in units]
        mobile = {one.pk for one in units if one.type == CentreType.MOBILE_UNIT}
        self.fields["units"].choices = [one for one in offered if one[0] in mobile]
        self.fields["base"].choices = [("", _("Choose…")), *(one for one in offered if one[0] not in mobile)]
        self.fields["places"].choices = list(places)
        for code, name in places:
            self.fields[f"day-{code}"] = forms.ChoiceField(
                label=_("Day kept in %(place)s") % {"place": name}, required=False,
                choices=[("", _("any day")), *_WEEKDAYS],
            )  # fmt: skip

    def rows(self) -> list[tuple[str, Any, bool]]:
        """(code, field of the day, whether it is ticked) of each place."""
        given = self.data.getlist("places") if self.is_bound else self.initial["places"]
        ticked = set(given)
        return [(code, self[f"day-{code}"], code in ticked) for code, _name in self.fields["places"].choices]

    def clean(self) -> dict[str, Any]:
        """Hours and days in their order, a place in words, and something to visit."""
        said = super().clean() or self.cleaned_data
        opens, closes, first = said.get("opens"), said.get("closes"), said.get("first")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("It is back before it leaves: exchange the hours."))
        if first and first < timezone.localdate():
            self.add_error("first", _("This day is over. Choose one to come."))
        if not said.get("at_ar") and not said.get("at_fr"):
            self.add_error("at_ar", _("Say where it halts, in one language at least."))
        if not said.get("units") and not said.get("base") and "units" not in self.errors:
            self.add_error("units", _("Choose a unit at least."))
        if sum(map(bool, map(str.strip, said.get("more", "").splitlines()))) > MOST_PLACES:
            self.add_error("more", _("Choose at most %(most)s places in one round.") % {"most": MOST_PLACES})
        if not said.get("places") and not said.get("more"):
            self.add_error("places", _("Choose a place at least."))
        return said


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


class PlaceForm(forms.Form):
    """How one place is visited: its day, its length, its wait.

    Args:
        slots: (code, words) of the days that it can be fixed to.
    """

    marks_optional = False

    slot = forms.ChoiceField(label=_("Its day"), required=False)
    limit_days = wait_field(_("Longest wait between two visits, in days"))
    visit_min = minutes_field(_("Minutes there"))
    leave_out = forms.BooleanField(label=_("Leave this place out of the round"), required=False)

    def __init__(self, data: Any, *, slots: Sequence[tuple[str, str]], initial: Any) -> None:
        super().__init__(data, initial=initial)
        self.fields["slot"].choices = [("", _("any day")), *slots]


class SwapForm(forms.Form):
    """Two days of one unit that are exchanged."""

    marks_optional = False

    one = forms.ChoiceField(label=_("This day"))
    other = forms.ChoiceField(label=_("becomes this day, and the other way round"))

    def __init__(self, data: Any, *, slots: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        for name in ("one", "other"):
            self.fields[name].choices = [("", _("Choose…")), *slots]

    def clean(self) -> dict[str, Any]:
        """Two days of the same unit."""
        said = super().clean() or self.cleaned_data
        one, other = said.get("one"), said.get("other")
        if one and other and (one == other or one.split("-")[0] != other.split("-")[0]):
            self.add_error("other", _("Choose another day of the same unit."))
        return said
