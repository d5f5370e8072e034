"""Acts of assessing: give levels on the published scale, set the goal and the step that a low one asks for."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.text import clean_typed
from jisr.families.models import Person
from jisr.window.pathways.actions.steps import add_step
from jisr.window.pathways.choices import LEVELS, About
from jisr.window.pathways.library import scale
from jisr.window.pathways.models import FollowUp, Goal, Plan, Score, Step


@transaction.atomic
def assess(*, plan: Plan, levels: Mapping[str, int], by: User, person: Person | None = None) -> list[Score]:
    """Write the levels of one day, under the look back of that day; those of an earlier day stay beside them.

    Args:
        levels: domain -> 1 to 5; a domain that nobody spoke about is left out.
        person: of whom the domains of a person tell; None for those of the family and of what is around it.

    Raises:
        OutOfReach: the person is of another household.
        Unacceptable: no level, or one that the scale does not have.
    """
    if person is not None and person.household_id != plan.household_id:
        raise OutOfReach
    known = {one.code for one in scale().domains if (one.about == About.PERSON) is (person is not None)}
    if not levels or not set(levels) <= known or not set(levels.values()) <= set(LEVELS):
        raise Unacceptable({"": _("Choose the sentence that fits in at least one domain.")})
    today = timezone.localdate()
    look = FollowUp.objects.filter(plan=plan, done_on=today).order_by("-month").first()
    rows = [
        Score(
            plan=plan, household_id=plan.household_id, person=person, domain=domain, level=level, on=today, by=by,
            scale=scale().version, follow_up=look, compartment=plan.compartment,
        )
        for domain, level in levels.items()
    ]  # fmt: skip
    Score.objects.bulk_create(rows)
    journal.record("pathways.assessed", plan, by=by)
    return rows


@transaction.atomic
def set_goal(*, plan: Plan, domain: str, words: str, by: User, person: Person | None = None) -> Goal:
    """Write what the person or the family wants to reach in one domain.

    Raises:
        OutOfReach: the person is of another household.
        Unacceptable: no words, or no such domain.
    """
    if person is not None and person.household_id != plan.household_id:
        raise OutOfReach
    words = clean_typed(words)
    if not words or scale().domain(domain) is None:
        raise Unacceptable({"words": _("Write what will be different.")})
    goal = Goal(
        plan=plan, household_id=plan.household_id, person=person, domain=domain, words=words, by=by,
        compartment=plan.compartment,
    )  # fmt: skip
    goal.save(force_insert=True)
    journal.record("pathways.set_goal", goal, by=by)
    return goal


@transaction.atomic
def answer_level(
    *, score: Score, person: Person, words: str, what: str, due_on: date, by: User, kind: str = "",
    responsible: str = "worker", centre: Centre | None = None,
) -> tuple[Goal, Step]:  # fmt: skip
    """Answer a low level: the goal of its domain (the one there is, unless other words are said) and a first step.

    Args:
        person: for whom the step is; whoever the level tells of, or somebody of the family.
        centre: whose act it is, as for ``add_step``.
    """
    domain = scale().domain(score.domain)
    same = Goal.objects.filter(plan=score.plan, domain=score.domain, person=score.person_id).order_by("-id").first()
    if same is None or (clean_typed(words) and clean_typed(words) != same.words):
        same = set_goal(plan=score.plan, domain=score.domain, words=words, person=score.person, by=by)
    step = add_step(
        plan=score.plan, person=person, kind=kind or (domain.kind if domain else "aid"), what=what, due_on=due_on,
        by=by, responsible=responsible, goal=same, centre=centre,
    )  # fmt: skip
    return same, step
