"""The keeper proposes a selection: by one of two published methods, with what she decides by hand and why."""

from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.ledger.calls.choices import ApplicationState, CallState, Method, Outcome
from jisr.ledger.calls.models import Application, Call, Override
from jisr.ledger.calls.queries.rows import groups_of
from jisr.ledger.calls.queries.selection import choice_of
from jisr.ledger.calls.rules.choosing import Choice, TooMuchByHand, summed

_WAITS = (ApplicationState.DEPOSITED, ApplicationState.ASKED)


class StillRead(Refusal):
    """Some file has no decision on whether it is complete, or lacks a reader."""

    message = _("Some files are not read to the end yet. Settle and give them first; the list says which.")


class TooMuch(Refusal):
    """What was selected by hand alone is more than the budget or the places."""

    message = _("What is selected by hand alone is more than the budget or the places. Take some of it back.")


@transaction.atomic
def override(*, application: Application, outcome: str, reason: str, by: User) -> Override:
    """Decide one file by hand, with the reason that everybody will read; in place of what was decided before.

    Raises:
        OutOfReach: the selection is proposed, or the file was not complete.
        Unacceptable: without a reason.
    """
    if application.call.state != CallState.ANNOUNCED or application.state != ApplicationState.COMPLETE:
        raise OutOfReach
    words = clean_typed(reason)
    if not words or outcome not in Outcome.values:
        raise Unacceptable({"reason": _("Say why: everybody reads it beside the result. Name no person.")})
    row = Override(
        call=application.call, application=application, outcome=outcome, reason=words, by=by,
        is_demonstration=application.is_demonstration,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Override.objects.filter(application=application).delete()
            row.save(force_insert=True)
    except DatabaseError as fault:  # the selection was proposed in this very moment
        raise OutOfReach from fault
    journal.record("calls.decided_by_hand", application, by=by, reason=outcome)
    return row


@transaction.atomic
def take_back(*, call: Call, expected: int, by: User) -> Call:
    """Take a proposal back, or return it to its keeper, before it is decided.

    Raises:
        OutOfReach: it is not proposed, or decided already.
    """
    if call.state != CallState.PROPOSED:
        raise OutOfReach
    call.save_version(expected, state=CallState.ANNOUNCED, method="", selection={}, proposed_by=None, proposed_at=None)
    journal.record("calls.took_back", call, by=by)
    return call


@transaction.atomic
def propose(*, call: Call, expected: int, method: str, by: User) -> Call:
    """Propose the selection of one method to who decides; both methods are kept beside it, and published with it.

    Raises:
        StillRead: some file still waits for its reader, or to be settled.
        TooMuch: by hand alone it is too much.
        OutOfReach: the call is not closed, or proposed already.
    """
    if call.state != CallState.ANNOUNCED or not call.is_over() or method not in Method.values:
        raise OutOfReach
    # points that are given at this moment are given before the proposal, or not at all
    Call.objects.select_for_update().filter(pk=call.pk).first()
    if Application.objects.filter(call=call, state__in=_WAITS).exists():
        raise StillRead
    try:
        choice, waiting = choice_of(call)
    except TooMuchByHand as fault:
        raise TooMuch from fault
    if waiting:
        raise StillRead
    call.save_version(
        expected, state=CallState.PROPOSED, method=method, selection=told(call, choice), proposed_by=by,
        proposed_at=timezone.now(),
    )  # fmt: skip
    journal.record("calls.proposed", call, by=by, reason=method)
    return call


def told(call: Call, choice: Choice) -> dict[str, Any]:
    """Both methods side by side, and what could not be kept, as it is published."""
    groups = groups_of(call)
    return {
        "received": Application.objects.filter(call=call).count(), "ranked": len(choice.order),
        "methods": {method: summed(choice, method, groups) for method in Method.values},
        "notes": [
            {"why": one.why, "group": one.group, "needed": one.needed, "there": one.there, "lowered": one.lowered}
            for one in choice.notes
        ],
    }  # fmt: skip
