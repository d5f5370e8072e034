"""Small invented problems, and each plan looked at: what siting is held against."""

from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from jisr.atlas.siting import Aim, Problem, problem
from jisr.atlas.siting.plan import value_of

#: Limits of the aim worst in these problems.
LIMITS = (20.0, 40.0)


@st.composite
def problems(draw, *, rules: bool = True) -> Problem:
    """Up to 12 points and 8 sites; ways are missing, sites share places, some are open already."""
    n, m = draw(st.integers(1, 12)), draw(st.integers(1, 8))
    minutes = np.array(draw(st.lists(st.integers(0, 60), min_size=n * m, max_size=n * m)), dtype=float)
    there = np.array(draw(st.lists(st.integers(0, 3), min_size=n * m, max_size=n * m))) > 0
    person, site = np.divmod(np.flatnonzero(there), m)
    place = np.array(draw(st.lists(st.integers(0, m), min_size=m, max_size=m))) if rules else np.arange(m)
    group = place % 2
    return problem(
        people=draw(st.lists(st.integers(0, 50), min_size=n, max_size=n)), person=person, site=site,
        minutes=minutes[there], sites=m, place=place, group=group,
        is_open=np.array(draw(st.lists(st.integers(0, 4), min_size=m, max_size=m))) == 0,
        cost_mad=draw(st.lists(st.integers(0, 9), min_size=m, max_size=m)), home=np.arange(n) % 2,
        budget_mad=draw(st.one_of(st.just(float("inf")), st.integers(0, 20).map(float))) if rules else float("inf"),
        most=draw(st.integers(0, m)),
        at_least=draw(st.sampled_from([{}, {0: 1}, {0: 1, 1: 1}, {1: 2}])) if rules else {},
    )  # fmt: skip


def plans(of: Problem):
    """Every plan that keeps the rules, by the words of the rules and nothing of the code."""
    can = np.flatnonzero(of.can)
    for many in range(min(of.most, len(can)) + 1):
        for some in combinations(can.tolist(), many):
            plan = np.array(some, dtype=np.int64)
            there = np.concatenate((np.flatnonzero(of.is_open), plan))
            if len(set(of.place[plan].tolist())) < many or of.cost_mad[plan].sum() > of.budget_mad:
                continue
            if all((of.group[there] == group).sum() >= least for group, least in of.at_least.items()):
                yield plan


def worth(of: Problem, aim: Aim, plan, limit_min: float = 30.0):
    """What a plan is worth, smaller is better: for the aim worst, people beyond each limit, the longest first."""
    if aim == Aim.WORST:
        return tuple(value_of(of, aim, plan, limit_min, (limit,)) for limit in sorted(LIMITS, reverse=True))
    value = value_of(of, aim, plan, limit_min, LIMITS)
    return -value if aim == Aim.WITHIN else value
