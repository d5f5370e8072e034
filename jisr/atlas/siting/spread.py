"""Fairest spread: the least average way of the farther of any two people, average x (1 + Gini).

Least Gini alone would choose plans where everybody is equally far; this one never prefers that anybody is farther.
The weights of an ordered median are its ranks. With any fixed weights that are an average of rankings no plan has a
greater sum than its own ranking gives, so that the bound of a linear problem bounds this one.
Source: Ogryczak and Tamir 2003, Information Processing Letters 85(3) (ordered sums as a greatest over rankings).
"""

import time
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

import numpy as np

from jisr.atlas.siting import aims
from jisr.atlas.siting.kernels import Limits, Numbers
from jisr.atlas.siting.problem import Problem
from jisr.atlas.siting.search import PROVED, Effort, solve

#: Plans up to which each is looked at.
_FEW = 4_096
#: Rankings that are averaged.
_TURNS = 8


@dataclass(frozen=True)
class Spread:
    """A plan, its value in minutes, what no plan can beat, and what proved it."""

    plan: Numbers
    value: float
    bound: float
    engine: str
    first_s: float


def fairest(problem: Problem, limits: Limits, effort: Effort, given: Numbers | None) -> Spread:
    """The fairest plan that was found and its bound: all plans where they are few, else one ranking after the other."""
    can = np.flatnonzero(np.isfinite(limits.cost))
    if len(can) < 32 and sum(comb(len(can), many) for many in range(min(limits.most, len(can)) + 1)) <= _FEW:
        return _each(problem, limits, can)
    return _turns(problem, limits, effort, given)


def _each(problem: Problem, limits: Limits, can: Numbers) -> Spread:
    begin = time.perf_counter()
    best, value = can[:0], np.inf
    for many in range(min(limits.most, len(can)) + 1):
        for some in combinations(can.tolist(), many):
            plan = np.array(some, dtype=np.int64)
            if _kept(limits, plan):
                now = aims.farther(problem, aims.nearest(problem, plan)[1])
                if now < value:
                    best, value = plan, now
    return Spread(best, value, value, "each plan", time.perf_counter() - begin)


def _kept(limits: Limits, plan: Numbers) -> bool:
    count = np.bincount(limits.group[plan], minlength=len(limits.need))
    apart = len(np.unique(limits.place[plan])) == len(plan)
    return bool(apart and limits.cost[plan].sum() <= limits.money and np.all(count >= limits.need))


def _turns(problem: Problem, limits: Limits, effort: Effort, given: Numbers | None) -> Spread:
    """Who is far weighs more; the ranking of each plan is averaged with those before (fictitious play)."""
    begin = time.perf_counter()
    weight = np.ones(len(problem.people))
    plan, value, bound, engine, first_s = np.zeros(0, dtype=np.int64), np.inf, -np.inf, "", 0.0
    for turn in range(_TURNS):
        spent = time.perf_counter() - begin
        if turn and (spent > effort.seconds or value - bound <= PROVED * abs(value)):
            break
        part = replace(effort, seconds=max(effort.seconds - spent, 0.05) / (_TURNS - turn), exact=False)
        found = solve(aims.travel(problem, effort.engine, weight), limits, part, plan if turn else given)
        minutes = aims.nearest(problem, found.plan)[1]
        now = aims.farther(problem, minutes)
        bound = max(bound, found.bound / max(problem.total, 1e-300))
        if not turn:
            first_s = time.perf_counter() - begin
        if now < value:
            plan, value, engine = found.plan, now, found.engine
        weight += (aims.ranks(problem, aims.counted(problem, minutes)) - weight) / (turn + 2 if turn else 1)
    return Spread(plan, value, min(bound, value), engine, first_s)
