"""Payments of awards at the desk: one proposes, a second one confirms or refuses; what waits for each of the two."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jisr.ledger.agreements import queries as agreements
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Payment, Tranche
from jisr.staff.rules import may
from jisr.web import acting
from jisr.web.access import needs, typed
from jisr.web.agreements.desk.forms import NothingForm, OnForm, ReasonForm
from jisr.web.calls.desk import reach
from jisr.web.forms import once
from jisr.web.window import found

_PAGE = "calls/desk/payment.html"
_NOTHING_YET = gettext_lazy("Nothing has happened until somebody else, of another post, confirms it.")


def doors(request: HttpRequest) -> dict[str, Any]:
    """What of payments the post may do, for the pages that show them."""
    role = request.post.role
    return {
        "proposes": may(role, "agreements.propose"), "confirms": may(role, "agreements.confirm"),
        "me": request.user.pk,
    }  # fmt: skip


def waiting(request: HttpRequest) -> dict[str, Any]:
    """What waits for whoever pays: instalments whose turn has come, proposals that wait for the second person."""
    calls = reach.calls(request)
    opened = list(queries.proposed_payments(calls))
    values = {
        "opened": opened,
        "payable": list(queries.payable(calls)) if may(request.post.role, "agreements.propose") else [],
    }
    return values | doors(request)


def of_award(row: Tranche) -> str:
    """The page of the award of an instalment."""
    return reverse("calls:desk:award", args=[row.award_id])


@needs("agreements.propose")
@once
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose: an instalment was paid."""
    rows = Tranche.objects.select_related("award", "call__line").filter(call__in=reach.calls(request))
    row = found(rows.filter(pk=pk).first())
    form = OnForm(typed(request), initial={"on": timezone.localdate()}, checked=request.method == "POST")
    return acting.answered(
        request, form,
        lambda: actions.propose_payment(tranche=row, by=request.post, on=form.cleaned_data["on"]),
        done=_("Proposed. A second approver confirms it."), title=_("Propose: this instalment was paid"),
        verb=_("Propose it"), lead=_NOTHING_YET, **_shown(row), **_before(row, row.amount),
    )  # fmt: skip


@needs("agreements.confirm")
@once
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm what a colleague proposed."""
    row = _payment(request, pk)
    form = NothingForm(typed(request))
    back = row.reverses_id is not None
    return acting.answered(
        request, form, lambda: actions.confirm_payment(payment=row, by=request.post),
        done=_("Confirmed: it has happened."), verb=_("Confirm it"),
        title=_("Confirm: the money came back") if back else _("Confirm: it was paid"), payment=row,
        **_shown(row.tranche), **_before(row.tranche, row.amount),
    )  # fmt: skip


@needs("agreements.confirm")
@once
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse what a colleague proposed, with a word why."""
    row = _payment(request, pk)
    form = ReasonForm(typed(request), checked=request.method == "POST")
    return acting.answered(
        request, form,
        lambda: actions.refuse_payment(payment=row, reason=form.cleaned_data["reason"], by=request.post),
        done=_("Refused. Your colleague reads why."), title=_("Refuse this proposal"), verb=_("Refuse it"),
        payment=row, **_shown(row.tranche),
    )  # fmt: skip


@needs("agreements.propose")
@once
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one proposed oneself."""
    row = _payment(request, pk)
    form = NothingForm(typed(request))
    return acting.answered(
        request, form, lambda: actions.withdraw_payment(payment=row, by=request.post), done=_("Taken back."),
        title=_("Take your proposal back?"), verb=pgettext("proposal", "Take it back"), payment=row,
        **_shown(row.tranche),
    )  # fmt: skip


@needs("agreements.propose")
@once
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose: the money of a payment came back."""
    row = _payment(request, pk)
    form = ReasonForm(typed(request), checked=request.method == "POST")
    return acting.answered(
        request, form,
        lambda: actions.propose_return(payment=row, reason=form.cleaned_data["reason"], by=request.post),
        done=_("Proposed. A second approver confirms it."), title=_("Propose: the money came back"),
        verb=_("Propose it"), lead=_NOTHING_YET, payment=row, **_shown(row.tranche),
    )  # fmt: skip


def _payment(request: HttpRequest, pk: UUID) -> Payment:
    rows = Payment.objects.select_related("tranche__award", "call__line", "tranche__call__line")
    return found(rows.filter(call__in=reach.calls(request), pk=pk).first())


def _shown(row: Tranche) -> dict[str, Any]:
    """What each form of a payment shows of its instalment, and where it leads back to."""
    return {
        "tranche": row, "back": of_award(row), "back_words": row.award.number, "template": _PAGE,
    }  # fmt: skip


def _before(row: Tranche, amount: int) -> dict[str, Any]:
    """What came into the agreement and what was given of it, said before more is given than came in; never refused."""
    line = row.call.line
    if line is None or amount < 0:
        return {}
    money = agreements.treasury(line.agreement_id)
    return {"treasury": money, "beyond": money.beyond(amount)}
