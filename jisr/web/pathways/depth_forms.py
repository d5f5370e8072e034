"""Forms of a pathway in depth: levels, templates, approvals, contacts, units, answers to signals."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.web.fields import AmountField, AskedWith, TypedField, minutes_of_work
from jisr.web.pathways.forms import DAY_NEEDED, MOST_DIRHAMS, ProgrammeField
from jisr.web.widgets import DayInput, DigitsInput
from jisr.web.window import OfMember, Unhurried
from jisr.web.wording import of_file as said
from jisr.window.pathways.choices import (
    ApprovalKind,
    AsideReason,
    ContactWay,
    RefusedBecause,
    Responsible,
    StepKind,
    UnitResult,
)
from jisr.window.pathways.library import Domain, Template, templates


class LevelsForm(Unhurried):
    """One sentence of five in each domain; what nobody spoke about stays empty."""

    marks_optional = False

    def __init__(self, *args: Any, domains: Iterable[Domain], **options: Any) -> None:
        super().__init__(*args, **options)
        for domain in domains:
            choices = [(n, f"{n}. {said(level)}") for n, level in enumerate(domain.levels, 1)]
            self.fields[domain.code] = forms.TypedChoiceField(
                label=said(domain.name), required=False, choices=choices, coerce=int, empty_value=None,
                widget=forms.RadioSelect(attrs={"class": "scale"}),
            )  # fmt: skip

    def levels(self) -> dict[str, int]:
        """What was chosen."""
        return {name: level for name, level in self.cleaned_data.items() if level}


class AnswerLevelForm(OfMember):
    """The goal and the first step that a low level asks for."""

    words = TypedField(
        label=_("What will be different"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what will be different.")},
    )  # fmt: skip
    person = forms.ChoiceField(label=pgettext_lazy("of a need", "For whom"))
    what = TypedField(
        label=_("What will be done"), max_length=300, error_messages={"required": _("Write what will be done.")}
    )
    kind = forms.ChoiceField(label=_("Kind of step"), choices=StepKind.choices)
    responsible = forms.ChoiceField(
        label=_("Who does it"), choices=Responsible.choices, initial=Responsible.WORKER, widget=forms.RadioSelect
    )
    due_on = forms.DateField(label=_("By when"), widget=DayInput(), error_messages=DAY_NEEDED)


class ChooseForm(OfMember):
    """Which pathway, for whom, from which day."""

    template = forms.ChoiceField(
        label=_("Pathway"), widget=forms.RadioSelect(attrs={"class": "scale"}),
        error_messages={"required": _("Choose a pathway.")},
    )  # fmt: skip
    person = forms.ChoiceField(label=pgettext_lazy("of a need", "For whom"))
    start = forms.DateField(label=_("From which day"), widget=DayInput(), error_messages=DAY_NEEDED)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["template"].choices = [
            (code, f"{said(one.name)}. {said(one.meant_for)}") for code, one in templates().items()
        ]


class ApplyForm(Unhurried):
    """What a template proposes, each row kept or left, its words and days changed at will."""

    marks_optional = False

    def __init__(self, *args: Any, template: Template, start: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.template = template
        hidden = {"widget": forms.HiddenInput, "required": False}
        self.fields["template"] = forms.CharField(initial=template.code, **hidden)
        self.fields["person"] = forms.CharField(**hidden)
        self.fields["start"] = forms.CharField(initial=start.isoformat(), **hidden)
        for n, (_domain, words) in enumerate(template.goals):
            self.fields[f"g{n}"] = TypedField(
                label=_("What will be different"), required=False, max_length=300, initial=said(words),
                help_text=_("Empty it to set no goal."),
            )  # fmt: skip
        for n, step in enumerate(template.steps):
            self._step(n, step, start)
        for n, unit in enumerate(template.units):
            self.fields[f"u{n}_keep"] = _kept(_("Keep this unit"))
            self.fields[f"u{n}_name"] = TypedField(label=_("Unit"), max_length=200, initial=said(unit.name))
            self.fields[f"u{n}_hours"] = forms.IntegerField(
                label=pgettext_lazy("of a unit", "Hours"),
                min_value=1,
                max_value=2000,
                initial=unit.hours,
                widget=DigitsInput(),
            )

    def _step(self, n: int, step: Any, start: date) -> None:
        self.fields[f"s{n}_keep"] = _kept(_("Keep this step"))
        self.fields[f"s{n}_what"] = TypedField(label=_("What will be done"), max_length=300, initial=said(step.what))
        self.fields[f"s{n}_due_on"] = forms.DateField(
            label=_("By when"), widget=DayInput(), initial=start + timedelta(days=step.after_days),
            error_messages=DAY_NEEDED,
        )  # fmt: skip
        self.fields[f"s{n}_responsible"] = forms.ChoiceField(
            label=_("Who does it"), choices=Responsible.choices, initial=step.responsible
        )
        if step.papers:
            self.fields[f"s{n}_papers"] = forms.CharField(
                label=_("Papers to bring, one a line"), required=False, max_length=1000,
                initial="\n".join(said(paper) for paper in step.papers), widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def goals(self) -> list[Any]:
        """Fields of the goals."""
        return [self[f"g{n}"] for n in range(len(self.template.goals))]

    def rows(self) -> list[dict[str, Any]]:
        """Fields of the steps, a row each, with what the template says beside."""
        names = ("keep", "what", "due_on", "responsible", "papers")
        return [
            {"kind": StepKind(step.kind).label}
            | {name: self[f"s{n}_{name}"] for name in names if f"s{n}_{name}" in self.fields}
            for n, step in enumerate(self.template.steps)
        ]

    def unit_rows(self) -> list[dict[str, Any]]:
        """Fields of the training units."""
        return [
            {"keep": self[f"u{n}_keep"], "fields": [self[f"u{n}_name"], self[f"u{n}_hours"]], "unit": unit}
            for n, unit in enumerate(self.template.units)
        ]

    def kept_goals(self) -> dict[str, str]:
        """Domain -> words of the goals that were kept."""
        said_goals = {domain: self.cleaned_data[f"g{n}"] for n, (domain, _words) in enumerate(self.template.goals)}
        return {domain: words for domain, words in said_goals.items() if words}

    def kept_steps(self) -> list[dict[str, Any]]:
        """Steps that were kept, as the act takes them."""
        data = self.cleaned_data
        return [
            {
                "what": data[f"s{n}_what"], "due_on": data[f"s{n}_due_on"], "kind": step.kind, "theme": step.theme,
                "responsible": data[f"s{n}_responsible"], "units": step.units,
                "papers": data.get(f"s{n}_papers", "").splitlines(),
            }
            for n, step in enumerate(self.template.steps) if data[f"s{n}_keep"]
        ]  # fmt: skip

    def kept_units(self) -> list[Mapping[str, Any]]:
        """Units that were kept."""
        data = self.cleaned_data
        return [
            {"code": unit.code, "name": data[f"u{n}_name"], "hours": data[f"u{n}_hours"],
             "attendance": unit.attendance}
            for n, unit in enumerate(self.template.units) if data[f"u{n}_keep"]
        ]  # fmt: skip


def _kept(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=True)


class ContactForm(Unhurried):
    """When you met and what it took."""

    on = forms.DateField(label=_("Day"), widget=DayInput(), error_messages=DAY_NEEDED)
    way = forms.ChoiceField(
        label=_("How you met"), choices=ContactWay.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say how you met.")},
    )  # fmt: skip
    minutes = minutes_of_work()
    km = forms.IntegerField(
        label=_("Kilometres, there and back"), required=False, min_value=0, max_value=2000, widget=DigitsInput(),
        help_text=_("Empty: the way between the commune and the centre is taken, as an estimate."),
    )  # fmt: skip


class AskForm(Unhurried):
    """Ask for somebody's yes."""

    kind = forms.ChoiceField(label=_("What must be allowed"), choices=ApprovalKind.choices, widget=forms.RadioSelect)
    amount = AmountField(
        most=MOST_DIRHAMS, too_much=_("This is more than a million dirhams. Check the amount."),
        label=_("Value in dirhams"), required=False,
        error_messages={"required": _("Write the amount in dirhams.")},
    )  # fmt: skip
    why = TypedField(
        label=_("Why it is needed"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it is needed: whoever decides was not there.")},
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(code, label) for code, label in ApprovalKind.choices if code in kinds]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0]
        self.fields["amount"].required = list(kinds) == [ApprovalKind.MONEY]
        self.fields["amount"].marks_optional = False  # asked for money, and never for lodging
        self.fields["programme"] = ProgrammeField()


class DecideForm(Unhurried):
    """Yes, or no with its reason."""

    granted = forms.TypedChoiceField(
        label=_("Your answer"), choices=[("yes", _("Allow it")), ("no", _("Refuse it"))],
        coerce=lambda value: value == "yes", empty_value=None, widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )  # fmt: skip
    because = AskedWith(label=_("Why it is refused"), choices=[("", _("Choose…")), *RefusedBecause.choices])
    words = TypedField(
        label=_("What can be done"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ResultForm(Unhurried):
    """How a unit ended."""

    result = forms.ChoiceField(
        label=_("How it ended"), choices=UnitResult.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ended.")},
    )  # fmt: skip
    result_on = forms.DateField(label=_("Day of the result"), widget=DayInput(), error_messages=DAY_NEEDED)


class AsideForm(Unhurried):
    """Why a signal is set aside."""

    because = forms.ChoiceField(
        label=_("Why you set it aside"), choices=AsideReason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say why you set it aside.")},
    )  # fmt: skip


class ActForm(OfMember):
    """The step that answers a signal."""

    person = forms.ChoiceField(label=pgettext_lazy("of a need", "For whom"))
    kind = forms.ChoiceField(label=_("Kind of step"), widget=forms.RadioSelect)
    what = TypedField(
        label=_("What will be done"), max_length=300, error_messages={"required": _("Write what will be done.")}
    )
    due_on = forms.DateField(label=_("By when"), widget=DayInput(), error_messages=DAY_NEEDED)

    def __init__(self, *args: Any, kinds: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(code, StepKind(code).label) for code in kinds]


class CheckForm(Unhurried):
    """The number of a certificate and the name on it."""

    code = forms.CharField(
        label=_("Number of the certificate"), max_length=24,
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "short", "autocomplete": "off"}),
        error_messages={"required": _("Write the number at the foot of the certificate.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name on the certificate"), max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Write the name as it stands on the certificate.")},
    )  # fmt: skip
