"""Acts on an approval: ask for somebody's yes, give it or refuse it with a reason; never one's own."""

from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Programme
from jisr.common import journal
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.window.pathways.choices import ApprovalKind, ApprovalState, RefusedBecause, StepKind
from jisr.window.pathways.models import Approval, Step


class AskedAlready(Refusal):
    """The same question waits."""

    message = _("This was asked already and waits for an answer. It stands on the page of the step.")


class NotYours(Refusal):
    """Somebody else decides this."""

    message = _("Whoever asks does not decide, and what was decided stays. Ask the director of the centre.")


@transaction.atomic
def ask_approval(
    *, step: Step, kind: str, why: str, by: User, amount: int | None = None, programme: Programme | None = None
) -> Approval:
    """Ask for the yes that an aid in money above the limit, or lodging, needs before it is given.

    Args:
        amount: centimes; of money alone.

    Raises:
        AskedAlready: the same kind waits for an answer.
        Unacceptable: no reason, no amount, or lodging asked for another kind of step.
    """
    wrong: dict[str, Any] = {}
    if not clean_typed(why):
        wrong["why"] = _("Write why it is needed: whoever decides was not there.")
    if kind == ApprovalKind.MONEY and (not amount or amount <= 0):
        wrong["amount"] = _("Write the amount in dirhams.")
    if kind == ApprovalKind.LODGING and step.kind != StepKind.LODGING:
        wrong["kind"] = _("This step is no lodging.")
    if wrong:
        raise Unacceptable(wrong)
    Step.objects.select_for_update(of=("self",)).get(pk=step.pk)  # who asks at the same instant waits here
    if Approval.objects.filter(step=step, kind=kind, state=ApprovalState.ASKED).exists():
        raise AskedAlready
    row = Approval(
        step=step, household_id=step.household_id, kind=kind, why=clean_typed(why), asked_by=by, programme=programme,
        amount=amount if kind == ApprovalKind.MONEY else None, compartment=step.compartment,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("pathways.asked_approval", row, by=by, reason=kind)
    return row


@transaction.atomic
def decide_approval(
    *, approval: Approval, version: int, granted: bool, by: User, because: str = "", words: str = ""
) -> Approval:
    """Say yes, or no with a reason that whoever asked can tell the family.

    Raises:
        NotYours: whoever asked does not decide, nor does anybody without the post for it; or it was decided before.
        Unacceptable: a refusal without its reason.
        Stale: somebody else decided in between.
    """
    if approval.asked_by_id == by.pk or approval.state != ApprovalState.ASKED:
        raise NotYours
    if not granted and because not in RefusedBecause.values:
        raise Unacceptable({"because": _("Say why: whoever asked has to tell the family.")})
    try:
        with transaction.atomic():
            approval.save_version(
                version, state=ApprovalState.GRANTED if granted else ApprovalState.REFUSED, decided_by=by,
                decided_at=timezone.now(), refused_because="" if granted else because, words=clean_typed(words),
            )  # fmt: skip
    except DatabaseError as fault:  # the database knows who holds the post
        raise NotYours from fault
    journal.record(
        "pathways.granted_approval" if granted else "pathways.refused_approval", approval, by=by,
        reason="" if granted else because,
    )  # fmt: skip
    return approval
