"""What people decide about two lines, and taking it back; what people said, and the measure that takes it up."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.forum.choices import StatementState
from jisr.forum.models import Statement
from jisr.ledger.strategy.actions.reach import on_same_side
from jisr.ledger.strategy.choices import Verdict
from jisr.ledger.strategy.models import Measure, MeasureStatement, PairDecision, PlanLine
from jisr.ledger.strategy.rules.convergence import Pair


class DecidedAlready(Refusal):
    """Somebody was first."""

    message = _("This was decided in the meantime. Read that decision; take it back first if it is to change.")


@transaction.atomic
def decide(*, measure: Measure, line: PlanLine, pair: Pair, verdict: str, reason: str, by: User) -> PairDecision:
    """Decide about a measure and a line, with the reason; what the computation says today is kept beside it.

    Raises:
        Unacceptable: no decision, or no reason.
        DecidedAlready: a decision stands.
    """
    on_same_side(measure, by)
    reason = clean_typed(reason, lines=True)
    wrong: dict[str, Any] = {}
    if verdict not in Verdict.values:
        wrong["verdict"] = _("Choose what is to become of the two.")
    if not reason:
        wrong["reason"] = _("Say why: whoever reads it later was not there.")
    if wrong:
        raise Unacceptable(wrong)
    try:
        with transaction.atomic():
            decision = PairDecision.objects.create(
                measure=measure, line=line, kind=pair.kind, parts=list(pair.parts), score=pair.score, verdict=verdict,
                reason=reason, author=by, is_demonstration=measure.is_demonstration,
            )  # fmt: skip
    except IntegrityError as fault:
        raise DecidedAlready from fault
    journal.record("strategy.pair_decided", decision, by=by, reason=verdict)
    return decision


@transaction.atomic
def take_back(*, decision: PairDecision, reason: str, by: User) -> None:
    """Take a decision back, with the reason; it stays on record.

    Raises:
        Unacceptable: no reason.
        OutOfReach: it was taken back already.
    """
    on_same_side(decision, by)
    reason = clean_typed(reason, lines=True)
    if not reason:
        raise Unacceptable({"reason": _("Say why it is taken back.")})
    changed = PairDecision.objects.filter(pk=decision.pk, undone_at=None).update(
        undone_at=timezone.now(), undone_by=by, undone_reason=reason
    )
    if not changed:
        raise OutOfReach
    journal.record("strategy.pair_taken_back", decision, by=by)


@transaction.atomic
def take_up(*, measure: Measure, statement: Statement, by: User) -> None:
    """Note that a measure takes up what people said; a second time changes nothing.

    Raises:
        OutOfReach: the statement was replaced, or is of the other side.
    """
    on_same_side(measure, by)
    on_same_side(statement, by)
    if not Statement.objects.filter(pk=statement.pk, state=StatementState.ACTIVE).exists():
        raise OutOfReach
    _link, made = MeasureStatement.objects.get_or_create(
        measure=measure, statement=statement, defaults={"is_demonstration": measure.is_demonstration}
    )
    if made:
        journal.record("strategy.statement_taken_up", measure, by=by)


@transaction.atomic
def let_go(*, measure: Measure, statement: Statement, by: User) -> None:
    """Note that a measure does not take up a statement after all."""
    on_same_side(measure, by)
    gone, _by_model = MeasureStatement.objects.filter(measure=measure, statement=statement).delete()
    if gone:
        journal.record("strategy.statement_let_go", measure, by=by)
