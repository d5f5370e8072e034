"""The selection: both methods side by side, proposed by the keeper, decided by somebody else; appeals."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.actions.selecting import told
from jisr.ledger.calls.choices import Method, Outcome
from jisr.ledger.calls.models import Call
from jisr.ledger.calls.rules.choosing import Choice, TooMuchByHand
from jisr.staff.rules import may
from jisr.web import acting
from jisr.web.access import needs, typed
from jisr.web.calls import words
from jisr.web.calls.desk import reach
from jisr.web.calls.desk.forms import AppealAnswerForm, GiveUpForm
from jisr.web.forms import once
from jisr.web.window import read_version
from jisr.web.wording import name_of

#: Rows of the order that are listed on the page: those around the line are what people argue about.
MOST_ROWS = 200


@needs("calls.keep", "calls.decide")
@require_safe
def selection(request: HttpRequest, code: str) -> HttpResponse:
    """Both selections as things stand, or as they were proposed."""
    row = reach.call(request, code)
    values = {
        "call": row, "keeps": may(request.post.role, "calls.keep"), "decides": may(request.post.role, "calls.decide"),
        "methods": Method.choices, "over": row.is_over(),
        "own": request.user.pk in {row.proposed_by_id, row.prepared_by_id},
        "method": dict(Method.choices).get(row.method, ""),
    }  # fmt: skip
    try:
        choice, waiting = queries.choice_of(row)
    except TooMuchByHand:
        messages.error(request, str(actions.TooMuch()))
        return render(request, "calls/desk/selection.html", values)
    summary = row.selection or told(row, choice)
    values |= {
        "waiting": waiting, "beside": words.side_by_side(row, summary), "rows": _rows(row, choice),
        "witnesses": [words.witness(row, note) for note in summary["notes"]],
    }  # fmt: skip
    return render(request, "calls/desk/selection.html", values)


def _rows(row: Call, choice: Choice) -> list[dict[str, object]]:
    labels = dict(Outcome.choices)
    return [
        {
            "one": one, "rank": rank, "province": words.province(row, one.province),
            "greedy": labels[choice.outcome(one, Method.GREEDY)], "shares": labels[choice.outcome(one, Method.SHARES)],
            "held": one.key in choice.held,
        }
        for rank, one in enumerate(choice.order[:MOST_ROWS], 1)
    ]  # fmt: skip


@needs("calls.keep")
@require_POST
@once
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Propose one method to who decides."""
    row = reach.call(request, code)
    method = request.POST.get("method", "")
    return acting.done_or_said(
        request, lambda: actions.propose(call=row, expected=row.version, method=method, by=request.user),
        done=_("Proposed. Somebody of the regional council decides."), back=_back(row),
    )  # fmt: skip


@needs("calls.keep")
@require_POST
@once
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take the proposal back before it is decided."""
    row = reach.call(request, code)
    return acting.done_or_said(
        request, lambda: actions.take_back(call=row, expected=row.version, by=request.user),
        done=_("Taken back: it can be changed again."), back=_back(row),
    )  # fmt: skip


@needs("calls.decide")
@require_POST
@once
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Publish the results."""
    row = reach.call(request, code)

    def act() -> None:
        if read_version(request, row.version) != row.version:  # proposed anew since she read it
            raise actions.OtherThanProposed
        actions.decide(call=row, by=request.user)

    return acting.done_or_said(
        request, act,
        done=_("The results are published, each with its reason."), back=reverse("calls:desk:call", args=[row.code]),
    )  # fmt: skip


@needs("calls.decide")
@require_POST
@once
def call_up(request: HttpRequest, code: str) -> HttpResponse:
    """Select the next on the waiting list whom the money that is left pays for."""
    row = reach.call(request, code)
    return acting.done_or_said(
        request, lambda: actions.call_up(call=row, by=request.user),
        done=_("The next in the order is selected; everybody sees it."),
        back=reverse("calls:desk:call", args=[row.code]),
    )  # fmt: skip


@needs("calls.decide")
@once
def give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A selected project does not take its place."""
    row = reach.decision(request, pk)
    form = GiveUpForm(typed(request), checked=request.method == "POST")
    return acting.answered(
        request, form, lambda: actions.give_up(decision=row, by=request.user, **form.cleaned_data),
        back=reverse("calls:desk:call", args=[row.call.code]), back_words=name_of(row.call),
        done=_("Noted. The place is free for the next in the order."), verb=_("Free the place"),
        title=_("Project %(number)s gives up its place") % {"number": row.number},
    )  # fmt: skip


@needs("calls.decide")
@once
def appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read an appeal and answer it."""
    row = reach.appeal(request, pk)
    decision = row.application.decision
    form = AppealAnswerForm(typed(request), initial={"outcome": decision.outcome}, checked=request.method == "POST")

    def act() -> None:
        said = form.cleaned_data
        actions.answer_appeal(appeal=row, outcome=said["outcome"], answer=said["reason"], by=request.user)

    return acting.answered(
        request, form, act, back=reverse("calls:desk:call", args=[row.call.code]), back_words=name_of(row.call),
        done=_("Answered. It stands on the page of her code."), title=_("Answer an appeal"), verb=_("Answer it"),
        said=queries.opened(row, row.sealed)["words"],
        lead=_("Result so far: %(outcome)s, because: %(reason)s")
        % {"outcome": decision.get_outcome_display(), "reason": decision.get_reason_display()},
    )  # fmt: skip


def _back(row: Call) -> str:
    return reverse("calls:desk:selection", args=[row.code])
