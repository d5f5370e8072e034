"""Apply a template to a person: what a worker kept and changed of it becomes goals, steps and training units."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.text import clean_typed
from jisr.families.models import Person
from jisr.window.pathways.actions.assessing import set_goal
from jisr.window.pathways.actions.steps import add_step
from jisr.window.pathways.choices import About
from jisr.window.pathways.library import Template, scale
from jisr.window.pathways.models import Goal, Plan, Step, TrainingUnit


@transaction.atomic
def apply_template(
    *, plan: Plan, person: Person, template: Template, steps: Sequence[Mapping[str, Any]], by: User,
    goals: Mapping[str, str] | None = None, units: Sequence[Mapping[str, Any]] = (), centre: Centre | None = None,
) -> list[Step]:  # fmt: skip
    """Write what was kept of a template; its version stands in every step, so a later one changes nothing here.

    Args:
        steps: each with what, kind, due_on, responsible, theme, papers, and ``units`` true where the units hang.
        goals: domain -> words.
        units: each with code, name, hours, attendance.
        centre: whose act it is, as for ``add_step``.

    Raises:
        OutOfReach: the person is of another household.
        Unacceptable: nothing was kept, or a step says nothing.
    """
    if person.household_id != plan.household_id:
        raise OutOfReach
    if not steps:
        raise Unacceptable({"": _("Keep at least one step.")})
    made_goals = [_goal(plan, person, domain, words, by) for domain, words in (goals or {}).items()]
    goal = made_goals[0] if made_goals else None
    made = []
    for one in steps:
        values = {name: value for name, value in one.items() if name != "units"}
        step = add_step(plan=plan, person=person, by=by, template=template.mark, goal=goal, centre=centre, **values)
        if one.get("units"):
            add_units(step=step, units=units)
        made.append(step)
    journal.record("pathways.applied_template", plan, by=by, reason=template.mark)
    return made


def _goal(plan: Plan, person: Person, domain: str, words: str, by: User) -> Goal:
    known = scale().domain(domain)
    about = person if known is not None and known.about == About.PERSON else None
    return set_goal(plan=plan, domain=domain, words=words, by=by, person=about)


def add_units(*, step: Step, units: Sequence[Mapping[str, Any]]) -> list[TrainingUnit]:
    """The units of a training step.

    Raises:
        Unacceptable: a unit without a name or hours.
    """
    rows = [
        TrainingUnit(
            step=step, household_id=step.household_id, compartment=step.compartment,
            **{**one, "name": clean_typed(one["name"])},
        )
        for one in units
    ]  # fmt: skip
    if any(not row.name or row.hours < 1 for row in rows):
        raise Unacceptable({"": _("A unit has a name and hours.")})
    return TrainingUnit.objects.bulk_create(rows)
