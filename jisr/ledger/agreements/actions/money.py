"""Steps of the money of an instalment: called, approved, paid, justified, taken back, blocked.

Approving and paying take two people: the first proposes, the second, of another post, confirms. Nothing is edited.
"""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.text import clean_typed
from jisr.ledger.agreements.actions.laws import FIRST, KEEPER, SECOND, BrokenLaw, lawful, of_its_region
from jisr.ledger.agreements.actions.two import past, settled, why
from jisr.ledger.agreements.choices import OF_TWO, ProposalState, Step
from jisr.ledger.agreements.models import Agreement, Block, Document, Entry, Instalment, Party, Proposal, Share
from jisr.ledger.agreements.queries.money import amounts_of, is_blocked
from jisr.ledger.agreements.rules.money import Rate
from jisr.staff.models import Post

#: What is broken by a step that goes further than the one before it.
_BEYOND: dict[str, str] = {
    Step.APPROVED: "instalment_approved_within_called", Step.PAID: "instalment_paid_within_approved",
}  # fmt: skip


def call(*, instalment: Instalment, amount: int, by: Post, on: date | None = None) -> Entry:
    """Ask a party for an instalment, or for a part of it.

    Raises:
        BrokenLaw: more than is due, a block, or the agreement is not alive.
        Unacceptable: no amount, or a day still to come.
    """
    return _enter(instalment, Step.CALLED, amount, by, on)


def justify(
    *, instalment: Instalment, amount: int, document: Document | None, by: Post, on: date | None = None
) -> Entry:
    """Show that money was spent as agreed.

    Raises:
        Unacceptable: no document shows it, no amount, or a day still to come.
        BrokenLaw: more than was paid.
    """
    if document is None:
        raise Unacceptable({"document": _("Choose the document that shows it. Add it to the documents first.")})
    return _enter(instalment, Step.JUSTIFIED, amount, by, on, document=document)


def propose(
    *, instalment: Instalment, step: str, by: Post, amount: int | None = None, rate: Rate | None = None,
    on: date | None = None, document: Document | None = None,
) -> Proposal:  # fmt: skip
    """Propose that an instalment be approved, or say that it was paid; a second person confirms it.

    Args:
        amount: minor units of the agreement's currency; left out where a rate gives it.

    Raises:
        BrokenLaw: it is proposed already, or the writer called this instalment herself.
        Unacceptable: no amount, more than the step before it allows, or a day still to come.
    """
    of_its_region(_agreement(instalment), by, FIRST)
    worth = rate.amount if rate else amount
    if step not in OF_TWO:
        raise ValueError(f"{step} is not a step of two people")
    proposal = Proposal(
        step=step, amount=_positive(worth), happened_on=past(on), document=document, proposed_by=by.user,
        proposed_post=by, **_under(instalment), **(rate.values if rate else {}),
    )  # fmt: skip
    if is_blocked(instalment):
        raise BrokenLaw("entry_not_while_blocked")
    if proposal.amount > amounts_of(instalment).room(step):
        raise BrokenLaw(_BEYOND[step])
    return _proposed(proposal, by)


def propose_taking_back(*, entry: Entry, reason: str, by: Post, on: date | None = None) -> Proposal:
    """Propose that an approval or a payment be taken back whole; a second person confirms it.

    Raises:
        ReasonMissing: no word why.
        BrokenLaw: a proposal for this step waits, or it was taken back already.
    """
    of_its_region(_agreement(entry.instalment), by, FIRST)
    if Entry.objects.filter(reverses=entry).exists():
        raise BrokenLaw("entry_reverses_id_key")
    proposal = Proposal(
        step=entry.step, reverses=entry.pk, reason=why(reason), happened_on=past(on), proposed_by=by.user,
        proposed_post=by, **_under(entry.instalment), **_turned_round(entry),
    )  # fmt: skip
    return _proposed(proposal, by)


def confirm(*, proposal: Proposal, by: Post) -> Entry:
    """Confirm, as the second person, what the first proposed: it has then happened.

    Raises:
        BrokenLaw: the same person or post, the one who called, more than the step before it allows, a block, or
            somebody confirmed it a moment ago.
        NotOfThisRegion: the post is not one that confirms here.
    """
    of_its_region(_agreement(proposal.instalment), by, SECOND)
    entry = Entry(
        step=proposal.step, amount=proposal.amount, happened_on=proposal.happened_on, reason=proposal.reason,
        reverses_id=proposal.reverses, document_id=proposal.document_id, proposal=proposal, by=by.user, post=by,
        given=proposal.given, given_currency=proposal.given_currency, rate=proposal.rate, rate_on=proposal.rate_on,
        rate_source=proposal.rate_source, **_under(proposal.instalment),
    )  # fmt: skip
    with lawful():
        entry.save(force_insert=True)
        journal.record("agreements.confirmed", entry, by=by.user, reason=proposal.step)
    return entry


def refuse(*, proposal: Proposal, reason: str, by: Post) -> Proposal:
    """Refuse, as the second person, what the first proposed.

    Raises:
        ReasonMissing: no word why.
        OutOfReach: it was settled in the meantime.
    """
    of_its_region(_agreement(proposal.instalment), by, SECOND)
    return settled(proposal, ProposalState.REFUSED, by=by, verb="agreements.refused", reason=why(reason))


def withdraw(*, proposal: Proposal, by: Post) -> Proposal:
    """Take back what one proposed, while nobody confirmed it.

    Raises:
        OutOfReach: it was settled in the meantime, or another proposed it.
    """
    of_its_region(_agreement(proposal.instalment), by, FIRST)
    if proposal.proposed_by_id != by.user_id:
        raise OutOfReach
    return settled(proposal, ProposalState.WITHDRAWN, by=by, verb="agreements.withdrawn")


def take_back(*, entry: Entry, reason: str, by: Post, on: date | None = None) -> Entry:
    """Take back a call or a justification that was wrong, whole; the right amount is written as a new one.

    Raises:
        ReasonMissing: no word why.
        BrokenLaw: it was taken back already, or more was approved than would be called.
        OutOfReach: it is a step of two people, whose taking back is one of two too.
    """
    if entry.step in OF_TWO:
        raise OutOfReach
    of_its_region(_agreement(entry.instalment), by, KEEPER)
    back = Entry(
        step=entry.step, reverses=entry, reason=why(reason), happened_on=past(on), by=by.user, post=by,
        **_under(entry.instalment), **_turned_round(entry),
    )  # fmt: skip
    return _entered(back, by)


def block(*, instalment: Instalment, reason: str, who_must_act: Party, by: Post, note: str = "") -> Block:
    """Say that an instalment cannot go on, why, and who must act; everybody reads it.

    Raises:
        Unacceptable: whoever must act is not a party to the agreement.
        BrokenLaw: it is blocked already.
    """
    of_its_region(_agreement(instalment), by, KEEPER)
    if not Share.objects.filter(agreement=instalment.agreement_id, party=who_must_act).exists():
        raise Unacceptable({"who_must_act": _("Choose one of the parties of this agreement.")})
    stop = Block(
        reason=reason, note=clean_typed(note), who_must_act=who_must_act, opened_by=by.user, **_under(instalment)
    )
    with lawful():
        stop.save(force_insert=True)
        journal.record("agreements.blocked", stop, by=by.user, reason=reason)
    return stop


def unblock(*, stop: Block, by: Post) -> Block:
    """Say that the reason is gone.

    Raises:
        OutOfReach: somebody said so already.
    """
    of_its_region(_agreement(stop.instalment), by, KEEPER)
    with lawful():
        today = max(timezone.localdate(), stop.since)
        if not Block.objects.filter(pk=stop.pk, until=None).update(until=today, closed_by=by.user):
            raise OutOfReach
        journal.record("agreements.unblocked", stop, by=by.user)
    stop.refresh_from_db()
    return stop


def _enter(instalment: Instalment, step: Step, amount: int, by: Post, on: date | None, **more: Any) -> Entry:
    of_its_region(_agreement(instalment), by, KEEPER)
    return _entered(
        Entry(
            step=step, amount=_positive(amount), happened_on=past(on), by=by.user, post=by, **more,
            **_under(instalment),
        ),
        by,
    )  # fmt: skip


def _entered(entry: Entry, by: Post) -> Entry:
    with lawful():
        entry.save(force_insert=True)
        verb = "agreements.took_back" if entry.reverses_id else f"agreements.{entry.step}"
        journal.record(verb, entry, by=by.user, reason=entry.step)
    return entry


def _proposed(proposal: Proposal, by: Post) -> Proposal:
    with lawful():
        proposal.save(force_insert=True)
        journal.record("agreements.proposed", proposal, by=by.user, reason=proposal.step)
    return proposal


def _agreement(instalment: Instalment) -> Agreement:
    return instalment.agreement


def _under(instalment: Instalment) -> dict[str, Any]:
    return {
        "instalment": instalment, "agreement_id": instalment.agreement_id,
        "is_demonstration": instalment.is_demonstration,
    }  # fmt: skip


def _turned_round(entry: Entry) -> dict[str, Any]:
    """The same amount the other way, with the rate it had."""
    return {
        "amount": -entry.amount, "given": None if entry.given is None else -entry.given,
        "given_currency": entry.given_currency, "rate": entry.rate, "rate_on": entry.rate_on,
        "rate_source": entry.rate_source,
    }  # fmt: skip


def _positive(amount: int | None) -> int:
    if amount is None or amount <= 0:
        raise Unacceptable({"amount": _("Give an amount above zero.")})
    return amount
