"""Published figures about an agreement, each with its source: written down, taken out, replaced by the council."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from jisr.common.money import MINOR, read_amount
from jisr.ledger.agreements import actions, queries
from jisr.ledger.agreements.choices import OF_MONEY, ClaimAbout
from jisr.ledger.agreements.models import Agreement, Claim, Party
from jisr.web.access import needs, typed
from jisr.web.agreements.desk import reach
from jisr.web.agreements.desk.acting import acted
from jisr.web.agreements.desk.fields import MOST, choice, named_choice
from jisr.web.fields import day, line
from jisr.web.forms import not_again, once
from jisr.web.window import Unhurried
from jisr.web.wording import name_of


class ClaimForm(Unhurried):
    """A figure that a source gives, and the source.

    Args:
        parties: institutions that may be named.
    """

    about = choice(gettext_lazy("What the figure is about"), [("", "—"), *ClaimAbout.choices])
    party = named_choice(gettext_lazy("Party"), Party.objects.none(), required=False, empty_label="—")
    value = line(
        pgettext_lazy("published", "Figure"), 24, gettext_lazy("In digits: dirhams for an amount, otherwise how many."),
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "class": "short", "dir": "ltr", "autocomplete": "off"}
        ),
    )  # fmt: skip
    is_about = forms.BooleanField(label=gettext_lazy("The source says “about”"), required=False)
    text_ar = line(
        gettext_lazy("What the source says, in Arabic"), 400,
        gettext_lazy("Needed in both languages where it gives no figure; otherwise what has to be known beside it."),
    )  # fmt: skip
    text_fr = line(gettext_lazy("What the source says, in French"), 400)
    title = line(gettext_lazy("Title of the source"), 300)
    url = line(
        gettext_lazy("Its address"), 600, gettext_lazy("A page that everybody can open."),
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )  # fmt: skip
    read_on = day(gettext_lazy("Read on"))
    marks_optional = False

    def __init__(self, *args: Any, parties: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["party"].queryset = parties
        self.fields["party"].label_from_instance = name_of

    def clean_value(self) -> int | None:
        """Minor units where it is money, else how many.

        Raises:
            ValidationError: no number, no whole one where people are counted, or more than anybody means.
        """
        text = self.cleaned_data["value"]
        if not text:
            return None
        minor = read_amount(text)
        is_money = self.cleaned_data.get("about") in OF_MONEY
        if minor is None or (not is_money and minor % MINOR):
            raise forms.ValidationError(_("Write a number in digits."))
        if minor > MOST * MINOR:
            raise forms.ValidationError(_("This is more than any agreement. Check the number of zeros."))
        return minor if is_money else minor // MINOR

    @property
    def read(self) -> actions.Read:
        """What was read."""
        return actions.Read(**{name: self.cleaned_data[name] for name in ClaimForm.base_fields})


class ReplaceForm(ClaimForm):
    """A figure in the place of another."""

    why = line(
        gettext_lazy("Why the other one is taken out"), 300, gettext_lazy("In a few words; they stay in the history.")
    )  # fmt: skip


class OutForm(Unhurried):
    """Why a figure is taken out."""

    why = line(gettext_lazy("Why"), 300, gettext_lazy("In a few words; they stay in the history."))


@needs("agreements.keep")
@require_safe
def claims(request: HttpRequest, code: str) -> HttpResponse:
    """What publications say of an agreement, as each gives it, and what may be done about it. A fixed number of
    queries."""
    row = reach.spoken_of(request, code)
    page = {
        "agreement": row, "claims": queries.claims(row.pk)[row.pk], "claims_out": queries.claims_taken_out(row),
        "invented": row.is_demonstration, "edits_claims": True,
        "back": reverse("agreements:desk:list") if row.sources else reverse("agreements:desk:agreement", args=[code]),
    }  # fmt: skip
    return render(request, "agreements/desk/claims.html", page)


def _to_claims(row: Agreement) -> dict[str, Any]:
    return {"back": reverse("agreements:desk:claims", args=[row.code]), "back_words": name_of(row)}


@needs("agreements.keep")
@once
@not_again
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Write down a figure that a source gives."""
    row = reach.spoken_of(request, code)
    form = _form(ClaimForm, request, {"read_on": timezone.localdate()})
    return acted(
        request, form, lambda: actions.note_claim(agreement=row, read=form.read, by=request.post),
        done=_("The figure stands on the page, with its source."), title=_("Add a published figure"),
        verb=pgettext("figure", "Add it"),
        lead=_("As its source gives it. One that contradicts it stays beside it: none is chosen."), **_to_claims(row),
    )  # fmt: skip


@needs("agreements.keep")
@once
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a figure out that was read wrongly."""
    row = reach.claim(request, pk)
    form = OutForm(typed(request), checked=request.method == "POST")
    return acted(
        request, form, lambda: actions.take_claim_out(claim=row, why=form.cleaned_data["why"], by=request.post),
        done=_("Taken out. It stays readable, crossed out."), title=_("Take a published figure out"),
        verb=_("Take it out"), said=_in_words(row), **_to_claims(row.agreement),
    )  # fmt: skip


@needs("agreements.keep")
@once
def replace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write another figure in its place."""
    row = reach.claim(request, pk)
    form = _form(ReplaceForm, request, _known(row))
    return acted(
        request, form,
        lambda: actions.replace_claim(claim=row, read=form.read, why=form.cleaned_data["why"], by=request.post),
        done=_("The figure stands on the page, with its source."), title=_("Correct a published figure"),
        verb=_("Put it in its place"), said=_in_words(row), **_to_claims(row.agreement),
        lead=_("The one that was written stays readable, crossed out, with your reason."),
    )  # fmt: skip


def _form(kind: type[ClaimForm], request: HttpRequest, initial: Any) -> Any:
    return kind(typed(request), initial=initial, parties=reach.parties(request.post), checked=request.method == "POST")


def _known(row: Claim) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in ("about", "party", "is_about", "text_ar", "text_fr")}
    minor = row.value if row.about in OF_MONEY or row.value is None else row.value * MINOR
    whole, part = divmod(minor or 0, MINOR)
    value = "" if minor is None else f"{whole},{part:02}" if part else str(whole)
    return said | {"value": value} | row.sources[0]


def _in_words(row: Claim) -> str:
    return f"{row.get_about_display()} · {row.sources[0]['title']}"
