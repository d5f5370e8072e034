"""A plan for one aim with its proof, and plans by years of which none takes back an earlier choice."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from jisr.atlas.siting import aims, capacity
from jisr.atlas.siting.answer import Answer, Phase, Step, verdict_of
from jisr.atlas.siting.choices import Aim, Verdict
from jisr.atlas.siting.explain import explained
from jisr.atlas.siting.kernels import Limits, Numbers, Reals
from jisr.atlas.siting.limits import lacking
from jisr.atlas.siting.problem import Misfit, Problem
from jisr.atlas.siting.search import Effort, solve
from jisr.atlas.siting.spread import fairest
from jisr.atlas.siting.worst import worst_first

#: Minutes beyond which people are counted, for the aim worst, where the caller names none.
LIMITS_MIN = (30.0, 60.0, 90.0, 120.0)


def site(problem: Problem, aim: Aim, *, limit_min: float = 60.0, limits_min: Sequence[float] = LIMITS_MIN,
         effort: Effort | None = None, given: Sequence[int] = ()) -> Answer:  # fmt: skip
    """Which sites to choose, and how much of the answer is proved.

    Args:
        aim: what the plan is best at.
        limit_min: of the aim within, and beyond which people are far in the reasons.
        limits_min: of the aim worst.
        effort: how long to search.
        given: a plan to begin from, such as that of a smaller budget: the answer is never worse.

    Raises:
        Misfit: capacities with an aim that cannot have them (worst, spread).
    """
    begin, effort, limits = time.perf_counter(), effort or Effort(), problem.limits()
    why = lacking(limits)
    before = value_of(problem, aim, np.zeros(0, np.int64), limit_min, limits_min)
    if why:
        answer = _answer(problem, aim, np.zeros(0, np.int64), before, None, before, limit_min)
        return replace(answer, verdict=Verdict.INFEASIBLE, why=why, choices=(), seconds=time.perf_counter() - begin)
    start = np.array(given, dtype=np.int64) if len(given) else None
    if capacity.has_limits(problem):
        answer = _under_capacity(problem, limits, aim, limit_min, effort, start, before)
    elif aim == Aim.WORST:
        worst = worst_first(problem, limits, tuple(limits_min), effort, start)
        answer = _answer(problem, aim, worst.plan, worst.steps[0].people, worst.steps[0].bound, before, limit_min)
        answer = replace(_stepped(answer, worst.steps), engine=worst.engine, first_s=worst.first_s)
    elif aim == Aim.SPREAD:
        spread = fairest(problem, limits, effort, start)
        answer = _answer(problem, aim, spread.plan, spread.value, spread.bound, before, limit_min)
        answer = replace(answer, engine=spread.engine, first_s=spread.first_s)
    else:
        answer = _linear(problem, limits, aim, limit_min, effort, start, before)
    return replace(answer, seconds=time.perf_counter() - begin)


def value_of(problem: Problem, aim: Aim, plan: Numbers, limit_min: float, limits_min: Sequence[float]) -> float:
    """What a plan is worth to an aim, in the unit of the aim; capacities are not looked at."""
    minutes = aims.nearest(problem, plan)[1]
    if aim == Aim.TRAVEL:
        return aims.average(problem, minutes)
    if aim == Aim.SPREAD:
        return aims.farther(problem, minutes)
    limit = limit_min if aim == Aim.WITHIN else max(limits_min)
    near = minutes <= limit
    return float(problem.people[near if aim == Aim.WITHIN else ~near].sum())


def _linear(problem: Problem, limits: Limits, aim: Aim, limit_min: float, effort: Effort, given: Numbers | None,
            before: float) -> Answer:  # fmt: skip
    if aim == Aim.TRAVEL:
        found = solve(aims.travel(problem, effort.engine), limits, effort, given)
    else:
        found = solve(aims.beyond(problem, np.array([limit_min]), np.ones(1), effort.engine), limits, effort, given)
    value = value_of(problem, aim, found.plan, limit_min, ())
    bound = value if found.bound >= found.value else _in_its_unit(problem, aim, found.bound)
    answer = _answer(problem, aim, found.plan, value, bound, before, limit_min)
    return replace(answer, engine=found.engine, first_s=found.first_s)


def _in_its_unit(problem: Problem, aim: Aim, cost: float) -> float:
    return cost / max(problem.total, 1e-300) if aim == Aim.TRAVEL else problem.total - cost


def _under_capacity(problem: Problem, limits: Limits, aim: Aim, limit_min: float, effort: Effort,
                    given: Numbers | None, before: float) -> Answer:  # fmt: skip
    """Without capacities first: its bound holds with them, and its plan is where HiGHS begins."""
    if aim not in (Aim.TRAVEL, Aim.WITHIN):
        raise Misfit(f"capacities go with the aims travel and within, not with {aim}")
    half = replace(effort, seconds=effort.seconds / 2)
    free = _linear(problem, limits, aim, limit_min, half, given, before)
    plan = np.array(free.chosen, dtype=np.int64)
    none = capacity.shared(
        replace(problem, can=np.zeros(problem.sites, dtype=bool)), limits, aim, limit_min, half.seconds, plan[:0]
    )
    found = capacity.shared(problem, limits, aim, limit_min, half.seconds, plan)
    value = _in_its_unit(problem, aim, found.value)
    tighter = max if aim == Aim.TRAVEL else min
    bound = tighter(_in_its_unit(problem, aim, found.bound), free.bound if free.bound is not None else np.nan)
    bound = min(bound, value) if aim == Aim.TRAVEL else max(bound, value)
    answer = _answer(
        problem, aim, found.plan, value, bound, _in_its_unit(problem, aim, none.value), limit_min,
        (found.assigned, found.minutes),
    )  # fmt: skip
    return replace(
        answer, people_unserved=found.unserved, people_served=problem.total - found.unserved,
        engine=f"{free.engine}+highs", first_s=free.first_s,
    )  # fmt: skip


def _answer(problem: Problem, aim: Aim, plan: Numbers, value: float, bound: float | None, before: float,
            limit_min: float, who: tuple[Numbers, Reals] | None = None) -> Answer:  # fmt: skip
    plan = np.sort(plan)
    assigned, minutes = who or aims.nearest(problem, plan)
    verdict, gap = verdict_of(value, bound)
    served = float(problem.people[assigned >= 0].sum())
    return Answer(
        aim, tuple(plan.tolist()), assigned, minutes, value, bound, verdict, gap, before, served,
        problem.total - served, aims.gini(problem, minutes), float(problem.cost_mad[plan].sum()),
        explained(problem, plan, assigned, minutes, limit_min),
    )  # fmt: skip


def _stepped(answer: Answer, steps: tuple[Step, ...]) -> Answer:
    """The verdict over all limits: that of the first which is not proved."""
    for step in steps:
        verdict, gap = verdict_of(step.people, step.bound)
        if verdict != Verdict.OPTIMAL:
            return replace(answer, steps=steps, verdict=verdict, gap=gap)
    return replace(answer, steps=steps, verdict=Verdict.OPTIMAL, gap=0.0)


def by_years(problem: Problem, aim: Aim, budgets_mad: Sequence[float], *, first_year: int = 1,
             limit_min: float = 60.0, limits_min: Sequence[float] = LIMITS_MIN, effort: Effort | None = None,
             ) -> tuple[Phase, ...]:  # fmt: skip
    """A plan by years: what is chosen stays; what a year leaves of its budget goes to the next.

    Two ways are tried and the one with the better sum of years is kept: each year at its best (only where no province
    has a rule, for it could spend what the rule needs), and the last year at its best, its sites put in order. Rules
    of provinces hold in the last year. The bound of a year is that of a plan that chooses anew with all money so far.

    Args:
        budgets_mad: of each year.

    Returns:
        A phase for each year; one alone, infeasible, where the rules cannot be kept by the last year.
    """
    effort = replace(effort or Effort(), seconds=(effort or Effort()).seconds / (3 * len(budgets_mad)))
    how: dict[str, Any] = {"limit_min": limit_min, "limits_min": limits_min, "effort": effort}
    money = np.cumsum(np.asarray(budgets_mad, dtype=float))
    end = site(replace(problem, budget_mad=float(money[-1])), aim, **how)
    if end.verdict == Verdict.INFEASIBLE:
        return (Phase(first_year + len(money) - 1, (), end),)
    only = np.isin(np.arange(problem.sites), end.chosen)
    ways = [_nested(replace(problem, can=problem.can & only), aim, money, how)]
    if not any(problem.at_least.values()):
        ways.append(_nested(problem, aim, money, how))
    sign = -1 if aim == Aim.WITHIN else 1
    best = min(ways, key=lambda years: sum(sign * answer.value for answer in years))
    phases, had = list[Phase](), set[int]()
    for at, answer in enumerate(best):
        then = replace(problem, budget_mad=float(money[at]), at_least={})
        free = end if at == len(money) - 1 else site(then, aim, **how, given=answer.chosen)
        phases.append(Phase(first_year + at, tuple(sorted(set(answer.chosen) - had)), _against(answer, free)))
        had = set(answer.chosen)
    return tuple(phases)


def _nested(problem: Problem, aim: Aim, money: Reals, how: dict[str, Any]) -> list[Answer]:
    """Year by year, each from what is open by then; values of all that is open, seen from the beginning."""
    had, answers = np.zeros(0, dtype=np.int64), list[Answer]()
    for at, upto in enumerate(money.tolist()):
        now = problem.with_open(had)
        rules = problem.at_least if at == len(money) - 1 else {}
        left = upto - float(problem.cost_mad[had].sum())
        year = site(replace(now, budget_mad=left, at_least=rules, most=problem.most - len(had)), aim, **how)
        had = np.sort(np.concatenate((had, np.array(year.chosen, dtype=np.int64))))
        value = value_of(problem, aim, had, how["limit_min"], how["limits_min"])
        before = value_of(problem, aim, had[:0], how["limit_min"], how["limits_min"])
        whole = _answer(problem, aim, had, value, None, before, how["limit_min"])
        answers.append(replace(whole, engine=year.engine, seconds=year.seconds, first_s=year.first_s, steps=year.steps))
    return answers


def _against(answer: Answer, free: Answer) -> Answer:
    """A year's answer with the bound of a plan that need not keep earlier choices."""
    if free.bound is None:
        return answer
    better = max if answer.aim == Aim.WITHIN else min
    bound = better(free.bound, answer.value)
    verdict, gap = verdict_of(answer.value, bound)
    return replace(answer, bound=bound, verdict=verdict, gap=gap)
