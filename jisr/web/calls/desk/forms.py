"""Forms of the desk of the calls."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.conditions import Book
from jisr.conditions.sentences import in_language
from jisr.ledger.agreements.models import ObjectLine
from jisr.ledger.calls import queries
from jisr.ledger.calls.choices import ApplicantKind, Favoured, GroupKind, Outcome, Reason
from jisr.ledger.calls.models import Application, Call, Criterion
from jisr.ledger.calls.rules.asked import papers_for, rules_for, standard
from jisr.ledger.calls.rules.papers import PaperList
from jisr.territory.models import Province, Region
from jisr.web import wording
from jisr.web.calls import words
from jisr.web.fields import AmountField, TypedField
from jisr.web.widgets import MomentInput
from jisr.web.window import Unhurried

_MOMENT = {
    "invalid": _("Write the day and the hour, for example 2026-12-01 09:30."),
    "required": _("Write the day and the hour, for example 2026-12-01 09:30."),
}
CRITERIA = range(1, 7)
_MOST_MAD = 1_000_000_000


def _line(label: Any, most: int = 300, *, needed: Any = None) -> TypedField:
    return TypedField(
        label=label, required=needed is not None, max_length=most,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": needed} if needed else {},
    )  # fmt: skip


def _text(label: Any, most: int, *, needed: Any = None, rows: int = 4, help_text: Any = "") -> TypedField:
    return TypedField(
        label=label, required=needed is not None, max_length=most, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        error_messages={"required": needed} if needed else {},
    )  # fmt: skip


def _number(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}), **options,
    )  # fmt: skip


class ExtendForm(Unhurried):
    """The last moment of an announced call, put off."""

    closes_at = forms.DateTimeField(
        label=_("It closes"), widget=MomentInput(), error_messages=_MOMENT,
        help_text=_("Later than now announced; never earlier."),
    )  # fmt: skip
    reason_ar = _line(_("Why, in Arabic"), 500, needed=_("Say why: everybody reads it."))
    reason_fr = _line(_("Why, in French"), 500, needed=_("Say why: everybody reads it."))
    marks_optional = False


class AnnounceForm(Unhurried):
    """For each kind of applicant of a call: by which rule file it is judged, and which papers it brings."""

    marks_optional = False

    def __init__(self, *args: Any, call: Call, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kinds = words.kinds(call)
        for kind, _label in self.kinds:
            books, lists = rules_for(kind, on), papers_for(kind, on)
            self.fields[f"rules_{kind}"] = _one_of(_("Conditions"), books, on)
            self.fields[f"papers_{kind}"] = _one_of(pgettext_lazy("of application", "Papers"), lists, on)
            self.initial.update({f"{what}_{kind}": code for what, code in standard(kind, on).items()})
        self.on = on

    def parts(self) -> list[dict[str, Any]]:
        """For each kind its two questions, and what each file that may be chosen says."""
        return [
            {
                "label": label, "rules": self[f"rules_{kind}"], "papers": self[f"papers_{kind}"],
                "books": [words.conditions(kind, one, one.in_force(self.on)) for one in rules_for(kind, self.on)],
                "lists": [words.listing(one, listed, kind) for one in papers_for(kind, self.on)
                          if (listed := one.in_force(self.on))],
            }
            for kind, label in self.kinds
        ]  # fmt: skip

    def chosen(self) -> dict[str, dict[str, str]]:
        """What is chosen, kind by kind."""
        said = self.cleaned_data
        return {kind: {"rules": said[f"rules_{kind}"], "papers": said[f"papers_{kind}"]} for kind, _label in self.kinds}


def _one_of(label: Any, files: Sequence[Book | PaperList], on: date) -> forms.ChoiceField:
    """Files to choose from, each with the day since which it holds."""
    return forms.ChoiceField(
        label=label, widget=forms.RadioSelect, error_messages={"required": _("Choose one.")},
        choices=[
            (one.code, _("%(title)s, since %(day)s") % {
                "title": in_language(one.title, words.tongue()), "day": wording.day(version.since)})
            for one in files if (version := one.in_force(on))
        ],
    )  # fmt: skip


class CallForm(Unhurried):
    """A call with its terms; what is left empty must be said before it is announced.

    Args:
        region: whose provinces places may be reserved for, and whose agreements may pay.
        invented: whether the call, and so the agreement, is.
    """

    name_ar = _line(_("Name in Arabic"), needed=_("Give its name in Arabic and in French."))
    name_fr = _line(_("Name in French"), needed=_("Give its name in Arabic and in French."))
    about_ar = _text(_("What it is about, in Arabic"), 4_000)
    about_fr = _text(_("What it is about, in French"), 4_000)
    office_ar = _line(_("Service that receives it, in Arabic"), 200)
    office_fr = _line(_("Service that receives it, in French"), 200)
    line = forms.ModelChoiceField(
        label=_("Object line of the agreement that pays for it"), required=False, queryset=ObjectLine.objects.none(),
        empty_label=_("none yet"), help_text=_("It is said when the call is prepared, and stays."),
    )  # fmt: skip
    opens_at = forms.DateTimeField(
        label=pgettext_lazy("of call", "Opens"), widget=MomentInput(), error_messages=_MOMENT
    )
    closes_at = forms.DateTimeField(
        label=pgettext_lazy("of call", "Closes"), widget=MomentInput(), error_messages=_MOMENT
    )
    kinds = forms.MultipleChoiceField(
        label=_("Who may apply"), choices=ApplicantKind, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )  # fmt: skip
    budget = AmountField(
        label=_("Budget, in dirhams"), required=False, most=_MOST_MAD, too_much=_("This is far too much.")
    )
    most_each = AmountField(
        label=_("Most for one project, in dirhams"), required=False, most=_MOST_MAD, too_much=_("This is far too much.")
    )
    places = _number(_("Places; empty for as many as the budget pays"), max_value=1_000_000)
    least_points = _number(_("Least points"), max_value=600, initial=0)
    gap = _number(_("Gap between two readers that a third one settles"), max_value=600, initial=15)
    appeal_days = _number(_("Days to appeal after the results"), max_value=90, initial=15)
    is_blind = forms.BooleanField(
        label=_("Readers do not see who applies"), required=False, initial=True,
        help_text=_("Names, telephones and papers do not exist for them."),
    )  # fmt: skip
    marks_optional = False

    def __init__(self, *args: Any, region: Region, invented: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.initial.get("name_ar"):  # what pays for a call stays as it was first said
            del self.fields["line"]
        else:
            lines = self.fields["line"]
            lines.queryset = queries.lines_for(region, invented=invented)
            lines.label_from_instance = lambda line: f"{wording.name_of(line.agreement)} — {wording.name_of(line)}"
        self.places_of = list(Province.objects.filter(region=region).order_by("code"))
        for n in CRITERIA:
            self.fields[f"c{n}_ar"] = _line(_("Criterion in Arabic"), 200)
            self.fields[f"c{n}_fr"] = _line(_("Criterion in French"), 200)
            self.fields[f"c{n}_most"] = _number(_("Most points"), max_value=100)
        for key, label in self._groups():
            self.fields[f"q_{key}"] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=100_000,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
            )  # fmt: skip

    def _groups(self) -> list[tuple[str, Any]]:
        provinces = [(f"{GroupKind.PROVINCE}:{one.pk}", wording.name_of(one)) for one in self.places_of]
        return provinces + [(f"{GroupKind.PUBLIC}:{code}", label) for code, label in Favoured.choices]

    def criteria_rows(self) -> list[list[forms.BoundField]]:
        """The fields of each criterion."""
        return [[self[f"c{n}_{part}"] for part in ("ar", "fr", "most")] for n in CRITERIA]

    def quota_fields(self) -> list[forms.BoundField]:
        """Reserved places, one field for each province and public."""
        return [self[f"q_{key}"] for key, _label in self._groups()]

    def values(self) -> dict[str, Any]:
        """What is said of the call itself."""
        own = CallForm.base_fields.keys() - {"line"}
        said = {name: value for name, value in self.cleaned_data.items() if name in own}
        for name in ("least_points", "gap", "appeal_days"):
            said[name] = said[name] or 0
        said["provinces"] = [{"code": one.pk, "ar": one.name_ar, "fr": one.name_fr} for one in self.places_of]
        return said

    def criteria(self) -> list[dict[str, Any]]:
        """Criteria that have a name in both languages and points."""
        rows = [
            {"name_ar": self.cleaned_data[f"c{n}_ar"], "name_fr": self.cleaned_data[f"c{n}_fr"],
             "most": self.cleaned_data[f"c{n}_most"]}
            for n in CRITERIA
        ]  # fmt: skip
        return [row for row in rows if all(row.values())]

    def quotas(self) -> list[dict[str, Any]]:
        """Groups of the call: every one stands for somebody in equal shares, some have reserved places."""
        found = []
        for key, _label in self._groups():
            kind, of = key.split(":", 1)
            at_least = self.cleaned_data[f"q_{key}"]
            if at_least or kind == GroupKind.PROVINCE:
                found.append({"kind": kind, "of": of, "at_least": at_least or 0, "heads": 1})
        return found

    def clean(self) -> dict[str, Any]:
        """A criterion is said whole or not at all."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for n in CRITERIA:
            parts = [cleaned.get(f"c{n}_{part}") for part in ("ar", "fr", "most")]
            if any(parts) and not all(parts):
                self.add_error(f"c{n}_most", _("Give its name in both languages and its most points, or leave it."))
        return cleaned


def start_of(call: Call) -> dict[str, Any]:
    """What the form of a call begins with."""
    said = {name: getattr(call, name) for name in CallForm.base_fields if name != "line"}
    for name in ("budget", "most_each"):
        said[name] = "" if said[name] is None else f"{said[name] / 100:.2f}".removesuffix(".00")
    for one in call.criteria.all():
        said |= {f"c{one.place}_ar": one.name_ar, f"c{one.place}_fr": one.name_fr, f"c{one.place}_most": one.most}
    return said | {f"q_{one.kind}:{one.of}": one.at_least or None for one in call.quotas.all()}


class PapersForm(Unhurried):
    """Everything that is missing, asked for once."""

    items = forms.MultipleChoiceField(
        label=_("What is missing?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick every paper that is missing: it is asked for once.")},
        help_text=_("The law allows one request: tick everything. The days to bring it begin today."),
    )  # fmt: skip

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        super().__init__(*args, **options)
        items = queries.asked_of(application).items
        self.fields["items"].choices = [(item.code, item.said(words.tongue())) for item in items]


class AsideForm(Unhurried):
    """Why a file is not read."""

    why = forms.ChoiceField(
        label=_("Why"), widget=forms.RadioSelect,
        choices=[(code, code.label) for code in (Reason.NOT_ELIGIBLE, Reason.NOT_COMPLETE)],
        error_messages={"required": _("Choose one of the reasons.")},
    )  # fmt: skip
    why_text = _text(
        _("In words, for the applicant"), 1_000,
        needed=_("Say in words what is missing or which condition: she reads it."),
        help_text=_("It is published beside the number. Name no person."),
    )  # fmt: skip


class HandForm(Unhurried):
    """A file decided by hand."""

    outcome = forms.ChoiceField(
        label=_("Decided by hand"), choices=Outcome, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )  # fmt: skip
    reason = _text(
        _("Reason"), 1_000, needed=_("Say why: everybody reads it beside the result. Name no person."),
        help_text=_("Everybody reads it beside the result. Name no person."),
    )  # fmt: skip


class AppealAnswerForm(HandForm):
    """What becomes of an application after an appeal, and the answer."""

    outcome = forms.ChoiceField(label=_("After the appeal"), choices=Outcome, widget=forms.RadioSelect)
    reason = _text(_("Answer"), 1_000, needed=_("Answer in words: she reads it."))


class GiveUpForm(Unhurried):
    """Why a selected project does not take its place."""

    why = _line(
        _("Why it does not take its place"), 300,
        needed=_("Say why: everybody reads it beside the result. Name no person."),
    )  # fmt: skip


class PointsForm(Unhurried):
    """The points of one file, criterion by criterion."""

    def __init__(self, *args: Any, criteria: list[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"c{one.place}"] = forms.IntegerField(
                label=wording.name_of(one), min_value=0, max_value=one.most,
                help_text=_("from 0 to %(most)d") % {"most": one.most},
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
                error_messages={"required": _("Give points, 0 where there is nothing.")},
            )  # fmt: skip
        self.fields["words"] = _text(
            _("Why these points"), 2_000, needed=_("Say in words why: the keeper reads it beside the points."), rows=5
        )

    def points(self) -> Mapping[str, int]:
        """Key of a criterion: points."""
        return {str(one.pk): self.cleaned_data[f"c{one.place}"] for one in self.criteria}


class ConflictForm(Unhurried):
    """What ties a reader to a file."""

    why = _line(
        _("I know who applies, or gain from it:"), 300, needed=_("Say in a few words what ties you to this file.")
    )
