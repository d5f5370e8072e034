"""Instalments of awards are paid by two people of two posts: the first proposes, the second confirms or refuses.

They are those who approve the payments of agreements in the region of the call. Nothing is edited: what came back is
taken back whole, by two people too.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from jisr.common import journal
from jisr.common.errors import OutOfReach
from jisr.ledger.agreements.actions.laws import FIRST, LAWS, SECOND, lawful, of_its_region
from jisr.ledger.agreements.actions.two import past, settled, why
from jisr.ledger.agreements.choices import ProposalState
from jisr.ledger.calls.models import Payment, Tranche
from jisr.staff.models import Post

#: Name of a law -> what is said to whoever broke it; those of agreements are said in the same words.
PAYMENT_LAWS = {
    **LAWS,
    "payment_not_by_who_chose": _(
        "You kept this call, read this file, decided on it or signed its convention: colleagues who did none of it"
        " propose and confirm its payments."
    ),
    "payment_once": _("This instalment is paid already. Open the page again."),
    "payment_whole": _("An instalment is paid whole, as the convention says."),
    "payment_after_the_convention": _("This day is before the convention was signed. Correct it."),
    "payment_one_open": _("This payment is proposed already and waits for the second person."),
    "payment_of_two_people": LAWS["entry_of_two_people"],
    "payment_justified_stays": _("This payment was justified by proofs: it is not taken back any more."),
    "payment_taken_back_whole": _("This payment was taken back already, or never happened. Open the page again."),
    "payment_taken_back_once": _("This payment was taken back already. Open the page again."),
    "tranche_in_turn": _(
        "The instalment before this one was not justified on that day. Look at its proofs first, or correct the day."
    ),
}


def propose_payment(*, tranche: Tranche, by: Post, on: date | None = None) -> Payment:
    """Say, as the first person, that an instalment was paid whole; nothing has happened until a second one confirms it.

    Raises:
        NotOfThisRegion: she proposes no payments in the region of the call.
        BrokenLaw: it is paid or proposed already, its turn has not come, or she had a hand in choosing.
        Unacceptable: a day still to come.
    """
    of_its_region(tranche.call, by, FIRST)
    return _proposed(Payment(amount=tranche.amount, happened_on=past(on), **_under(tranche, by)), by)


def propose_return(*, payment: Payment, reason: str, by: Post, on: date | None = None) -> Payment:
    """Say, as the first person, that the money of a payment came back; a second one confirms it.

    Raises:
        ReasonMissing: no word why.
        BrokenLaw: it was justified or taken back, or a proposal waits.
    """
    of_its_region(payment.call, by, FIRST)
    back = Payment(
        amount=-payment.amount, reverses=payment, reason=why(reason), happened_on=past(on),
        **_under(payment.tranche, by),
    )  # fmt: skip
    return _proposed(back, by)


def confirm_payment(*, payment: Payment, by: Post) -> Payment:
    """Confirm, as the second person, what the first proposed: it has then happened.

    Raises:
        BrokenLaw: the same person or post, or somebody who had a hand in choosing.
        OutOfReach: it was settled in the meantime.
    """
    of_its_region(payment.call, by, SECOND)
    verb = "calls.took_back_payment" if payment.reverses_id else "calls.paid"
    return settled(payment, ProposalState.CONFIRMED, by=by, verb=verb, laws=PAYMENT_LAWS, settled_post=by)


def refuse_payment(*, payment: Payment, reason: str, by: Post) -> Payment:
    """Refuse, as the second person, what the first proposed.

    Raises:
        ReasonMissing: no word why.
        OutOfReach: it was settled in the meantime.
    """
    of_its_region(payment.call, by, SECOND)
    return settled(
        payment, ProposalState.REFUSED, by=by, verb="calls.refused_payment", reason=why(reason), laws=PAYMENT_LAWS
    )


def withdraw_payment(*, payment: Payment, by: Post) -> Payment:
    """Take back what one proposed, while nobody settled it.

    Raises:
        OutOfReach: it was settled in the meantime, or another proposed it.
    """
    of_its_region(payment.call, by, FIRST)
    if payment.proposed_by_id != by.user_id:
        raise OutOfReach
    return settled(payment, ProposalState.WITHDRAWN, by=by, verb="calls.withdrew_payment", laws=PAYMENT_LAWS)


def _under(tranche: Tranche, by: Post) -> dict[str, object]:
    return {
        "tranche": tranche, "call_id": tranche.call_id, "is_demonstration": tranche.is_demonstration,
        "proposed_by": by.user, "proposed_post": by,
    }  # fmt: skip


def _proposed(payment: Payment, by: Post) -> Payment:
    with lawful(PAYMENT_LAWS):
        payment.save(force_insert=True)
        journal.record("calls.proposed_payment", payment, by=by.user, reason="back" if payment.reverses_id else "")
    return payment
