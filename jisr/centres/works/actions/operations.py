"""An operation goes on: each step of the table one act, with what there is to say of it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre, Programme
from jisr.centres.works import queries, rules
from jisr.centres.works.actions.audits import Said, make_audit
from jisr.centres.works.choices import NEXT, Look, SaidBy, State
from jisr.centres.works.items import asked
from jisr.centres.works.models import BuildingAudit, Operation, OperationStep, Reserve, WorkLine
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.events import emit


class NotNow(Refusal):
    """The table does not lead from where it stands to there."""

    message = _("This operation does not stand where this can be done. Open its page again.")


class NothingToProgramme(Refusal):
    """No line, or none with a cost."""

    message = _("Write at least one work with its estimated cost first.")


class StillReserved(Refusal):
    """Reserves wait to be lifted."""

    message = _("Something noted at the reception is not put right yet. Lift it first.")


class StillShut(Refusal):
    """A closure runs."""

    message = _("The centre is still told as closed for these works. Reopen it first.")


class Settled(Refusal):
    """What is finished or given up is changed no longer."""

    message = _("This operation is over: what it cost stays as it was written.")


@transaction.atomic
def diagnose(
    *, centre: Centre, title: str, by: User, audit: BuildingAudit | None = None, programme: Programme | None = None,
    items: Iterable[str] = (), on: date | None = None,
) -> Operation:  # fmt: skip
    """Open an operation, from what a sheet found.

    Args:
        centre: whose building.
        title: what is done, in a few words.
        audit: the sheet it starts from.
        programme: which pays; None for not attributed.
        items: codes of the things to work on: one line each.

    Raises:
        Unacceptable: the sheet is another centre's, or the programme is of another world than the centre.
    """
    if audit is not None and audit.centre_id != centre.pk:
        raise Unacceptable({"audit": _("This sheet is another centre's.")})
    if programme is not None and programme.is_demonstration != centre.is_demonstration:
        raise Unacceptable({"programme": _("What is invented and what is real never pay for each other.")})
    row = Operation(centre=centre, confidential=centre.confidential, title=title, audit=audit, programme=programme)
    row.save(force_insert=True)
    _step(row, State.DIAGNOSIS, on or timezone.localdate(), "", by)
    for code in items:
        add_line(operation=row, values={"item": code}, by=by)
    journal.record("works.diagnosed", row, by=by)
    return row


@transaction.atomic
def add_line(*, operation: Operation, values: Mapping[str, Any], by: User) -> WorkLine:
    """Write one work.

    Args:
        values: item, what (empty: the whole thing), estimate, paid, planned_since, planned_until, since, until,
            contractor.

    Raises:
        Settled: the operation is over.
    """
    _open(operation)
    row = WorkLine(centre_id=operation.centre_id, confidential=operation.confidential, operation=operation, **values)
    row.save(force_insert=True)
    journal.record("works.line_added", row, by=by)
    return row


@transaction.atomic
def edit_line(*, line: WorkLine, expected: int, values: Mapping[str, Any], by: User) -> None:
    """Correct one work, or say what was paid and when it was done.

    Raises:
        Settled: the operation is over.
        Stale: somebody wrote it meanwhile.
    """
    _open(line.operation)
    line.save_version(expected, **values)
    journal.record("works.line_edited", line, by=by)


def _open(operation: Operation) -> None:
    if not NEXT[queries.held(operation).state]:
        raise Settled


@transaction.atomic
def programme(*, operation: Operation, expected: int, on: date, by: User, said: str = "") -> None:
    """It is decided and its money is named.

    Raises:
        NotNow, NothingToProgramme.
    """
    costs = rules.costs(operation.lines.all())
    if not costs.estimated:
        raise NothingToProgramme
    _move(operation, State.PROGRAMME, expected, on, said, by)
    _emit("works.programmed", operation, on, amount=costs.estimated)
    journal.record("works.programmed", operation, by=by)


@transaction.atomic
def begin(*, operation: Operation, expected: int, on: date, by: User, said: str = "") -> None:
    """Somebody works on the building from a day on.

    Raises:
        NotNow.
    """
    _move(operation, State.WORKS, expected, on, said, by)
    _emit("works.begun", operation, on)
    journal.record("works.begun", operation, by=by)


@transaction.atomic
def receive(
    *, operation: Operation, expected: int, on: date, mended: Collection[Any], by: User, said: str = "",
    reserves: Iterable[tuple[str, date | None]] = (),
) -> BuildingAudit | None:  # fmt: skip
    """The works are received: what they mended is good from now on, what is not right is reserved.

    Args:
        mended: keys of the lines whose thing is good now.
        reserves: (what is not right, by when it is put right).

    Returns:
        the sheet that says so; None where nothing on it changed.

    Raises:
        NotNow.
    """
    lines = list(operation.lines.all())
    foreign = set(mended) - {one.pk for one in lines}
    if foreign:
        raise ValueError(f"lines of another operation: {foreign}")
    _move(operation, State.RECEPTION, expected, on, said, by)
    WorkLine.objects.filter(operation=operation, pk__in=mended).update(mended=True)
    Reserve.objects.bulk_create(
        Reserve(
            centre_id=operation.centre_id, confidential=operation.confidential, operation=operation, what=what,
            due_on=due,
        )
        for what, due in reserves
    )  # fmt: skip
    sheet = _mended_sheet(operation, {one.item for one in lines if one.pk in mended}, on, by)
    _emit("works.received", operation, on, amount=rules.costs(lines).paid)
    journal.record("works.received", operation, by=by)
    return sheet


def _mended_sheet(operation: Operation, items: set[str], on: date, by: User) -> BuildingAudit | None:
    """A new sheet from the last one, in which what was mended is good."""
    last = queries.last_audit(operation.centre_id)
    before = queries.findings(last)
    if not items or all(code in before and before[code].look == Look.GOOD for code in items):
        return None
    known = {one.code for one in asked(operation.centre.type)}
    said = {code: Said(one.look, one.measured, one.note) for code, one in before.items() if code in known}
    said |= {code: Said(Look.GOOD) for code in items & known}
    day = max(on, last.on) if last else on
    return make_audit(centre=operation.centre, on=day, said=said, by=by, said_by=SaidBy.RECEPTION)


@transaction.atomic
def lift(*, reserve: Reserve, on: date, by: User) -> None:
    """What was not right has been put right.

    Raises:
        OutOfReach: it was lifted already, or is another centre's.
        Unacceptable: the day is to come.
    """
    _past(on)
    if not Reserve.objects.filter(pk=reserve.pk, lifted_on=None).update(lifted_on=on, lifted_by=by):
        raise OutOfReach
    journal.record("works.reserve_lifted", reserve, by=by)


@transaction.atomic
def finish(*, operation: Operation, expected: int, on: date, by: User, said: str = "") -> None:
    """Nothing is left to do.

    Raises:
        NotNow.
        StillReserved, StillShut: something is.
    """
    queries.held(operation)
    if operation.reserves.filter(lifted_on=None).exists():
        raise StillReserved
    _none_shut(operation)
    _move(operation, State.CLOSED, expected, on, said, by)
    journal.record("works.finished", operation, by=by)


@transaction.atomic
def abandon(*, operation: Operation, expected: int, on: date, why: str, by: User, said: str = "") -> None:
    """It is given up, for a reason.

    Raises:
        NotNow.
        StillShut: the centre is told as closed for it.
    """
    queries.held(operation)
    _none_shut(operation)
    _move(operation, State.ABANDONED, expected, on, said, by, why=why)
    journal.record("works.abandoned", operation, by=by, reason=why)


def _none_shut(operation: Operation) -> None:
    if operation.closures.filter(ended=False).exists():
        raise StillShut


def _move(operation: Operation, to: str, expected: int, on: date, said: str, by: User, **values: Any) -> None:
    """Go on to a state that the table allows."""
    if to not in NEXT[operation.state]:
        raise NotNow
    _past(on)
    before = operation.steps.order_by("-on").first()
    if before and on < before.on:
        raise Unacceptable({"on": _("This day comes before the last step of the operation.")})
    operation.save_version(expected, state=to, **values)
    _step(operation, to, on, said, by)


def _past(on: date) -> None:
    if on > timezone.localdate():
        raise Unacceptable({"on": _("This day is still to come.")})


def _step(operation: Operation, state: str, on: date, said: str, by: User) -> None:
    OperationStep(
        centre_id=operation.centre_id, confidential=operation.confidential, operation=operation, state=state, on=on,
        said=said, by=by,
    ).save(force_insert=True)  # fmt: skip


def _emit(code: str, operation: Operation, on: date, **values: Any) -> None:
    paying = operation.programme.code if operation.programme else ""
    emit(code, centre=operation.centre_id, subject=operation, happened_on=on, programme=paying, **values)
