"""The worst-off first: fewest people beyond the longest limit, then, with no more of these, beyond the next …"""

import time
from dataclasses import dataclass, replace

import numpy as np

from jisr.atlas.siting import aims
from jisr.atlas.siting.answer import Step
from jisr.atlas.siting.kernels import Limits, Numbers, Reals
from jisr.atlas.siting.problem import Problem
from jisr.atlas.siting.search import Effort, solve

#: Weights of limits stay so small that a sum over all people is exact to less than one person.
_EXACT = 1e11


@dataclass(frozen=True)
class Worst:
    """A plan, its people beyond each limit with their bounds, and what proved them."""

    plan: Numbers
    steps: tuple[Step, ...]
    engine: str
    first_s: float


def worst_first(problem: Problem, limits: Limits, limits_min: tuple[float, ...], effort: Effort,
                given: Numbers | None) -> Worst:  # fmt: skip
    """One limit after the other, the longest first; what was reached is held by a price on each person beyond it.

    A bound of a step is that of the priced problem less the price of what was reached: true for any price.
    """
    begin, order = time.perf_counter(), np.sort(np.unique(np.asarray(limits_min, dtype=float)))[::-1]
    plan, bounds, engines, first_s = given, list[float](), list[str](), 0.0
    for at in range(len(order)):
        weights = _weights(at, problem.total)
        left = max(effort.seconds - (time.perf_counter() - begin), 0.05) / (len(order) - at)
        field = aims.beyond(problem, order[: at + 1], weights, effort.engine)
        found = solve(field, limits, replace(effort, seconds=left), plan)
        if not at:
            first_s = found.first_s
        engines.append(found.engine)
        upto = order[: at + 1]
        if plan is None or not at or _beyond(problem, found.plan, upto) < _beyond(problem, plan, upto):
            plan = found.plan
        reached = np.array(_beyond(problem, plan, upto))
        bounds.append(min(max(found.bound - float(weights[:-1] @ reached[:-1]), 0.0), reached[-1]))
    people = _beyond(problem, plan if plan is not None else np.zeros(0, np.int64), order)
    steps = tuple(Step(*step) for step in zip(order.tolist(), people, bounds, strict=True))
    return Worst(np.zeros(0, np.int64) if plan is None else plan, steps, max(engines, key=len), first_s)


def _weights(at: int, people: float) -> Reals:
    """A person beyond a longer limit weighs as many times more as sums can bear, at most more than all people."""
    times = min(people + 1, max((_EXACT / max(people, 1.0)) ** (1 / max(at, 1)), 2.0))
    return np.array([times ** (at - before) for before in range(at + 1)]).round()


def _beyond(problem: Problem, plan: Numbers, limits_min: Numbers) -> tuple[float, ...]:
    minutes = aims.nearest(problem, plan)[1]
    return tuple(float(problem.people[minutes > limit].sum()) for limit in limits_min)
