"""Acts on what is done there: a day noted, something given."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre, Programme
from jisr.common import events, journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.models import Event
from jisr.common.text import clean_typed
from jisr.window.pathways.actions.steps import NotAllowedYet
from jisr.window.pathways.actions.telling import tell
from jisr.window.pathways.choices import AidKind, ApprovalKind, ApprovalState
from jisr.window.pathways.models import Aid, Approval, Attendance, Step, TrainingUnit
from jisr.window.pathways.queries.approvals import back_days, given_alone, left_of, limit


@transaction.atomic
def mark_attendance(
    *, step: Step, day: date, present: bool, centre: Centre, by: User, unit: TrainingUnit | None = None
) -> Attendance:
    """Note whether the person was there on a day; a second mark of the day replaces the first.

    Args:
        unit: of the training, where the step has units: each has its own days.

    Raises:
        OutOfReach: the unit is of another step.
        Unacceptable: a day in the future.
    """
    if day > timezone.localdate():
        raise Unacceptable({"day": _("This day is in the future.")})
    if unit is not None and unit.step_id != step.pk:
        raise OutOfReach
    values = {"household_id": step.household_id, "present": present, "by": by, "compartment": step.compartment}
    row, _is_new = Attendance.objects.select_for_update().get_or_create(step=step, day=day, unit=unit, defaults=values)
    if row.told and not present:
        events.reverse(Event(pk=row.told, centre_id=centre.pk, compartment=step.compartment))
        row.told = None
    elif present and not row.told:
        row.told = tell("attended", step, centre.pk, happened_on=day).pk
    row.present = present
    row.save(update_fields=["present", "told"])
    journal.record("pathways.marked_attendance", row, by=by)
    return row


@transaction.atomic
def give_aid(
    *, step: Step, kind: str, what: str, centre: Centre, by: User, amount: int | None = None,
    given_on: date | None = None, minutes: int | None = None, programme: Programme | None = None,
    approval: Approval | None = None,
) -> Aid:  # fmt: skip
    """Record something given.

    Args:
        amount: centimes; needed for money; the value of what is given in kind.
        minutes: of a service.
        programme: that pays; the one of the step when left out.
        approval: somebody's yes; the one of the step that is still open when left out.

    Raises:
        Unacceptable: something is missing, or does not fit.
        NotAllowedYet: money above the limit of the plan, or dated far back, and nobody allowed it.
    """
    given_on = given_on or timezone.localdate()
    wrong = _wrong_aid(kind, what, amount, given_on)
    if wrong:
        raise Unacceptable(wrong)
    programme = programme or step.programme
    if kind == AidKind.MONEY:
        approval = approval or _open_approval(step, amount or 0, given_on)
    aid = Aid(
        step=step, household_id=step.household_id, kind=kind, what=clean_typed(what), amount=amount, by=by,
        given_on=given_on, compartment=step.compartment, programme=programme,
        minutes=minutes if kind == AidKind.SERVICE else None, approval=approval,
    )  # fmt: skip
    try:
        with transaction.atomic():
            aid.save(force_insert=True)
    except IntegrityError as fault:  # the database adds up and decides
        raise NotAllowedYet from fault
    journal.record("pathways.gave_aid", aid, by=by)
    paid = programme.code if programme else ""
    tell("aid.given", step, centre.pk, amount=amount if kind == AidKind.MONEY else None, programme=paid)
    if amount and kind != AidKind.MONEY:
        tell("gift.valued", step, centre.pk, amount=amount, programme=paid)
    return aid


def _wrong_aid(kind: str, what: str, amount: int | None, given_on: date) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if not clean_typed(what):
        wrong["what"] = _("Write what was given.")
    if kind == AidKind.MONEY and not amount:
        wrong["amount"] = _("Write the amount in dirhams.")
    if amount is not None and amount <= 0:
        wrong["amount"] = _("The amount must be more than zero.")
    if given_on > timezone.localdate():
        wrong["given_on"] = _("This day is in the future.")
    return wrong


def _open_approval(step: Step, amount: int, on: date) -> Approval | None:
    """A yes of the step that covers what is given now; None where a worker may give it alone, or nobody said yes."""
    is_recent = on >= timezone.localdate() - timedelta(days=back_days())
    if is_recent and given_alone(step, on) + amount <= limit():
        return None
    rows = Approval.objects.filter(step=step, kind=ApprovalKind.MONEY, state=ApprovalState.GRANTED)
    return next((row for row in rows.order_by("decided_at", "id") if left_of(row) >= amount), None)
