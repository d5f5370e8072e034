"""Answer a signal: act on it by a step of the plan, or set it aside with a reason. Nothing happens by itself."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.families.models import Household, Person
from jisr.window.pathways.actions.steps import add_step
from jisr.window.pathways.choices import AsideReason, SignalAnswer
from jisr.window.pathways.models import Plan, SignalAnswered, Step
from jisr.window.pathways.queries.signals import Signal, of_household


class NoSuchSignal(Refusal):
    """Answered in between, or its facts are no longer on file."""

    message = _(
        "This signal was answered by somebody else, or what it stood on has changed. The page shows what is left."
    )


def found(household: Household, rule: str, facts: str) -> Signal:
    """The signal that still stands.

    Raises:
        NoSuchSignal: it does not.
    """
    signal = next((one for one in of_household(household) if (one.rule.code, one.facts) == (rule, facts)), None)
    if signal is None:
        raise NoSuchSignal
    return signal


@transaction.atomic
def set_aside(*, household: Household, signal: Signal, because: str, by: User) -> SignalAnswered:
    """Leave a signal, with a reason; the same facts do not bring it back.

    Raises:
        NoSuchSignal: somebody answered it in between.
        Unacceptable: no reason.
    """
    if because not in AsideReason.values:
        raise Unacceptable({"because": _("Say why you set it aside.")})
    return _answered(household, signal, SignalAnswer.ASIDE, by, aside=because)


@transaction.atomic
def act_on(
    *, household: Household, signal: Signal, plan: Plan, person: Person, kind: str, what: str, due_on: date, by: User,
    centre: Centre | None = None,
) -> Step:  # fmt: skip
    """Answer a signal by a step of a plan of its own compartment.

    Args:
        centre: whose act it is, as for ``add_step``.

    Raises:
        NoSuchSignal: somebody answered it in between.
        OutOfReach: the plan is of another household, or of another compartment than the facts.
    """
    if plan.household_id != household.pk or plan.compartment != signal.compartment:
        raise OutOfReach
    step = add_step(plan=plan, person=person, kind=kind, what=what, due_on=due_on, by=by, centre=centre)
    _answered(household, signal, SignalAnswer.ACTED, by, step=step)
    return step


def _answered(
    household: Household, signal: Signal, answer: str, by: User, *, aside: str = "", step: Step | None = None
) -> SignalAnswered:
    Household.objects.select_for_update().get(pk=household.pk)  # who answers at the same instant waits here
    if SignalAnswered.objects.filter(household=household, rule=signal.rule.code, facts=signal.facts).exists():
        raise NoSuchSignal
    row = SignalAnswered(
        household=household, person_id=signal.person, rule=signal.rule.code, facts=signal.facts, answer=answer,
        aside=aside, step=step, by=by, compartment=signal.compartment,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("pathways.answered_signal", row, by=by, reason=aside or signal.rule.code)
    return row
