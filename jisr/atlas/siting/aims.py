"""Each aim as costs of ways: what people pay when they go to a site, and when they go to none."""

import numpy as np

from jisr.atlas.siting.kernels import Field, Numbers, Reals, loops_for
from jisr.atlas.siting.problem import Problem


def field_of(problem: Problem, cost: Reals, nobody: Reals, engine: str) -> Field:
    """The ways that are better than what is open already.

    Args:
        cost: (ways,) what each way costs, never falling along the ways of a point.
        nobody: (n,) what it costs to be served by none.
    """
    rows, ceiling = problem.rows, nobody.copy()
    stands = problem.is_open[problem.site]
    np.minimum.at(ceiling, rows[stands], cost[stands])
    ways = np.flatnonzero(problem.can[problem.site] & (cost < ceiling[rows]))
    start = np.concatenate(([0], np.cumsum(np.bincount(rows[ways], minlength=len(ceiling))))).astype(np.int64)
    site, cost = problem.site[ways], cost[ways]
    loops, _ = loops_for(len(ways), engine)
    return Field(start, site, cost, ceiling, *loops.by_site(start, site, cost, problem.sites))


def travel(problem: Problem, engine: str = "", weight: Reals | None = None) -> Field:
    """People times minutes.

    Args:
        weight: (n,) what a minute of each person weighs; 1 where left out.
    """
    many = problem.people if weight is None else problem.people * weight
    return field_of(problem, problem.minutes * many[problem.rows], many * problem.unserved_min, engine)


def beyond(problem: Problem, limits_min: Numbers, weights: Reals, engine: str = "") -> Field:
    """People beyond each limit, times its weight.

    Args:
        limits_min: (k,) minutes; somebody just at a limit is within.
        weights: (k,) of each.
    """
    rows, cost = problem.rows, np.zeros(len(problem.minutes))
    for limit, weight in zip(limits_min, weights, strict=True):
        cost += np.where(problem.minutes > limit, weight, 0.0)
    return field_of(problem, cost * problem.people[rows], problem.people * float(np.sum(weights)), engine)


def nearest(problem: Problem, chosen: Numbers) -> tuple[Numbers, Reals]:
    """(n,) the nearest site that is open or chosen, -1 where none is reached, and the minutes, inf there."""
    open_then = problem.is_open.copy()
    open_then[chosen] = True
    ways = np.flatnonzero(open_then[problem.site])
    rows = problem.rows[ways]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = rows[1:] != rows[:-1]
    site, minutes = np.full(len(problem.people), -1), np.full(len(problem.people), np.inf)
    site[rows[first]], minutes[rows[first]] = problem.site[ways[first]], problem.minutes[ways[first]]
    return site, minutes


def counted(problem: Problem, minutes: Reals) -> Reals:
    """Minutes that count: those of the unserved are what the problem says."""
    return np.where(np.isfinite(minutes), minutes, problem.unserved_min)


def ranks(problem: Problem, minutes: Reals) -> Reals:
    """(n,) how much a minute of each person weighs in the way of the farther of two people: twice her rank, 0 to 2.

    Summed with people over all, these are one for each person: sum(people x weight) = sum(people).
    """
    order = np.argsort(minutes, kind="stable")
    upto = np.cumsum(problem.people[order])
    weight = np.empty(len(order))
    weight[order] = (2 * upto - problem.people[order]) / max(upto[-1], 1e-300) if len(order) else 0.0
    return weight


def farther(problem: Problem, minutes: Reals) -> float:
    """The average way of the farther of any two people: average x (1 + Gini).

    Source: Sen 1976 on average and Gini together; as an ordered median: Nickel and Puerto 2005, Location Theory.
    """
    minutes = counted(problem, minutes)
    return float((problem.people * ranks(problem, minutes)) @ minutes) / max(problem.total, 1e-300)


def average(problem: Problem, minutes: Reals) -> float:
    """Average minutes of a person."""
    return float(problem.people @ counted(problem, minutes)) / max(problem.total, 1e-300)


def gini(problem: Problem, minutes: Reals) -> float:
    """Of the minutes that count, 0 where everybody's are the same."""
    mean = average(problem, minutes)
    return max(farther(problem, minutes) / mean - 1, 0.0) if mean > 0 else 0.0
