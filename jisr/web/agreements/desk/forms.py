"""Forms of the desk of agreements."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import Public
from jisr.centres.models import Programme
from jisr.common.money import MAD, MINOR
from jisr.ledger.agreements.choices import (
    BlockReason,
    DocumentKind,
    MilestoneKind,
    PartyKind,
    ProvisionKind,
    Unit,
)
from jisr.ledger.agreements.models import Agreement, Document, Instalment, ObjectLine, Party
from jisr.ledger.agreements.models.record import MOST_BYTES
from jisr.ledger.agreements.rules.money import Rate, turned
from jisr.territory.models import Province
from jisr.web import wording
from jisr.web.agreements.desk.fields import MOST, RateField, amount, choice, named_choice, whole
from jisr.web.fields import day, line, text
from jisr.web.window import Unhurried

_NAMED = wording.name_of
#: Three letters, and not those of the agreement itself: a dirham is a dirham at no rate.
_OTHER_CURRENCY = re.compile(rf"(?!{MAD})[A-Z]{{3}}", re.IGNORECASE | re.ASCII)
_ON = _("Give the day on which it was done.")


class AgreementForm(Unhurried):
    """What an agreement is about; its money is written in its versions."""

    name_ar = line(_("Name in Arabic"), 300)
    name_fr = line(_("Name in French"), 300)
    about_ar = text(_("What it is about, in Arabic"), 4_000)
    about_fr = text(_("What it is about, in French"), 4_000)
    since = day(_("From"))
    until = day(pgettext_lazy("day", "Until"))
    marks_optional = False


class PartyForm(Unhurried):
    """An institution that is not in the list yet."""

    kind = choice(_("What it is"), PartyKind)
    name_ar = line(_("Name in Arabic"))
    name_fr = line(_("Name in French"))
    marks_optional = False


class OnForm(Unhurried):
    """The day of something."""

    on = day(_("On"), missing=_ON)


class ForceForm(OnForm):
    """An amendment that is to hold."""

    why_ar = text(_("Why it is amended, in Arabic"), 2_000, _("In one of the two languages at least."))
    why_fr = text(_("Why it is amended, in French"), 2_000)
    marks_optional = False


class ReasonForm(Unhurried):
    """A few words why."""

    reason = line(_("Why"), 300, _("In a few words; they stay in the history."))


class _Rated(Unhurried):
    """An amount in the agreement's currency, or in another one with its rate."""

    given = amount(_("Amount in the other currency"))
    given_currency = line(_("Its three letters"), 3, _("For example EUR."))
    rate = RateField(
        label=_("Rate: units of the agreement's currency for one of the other"), required=False, max_digits=18,
        decimal_places=8, min_value=0, error_messages={"invalid": _("Write a number in digits.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "dir": "ltr", "autocomplete": "off"}),
    )  # fmt: skip
    rate_on = day(_("Day of the rate"))
    rate_source = line(_("Who published the rate"))
    marks_optional = False

    #: Shown behind a fold: most amounts are in the agreement's currency.
    folded = ("given", "given_currency", "rate", "rate_on", "rate_source")

    @property
    def unfolded(self) -> bool:
        """Whether something behind the fold was typed."""
        return any(self[name].value() for name in self.folded)

    def clean(self) -> dict[str, Any]:
        """Either an amount, or all that another currency needs."""
        said = super().clean() or {}
        parts = [said.get(name) for name in self.folded]
        if any(parts) and not all(parts):
            self.add_error("rate", _("For another currency give amount, letters, rate, its day and who published it."))
        elif said.get("given") and not _OTHER_CURRENCY.fullmatch(said["given_currency"]):
            self.add_error("given_currency", _("Write the three letters of the other currency, for example EUR."))
        elif said.get("rate_on") and said["rate_on"] > timezone.localdate():
            self.add_error("rate_on", _("This day is still to come. Write it down when it has passed."))
        elif said.get("given") and said.get("rate") and turned(said["given"], said["rate"]) > MOST * MINOR:
            self.add_error("rate", _("This is more than any agreement. Check the number of zeros."))
        return said

    @property
    def worth(self) -> dict[str, Any]:
        """``amount`` or ``rate``, as the acts take them."""
        said = self.cleaned_data
        if not said.get("given"):
            return {"amount": said.get("amount")}
        currency = said["given_currency"].upper()
        return {"rate": Rate(said["given"], currency, said["rate"], said["rate_on"], said["rate_source"])}


class EnvelopeForm(Unhurried):
    """How much the whole agreement is."""

    envelope = amount(_("Envelope"), required=True)


class ShareForm(_Rated):
    """What a party pledges."""

    party = named_choice(_("Party"), Party.objects.none())
    amount = amount(_("Pledged share"), _("0 for a party that pays nothing."))
    field_order = ("party", "amount")

    def __init__(self, *args: Any, parties: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["party"].queryset = parties
        self.fields["party"].label_from_instance = _NAMED


class LineForm(Unhurried):
    """What the money is for."""

    name_ar = line(_("Name in Arabic"), 300)
    name_fr = line(_("Name in French"), 300)
    line = named_choice(
        _("Object line"), ObjectLine.objects.none(), required=False, empty_label=_("a new one, named below")
    )
    programme = named_choice(
        _("Programme that it pays for"), Programme.objects.none(), required=False, empty_label=_("none named")
    )
    amount = amount(pgettext_lazy("of object line", "Amount"))
    field_order = ("line",)
    marks_optional = False

    def __init__(self, *args: Any, agreement: Agreement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["line"].queryset = ObjectLine.objects.filter(agreement=agreement).exclude(terms=None)
        self.fields["programme"].queryset = Programme.objects.filter(is_demonstration=agreement.is_demonstration)
        for name in ("line", "programme"):
            self.fields[name].label_from_instance = _NAMED


class _Placed(Unhurried):
    """A province of the region, or a place in words for an invented region."""

    unit = choice(_("What is counted"), Unit)
    public = choice(pgettext_lazy("of measure", "For whom"), [("", _("everybody")), *Public.choices], required=False)
    number = whole(_("How many"))
    province = named_choice(
        _("Province"), Province.objects.none(), required=False, empty_label=_("the whole agreement")
    )
    place_ar = line(_("Place in Arabic"), 120, _("Empty for the whole agreement."))
    place_fr = line(_("Place in French"), 120)
    marks_optional = False

    def __init__(self, *args: Any, agreement: Agreement, **options: Any) -> None:
        super().__init__(*args, **options)
        if agreement.region_id is None:
            del self.fields["province"]
            return
        self.fields["province"].queryset = Province.objects.filter(region=agreement.region_id).order_by("code")
        self.fields["province"].label_from_instance = _NAMED
        del self.fields["place_ar"], self.fields["place_fr"]

    def clean(self) -> dict[str, Any]:
        """An invented place has both names or none."""
        said = super().clean() or {}
        if bool(said.get("place_ar")) != bool(said.get("place_fr")):
            self.add_error("place_fr", _("Both names are needed: it is shown in both languages."))
        return said


class TargetForm(_Placed):
    """How many a version promises to reach."""


class CountForm(_Placed):
    """How many were reached by a day."""

    rural = whole(_("Of them, in rural communes"), required=False)
    on = day(_("Counted on"), missing=_("Give the day of the count."))


class ProvisionForm(Unhurried):
    """How the agreement is governed, or on what it depends."""

    kind = choice(_("What it is"), ProvisionKind)
    text_ar = text(_("Text in Arabic"), 2_000)
    text_fr = text(_("Text in French"), 2_000)
    marks_optional = False


class TermForm(Unhurried):
    """What a party owes by a day."""

    party = named_choice(_("Party"), Party.objects.none())
    instalment = named_choice(
        _("Instalment"), Instalment.objects.none(), required=False, empty_label=_("a new one"),
        help_text=_("Choose one that is there to move its day or its amount."),
    )  # fmt: skip
    due_on = day(_("Due on"), missing=_("Give the day by which it is owed."))
    amount = amount(_("Due"), required=True)
    marks_optional = False

    def __init__(self, *args: Any, version: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["party"].queryset = Party.objects.filter(
            pk__in=version.shares.filter(amount__gt=0).values("party")
        ).order_by("name_fr")
        self.fields["party"].label_from_instance = _NAMED
        held = Instalment.objects.filter(agreement=version.agreement_id).exclude(terms=None).select_related("party")
        self.fields["instalment"].queryset = held.order_by("party", "number")
        self.fields["instalment"].label_from_instance = lambda one: f"{_NAMED(one.party)} · {one.number}"

    def clean(self) -> dict[str, Any]:
        """An instalment stays with its party."""
        said = super().clean() or {}
        if said.get("instalment") and said.get("party") and said["instalment"].party_id != said["party"].pk:
            self.add_error("instalment", _("This instalment is of another party."))
        return said


class StepForm(Unhurried):
    """An amount and its day."""

    amount = amount(_("Amount"), required=True)
    on = day(_("On"), missing=_ON)


class ProposeForm(_Rated):
    """What is to be approved, or was paid."""

    amount = amount(_("Amount"))
    on = day(_("On"), missing=_ON)
    document = named_choice(_("Document"), Document.objects.none(), required=False, empty_label=_("none"))
    field_order = ("amount", "on", "document")

    def __init__(self, *args: Any, documents: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["document"].queryset = documents
        self.fields["document"].label_from_instance = lambda one: one.title


class JustifyForm(StepForm):
    """Money that was spent as agreed, and what shows it."""

    document = named_choice(
        _("Document that shows it"), Document.objects.none(), required=False, empty_label=_("none"),
        help_text=_("Add it to the documents of the agreement first."),
    )  # fmt: skip
    field_order = ("amount", "on", "document")
    marks_optional = False

    def __init__(self, *args: Any, documents: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["document"].queryset = documents
        self.fields["document"].label_from_instance = lambda one: one.title


class BlockForm(Unhurried):
    """What stands in the way, and who must act."""

    reason = choice(_("What stands in the way"), BlockReason)
    who_must_act = named_choice(_("Who must act"), Party.objects.none())
    note = line(_("In a few words"), 300, _("Everybody reads it; no name of a person."))
    marks_optional = False

    def __init__(self, *args: Any, parties: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who_must_act"].queryset = parties
        self.fields["who_must_act"].label_from_instance = _NAMED


class MilestoneForm(OnForm):
    """Something that happened along the way."""

    kind = choice(_("What happened"), MilestoneKind)
    note_ar = line(_("In a few words, in Arabic"), 300)
    note_fr = line(_("In a few words, in French"), 300)
    document = named_choice(_("Document that shows it"), Document.objects.none(), required=False, empty_label=_("none"))
    field_order = ("kind", "on")
    marks_optional = False

    def __init__(self, *args: Any, documents: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["document"].queryset = documents
        self.fields["document"].label_from_instance = lambda one: one.title


class DocumentForm(Unhurried):
    """A file of the agreement."""

    kind = choice(_("What it is"), DocumentKind)
    title = line(_("Title"), 200, _("By which others find it; no name of a person."))
    file = forms.FileField(
        label=_("File"), help_text=_("A picture or a PDF of at most 10 megabytes."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty. Choose another one.")},
    )  # fmt: skip
    is_public = forms.BooleanField(label=_("Everybody may open it"), required=False)
    marks_optional = False

    def content(self) -> bytes:
        """The file, one byte beyond the limit at most: what is longer is refused without being read whole."""
        return self.cleaned_data["file"].read(MOST_BYTES + 1)


class NothingForm(Unhurried):
    """A yes."""
