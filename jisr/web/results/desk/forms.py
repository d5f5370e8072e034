"""Forms of the desk of results."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.ledger.agreements.choices import Unit
from jisr.ledger.agreements.models import Agreement, Document, Party
from jisr.ledger.results.actions.checks import field_of
from jisr.ledger.results.choices import Better, Dimension, Frequency, Kind, Reporter, Scale, Tongue
from jisr.ledger.results.models import Indicator, Report
from jisr.ledger.results.models.indicators import MOST_DUE_DAYS
from jisr.ledger.results.rules.values import Value
from jisr.territory.models import Province
from jisr.web import results_words as words
from jisr.web import wording
from jisr.web.agreements.desk.fields import choice, named_choice
from jisr.web.fields import day, line, text
from jisr.web.results.measures import choices as measures
from jisr.web.window import Unhurried

Part = tuple[str, str]
_MOST = 10**12


def number(label: Any, help_text: Any = "", *, most: int = _MOST) -> forms.IntegerField:
    """A whole number of 0 or more; empty for one that is not known."""
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "dir": "ltr", "autocomplete": "off"}),
        error_messages={"invalid": _("Write a number in digits.")},
    )  # fmt: skip


class IndicatorForm(Unhurried):
    """An indicator of an agreement.

    Args:
        agreement: whose parties may answer for it, and whose provinces may report it.
    """

    name_ar = line(_("Name in Arabic"))
    name_fr = line(_("Name in French"))
    definition_ar = text(_("What is counted and how, in Arabic"), 2_000)
    definition_fr = text(_("What is counted and how, in French"), 2_000, _("In one of the two languages at least."))
    kind = choice(_("How it is made up"), Kind, widget=forms.RadioSelect, initial=Kind.ADDITIVE)
    is_cumulative = forms.BooleanField(
        label=_("Counted all told, since the beginning"), required=False,
        help_text=_("Such a number never falls: a lower one needs a correction of the period before it."),
    )  # fmt: skip
    unit = choice(_("What is counted"), [("", _("another unit, written below")), *Unit.choices], required=False)
    unit_ar = line(_("Unit in Arabic"), 60)
    unit_fr = line(_("Unit in French"), 60)
    scale = choice(
        _("Read as"), [("", _("a number")), *Scale.choices], required=False, help_text=_("For a ratio.")
    )  # fmt: skip
    top_ar = line(_("Ratio: what is counted, in Arabic"))
    top_fr = line(_("Ratio: what is counted, in French"))
    out_of_ar = line(_("Ratio: out of what, in Arabic"))
    out_of_fr = line(_("Ratio: out of what, in French"))
    better = choice(_("When is it better?"), Better, widget=forms.RadioSelect, initial=Better.MORE)
    baseline = number(_("Where it began: number"))
    baseline_out_of = number(_("Where it began: out of"), _("For a ratio."))
    baseline_on = day(_("Where it began: on"))
    by = forms.MultipleChoiceField(
        label=_("Told apart by"), choices=Dimension, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Parts always make the whole; what is not known is written as such."),
    )  # fmt: skip
    frequency = choice(_("How often it is reported"), Frequency, initial=Frequency.QUARTER)
    due_days = number(_("Days to report after a period"), most=MOST_DUE_DAYS)
    reporter = choice(_("Who reports"), Reporter)
    party = named_choice(_("Party that answers for it"), Party.objects.none(), required=False)
    province = named_choice(_("Province of the delegation"), Province.objects.none(), required=False)
    of_measure = forms.ChoiceField(
        label=_("Indicator of a measure of a strategy"), required=False,
        help_text=_("It is named by its codes and not copied: the strategy keeps its own words and targets."),
    )  # fmt: skip
    marks_optional = False

    def __init__(self, *args: Any, agreement: Agreement, **options: Any) -> None:
        super().__init__(*args, **options)
        held = agreement.versions.filter(in_force=True).order_by("-number").first()
        held = held or agreement.versions.order_by("-number").first()
        parties = Party.objects.filter(pk__in=held.shares.values("party")) if held else Party.objects.none()
        self.fields["party"].queryset = parties.order_by("name_fr")
        self.fields["province"].queryset = Province.objects.filter(region=agreement.region_id).order_by("code")
        for name in ("party", "province"):
            self.fields[name].label_from_instance = wording.name_of
        self.fields["of_measure"].choices = [("", "—"), *measures(agreement)]
        self.fields["due_days"].initial = 30

    #: Fields behind a fold, by what is said on it: most indicators are numbers that begin at nothing.
    FOLDS = (
        (_("It is a ratio"), ("scale", "top_ar", "top_fr", "out_of_ar", "out_of_fr")),
        (_("Where it began, and the measure of a strategy that it belongs to"),
         ("baseline", "baseline_out_of", "baseline_on", "of_measure")),
    )  # fmt: skip

    @property
    def folds(self) -> list[tuple[Any, list[Any], bool]]:
        """What is said on each fold, its fields, and whether something stands in one of them."""
        found = []
        for label, names in self.FOLDS:
            fields = [self[name] for name in names]
            found.append((label, fields, any(one.value() or one.errors for one in fields)))
        return found

    @property
    def folded(self) -> set[str]:
        """Names of the fields behind folds."""
        return {name for _label, names in self.FOLDS for name in names}

    @property
    def said(self) -> dict[str, Any]:
        """What the act takes."""
        said = dict(self.cleaned_data)
        strategy, measure, place = [*said.pop("of_measure").split("/"), "", "", ""][:3]
        if said["due_days"] is None:
            said["due_days"] = 30
        if said["reporter"] != Reporter.DELEGATION:
            said["province"] = None
        return said | {"strategy": strategy, "measure": measure, "measure_place": int(place) if place else None}

    @staticmethod
    def start(row: Indicator) -> dict[str, Any]:
        """What the form shows of an indicator."""
        names = (name for name in IndicatorForm.base_fields if name != "of_measure")
        named = f"{row.strategy}/{row.measure}/{row.measure_place}" if row.strategy else ""
        return {name: getattr(row, name) for name in names} | {"of_measure": named}


class TargetForm(Unhurried):
    """What is promised for a period, altogether or for a part.

    Args:
        periods: (first day, name) of those that may still be promised.
        parts: (dimension and code, name).
    """

    starts_on = choice(_("Period"), ())
    part = choice(_("For whom"), (), required=False)
    top = number(pgettext_lazy("of indicator", "Target"))
    out_of = number(_("Out of"))
    marks_optional = False

    def __init__(self, *args: Any, indicator: Indicator, periods: Any, parts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["starts_on"].choices = periods
        self.fields["part"].choices = [("", _("everybody")), *parts]
        if indicator.is_ratio:
            self.fields["top"].label = words.of_ratio(indicator, "top")
            self.fields["out_of"].label = words.of_ratio(indicator, "out_of")
        else:
            del self.fields["out_of"]
            self.fields["top"].help_text = words.unit_of(indicator)


class EndForm(Unhurried):
    """The last day of an indicator."""

    on = day(_("Last day"), missing=_("Give the last day that is still to be reported."))


class WhyForm(Unhurried):
    """A few words why."""

    why = line(_("Why"), 300, _("Everybody reads it beside the new number."))


class ReturnForm(Unhurried):
    """What is to be put right."""

    reason = text(_("What is to be put right"), 500, _("Whoever reported it reads it. Name no person."))


@dataclass(frozen=True)
class PartField:
    """A part in the form: its name and its fields."""

    label: str
    top: Any
    out_of: Any


class ReportForm(Unhurried):
    """The numbers of a period: the whole, then each part that is told apart, what is not known last.

    Args:
        places: provinces by which it may be told apart.
        documents: those that may prove it.
    """

    top = number(_("Number"))
    out_of = number(_("Out of"))
    words = text(_("What happened"), 4_000, _("In Arabic or in French. Name no person."))
    words_in = choice(_("Language of these words"), Tongue, required=False)
    document = named_choice(_("Proof"), Document.objects.none(), required=False)
    marks_optional = False

    def __init__(
        self, *args: Any, indicator: Indicator, places: Mapping[str, Any], documents: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._indicator, self._places = indicator, places
        self.fields["document"].queryset = documents
        self.fields["document"].label_from_instance = lambda row: row.title
        self.fields["words_in"].initial = Tongue.AR if wording.language() in {"ar", "zgh"} else Tongue.FR
        if indicator.is_ratio:
            self.fields["top"].label = words.of_ratio(indicator, "top")
            self.fields["out_of"].label = words.of_ratio(indicator, "out_of")
        else:
            del self.fields["out_of"]
            self.fields["top"].label = words.unit_of(indicator) or _("Number")
        for dimension, part in self._parts():
            name = f"{Dimension(dimension).label} — {words.part_name(dimension, part, places)}"
            self.fields[field_of(dimension, part)] = number(name)
            if indicator.is_ratio:
                self.fields[field_of(dimension, part, out_of=True)] = number(f"{name} ({_('out of')})")

    def _parts(self) -> list[Part]:
        return [
            (dimension, part) for dimension in self._indicator.by for part in words.parts_of(dimension, self._places)
        ]

    def groups(self) -> list[tuple[str, list[PartField]]]:
        """Dimensions with their parts, as the page sets them in tables."""
        found = []
        for dimension in self._indicator.by:
            rows = [
                PartField(
                    words.part_name(dimension, part, self._places), self[field_of(dimension, part)],
                    self[field_of(dimension, part, out_of=True)] if self._indicator.is_ratio else None,
                )
                for part in words.parts_of(dimension, self._places)
            ]  # fmt: skip
            found.append((str(Dimension(dimension).label), rows))
        return found

    @property
    def said(self) -> dict[str, Any]:
        """What the act takes."""
        said = self.cleaned_data
        parts = {
            (dimension, part): Value(
                said.get(field_of(dimension, part)), said.get(field_of(dimension, part, out_of=True))
            )
            for dimension, part in self._parts()
        }
        kept = {key: value for key, value in parts.items() if value.top is not None or value.out_of is not None}
        return {
            "value": Value(said.get("top"), said.get("out_of")), "parts": kept, "words": said["words"],
            "words_in": said["words_in"], "document": said["document"],
        }  # fmt: skip

    @staticmethod
    def start(row: Report | None) -> dict[str, Any]:
        """What the form shows of a version that is being written."""
        if row is None:
            return {}
        found = {name: getattr(row, name) for name in ("top", "out_of", "words", "document")}
        if row.words_in:
            found["words_in"] = row.words_in
        for one in row.parts.all():
            found[field_of(one.dimension, one.part)] = one.top
            found[field_of(one.dimension, one.part, out_of=True)] = one.out_of
        return found


class SheetForm(forms.Form):
    """The yes to a preview of results."""

    without_refused = forms.BooleanField(
        label=_("Take the other periods in without the refused ones"), required=False
    )  # fmt: skip
    send = forms.BooleanField(
        label=_("Send them for approval at once"), required=False,
        help_text=_("Otherwise they are kept as drafts, each to be looked at and sent."),
    )  # fmt: skip

    def __init__(self, *args: Any, sends: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not sends:
            del self.fields["send"]
