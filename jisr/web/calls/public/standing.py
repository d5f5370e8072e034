"""How an application stands, for whoever holds its code: receipt, papers, result, appeal."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from jisr.common.parameters import value
from jisr.ledger.calls import queries
from jisr.ledger.calls.choices import ApplicationState, Item
from jisr.ledger.calls.queries import Mine
from jisr.messages.choices import Channel
from jisr.web import wording
from jisr.web.calls import words
from jisr.web.calls.public.held import held
from jisr.web.fields import TypedField
from jisr.web.forum.public.slip import NoSuchCode
from jisr.web.uncached import shut


class PaperForm(forms.Form):
    """One paper, as a photograph or a PDF."""

    held = forms.CharField(max_length=400, widget=forms.HiddenInput)
    item = forms.ChoiceField(label=gettext_lazy("Which paper is it?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("Photograph or PDF"), help_text=gettext_lazy("At most 8 MB. It is sealed on arrival."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        error_messages={"required": gettext_lazy("Choose a photograph or a PDF.")},
    )  # fmt: skip

    def __init__(self, *args: Any, mine: Mine, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["item"].choices = [(item.code, item.said(words.tongue())) for item in queries.asked_of(mine).items]


class ProofForm(forms.Form):
    """What an instalment became: one photograph or invoice."""

    held = forms.CharField(max_length=400, widget=forms.HiddenInput)
    tranche = forms.UUIDField(widget=forms.HiddenInput)
    item = forms.ChoiceField(
        label=gettext_lazy("What does it show?"), choices=Item, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Photograph or PDF"), help_text=gettext_lazy("At most 8 MB. It is sealed on arrival."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        error_messages={"required": gettext_lazy("Choose a photograph or a PDF.")},
    )  # fmt: skip


class ToldForm(forms.Form):
    """Where she wants to be told that there is something to read; nothing takes it back."""

    held = forms.CharField(max_length=400, widget=forms.HiddenInput)
    reply_to = forms.CharField(
        label=gettext_lazy("Mobile number or e-mail address"), max_length=254, required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Sealed; short messages go there until eighteen months after the results. They say that there is something"
            " to read: never your name, the project or the result."
        ),
    )  # fmt: skip


class AppealForm(forms.Form):
    """Why a decision is wrong."""

    held = forms.CharField(max_length=400, widget=forms.HiddenInput)
    words = TypedField(
        label=gettext_lazy("Why do you think the decision is wrong?"), max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Say in your own words what is wrong.")},
    )  # fmt: skip


def shown(request: HttpRequest, code: str, **beside: Any) -> HttpResponse:
    """The page of an application."""
    told = queries.by_code(code)
    if told is None:
        raise NoSuchCode
    token = {"held": held(code)}
    takes = told.state in {ApplicationState.DEPOSITED, ApplicationState.ASKED}
    until = appeals_until(told)
    may_appeal = until is not None and timezone.now() < until and not told.appeal
    award = queries.my_award(code)
    paid = (
        next((one for one in award["tranches"] if one["paid_on"] and not one["justified_on"]), None) if award else None
    )
    values = {
        "award": award, "paid": paid,
        "proof_form": ProofForm(initial={**token, "tranche": paid["id"]}) if paid else None,
        "told_form": ToldForm(initial=token), "told_by": Channel(told.told_by).label if told.told_by else "",
        "mine": told, "call": told.call, "invented": told.call.is_demonstration,
        "paper_form": PaperForm(initial=token, mine=told) if takes else None,
        "appeal_form": AppealForm(initial=token) if may_appeal else None, "appeals_until": until,
    }  # fmt: skip
    return shut(render(request, "calls/mine.html", values | facts_of(request, told) | beside))


def facts_of(request: HttpRequest, told: Mine | None) -> dict[str, Any]:
    """What a receipt and the page of an application say beside the row."""
    if told is None:
        return {}
    call, days = told.call, value("jisr.ledger.calls", "deadlines", "answer_days", on=timezone.localdate())
    there = {*told.declared, *(one["item"] for one in told.handed)}
    return {
        "address": request.get_host() + reverse("calls:mine"),
        "missing": words.still_missing(told, there),
        "declared": words.paper_labels(told, told.declared),
        "handed": words.paper_labels(told, [one["item"] for one in told.handed]),
        "asked_items": words.paper_labels(told, told.asked_items), "answer_days": days,
        "answer_by": wording.local_day(max(told.deposited_at, call.closes_at)) + timedelta(days=days),
    }  # fmt: skip


def appeals_until(told: Mine) -> datetime | None:
    """The moment after which no appeal is taken; None while nothing is decided."""
    return told.decided_at + timedelta(days=told.call.appeal_days) if told.decided_at else None
