"""Forms of the advisory bodies; each label says who will read what is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.common.choices import Sex
from jisr.forum.choices import BodyKind, ItemState, MeansAnswerKind, MeansKind, MemberPart, OutcomeKind
from jisr.forum.models import AdvisoryBody, Wave
from jisr.web import wording
from jisr.web.fields import TypedField, day, line, text
from jisr.web.window import Unhurried

_ONE_LANGUAGE = _("In one of the two languages at least.")


def _choice(label: Any, choices: Any, missing: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": missing}, **options
    )


class EditBodyForm(Unhurried):
    """What is public of a body: its names, its mandate, the act that set it up."""

    name_ar = line(_("Name in Arabic"), 300)
    name_fr = line(_("Name in French"), 300)
    mandate_since = day(_("Mandate from"))
    mandate_until = day(_("Mandate until"))
    mandate_ar = text(_("Mandate in Arabic"), 4_000, _("What the council asks of it."))
    mandate_fr = text(_("Mandate in French"), 4_000)
    founding_act = line(
        _("Act that set it up"), 300, _("Its number and day: a decision of the council, its rules of procedure.")
    )
    marks_optional = False


class OpenBodyForm(EditBodyForm):
    """A body that gets its page."""

    kind = _choice(pgettext_lazy("of advisory body", "What it is about"), BodyKind, _("Say what it is about."))
    field_order = ("kind",)


class MemberForm(Unhurried):
    """Somebody who sits in a body.

    Args:
        accounts: users who may speak for her.
    """

    part = _choice(_("Part in the body"), MemberPart, _("Choose one."), initial=MemberPart.MEMBER)
    function_ar = line(_("Public function in Arabic"), help_text=_ONE_LANGUAGE)
    function_fr = line(_("Public function in French"))
    organisation = line(_("Organisation"))
    sex = forms.ChoiceField(
        label=_("Sex"), choices=Sex, required=False, widget=forms.RadioSelect,
        help_text=_("Counted for the share of women and men; shown of nobody alone."),
    )  # fmt: skip
    since = day(_("Sits since"), missing=_("Give the first day of the membership."))
    user = forms.ModelChoiceField(
        label=_("Account that speaks for the member"), required=False, queryset=User.objects.none(),
        empty_label=_("no account"),
        help_text=_("It keeps the programme and writes opinions. An administrator gives the post for it."),
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("The member agreed in writing that the name be published"), required=False,
        help_text=_("Without consent no name is kept: the function stands for it."),
    )  # fmt: skip
    name_ar = line(_("Published name in Arabic"), 120)
    name_fr = line(_("Published name in French"), 120)
    marks_optional = False

    def __init__(self, *args: Any, accounts: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = User.objects.filter(pk__in=[one.pk for one in accounts])
        self.fields["user"].label_from_instance = lambda one: one.display_name

    def clean(self) -> dict[str, Any]:
        """A name is typed where she agreed, and nowhere else."""
        return _agreed(self)


class NameForm(Unhurried):
    """Whether the name of a member is published; of one who left the box empty, nothing is kept."""

    agreed = forms.BooleanField(
        label=_("The name is published"),
        required=False,
        help_text=_("Leave it empty and the name is taken off every page, and kept nowhere."),
    )
    name_ar = line(_("Published name in Arabic"), 120)
    name_fr = line(_("Published name in French"), 120)
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        """A name is typed where she agreed, and nowhere else."""
        return _agreed(self)


def _agreed(form: Unhurried) -> dict[str, Any]:
    values = form.cleaned_data
    typed = values.get("name_ar") or values.get("name_fr")
    if typed and not values.get("agreed"):
        form.add_error(
            "agreed", _("Tick this if the member agreed, or empty the name: it is not kept without consent.")
        )
    elif values.get("agreed") and not typed:
        form.add_error("name_ar", _("Write the name to publish, in Arabic or in French."))
    return values


class EndForm(Unhurried):
    """The end of a membership."""

    until = day(_("First day without this membership"), missing=_("Give a day."))


class PlanForm(Unhurried):
    """A line of the programme."""

    what_ar = line(_("What is planned, in Arabic"), 500, _ONE_LANGUAGE)
    what_fr = line(_("What is planned, in French"), 500)
    due_on = day(
        _("By when"), _("Once it is past, the line is shown as late until it is done or given up."),
        missing=_("Say by when: what has no day cannot be late."),
    )  # fmt: skip
    marks_optional = False


class SettleForm(Unhurried):
    """A line that was done or given up."""

    state = _choice(
        _("What became of it?"),
        [one for one in ItemState.choices if one[0] != ItemState.PLANNED], _("Say whether it was done or given up."),
    )  # fmt: skip
    done_on = day(pgettext_lazy("of programme", "On which day"), _("Left empty: today."))
    evidence = TypedField(
        label=_("What shows it, or why it was given up"), max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Public: a document, its address, a place, a decision."),
        error_messages={"required": _("Say what shows it, or why it was given up.")},
    )  # fmt: skip
    marks_optional = False


class AskForm(Unhurried):
    """A request for means."""

    kind = _choice(_("What do you need?"), MeansKind, _("Choose what you need."))
    what_ar = line(_("In a few words, in Arabic"), 500, _("For how many people, where, for how long. Public at once."))
    what_fr = line(_("In a few words, in French"), 500)
    needed_on = day(_("Needed on"))
    marks_optional = False


class _AnswerForm(Unhurried):
    """Why, what next, and who: of any answer of a region."""

    why = text(_("Why"), 2_000)
    next_step = text(_("What happens next"), 2_000, rows=3)
    office_ar = line(_("Who answers, in Arabic"), help_text=_("The service, not a person."))
    office_fr = line(_("Who answers, in French"))
    marks_optional = False


class AnswerForm(_AnswerForm):
    """The answer of the region to a request for means."""

    kind = _choice(_("What do you answer?"), MeansAnswerKind, _("Choose an answer."))
    next_on = day(_("Day of the next step"), _("The day on which it is given, or on which you answer again."))
    field_order = ("kind", "why", "next_step", "next_on")


class OutcomeForm(_AnswerForm):
    """What became of an opinion."""

    kind = _choice(_("What became of it?"), OutcomeKind, _("Choose what became of it."))
    field_order = ("kind",)


class OpinionForm(Unhurried):
    """An opinion while it is written.

    Args:
        body: its region bounds the consultations.
        corrects: whether it takes the place of one that was given.
    """

    title_ar = line(_("On what, in Arabic"), 300, _("The programme or project, by its name."))
    title_fr = line(_("On what, in French"), 300)
    asked_by = line(_("Asked by"), help_text=_("Left empty: on its own initiative."))
    due_on = day(_("Due on"))
    wave = forms.ModelChoiceField(
        label=_("Consultation that it is about"), required=False, queryset=Wave.objects.none(), empty_label=_("none"),
        error_messages={"invalid_choice": _("Choose a consultation of the list.")},
    )  # fmt: skip
    contribution = line(_("Number of a published contribution that it is about"), 20)
    text_ar = text(_("Opinion in Arabic"), 6_000, _ONE_LANGUAGE, rows=8)
    text_fr = text(_("Opinion in French"), 6_000, rows=8)
    why_replaced = line(_("Why the opinion given before is corrected"), 500, _("Public, beside both of them."))
    marks_optional = False

    def __init__(self, *args: Any, body: AdvisoryBody, corrects: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        waves = Wave.objects.filter(is_demonstration=body.is_demonstration)
        if body.region_id:
            waves = waves.filter(region=body.region_id) | waves.filter(region=None)
        self.fields["wave"].queryset = waves.order_by("-opened_on", "pk")
        self.fields["wave"].label_from_instance = wording.name_of
        if not corrects:
            del self.fields["why_replaced"]
