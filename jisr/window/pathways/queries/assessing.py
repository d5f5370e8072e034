"""How it stands in each domain, what a low level still lacks, and how it went over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q
from django.utils import timezone

from jisr.common.parameters import value
from jisr.window.pathways.choices import StepOutcome
from jisr.window.pathways.library import Domain, scale
from jisr.window.pathways.models import Goal, Plan, Score, Step
from jisr.window.pathways.rules import Answered, lacks


class Same(Func):
    """Whether two columns are equal, both empty counting as equal."""

    template = "(%(expressions)s)"
    arg_joiner = " IS NOT DISTINCT FROM "
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Standing:
    """One domain of one person, or of the family.

    Attributes:
        history: (day, level), the oldest first.
        lacks: ``goal``, ``step`` or "".
    """

    domain: Domain
    person: Any
    score: Score
    history: Sequence[tuple[date, int]]
    goals: Sequence[Goal]
    lacks: str

    @property
    def low(self) -> bool:
        """Whether the level asks for a goal and a step."""
        return self.score.level <= low_level()

    @property
    def sentence(self) -> Any:
        """What the level says, aloud."""
        return self.domain.levels[self.score.level - 1]


def low_level(on: date | None = None) -> int:
    """The highest level that asks for a goal and a step."""
    return int(value("jisr.window.pathways", "pathways", "low_level", on=on or timezone.localdate()))


def standings(plan: Plan) -> list[Standing]:
    """Every domain that was ever given a level in a plan, with its history; the plan as ``queries.plan`` reads it."""
    scores: dict[tuple[UUID | None, str], list[Score]] = {}
    for score in sorted(plan.scores.all(), key=lambda one: (one.on, one.pk)):
        scores.setdefault((score.person_id, score.domain), []).append(score)
    found = []
    for (person, code), rows in scores.items():
        domain = scale().domain(code)
        if domain is not None:
            found.append(_standing(plan, person, domain, rows))
    order = {domain.code: place for place, domain in enumerate(scale().domains)}
    return sorted(found, key=lambda one: (str(one.score.person_id or ""), order[one.domain.code]))


def _standing(plan: Plan, person: UUID | None, domain: Domain, rows: Sequence[Score]) -> Standing:
    last = rows[-1]
    goals = [goal for goal in plan.goals.all() if goal.domain == domain.code and goal.person_id == person]
    keys = {goal.pk for goal in goals}
    steps = [Answered(step.ended_on, step.outcome) for step in plan.steps.all() if step.goal_id in keys]
    days = {row.on: row.level for row in rows}  # the last word of a day stands
    return Standing(
        domain=domain, person=last.person, score=last, history=sorted(days.items()), goals=goals,
        lacks=lacks(last.level, last.on, low=low_level(), goals=len(goals), steps=steps),
    )  # fmt: skip


def low_without_answer(centres: Sequence[int]) -> Any:
    """Newest levels of open plans of these centres that are low and lack a goal or a step."""
    later = Score.objects.filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), id__gt=OuterRef("id")),
        Same(F("person"), OuterRef("person")), plan=OuterRef("plan"), domain=OuterRef("domain"),
    )  # fmt: skip
    answered = Step.objects.filter(
        Q(ended_on=None) | (Q(ended_on__gte=OuterRef("on")) & ~Q(outcome=StepOutcome.NOT_REACHED)),
        Same(F("goal__person"), OuterRef("person")), goal__plan=OuterRef("plan"), goal__domain=OuterRef("domain"),
    )  # fmt: skip
    rows = Score.objects.filter(plan__centre__in=centres, plan__closed_on=None, level__lte=low_level())
    return rows.filter(~Exists(later), ~Exists(answered)).order_by("on", "id")


def plans_lacking(centres: Sequence[int], *, most: int) -> list[tuple[Plan, list[Score]]]:
    """Plans of these centres with a low domain and no goal and step for it, the longest known first."""
    rows = low_without_answer(centres).select_related("plan__household__commune")[: most * len(scale().domains)]
    found: dict[UUID, tuple[Plan, list[Score]]] = {}
    for score in rows:
        found.setdefault(score.plan_id, (score.plan, []))[1].append(score)
    return list(found.values())[:most]


def score(pk: Any) -> Score | None:
    """One level, or None when it does not exist for the reader."""
    return Score.objects.select_related("plan__household", "plan__centre", "person").filter(pk=pk).first()
