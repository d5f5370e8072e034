"""What is done with a deposit: one form, one act, back to its page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jisr.common.errors import Refusal, Unacceptable
from jisr.web.access import needs, typed
from jisr.web.deposits import late
from jisr.web.deposits.forms import AppealForm, CompletionForm, PapersForm, RefuseForm, SettleForm, StageForm
from jisr.web.deposits.views import shown
from jisr.web.forms import once, put_refusal
from jisr.web.window import found, read_version
from jisr.window.deposits import actions, queries
from jisr.window.deposits.choices import DepositState
from jisr.window.deposits.models import Deposit


def _own(request: HttpRequest, pk: UUID) -> Deposit:
    """Raises Http404: it lies at another centre, which owes the decision and alone moves it."""
    row = queries.deposit(pk)
    return found(row if row is not None and row.centre_id == request.post.centre_id else None)


def _did(request: HttpRequest, row: Deposit, done: str, act: Callable[..., Any], **given: Any) -> HttpResponse:
    """A button: done and said, or refused and said."""
    try:
        act(deposit=row, version=read_version(request, row.version), by=request.user, **given)
        messages.success(request, done)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("deposits:deposit", row.pk)


def _filled(
    request: HttpRequest, row: Deposit, name: str, form: forms.Form, done: str, act: Callable[..., Any],
    values: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> HttpResponse:  # fmt: skip
    """A form: done and said, or shown again with what was typed beside where the deposit stands now."""
    if not form.is_valid():
        return shown(request, row, status=422, **{name: form})
    try:
        act(deposit=row, version=read_version(request, row.version), by=request.user, **values(form.cleaned_data))
        messages.success(request, done)
    except Unacceptable as refusal:
        put_refusal(form, refusal)
        return shown(request, row, status=422, **{name: form})
    except Refusal as refusal:
        return late.kept(request, row.pk, name, form, refusal)
    return redirect("deposits:deposit", row.pk)


@needs("deposits.receive")
@require_POST
@once
def papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Papers were compared with the list, or missing ones came."""
    row = _own(request, pk)
    if row.state == DepositState.ASKED:
        form, done = PapersForm(typed(request), choices=row.asked), _("Noted. The clock goes on.")
        return _filled(request, row, "papers_form", form, done, actions.bring)
    form = PapersForm(typed(request), choices=row.needed, required=False)
    done = _("Checked. What is missing is asked for, the one time.")
    return _filled(
        request, row, "papers_form", form, done, actions.check_papers, lambda given: {"brought": given["papers"]}
    )


@needs("deposits.receive", "deposits.decide")
@require_POST
@once
def completion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for papers during the study of a request, the one time."""
    row = _own(request, pk)
    done = _("Asked. The clock stands still until they come.")
    return _filled(request, row, "completion_form", CompletionForm(typed(request)), done, actions.ask_completion)


@needs("deposits.receive", "deposits.decide")
@require_POST
@once
def without(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The papers did not come: decide on what is there."""
    row = _own(request, pk)
    return _did(request, row, _("The clock goes on. Decide on what is there."), actions.go_on_without)


@needs("deposits.receive", "deposits.decide")
@require_POST
@once
def stage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The day of a stage, planned or past."""
    row = _own(request, pk)
    form = StageForm(typed(request), procedure=queries.procedure_of(row))
    if not form.is_valid():
        return shown(request, row, status=422, stage_form=form)
    try:
        actions.note_stage(deposit=row, by=request.user, **form.values())
        messages.success(request, _("The day is noted."))
    except Unacceptable as refusal:
        for said in refusal.fields.values():
            form.add_error("day", str(said))
        return shown(request, row, status=422, stage_form=form)
    except Refusal as refusal:
        return late.kept(request, row.pk, "stage_form", form, refusal)
    return redirect("deposits:deposit", row.pk)


@needs("deposits.decide")
@require_POST
@once
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes, or no with reasons."""
    row = _own(request, pk)
    if request.POST.get("answer") == "grant":
        return _did(request, row, _("Granted. Print the letter, and hand over what was asked for."), actions.grant)
    done = _("Refused, with its reasons. Give the letter: it says until when she may appeal.")
    return _filled(request, row, "refuse_form", RefuseForm(typed(request)), done, actions.refuse)


@needs("deposits.receive")
@require_POST
@once
def complain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person complains of the silence."""
    return _did(request, _own(request, pk), _("Written down. The direction sees it first."), actions.complain)


@needs("deposits.receive")
@require_POST
@once
def appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person contests a refusal."""
    row = _own(request, pk)
    done = _("Written down. The appeal has its own clock.")
    return _filled(request, row, "appeal_form", AppealForm(typed(request)), done, actions.appeal)


@needs("deposits.decide")
@require_POST
@once
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The answer to an appeal."""
    row = _own(request, pk)
    done = _("Written down. Tell the person, and give the letter.")
    return _filled(request, row, "settle_form", SettleForm(typed(request)), done, actions.settle)


@needs("deposits.receive")
@require_POST
@once
def hand(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was granted is in the person's hands."""
    return _did(request, _own(request, pk), _("Noted: it was handed over."), actions.hand_over)


@needs("deposits.receive")
@require_POST
@once
def renewal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person was told that it ends soon."""
    return _did(request, _own(request, pk), _("Noted: she was told."), actions.tell_renewal)


@needs("deposits.receive")
@require_POST
@once
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person no longer asks."""
    return _did(request, _own(request, pk), _("Noted: she no longer asks."), actions.withdraw)
