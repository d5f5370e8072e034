"""The desk of one instalment: its history, the next step of its money, what stands in its way."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jisr.ledger.agreements import actions, queries
from jisr.ledger.agreements.choices import LIVING, OF_TWO, ProposalState, Step
from jisr.ledger.agreements.models import Instalment, Party, Proposal
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.agreements.desk import reach
from jisr.web.agreements.desk.acting import acted
from jisr.web.agreements.desk.forms import (
    BlockForm,
    JustifyForm,
    NothingForm,
    ProposeForm,
    ReasonForm,
    StepForm,
)
from jisr.web.forms import not_again, once
from jisr.web.wording import name_of


@needs("agreements.read")
@require_safe
def instalment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One instalment with every step of its money, and the doors to the next one."""
    row = reach.instalment(request, pk)
    one = queries.one_instalment(row, timezone.localdate())
    entries = list(row.entries.select_related("document", "reversed_by").order_by("at", "pk"))
    role = request.post.role
    page = {
        "agreement": row.agreement, "row": row, "one": one, "entries": entries,
        "proposals": list(row.proposals.select_related("document").order_by("-proposed_at")),
        "living": row.agreement.state in LIVING, "keeps": may(role, "agreements.keep"),
        "proposes": may(role, "agreements.propose"), "confirms": may(role, "agreements.confirm"),
        "blocks": list(row.blocks.filter(until__isnull=False).select_related("who_must_act").order_by("since")),
        "me": request.user.pk, "amounts": [(Step(step).label, getattr(one.amounts, step)) for step in Step.values],
        "back": reverse("agreements:desk:agreement", args=[row.agreement.code]), "back_words": name_of(row.agreement),
    }  # fmt: skip
    return render(request, "agreements/desk/instalment.html", page)


def _is_settled(request: HttpRequest, row: Proposal) -> bool:
    """Whether a page asks for an answer that was given meanwhile: the instalment says which."""
    return request.method != "POST" and row.state != ProposalState.OPEN


def _back(row: Instalment) -> dict[str, Any]:
    return {
        "back": reverse("agreements:desk:instalment", args=[row.pk]),
        "back_words": f"{name_of(row.party)} · {row.number}", "agreement": row.agreement,
        "invented": row.is_demonstration,
    }  # fmt: skip


def _room(row: Instalment, step: Step) -> dict[str, Any]:
    """The amount that a form begins with: as far as the step before it went."""
    left = queries.amounts_of(row).room(step)
    whole = left // 100 if left % 100 == 0 else f"{left // 100},{left % 100:02d}"
    return {"amount": whole if left > 0 else "", "on": timezone.localdate()}


@needs("agreements.keep")
@once
@not_again
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call an instalment, or a part of it."""
    row = reach.instalment(request, pk)
    form = StepForm(typed(request), initial=_room(row, Step.CALLED), checked=request.method == "POST")
    return acted(
        request, form, lambda: actions.call(instalment=row, by=request.post, **form.cleaned_data),
        done=_("Called. The approvers find it on their list."), title=_("Call this instalment"), verb=_("Call it"),
        **_back(row),
    )  # fmt: skip


@needs("agreements.keep")
@once
@not_again
def justify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show that money was spent as agreed."""
    row = reach.instalment(request, pk)
    form = JustifyForm(
        typed(request), initial=_room(row, Step.JUSTIFIED), documents=row.agreement.documents.order_by("-added_at"),
        checked=request.method == "POST",
    )  # fmt: skip
    return acted(
        request, form, lambda: actions.justify(instalment=row, by=request.post, **form.cleaned_data),
        done=_("Justified, with the document that shows it."), title=_("Justify what was paid"), verb=_("Justify it"),
        **_back(row),
    )  # fmt: skip


@needs("agreements.propose")
@once
@not_again
def propose(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """Propose that an instalment be approved, or say that it was paid."""
    row = reach.instalment(request, pk)
    if step not in OF_TWO:
        raise Http404
    form = ProposeForm(
        typed(request), initial=_room(row, Step(step)), documents=row.agreement.documents.order_by("-added_at"),
        checked=request.method == "POST",
    )  # fmt: skip

    def act() -> Any:
        said = {name: form.cleaned_data[name] for name in ("on", "document")}
        return actions.propose(instalment=row, step=step, by=request.post, **said, **form.worth)

    paid = step == Step.PAID
    return acted(
        request, form, act, done=_("Proposed. A second approver confirms it."), verb=_("Propose it"),
        title=_("Propose: it was paid") if paid else _("Propose: it is approved"),
        lead=_("Nothing has happened until somebody else, of another post, confirms it."), **_back(row),
    )  # fmt: skip


@needs("agreements.confirm")
@once
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm what a colleague proposed."""
    row = reach.proposal(request, pk)
    if _is_settled(request, row):
        return redirect("agreements:desk:instalment", row.instalment_id)
    form = NothingForm(typed(request))
    return acted(
        request, form, lambda: actions.confirm(proposal=row, by=request.post), done=_("Confirmed: it has happened."),
        title=_("Confirm: paid") if row.step == Step.PAID else _("Confirm: approved"), verb=_("Confirm it"),
        proposal=row, **_back(row.instalment),
    )  # fmt: skip


@needs("agreements.confirm")
@once
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse what a colleague proposed, with a word why."""
    row = reach.proposal(request, pk)
    if _is_settled(request, row):
        return redirect("agreements:desk:instalment", row.instalment_id)
    form = ReasonForm(typed(request), checked=request.method == "POST")
    return acted(
        request, form,
        lambda: actions.refuse(proposal=row, reason=form.cleaned_data["reason"], by=request.post),
        done=_("Refused. Your colleague reads why."), title=_("Refuse this proposal"), verb=_("Refuse it"),
        proposal=row, **_back(row.instalment),
    )  # fmt: skip


@needs("agreements.propose")
@once
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one proposed oneself."""
    row = reach.proposal(request, pk)
    if _is_settled(request, row):
        return redirect("agreements:desk:instalment", row.instalment_id)
    form = NothingForm(typed(request))
    return acted(
        request, form, lambda: actions.withdraw(proposal=row, by=request.post), done=_("Taken back."),
        title=_("Take your proposal back?"), verb=pgettext("proposal", "Take it back"),
        proposal=row, **_back(row.instalment),
    )  # fmt: skip


@needs("agreements.keep", "agreements.propose")
@once
def back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an entry back that was wrong; of a step of two people, propose it."""
    row = reach.entry(request, pk)
    form = ReasonForm(typed(request), checked=request.method == "POST")
    of_two = row.step in OF_TWO

    def act() -> Any:
        take = actions.propose_taking_back if of_two else actions.take_back
        return take(entry=row, reason=form.cleaned_data["reason"], by=request.post)

    return acted(
        request, form, act, title=_("Take this entry back"), entry=row,
        done=_("Proposed. A second approver confirms it.") if of_two else _("Taken back. Both entries stay readable."),
        verb=_("Propose it") if of_two else pgettext("undo", "Take it back"),
        lead=_("Nothing is erased: a second entry takes the first one back whole. Then write the right amount."),
        **_back(row.instalment),
    )  # fmt: skip


@needs("agreements.keep")
@once
def block(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what stands in the way of an instalment."""
    row = reach.instalment(request, pk)
    among = Party.objects.filter(pk__in=_parties(row)).order_by("name_fr")
    form = BlockForm(typed(request), parties=among, checked=request.method == "POST")
    return acted(
        request, form, lambda: actions.block(instalment=row, by=request.post, **form.cleaned_data),
        done=_("Blocked. Everybody reads why, and who must act."), title=_("Block this instalment"),
        verb=_("Block it"), **_back(row),
    )  # fmt: skip


def _parties(row: Instalment) -> list[Any]:
    held = queries.versions([row.agreement_id]).get(row.agreement_id)
    return list(held.shares.values_list("party", flat=True)) if held else []


@needs("agreements.keep")
@once
def lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that nothing stands in the way any more."""
    row = reach.block(request, pk)
    form = NothingForm(typed(request))
    return acted(
        request, form, lambda: actions.unblock(stop=row, by=request.post), done=_("The instalment goes on."),
        title=_("Lift this block?"), verb=_("Lift it"), said=row.get_reason_display(), **_back(row.instalment),
    )  # fmt: skip
