"""Somebody else decides on what was proposed; results are published with their reasons; appeals are answered."""

import json
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.database import call as door
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.ledger.calls.actions.selecting import told
from jisr.ledger.calls.choices import CallState, Method, Outcome, Reason
from jisr.ledger.calls.models import Appeal, Application, Award, Call, Decision, Override
from jisr.ledger.calls.queries.selection import choice_of
from jisr.ledger.calls.rules.choosing import SELECTED, Candidate, Choice

_REFUSED = {Outcome.REFUSED: Reason.TOO_FEW_POINTS, Outcome.WAITING: Reason.NO_MONEY}


class HerOwnProposal(Refusal):
    """Who prepared a call, or proposed its selection, does not decide on it."""

    message = _("You prepared this call or proposed this selection. Somebody else of the regional council decides.")


class TookPart(Refusal):
    """Who gave points to a file, or decided one by hand, does not publish the results."""

    message = _("You gave points or decided by hand in this call. Somebody else of the regional council decides.")


class OtherThanProposed(Refusal):
    """What would be published is not what was proposed."""

    message = _(
        "This is not what was proposed any more. Read what is proposed now, or ask its keeper to propose it again."
    )


class PaysNoMore(Refusal):
    """An appeal is right, and the money is used up: the waiting list is what can be given."""

    message = _("The budget or the places do not pay for this project any more. Put it on the waiting list instead.")


@transaction.atomic
def decide(*, call: Call, by: User) -> int:
    """Publish the results as they were proposed, with the reason of each; how many there are.

    Raises:
        HerOwnProposal: she prepared the call or proposed this.
        OutOfReach: nothing is proposed, or she holds no post for it.
        OtherThanProposed: something changed since.
        TookPart: from another post of hers she gave points, or decided by hand.
    """
    ((answer,),) = door("jisr_calls_decide", call.pk)
    if answer:
        raise HerOwnProposal if answer == "own" else OutOfReach
    # from here on the call is locked: what is read now is what was proposed, whatever the page had shown
    call = Call.objects.get(pk=call.pk)
    choice, waiting = choice_of(call)
    if waiting or json.loads(json.dumps(told(call, choice))) != call.selection:
        raise OtherThanProposed
    rows = results(call, choice)
    try:
        with transaction.atomic():
            Decision.objects.bulk_create(rows, batch_size=2_000)
    except IntegrityError as fault:
        raise TookPart if _law(fault) == "decision_by_another" else OtherThanProposed from fault
    journal.record("calls.decided", call, by=by, reason=call.method)
    return len(rows)


def results(call: Call, choice: Choice) -> list[Decision]:
    """Every application with what becomes of it, its place and its reason; not yet saved."""
    at = {row.pk: row for row in Application.objects.filter(call=call).defer("project", "facts")}
    said = dict(Override.objects.filter(call=call).values_list("application_id", "reason"))
    found = []
    for rank, one in enumerate(choice.order, 1):
        outcome, reason = choice.outcome(one, call.method), _reason(choice, one, call.method)
        found.append(_decision(at.pop(one.key), outcome, reason, said.get(one.key, ""), rank=rank, points=one.points))
    # what is left was not admitted: its reason was given when it was set aside
    found += [_decision(row, Outcome.REFUSED, row.why, row.why_text) for row in at.values()]
    return found


def _reason(choice: Choice, one: Candidate, method: str) -> str:
    outcome = choice.outcome(one, method)
    if one.hand:
        return Reason.BY_HAND
    if outcome != SELECTED:
        return _REFUSED[Outcome(outcome)]
    if one.key in choice.held:
        return Reason.RESERVED
    return Reason.RANKED if method == Method.GREEDY else Reason.SHARES


def _decision(row: Application, outcome: str, reason: str, words: str, **order: Any) -> Decision:
    return Decision(
        call_id=row.call_id, application=row, number=row.number, kind=row.kind, province=row.province,
        asked=row.asked, outcome=outcome, reason=reason, reason_text=words, is_demonstration=row.is_demonstration,
        **order,
    )  # fmt: skip


@transaction.atomic
def answer_appeal(*, appeal: Appeal, outcome: str, answer: str, by: User) -> Appeal:
    """Answer an appeal in words; where it is right, the result changes, and everybody sees that it did.

    Args:
        outcome: what becomes of the application; the same as before where the appeal is not upheld.

    Raises:
        OutOfReach: it was answered before, or she holds no post for it.
        PaysNoMore: neither budget nor places are left.
        Unacceptable: without an answer in words.
    """
    words = clean_typed(answer)
    if not words or outcome not in Outcome.values:
        raise Unacceptable({"answer": _("Answer in words: she reads it.")})
    decision = Decision.objects.select_for_update().filter(application=appeal.application_id).first()
    call = Call.objects.filter(pk=appeal.call_id).first()
    if decision is None or call is None:
        raise OutOfReach
    upheld = outcome != decision.outcome
    if upheld and outcome == Outcome.SELECTED:
        _check_money(call, decision)
    today = timezone.localdate()
    values: dict[str, Any] = {"answered_on": today, "upheld": upheld, "answer": words, "answered_by": by}
    if not Appeal.objects.filter(pk=appeal.pk, answered_on=None).update(**values):
        raise OutOfReach
    if upheld:
        _turn(decision, decision.outcome, outcome=outcome, reason=Reason.APPEAL, reason_text=words)
    journal.record("calls.answered_appeal", appeal, by=by, reason="upheld" if upheld else "not_upheld")
    return appeal


@transaction.atomic
def give_up(*, decision: Decision, why: str, by: User) -> Decision:
    """A selected project does not take its place: it becomes free for the next in the order.

    Raises:
        OutOfReach: it is not selected, has its convention, or is not hers to decide on.
        Unacceptable: without a reason.
    """
    words = clean_typed(why)
    if not words:
        raise Unacceptable({"why": _("Say why: everybody reads it beside the result. Name no person.")})
    if Award.objects.filter(application=decision.application_id).exists():
        raise OutOfReach
    _turn(decision, Outcome.SELECTED, outcome=Outcome.REFUSED, reason=Reason.GAVE_UP, reason_text=words)
    journal.record("calls.gave_up", decision, by=by)
    return decision


@transaction.atomic
def call_up(*, call: Call, by: User) -> Decision:
    """The first on the waiting list whom the money that is left pays for is selected.

    Raises:
        PaysNoMore: nobody on the list fits what is left.
        OutOfReach: there are no results yet, or she does not decide on them.
    """
    locked = Call.objects.filter(pk=call.pk, state=CallState.DECIDED).first()
    if locked is None:
        raise OutOfReach
    for decision in Decision.objects.filter(call=call, outcome=Outcome.WAITING).order_by("rank"):
        try:
            _check_money(locked, decision)
        except PaysNoMore:
            continue
        _turn(decision, Outcome.WAITING, outcome=Outcome.SELECTED, reason=Reason.CALLED_UP, reason_text="")
        journal.record("calls.called_up", decision, by=by)
        return decision
    raise PaysNoMore


def _turn(decision: Decision, before: str, **values: Any) -> None:
    rows = Decision.objects.filter(pk=decision.pk, outcome=before)
    try:
        with transaction.atomic():
            changed = rows.update(changed_on=timezone.localdate(), **values)
    except DatabaseError as fault:
        raise PaysNoMore if _law(fault) == "decision_pays" else OutOfReach from fault
    if not changed:
        raise OutOfReach


def _law(fault: DatabaseError) -> str:
    """The law of the database that was broken."""
    return getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "") or ""


def _check_money(call: Call, decision: Decision) -> None:
    spent = list(Decision.objects.filter(call=call, outcome=Outcome.SELECTED).values_list("asked", flat=True))
    too_dear = call.budget is not None and sum(spent) + decision.asked > call.budget
    if too_dear or (call.places is not None and len(spent) >= call.places):
        raise PaysNoMore
