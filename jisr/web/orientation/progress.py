"""What happens after an answer: a day, a start, an end, taking back, and what the person says of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.common.errors import Refusal
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.orientation.forms import BookForm, CompleteForm, ConfirmForm, FailForm, WithdrawForm
from jisr.web.orientation.referrals import conflict, side_of
from jisr.web.window import found
from jisr.window.orientation import actions, queries
from jisr.window.orientation.choices import ReferralState


def _ask(
    request: HttpRequest, pk: UUID, act: Callable[..., Any], kind: type[forms.Form], *,
    title: str, verb: str, text: str = "", sender: bool = False, danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """One question, one act, back to the referral; the present state where somebody moved it in between."""
    row = found(queries.referral(pk))
    side = side_of(request, row)
    if not (side.sends if sender else side.acts_there):
        raise PermissionDenied
    form = kind(typed(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data if sender else form.cleaned_data | {"through": side.through}
        try:
            act(referral=row, by=request.user, **given)
            return redirect("orientation:referral", row.pk)
        except actions.AlreadyAnswered as refusal:
            return conflict(request, row, refusal)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "title": title, "text": text, "verb": verb, "form": form, "danger": danger,
        "cancel": reverse("orientation:referral", args=[row.pk]),
    }  # fmt: skip
    return render(request, "confirm.html", page)


class _Nothing(forms.Form):
    """An act that asks nothing further."""


def _book(**values: Any) -> Any:
    return actions.answer(state=ReferralState.BOOKED, **values)


@needs("orientation.answer")
@once
def book(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the day on which the person is expected, or another one."""
    return _ask(request, pk, _book, BookForm, title=_("Give a day"), verb=_("Give this day"))


@needs("orientation.answer")
@once
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person came and the service started."""
    text = _("Note it on the day the person really came: the centre that sent her sees it.")
    return _ask(request, pk, actions.start, _Nothing, title=_("The person came"), verb=_("She came"), text=text)


@needs("orientation.answer")
@once
def complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The service did what it was asked."""
    return _ask(request, pk, actions.complete, CompleteForm, title=_("The service was given"), verb=_("It was given"))


@needs("orientation.answer")
@once
def fail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It did not succeed, and why."""
    text = _("The centre that sent the person is told, and looks for another way with her.")
    return _ask(
        request, pk, actions.fail, FailForm, title=_("It did not succeed"), verb=_("Note it"), text=text, danger=True
    )


@needs("orientation.propose")
@once
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sender takes the referral back."""
    text = _("The other centre sees that it no longer needs to answer. What was shared is no longer shown to it.")
    return _ask(
        request, pk, actions.withdraw, WithdrawForm, title=_("Take the referral back"), verb=_("Take it back"),
        text=text, sender=True, danger=True,
    )  # fmt: skip


@needs("orientation.propose")
@once
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the person herself says of it."""
    return _ask(
        request, pk, actions.confirm, ConfirmForm, title=_("What the person says"), verb=_("Note what she says"),
        sender=True,
    )  # fmt: skip
