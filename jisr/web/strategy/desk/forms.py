"""Forms of the desk: a strategy that is begun, somebody's programme, a decision."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.ledger.strategy.choices import PlanKind, Verdict
from jisr.ledger.strategy.models import Measure
from jisr.territory.models import Province, Region
from jisr.web import wording
from jisr.web.fields import NO_DAY, TypedField
from jisr.web.strategy import told
from jisr.web.widgets import DayInput
from jisr.web.window import Unhurried


def _name(label: Any, tongue: str, *, required: bool = True, **options: Any) -> TypedField:
    direction = "rtl" if tongue == "ar" else "ltr"
    return TypedField(
        label=label, required=required, max_length=options.pop("max_length", 300),
        widget=forms.TextInput(attrs={"dir": direction, "lang": tongue, "autocomplete": "off"}),
        error_messages={"required": _("Write its name.")}, **options,
    )  # fmt: skip


def _said(label: Any, tongue: str, **options: Any) -> TypedField:
    direction = "rtl" if tongue == "ar" else "ltr"
    return TypedField(
        label=label, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4, "dir": direction, "lang": tongue}),
        **options,
    )  # fmt: skip


class PlaceChoice(forms.ModelChoiceField):
    """A place by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return wording.name_of(obj)


class SpanForm(Unhurried):
    """From when until when."""

    since = forms.DateField(label=_("From"), required=False, widget=DayInput(), error_messages=NO_DAY)
    until = forms.DateField(
        label=pgettext_lazy("last day", "Until"), required=False, widget=DayInput(), error_messages=NO_DAY
    )


class StrategyForm(SpanForm):
    """What a strategy is called, whose it is, where it is at work."""

    name_ar = _name(_("Name in Arabic"), "ar")
    name_fr = _name(_("Name in French"), "fr")
    owner_ar = _name(_("Body that owns it, in Arabic"), "ar", required=False, max_length=200)
    owner_fr = _name(_("Body that owns it, in French"), "fr", required=False, max_length=200)
    region = PlaceChoice(
        label=_("Region"), required=False, queryset=Region.objects.order_by("code"),
        empty_label=_("the whole country"),
    )  # fmt: skip
    field_order = ("name_ar", "name_fr", "owner_ar", "owner_fr", "region", "since", "until")


class PlanForm(SpanForm):
    """Whose programme it is, and what it is called."""

    kind = forms.ChoiceField(
        label=_("Whose programme it is"), choices=[("", "—"), *PlanKind.choices],
        error_messages={"required": _("Choose whose programme it is.")},
    )  # fmt: skip
    name_ar = _name(_("Name in Arabic"), "ar", required=False, help_text=_("In one of the two languages at least."))
    name_fr = _name(_("Name in French"), "fr", required=False)
    owner_ar = _name(_("Body that owns it, in Arabic"), "ar", required=False, max_length=200)
    owner_fr = _name(_("Body that owns it, in French"), "fr", required=False, max_length=200)
    region = PlaceChoice(label=_("Region"), required=False, queryset=Region.objects.order_by("code"), empty_label="—")
    province = PlaceChoice(
        label=_("Province or prefecture"), required=False, empty_label="—",
        queryset=Province.objects.order_by("code"),
    )  # fmt: skip
    field_order = ("kind", "name_ar", "name_fr", "owner_ar", "owner_fr", "region", "province", "since", "until")


class VersionForm(Unhurried):
    """What the next version will change."""

    said_ar = _said(_("What it is to change, in Arabic"), "ar", required=False)
    said_fr = _said(_("What it is to change, in French"), "fr", required=False)


class InForceForm(Unhurried):
    """The day of the decision."""

    on = forms.DateField(
        label=_("Decided on"), widget=DayInput(), initial=timezone.localdate,
        error_messages=NO_DAY | {"required": _("Give the day of the decision.")},
    )  # fmt: skip


class DecisionForm(Unhurried):
    """What is to become of two lines, and why."""

    verdict = forms.ChoiceField(
        label=_("What is to become of the two?"), choices=Verdict.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to become of the two.")},
    )  # fmt: skip
    reason = TypedField(
        label=pgettext_lazy("of decision", "Why?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept with your name and the day. It can be taken back, and stays on record."),
        error_messages={"required": _("Say why: whoever reads it later was not there.")},
    )  # fmt: skip


class ReasonForm(Unhurried):
    """Why a decision is taken back."""

    reason = TypedField(
        label=_("Why is it taken back?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why it is taken back.")},
    )  # fmt: skip


class LeaveOutForm(Unhurried):
    """Why something is left out."""

    why = TypedField(
        label=_("Why is it left out?"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("In a few words; they stay beside it."),
        error_messages={"required": _("Say why, in a few words: whoever reads it later was not there.")},
    )  # fmt: skip


class TakeUpForm(Unhurried):
    """The measure that takes a statement up.

    Args:
        measures: of the version.
    """

    measure = forms.ChoiceField(
        label=_("Which measure takes it up?"), error_messages={"required": _("Choose a measure.")}
    )

    def __init__(self, *args: Any, measures: list[Measure], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(row.pk), f"{row.code} · {told.title(row)}") for row in measures]
        self.fields["measure"].choices = [("", "—"), *choices]
