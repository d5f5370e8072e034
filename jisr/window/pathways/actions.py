"""Acts of pathways: one plan for the household, its steps, what was given, what came of it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre, Programme
from jisr.common import events, journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.models import Event
from jisr.common.text import clean_typed
from jisr.families import queries as family_queries
from jisr.families.models import Household, Person
from jisr.window.listening.models import Need
from jisr.window.orientation.models import Referral
from jisr.window.pathways.choices import FOLLOW_UP_MONTHS, StepOutcome, StepState
from jisr.window.pathways.models import Aid, Attendance, FollowUp, Plan, Step
from jisr.window.pathways.rules import follow_up_days


class PlanOpen(Refusal):
    """The household has an open plan already."""

    message = _("This family already has an open plan. Add the step to it.")


class StepEnded(Refusal):
    """The step was ended before."""

    message = _("This step was already ended. Add a new one if there is more to do.")


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
    return plan


@transaction.atomic
def add_step(
    *, plan: Plan, person: Person, kind: str, what: str, due_on: date, by: User, responsible: str = "worker",
    need: Need | None = None, referral: Referral | None = None, programme: Programme | None = None,
) -> Step:  # fmt: skip
    """Add what somebody does for one person by a day.

    Raises:
        OutOfReach: the person, the need or the referral is of another household, or of another compartment.
        Unacceptable: nothing says what will be done.
    """
    hangs_on = [row for row in (person, need, referral) if row is not None]
    if any(row.household_id != plan.household_id for row in hangs_on):
        raise OutOfReach
    if any(row.compartment != plan.compartment for row in (need, referral) if row is not None):
        raise OutOfReach
    what = clean_typed(what)
    if not what:
        raise Unacceptable({"what": _("Write what will be done.")})
    step = Step(
        plan=plan, household_id=plan.household_id, person=person, kind=kind, what=what, due_on=due_on, need=need,
        referral=referral, programme=programme, responsible=responsible, compartment=plan.compartment,
    )  # fmt: skip
    step.save(force_insert=True)
    journal.record("pathways.added_step", step, by=by)
    _tell("step.planned", step, plan.centre_id)
    return step


@transaction.atomic
def begin_step(*, step: Step, version: int, by: User) -> Step:
    """The step is under way."""
    if step.state != StepState.PLANNED:
        raise StepEnded
    step.save_version(version, state=StepState.ONGOING)
    journal.record("pathways.began_step", step, by=by)
    return step


@transaction.atomic
def end_step(*, step: Step, version: int, outcome: str, centre: Centre, by: User, words: str = "") -> Step:
    """End a step with what came of it.

    Raises:
        StepEnded: it was ended before.
        Stale: somebody else saved it in between.
        Unacceptable: no outcome.
    """
    if step.state in {StepState.DONE, StepState.DROPPED}:
        raise StepEnded
    if outcome not in StepOutcome.values:
        raise Unacceptable({"outcome": _("Say what came of it.")})
    state = StepState.DROPPED if outcome == StepOutcome.NOT_REACHED else StepState.DONE
    step.save_version(
        version,
        state=state,
        outcome=outcome,
        outcome_words=clean_typed(words, lines=True),
        ended_on=timezone.localdate(),
    )
    journal.record("pathways.ended_step", step, by=by, reason=outcome)
    _tell("step.done", step, centre.pk)
    _tell("outcome", step, centre.pk)
    return step


@transaction.atomic
def mark_attendance(*, step: Step, day: date, present: bool, centre: Centre, by: User) -> Attendance:
    """Note whether the person was there on a day; a second mark of the day replaces the first.

    Raises:
        Unacceptable: a day in the future.
    """
    if day > timezone.localdate():
        raise Unacceptable({"day": _("This day is in the future.")})
    values = {"household_id": step.household_id, "present": present, "by": by, "compartment": step.compartment}
    row, _is_new = Attendance.objects.select_for_update().get_or_create(step=step, day=day, defaults=values)
    if row.told and not present:
        events.reverse(Event(pk=row.told, centre_id=centre.pk, compartment=step.compartment))
        row.told = None
    elif present and not row.told:
        row.told = _tell("attended", step, centre.pk, happened_on=day).pk
    row.present = present
    row.save(update_fields=["present", "told"])
    journal.record("pathways.marked_attendance", row, by=by)
    return row


@transaction.atomic
def give_aid(
    *,
    step: Step,
    kind: str,
    what: str,
    centre: Centre,
    by: User,
    amount: int | None = None,
    given_on: date | None = None,
) -> Aid:
    """Record something given.

    Args:
        amount: centimes; needed for money.
    """
    wrong: dict[str, Any] = {}
    if not clean_typed(what):
        wrong["what"] = _("Write what was given.")
    if kind == "money" and not amount:
        wrong["amount"] = _("Write the amount in dirhams.")
    if amount is not None and amount <= 0:
        wrong["amount"] = _("The amount must be more than zero.")
    if given_on is not None and given_on > timezone.localdate():
        wrong["given_on"] = _("This day is in the future.")
    if wrong:
        raise Unacceptable(wrong)
    aid = Aid(
        step=step, household_id=step.household_id, kind=kind, what=clean_typed(what), amount=amount, by=by,
        given_on=given_on or timezone.localdate(), compartment=step.compartment,
    )  # fmt: skip
    aid.save(force_insert=True)
    journal.record("pathways.gave_aid", aid, by=by)
    _tell("aid.given", step, centre.pk, amount=amount)
    return aid


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
        done_on=timezone.localdate(),
    )
    journal.record("pathways.followed_up", follow, by=by, reason=state)
    if first:  # corrected later, it happened once all the same
        events.emit("followed", centre=centre, subject=follow.plan_id, compartment=follow.compartment)
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
    return plan


def _tell(code: str, step: Step, centre: int, *, amount: int | None = None, happened_on: date | None = None) -> Event:
    household = Household.objects.select_related("commune").get(pk=step.household_id)
    return events.emit(
        code, centre=centre, subject=step, person=step.person_id, commune=household.commune_id, amount=amount,
        happened_on=happened_on, compartment=step.compartment,
        programme=step.programme.code if step.programme_id and step.programme else "",
        facts=family_queries.facts_of_event(step.person, household),
    )  # fmt: skip
