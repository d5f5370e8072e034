"""A decision with reasons, a silence that is complained of, an appeal that somebody else answers."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.periods import years_after
from jisr.common.text import clean_typed
from jisr.window.deposits import queries, rules
from jisr.window.deposits.actions.moving import Moved, move, tell
from jisr.window.deposits.choices import DepositState, Ground
from jisr.window.deposits.models import Deposit

S = DepositState


class SilenceAgreed(Refusal):
    """The delay has passed, and for this procedure silence is agreement."""

    message = _("The delay has passed without a decision. For this procedure that is agreement: grant it.")


class DecidedByYou(Refusal):
    """Whoever refused does not answer the appeal against it."""

    message = _(
        "You decided on this request: somebody else answers its appeal. Ask another director of the centre. Where there"
        " is none, ask the delegate of the province: a director of another centre is given a post here for some days."
    )


class TooLate(Refusal):
    """The delay of the appeal has passed."""

    message = _("The delay for an appeal ended on %(day)s. A new request can be deposited.")


@transaction.atomic
def grant(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """Say yes. What was granted for years holds from today.

    Raises:
        Moved: it was decided on, or its papers are awaited.
    """
    values = {"decided_on": timezone.localdate(), "decided_by": by, **_held(deposit)}
    move(deposit, version, S.GRANTED, **values)
    journal.record("deposits.granted", deposit, by=by)
    _tell_decided(deposit)
    return deposit


def _held(row: Deposit) -> dict[str, date]:
    years = queries.procedure_of(row).years
    return {"holds_until": years_after(timezone.localdate(), years)} if years else {}


@transaction.atomic
def refuse(*, deposit: Deposit, version: int, ground: str, reason: str, by: User) -> Deposit:
    """Say no, with a ground and reasons in plain words; the letter says until when she may appeal.

    Raises:
        Moved: it was decided on, or its papers are awaited.
        SilenceAgreed: the delay passed, and a public text counts that as agreement.
        Unacceptable: no ground or no reason.
    """
    today, words = timezone.localdate(), clean_typed(reason, lines=True)
    wrong = {} if ground in Ground.values else {"ground": _("Choose one.")}
    if not words:
        wrong["reason"] = _("Write the reasons in plain words: they stand in the letter.")
    if wrong:
        raise Unacceptable(wrong)
    stands = queries.clock(deposit, today)
    if stands.how == rules.SILENT and stands.agrees:
        raise SilenceAgreed
    appeal_by = today + timedelta(days=queries.delays(today)["appeal_days"])
    move(deposit, version, S.REFUSED, decided_on=today, decided_by=by, ground=ground, reason=words, appeal_by=appeal_by)
    journal.record("deposits.refused", deposit, by=by, reason=ground)
    _tell_decided(deposit)
    return deposit


def _tell_decided(row: Deposit) -> None:
    late = row.due_on is not None and row.decided_on is not None and row.decided_on > row.due_on
    tell("decided.late" if late else "decided", row)


@transaction.atomic
def complain(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """The delay passed without a decision, and the person says so: it is written down, and the decision is still owed.

    Raises:
        Moved: the delay runs, the decision was taken, or she complained before.
    """
    if deposit.complained_on is not None or queries.clock(deposit).how != rules.SILENT:
        raise Moved
    deposit.save_version(version, complained_on=timezone.localdate())
    journal.record("deposits.complained", deposit, by=by)
    tell("appealed", deposit)
    return deposit


@transaction.atomic
def appeal(*, deposit: Deposit, version: int, words: str, by: User) -> Deposit:
    """The person contests a refusal, in her words.

    Raises:
        Moved: there is no refusal, or it was contested before.
        TooLate: the delay has passed.
        Unacceptable: no words.
    """
    today, said = timezone.localdate(), clean_typed(words, lines=True)
    if not said:
        raise Unacceptable({"words": _("Write why she contests it, in her words.")})
    if deposit.appeal_by is not None and today > deposit.appeal_by:
        raise TooLate(day=deposit.appeal_by)
    due = today + timedelta(days=queries.delays(today)["appeal_answer_days"])
    move(deposit, version, S.APPEALED, appealed_on=today, appeal_due_on=due, appeal=said)
    journal.record("deposits.appealed", deposit, by=by)
    tell("appealed", deposit)
    return deposit


@transaction.atomic
def settle(*, deposit: Deposit, version: int, granted: bool, words: str, by: User) -> Deposit:
    """Write down the answer to an appeal, which somebody else gives than decided (docs/decisions/0105).

    Raises:
        DecidedByYou: the refusal is her own.
        Moved: no appeal waits.
        Unacceptable: no words.
    """
    said = clean_typed(words, lines=True)
    if by.pk == deposit.decided_by_id:
        raise DecidedByYou
    if not said:
        raise Unacceptable({"words": _("Write what the answer says.")})
    values = {
        "settled_on": timezone.localdate(),
        "settled_by": by,
        "settled": said,
        **(_held(deposit) if granted else {}),
    }
    move(deposit, version, S.REVERSED if granted else S.UPHELD, **values)
    journal.record("deposits.settled", deposit, by=by, reason=deposit.state)
    tell("settled", deposit)
    return deposit
