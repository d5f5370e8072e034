"""Forms of a meeting: what is planned, the day on which it was held, its minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.forum.choices import Manner
from jisr.forum.models import Wave
from jisr.territory.models import Province
from jisr.web import wording
from jisr.web.fields import NO_DAY, line, text
from jisr.web.widgets import DayInput
from jisr.web.window import Unhurried


def _manner() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=pgettext_lazy("of meeting", "How people take part"), choices=Manner, widget=forms.RadioSelect,
        initial=Manner.IN_PERSON, error_messages={"required": _("Say how people take part.")},
    )  # fmt: skip


class PlanForm(Unhurried):
    """Where and when a meeting is to be held.

    Args:
        wave: its region or province bounds the places.
    """

    held_on = forms.DateField(
        label=_("Day"), widget=DayInput(), error_messages=NO_DAY | {"required": _("Give the day of the meeting.")}
    )
    held_until = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput(), error_messages=NO_DAY,
        help_text=_("Where it took several days."),
    )  # fmt: skip
    province = forms.ModelChoiceField(
        label=_("Province"), required=False, queryset=Province.objects.none(), empty_label=_("the whole region")
    )
    place_ar = line(_("Place in Arabic"))
    place_fr = line(_("Place in French"))
    manner = _manner()
    chair_ar = line(_("Chair, in Arabic"))
    chair_fr = line(_("Chair, in French"))
    agenda_ar = text(_("Agenda in Arabic"), 20_000)
    agenda_fr = text(_("Agenda in French"), 20_000)

    def __init__(self, *args: Any, wave: Wave, **options: Any) -> None:
        super().__init__(*args, **options)
        self.wave = wave
        by = "sort_ar" if wording.language() in {"ar", "zgh"} else "sort_fr"
        rows = Province.objects.select_related("region").order_by(by)
        if wave.province_id:
            rows = rows.filter(pk=wave.province_id)
        elif wave.region_id:
            rows = rows.filter(region=wave.region_id)
        self.fields["province"].queryset = rows
        self.fields["province"].label_from_instance = wording.name_of

    def clean(self) -> dict[str, Any]:
        """People must find the place, in one language at least."""
        values = super().clean() or {}
        if not values.get("place_ar") and not values.get("place_fr"):
            self.add_error("place_ar", _("Say where it is held, in Arabic or in French."))
        return values

    def said(self) -> dict[str, Any]:
        """What is known of the meeting, with the region that its province or its wave is in."""
        values = dict(self.cleaned_data)
        province = values["province"] or self.wave.province
        return values | {"region": province.region if province else self.wave.region, "province": province}


class HoldForm(Unhurried):
    """When a meeting was held."""

    held_on = forms.DateField(
        label=_("Held on"), widget=DayInput(),
        error_messages=NO_DAY | {"required": _("Give the day on which it was held.")},
    )  # fmt: skip
    held_until = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput(), error_messages=NO_DAY,
        help_text=_("Where it took several days."),
    )  # fmt: skip


class MinutesForm(Unhurried):
    """The minutes, in one language at least."""

    minutes_ar = text(_("Minutes in Arabic"), 60_000)
    minutes_fr = text(_("Minutes in French"), 60_000, _("In one of the two languages at least."))
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        """What is closed says something."""
        values = super().clean() or {}
        if not values.get("minutes_ar") and not values.get("minutes_fr") and not self.errors:
            self.add_error("minutes_ar", _("Write the minutes, in Arabic or in French."))
        return values


class DraftForm(MinutesForm):
    """The minutes while they are written: nothing is needed yet."""

    minutes_ar = text(_("Minutes in Arabic"), 60_000, rows=14)
    minutes_fr = text(_("Minutes in French"), 60_000, rows=14)

    def clean(self) -> dict[str, Any]:
        """A sentence saved now is one that is not lost."""
        return self.cleaned_data


def _twice(form: forms.Form, values: dict[str, Any], name: str, words: Any) -> None:
    """Something is said in one of the two languages at least."""
    both = (f"{name}_ar", f"{name}_fr")
    if not any(values.get(one) for one in both) and not set(both) & set(form.errors):
        form.add_error(both[0], words)


class SignForm(Unhurried):
    """An agreement: what it is about, and between whom."""

    about_ar = line(_("What the agreement is about, in Arabic"), 400)
    about_fr = line(_("What the agreement is about, in French"), 400)
    parties_ar = line(_("Between whom, in Arabic"), 400)
    parties_fr = line(_("Between whom, in French"), 400, _("Names of bodies, not of persons. One language is enough."))
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        """One language at least, for what and between whom."""
        values = super().clean() or {}
        _twice(self, values, "about", _("Say what the agreement is about."))
        _twice(self, values, "parties", _("Say between whom it was signed."))
        return values


class PromiseForm(Unhurried):
    """What was promised, by whom, and by when."""

    what_ar = text(_("What was promised, in Arabic"), 2_000)
    what_fr = text(_("What was promised, in French"), 2_000)
    owner_ar = line(_("Who promised it, in Arabic"))
    owner_fr = line(_("Who promised it, in French"), 200, _("The body, not the person. One language is enough."))
    due_on = forms.DateField(
        label=_("By when"), widget=DayInput(),
        error_messages=NO_DAY | {"required": _("Say by when: a promise without a day cannot be late.")},
    )  # fmt: skip
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        """One language at least, for what and who."""
        values = super().clean() or {}
        _twice(self, values, "what", _("Say what was promised."))
        _twice(self, values, "owner", _("Say who promised it."))
        return values


class SettleForm(Unhurried):
    """What became of a commitment."""

    became = forms.ChoiceField(
        label=pgettext_lazy("of commitment", "What became of it?"), widget=forms.RadioSelect,
        choices=[("kept", _("It was kept")), ("dropped", _("It is given up"))],
        error_messages={"required": _("Choose what became of it.")},
    )  # fmt: skip
    evidence = text(
        _("What shows it, or why it is given up"), 2_000, _("A document, a place, a decision. Everybody reads it.")
    )
    settled_on = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=DayInput(),
        error_messages=NO_DAY,
        help_text=_("Left empty: today."),
    )
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        """Neither is said without a reason."""
        values = super().clean() or {}
        if not values.get("evidence") and "evidence" not in self.errors:
            self.add_error("evidence", _("Say what shows it, or why it is given up."))
        return values

    def said(self) -> dict[str, Any]:
        """What the act takes."""
        values = self.cleaned_data
        return {"kept": values["became"] == "kept", "evidence": values["evidence"], "settled_on": values["settled_on"]}
