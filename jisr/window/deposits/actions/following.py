"""Around the decision: stages on the way to it, what was granted handed over, renewed, or no longer asked for."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.window.deposits import queries
from jisr.window.deposits.actions.moving import Moved, move, tell
from jisr.window.deposits.choices import GIVEN, DepositState
from jisr.window.deposits.models import Deposit, DepositStage

S = DepositState


@transaction.atomic
def note_stage(
    *, deposit: Deposit, stage: str, by: User, planned_on: date | None = None, done_on: date | None = None
) -> DepositStage:
    """Write down when a stage is planned, or that it took place; a later day replaces the first.

    Raises:
        Moved: the decision was taken.
        OutOfReach: the procedure has no such stage.
        Unacceptable: no day, or one that has not come for what took place.
    """
    if queries.procedure_of(deposit).stage(stage) is None:
        raise OutOfReach
    # a decision that somebody takes at this moment is waited for
    state = Deposit.objects.select_for_update().values_list("state", flat=True).get(pk=deposit.pk)
    if state not in {S.DEPOSITED, S.ASKED, S.COMPLETE, S.APPEALED}:
        raise Moved
    if planned_on is None and done_on is None:
        raise Unacceptable({"planned_on": _("Give a day.")})
    if done_on is not None and done_on > timezone.localdate():
        raise Unacceptable({"done_on": _("This day has not come yet. Check it.")})
    days = {name: day for name, day in (("planned_on", planned_on), ("done_on", done_on)) if day is not None}
    row, _made = DepositStage.objects.update_or_create(
        deposit=deposit, stage=stage,
        defaults={"household_id": deposit.household_id, "by": by, "compartment": deposit.compartment, **days},
    )  # fmt: skip
    journal.record("deposits.noted_stage", row, by=by, reason=stage)
    return row


@transaction.atomic
def hand_over(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """The person has what was granted in her hands.

    Raises:
        Moved: nothing was granted, or it was handed over before.
    """
    if deposit.state not in GIVEN or deposit.handed_on is not None:
        raise Moved
    deposit.save_version(version, handed_on=timezone.localdate())
    journal.record("deposits.handed_over", deposit, by=by)
    tell("handed", deposit)
    return deposit


@transaction.atomic
def tell_renewal(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """The person was told that what she holds ends, and what to bring.

    Raises:
        Moved: nothing ends, or she was told.
    """
    if deposit.holds_until is None or deposit.renewal_told_on is not None:
        raise Moved
    deposit.save_version(version, renewal_told_on=timezone.localdate())
    journal.record("deposits.told_renewal", deposit, by=by)
    return deposit


@transaction.atomic
def withdraw(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """The person no longer asks.

    Raises:
        Moved: it was decided on.
    """
    move(deposit, version, S.WITHDRAWN)
    journal.record("deposits.withdrawn", deposit, by=by)
    return deposit
