"""Why each site is in a plan: whom it serves, who was beyond the limit, where they live, how far before and after."""

import numpy as np

from jisr.atlas.siting import aims
from jisr.atlas.siting.answer import Choice
from jisr.atlas.siting.kernels import Numbers, Reals
from jisr.atlas.siting.problem import Problem


def explained(problem: Problem, plan: Numbers, assigned: Numbers, minutes: Reals,
              limit_min: float) -> tuple[Choice, ...]:  # fmt: skip
    """One choice for each site of a plan.

    Args:
        assigned: (n,) where each point goes.
        minutes: (n,) how far.
        limit_min: beyond it somebody is far.
    """
    before = aims.nearest(problem, plan[:0])[1]
    return tuple(
        _choice(problem, site, np.flatnonzero(assigned == site), before, minutes, limit_min) for site in plan.tolist()
    )


def _choice(problem: Problem, site: int, here: Numbers, before: Reals, minutes: Reals, limit_min: float) -> Choice:
    many = problem.people[here]
    gains = here[(before[here] > limit_min) & (minutes[here] <= limit_min)]
    gained = problem.people[gains]
    reached = np.isfinite(before[here])
    by_group = np.bincount(problem.home[gains], weights=gained) if len(gains) else np.zeros(0)
    groups = np.flatnonzero(by_group)
    order = groups[np.argsort(-by_group[groups], kind="stable")]
    return Choice(
        site, problem.action[site], float(problem.cost_mad[site]), float(many.sum()), float(gained.sum()),
        float(gained[~np.isfinite(before[gains])].sum()), _mean(before[here][reached], many[reached]),
        _mean(minutes[here], many), tuple((int(group), float(by_group[group])) for group in order),
    )  # fmt: skip


def _mean(minutes: Reals, people: Reals) -> float | None:
    return float(minutes @ people / people.sum()) if people.sum() > 0 else None
