"""One measure or one line: added, changed, left out with a word why, brought back."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Stale, Unacceptable
from jisr.common.text import clean_typed
from jisr.forum.choices import StatementState
from jisr.forum.models import Statement
from jisr.ledger.strategy.actions.reach import drafted, on_same_side
from jisr.ledger.strategy.actions.rows import written_lines, written_measures
from jisr.ledger.strategy.models import Measure, MeasureStatement, Plan, PlanLine, StrategyVersion
from jisr.ledger.strategy.rules.sheets import LineRow, MeasureRow

_MOST_WHY = 300


class CodeTaken(Refusal):
    """Two would have one address."""

    message = _("This code is taken, by one that was left out perhaps. Write another one.")


@transaction.atomic
def save_measure(
    *, version: StrategyVersion, row: MeasureRow, by: User, measure: Measure | None = None, expected: int = 0,
    takes_up: Iterable[Statement] = (), lets_go: Iterable[Statement] = (),
) -> Measure:  # fmt: skip
    """Add a measure to a draft, or change one; what nobody changed stays as it is.

    Args:
        row: what it says, its code that of the measure.
        expected: version of the measure that was read.
        takes_up, lets_go: what people said that it takes up from now on, and no longer.

    Raises:
        InForce: the version is no draft.
        CodeTaken: a new measure with the code of another.
        Stale: somebody changed it meanwhile.
        OutOfReach: a statement was replaced, or is of the other side.
    """
    held = drafted(version, by)
    if measure is None:
        _free(Measure.objects.filter(of=held, code=row.code))
    else:
        _as_read(Measure.objects.filter(of=held), measure, expected)
    new, changed = written_measures(held, [row])
    found = new[0] if new else Measure.objects.get(of=held, code=row.code)
    linked = _linked(found, list(takes_up), list(lets_go), by)
    if new or changed or linked:
        journal.record(f"strategy.measure_{'added' if new else 'changed'}", found, by=by)
    return found


@transaction.atomic
def save_line(*, plan: Plan, row: LineRow, by: User, line: PlanLine | None = None, expected: int = 0) -> PlanLine:
    """Add a line to somebody's programme, or change one.

    Raises:
        CodeTaken: a new line with the code of another.
        Stale: somebody changed it meanwhile.
    """
    on_same_side(plan, by)
    if line is None:
        _free(PlanLine.objects.filter(plan=plan, code=row.code))
    else:
        _as_read(PlanLine.objects.filter(plan=plan), line, expected)
    try:
        with transaction.atomic():
            new, changed = written_lines(plan, [row])
    except IntegrityError as fault:  # two added the same code at the same moment
        raise CodeTaken from fault
    found = new[0] if new else PlanLine.objects.get(plan=plan, code=row.code)
    if new or changed:
        journal.record(f"strategy.line_{'added' if new else 'changed'}", found, by=by)
    return found


@transaction.atomic
def leave_out(*, row: Measure | PlanLine, why: str, by: User) -> None:
    """Leave a measure out of a draft, or a line out of a programme; it can be brought back.

    Raises:
        InForce: the measure's version is no draft.
        Unacceptable: no word why.
    """
    _writable(row, by)
    said = clean_typed(why)[:_MOST_WHY]
    if not said:
        raise Unacceptable({"why": _("Say why, in a few words: whoever reads it later was not there.")})
    row.save_version(row.version, dropped=True, dropped_why=said)
    journal.record("strategy.left_out", row, by=by)


@transaction.atomic
def bring_back(*, row: Measure | PlanLine, by: User) -> None:
    """Bring back what was left out.

    Raises:
        InForce: the measure's version is no draft.
    """
    _writable(row, by)
    row.save_version(row.version, dropped=False, dropped_why="")
    journal.record("strategy.brought_back", row, by=by)


def _writable(row: Measure | PlanLine, by: User) -> None:
    if isinstance(row, Measure):
        drafted(row.of, by)
    else:
        on_same_side(row, by)


def _free(rows: Any) -> None:
    if rows.exists():
        raise CodeTaken


def _as_read(rows: Any, read: Measure | PlanLine, expected: int) -> None:
    """The row is held still, and is still what was read."""
    current = rows.select_for_update(of=("self",)).filter(pk=read.pk).first()
    if current is None:
        raise OutOfReach
    if current.version != expected:
        raise Stale(current)


def _linked(measure: Measure, takes_up: list[Statement], lets_go: list[Statement], by: User) -> bool:
    """Whether anything changed in what a measure takes up."""
    for statement in takes_up:
        on_same_side(statement, by)
        if statement.state != StatementState.ACTIVE:
            raise OutOfReach
    there = set(MeasureStatement.objects.filter(measure=measure).values_list("statement", flat=True))
    new = {one.pk: one for one in takes_up if one.pk not in there}
    MeasureStatement.objects.bulk_create(
        MeasureStatement(measure=measure, statement=one, is_demonstration=measure.is_demonstration)
        for one in new.values()
    )
    gone, _by_model = MeasureStatement.objects.filter(measure=measure, statement__in=lets_go).delete()
    return bool(new or gone)
