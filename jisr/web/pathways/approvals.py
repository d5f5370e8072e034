"""Pages of approvals: ask for somebody's yes, and answer."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.common import journal
from jisr.common.errors import Refusal, Stale
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.pathways.depth_forms import AskForm, DecideForm
from jisr.web.window import found, read_version
from jisr.window.pathways import actions, queries
from jisr.window.pathways.choices import ApprovalKind, StepKind
from jisr.window.pathways.models import Approval


@needs("pathways.follow")
@once
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whoever may say yes, before anything is given."""
    step = found(queries.step(pk))
    kinds = [ApprovalKind.MONEY, *([ApprovalKind.LODGING] if step.kind == StepKind.LODGING else [])]
    form = AskForm(typed(request), kinds=[kind.value for kind in reversed(kinds)], checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_approval(step=step, by=request.user, **form.cleaned_data)
            return redirect("pathways:step", step.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    if request.method == "GET":
        journal.opened("pathways.opened_step", step)
    page = {"form": form, "step": step, "limit": queries.limit(), "within_days": queries.within_days()}
    return render(request, "pathways/ask.html", page)


@needs("pathways.approve", "pathways.follow")
@once
def approval(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read what is asked, and say yes or no."""
    row = found(queries.approval(pk))
    form = DecideForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and not _decides(request, row):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_approval(
                approval=row, version=read_version(request, row.version), by=request.user, **form.cleaned_data
            )
            messages.success(request, _("Your answer is written. Whoever asked sees it on the page of the step."))
            return redirect("work:list")
        except Stale:
            return redirect("pathways:approval", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    if request.method == "GET":
        journal.opened("pathways.read_approval", row)
    follows = may(request.post.role, "pathways.follow")
    page = {
        "form": form, "asked": row, "decides": _decides(request, row), "given": queries.given_alone(row.step),
        "within_days": queries.within_days(),
        "back": reverse("pathways:step", args=[row.step_id]) if follows else reverse("work:list"),
    }  # fmt: skip
    return render(request, "pathways/approval.html", page)


def _decides(request: HttpRequest, row: Approval) -> bool:
    """Whether the reader may answer: the director, and in a compartment another of its keepers; never who asked."""
    if row.state != "asked" or row.asked_by_id == request.user.pk:
        return False
    if row.compartment:
        return row.compartment in request.post.compartments
    return may(request.post.role, "pathways.approve")
