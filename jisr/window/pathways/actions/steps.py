"""Acts on a step of a plan: add it, begin it, end it with what came of it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre, Programme
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.families.models import Person
from jisr.window.listening.models import Need
from jisr.window.orientation.models import Referral
from jisr.window.pathways.actions.telling import tell
from jisr.window.pathways.choices import ApprovalKind, ApprovalState, StepKind, StepOutcome, StepState
from jisr.window.pathways.models import Approval, Goal, Plan, Step


class NotAllowedYet(Refusal):
    """Somebody else must allow it first."""

    message = _("This needs a yes first. Ask for it on the page of the step; the director answers.")


class StepEnded(Refusal):
    """The step was ended before."""

    message = _("This step was already ended. Add a new one if there is more to do.")


@transaction.atomic
def add_step(
    *, plan: Plan, person: Person, kind: str, what: str, due_on: date, by: User, responsible: str = "worker",
    need: Need | None = None, referral: Referral | None = None, programme: Programme | None = None,
    goal: Goal | None = None, theme: str = "", papers: Sequence[str] = (), template: str = "",
    centre: Centre | None = None,
) -> Step:  # fmt: skip
    """Add what somebody does for one person by a day.

    Args:
        theme: of a service to look for.
        papers: to bring, as they are said to the family.
        template: code and version of the template that it came from.
        centre: whose act it is, where a family is followed together; the one of the plan when left out.

    Raises:
        OutOfReach: the person, the need or the referral is of another household, or of another compartment.
        Unacceptable: nothing says what will be done.
    """
    hangs_on = [row for row in (person, need, referral) if row is not None]
    if any(row.household_id != plan.household_id for row in hangs_on):
        raise OutOfReach
    if any(row.compartment != plan.compartment for row in (need, referral) if row is not None):
        raise OutOfReach
    if goal is not None and goal.plan_id != plan.pk:
        raise OutOfReach
    what = clean_typed(what)
    if not what:
        raise Unacceptable({"what": _("Write what will be done.")})
    step = Step(
        plan=plan, household_id=plan.household_id, person=person, kind=kind, what=what, due_on=due_on, need=need,
        referral=referral, programme=programme, responsible=responsible, compartment=plan.compartment, goal=goal,
        theme=theme, papers=[said for paper in papers if (said := clean_typed(paper))], template=template,
    )  # fmt: skip
    step.save(force_insert=True)
    journal.record("pathways.added_step", step, by=by)
    tell("step.planned", step, centre.pk if centre else plan.centre_id)
    return step


@transaction.atomic
def begin_step(*, step: Step, version: int, by: User) -> Step:
    """The step is under way.

    Raises:
        StepEnded: it had begun before.
        NotAllowedYet: it is lodging, and nobody allowed it.
    """
    if step.state != StepState.PLANNED:
        raise StepEnded
    _refuse_lodging(step)
    step.save_version(version, state=StepState.ONGOING)
    journal.record("pathways.began_step", step, by=by)
    return step


@transaction.atomic
def end_step(*, step: Step, version: int, outcome: str, centre: Centre, by: User, words: str = "") -> Step:
    """End a step with what came of it.

    Raises:
        StepEnded: it was ended before.
        NotAllowedYet: it is lodging that was reached, and nobody allowed it.
        Stale: somebody else saved it in between.
        Unacceptable: no outcome.
    """
    if step.state in {StepState.DONE, StepState.DROPPED}:
        raise StepEnded
    if outcome not in StepOutcome.values:
        raise Unacceptable({"outcome": _("Say what came of it.")})
    state = StepState.DROPPED if outcome == StepOutcome.NOT_REACHED else StepState.DONE
    if state == StepState.DONE and step.state == StepState.PLANNED:
        _refuse_lodging(step)
    step.save_version(
        version,
        state=state,
        outcome=outcome,
        outcome_words=clean_typed(words, lines=True),
        ended_on=timezone.localdate(),
    )
    journal.record("pathways.ended_step", step, by=by, reason=outcome)
    tell("step.done", step, centre.pk)
    tell("outcome", step, centre.pk)
    return step


def _refuse_lodging(step: Step) -> None:
    """Lodging begins when somebody else allowed it; a shelter in a protected plan does not wait for a signature."""
    if step.kind != StepKind.LODGING or step.compartment:
        return
    rows = Approval.objects.filter(step=step, kind=ApprovalKind.LODGING, state=ApprovalState.GRANTED)
    if not rows.exists():
        raise NotAllowedYet
