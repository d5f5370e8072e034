"""Acts on the household's plan: open it, look back at its months, close it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import events, journal
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.families.models import Household
from jisr.window.pathways.actions.telling import tell_plan
from jisr.window.pathways.choices import FOLLOW_UP_MONTHS, StepState
from jisr.window.pathways.models import FollowUp, Plan
from jisr.window.pathways.queries.plans import closed_before
from jisr.window.pathways.rules import follow_up_days


class PlanOpen(Refusal):
    """The household has an open plan already."""

    message = _("This family already has an open plan. Add the step to it.")


@transaction.atomic
def open_plan(*, household: Household, centre: Centre, goal: str, by: User, compartment: str = "") -> Plan:
    """Open the household's plan and set its follow-ups at 1, 3, 6 and 12 months.

    Raises:
        PlanOpen: there is an open one in this compartment.
        Unacceptable: no goal.
    """
    if not clean_typed(goal, lines=True):
        raise Unacceptable({"goal": _("Write what the family wants to reach.")})
    plan = Plan(
        household=household, centre=centre, goal=clean_typed(goal, lines=True), by=by,
        compartment=compartment or household.compartment,
    )  # fmt: skip
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError as fault:
        raise PlanOpen from fault
    FollowUp.objects.bulk_create(
        FollowUp(plan=plan, household=household, month=month, due_on=day, compartment=plan.compartment)
        for month, day in follow_up_days(plan.opened_on, FOLLOW_UP_MONTHS).items()
    )
    journal.record("pathways.opened_plan", plan, by=by)
    tell_plan("plan.opened", plan)
    if closed_before(plan) is not None:
        tell_plan("reentered", plan)
    return plan


@transaction.atomic
def follow_up(
    *,
    follow: FollowUp,
    version: int,
    state: str,
    centre: Centre,
    by: User,
    words: str = "",
    satisfaction: int | None = None,
    minutes: int | None = None,
) -> FollowUp:
    """Write what was found at a month mark.

    Raises:
        Stale: somebody else wrote it in between.
        Unacceptable: no state.
    """
    if not state:
        raise Unacceptable({"state": _("Say what was found.")})
    first = follow.done_on is None
    follow.save_version(
        version,
        state=state,
        words=clean_typed(words, lines=True),
        satisfaction=satisfaction,
        minutes=minutes,
        done_on=timezone.localdate(),
    )
    journal.record("pathways.followed_up", follow, by=by, reason=state)
    if first:  # corrected later, it happened once all the same
        events.emit("followed", centre=centre, subject=follow.plan_id, minutes=minutes, compartment=follow.compartment)
    return follow


@transaction.atomic
def close_plan(*, plan: Plan, version: int, by: User) -> Plan:
    """Close a plan whose steps are all ended.

    Raises:
        Unacceptable: a step is still open.
    """
    if plan.steps.filter(state__in=[StepState.PLANNED, StepState.ONGOING]).exists():
        raise Unacceptable({"": _("End every step first, with what came of it.")})
    plan.save_version(version, closed_on=timezone.localdate())
    journal.record("pathways.closed_plan", plan, by=by)
    tell_plan("plan.closed", plan)
    return plan
