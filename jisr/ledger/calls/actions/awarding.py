"""The convention of a selected project, the proofs of its instalments, and the visits that follow."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connections, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.crypto import encrypt_bytes
from jisr.common.database import call as door
from jisr.common.database import speaker
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import new_key
from jisr.common.periods import months_after
from jisr.common.text import clean_typed
from jisr.ledger.calls.actions.applying import NoPaperNow, as_kept
from jisr.ledger.calls.models import Award, Decision, SiteVisit, Tranche
from jisr.ledger.calls.models.awards import MONTHS
from jisr.ledger.calls.queries.mine import code_hash


class NothingShowsIt(Refusal):
    """An instalment is justified by proofs."""

    message = _("No photograph and no invoice has come for this instalment. Ask for one before you accept it.")


#: Laws of the database -> what is said.
_BROKEN: dict[str, Refusal | type[Refusal]] = {
    "award_asked": Unacceptable({"amount": _("More than was asked for, or the project is not selected.")}),
    "award_budget": Unacceptable({"amount": _("All conventions together would be more than the budget of the call.")}),
    "award_line": Unacceptable(
        {"amount": _("All conventions under the object line together would be more than the agreement gives it.")}
    ),
    "award_instalments": Unacceptable({"amount": _("The instalments do not make the amount. Correct one of them.")}),
    "tranche_with_proof": NothingShowsIt,
}


@transaction.atomic
def sign_award(
    *, decision: Decision, amount: int, tranches: Sequence[Mapping[str, Any]], by: User, signed_on: date | None = None
) -> Award:
    """Write down the convention of a selected project, with its instalments and the days of its two visits.

    Args:
        tranches: amount, for_ar and due_on of each, in their order; together they make the amount.

    Raises:
        OutOfReach: it has a convention already, or is not hers.
        Unacceptable: more than was asked for or than there is, or the instalments do not make it.
    """
    day = signed_on or timezone.localdate()
    alike: dict[str, Any] = {"call_id": decision.call_id, "is_demonstration": decision.is_demonstration}
    award = Award(
        application_id=decision.application_id,
        number=decision.number,
        amount=amount,
        signed_on=day,
        signed_by=by,
        **alike,
    )
    rows = [Tranche(award=award, place=n, **alike, **one) for n, one in enumerate(tranches, 1)]
    try:
        with transaction.atomic():
            award.save(force_insert=True)
            Tranche.objects.bulk_create(rows)
            _judge()
    except IntegrityError as fault:
        raise _refusal(fault) from fault
    SiteVisit.objects.bulk_create(
        [SiteVisit(award=award, months=months, due_on=months_after(day, months), **alike) for months in MONTHS]
    )
    journal.record("calls.signed_award", award, by=by)
    return award


@transaction.atomic
def justify(*, tranche: Tranche, by: User) -> Tranche:
    """The proofs of an instalment were looked at, and show what it became.

    Raises:
        NothingShowsIt: none came.
        OutOfReach: it is not paid, or was justified before.
    """
    before = {"paid_on__isnull": False, "justified_on": None}
    return _step(tranche, "calls.justified", by, before, justified_on=timezone.localdate())


def prove(*, code: str, tranche: UUID, item: str, content: bytes, size: int) -> None:
    """Show what an instalment became, without an account: one photograph or invoice, whole or not at all.

    Raises:
        NotAPaper: it is none, is too large, or came in part.
        NoPaperNow: the instalment is not paid, or was justified.
    """
    (media, kept), key = as_kept(content, size), new_key()
    sealed = encrypt_bytes(kept, bound_to=f"calls.proof:{key}")
    digest = hashlib.sha256(kept).hexdigest()
    ((answer,),) = door("jisr_calls_prove", key, code_hash(code), tranche, item, media, len(kept), digest, sealed)
    if answer not in {"", "known"}:
        raise {"none": OutOfReach, "shut": NoPaperNow, "many": NoPaperNow}.get(answer, Refusal)


@transaction.atomic
def plan_visit(*, visit: SiteVisit, on: date, by: User) -> SiteVisit:
    """Announce the day of a visit; whoever left an address is told.

    Raises:
        Unacceptable: a day that is past.
        OutOfReach: the visit was made.
    """
    if on < timezone.localdate():
        raise Unacceptable({"on": _("This day is past. Choose one that is to come.")})
    if not SiteVisit.objects.filter(pk=visit.pk, made_on=None).update(planned_on=on):
        raise OutOfReach
    journal.record("calls.planned_visit", visit, by=by)
    return visit


@transaction.atomic
def record_visit(
    *, visit: SiteVisit, is_alive: bool, jobs: int, women: int, income: int, words: str, by: User
) -> SiteVisit:
    """Write down what was found on the spot, today.

    Args:
        income: of a month, in centimes.

    Raises:
        Unacceptable: more women than people.
        OutOfReach: it was written down before.
    """
    if women > jobs:
        raise Unacceptable({"women": _("More women than people altogether. Check the two numbers.")})
    values = {
        "made_on": timezone.localdate(), "is_alive": is_alive, "jobs": jobs, "women": women, "income": income,
        "words": clean_typed(words),
    }  # fmt: skip
    if not SiteVisit.objects.filter(pk=visit.pk, made_on=None).update(**values):
        raise OutOfReach
    journal.record("calls.visited", visit, by=by)
    return visit


def _step(tranche: Tranche, verb: str, by: User, before: Mapping[str, Any], **values: Any) -> Tranche:
    try:
        with transaction.atomic():
            if not Tranche.objects.filter(pk=tranche.pk, **before).update(**values):
                raise OutOfReach
            _judge()
    except IntegrityError as fault:
        raise _refusal(fault) from fault
    journal.record(verb, tranche, by=by)
    return tranche


def _judge() -> None:
    """Hold the laws that the database keeps for the end of the transaction to now, so that the refusal can be said."""
    with connections[speaker.get()].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS award_within_the_call, tranche_balanced IMMEDIATE")
        cursor.execute("SET CONSTRAINTS award_within_the_call, tranche_balanced DEFERRED")


def _refusal(fault: IntegrityError) -> Refusal | type[Refusal]:
    name = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "") or ""
    return _BROKEN.get(name, OutOfReach)
