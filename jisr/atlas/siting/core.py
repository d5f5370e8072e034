"""What the bound leaves open, settled by HiGHS: sites that it did not fix, and the people whom they could serve.

A person's cost is counted by steps: the step from her k-th to her next nearest site is paid unless one of the first
k is open. Fewer and sparser rows than one for each person and site, and the same linear bound.
Source: Elloumi 2010, Journal of Combinatorial Optimization 19(1), https://doi.org/10.1007/s10878-008-9162-0
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from jisr.atlas.siting.kernels import Field, Limits, Numbers, Reals

#: Ways to sites that are not fixed, up to which HiGHS is asked.
LARGEST = 60_000


@dataclass(frozen=True)
class Core:
    """What is left.

    Attributes:
        base: what everybody pays at the nearest of her sites that are left; (n,) summed.
        free: sites that are not fixed.
        kept: sites that are in every plan.
        person: (steps,) whose step.
        saved: (steps,) what it costs when none of the sites up to here is open.
        step: (ways,) on which step each way stands.
        site: (ways,) its site, as a number in ``free``.
    """

    base: float
    free: Numbers
    kept: Numbers
    person: Numbers
    saved: Reals
    step: Numbers
    site: Numbers


def core_of(field: Field, kept: Numbers, never: Numbers) -> Core:
    """The steps of everybody to sites that are neither kept nor excluded.

    Args:
        kept: (m,) true where a site is in every plan.
        never: (m,) true where it is in none.
    """
    people = len(field.ceiling)
    rows = np.repeat(np.arange(people), np.diff(field.start))
    ceiling = field.ceiling.copy()
    sure = kept[field.site]
    np.minimum.at(ceiling, rows[sure], field.cost[sure])
    number = np.cumsum(~kept & ~never) - 1
    ways = np.flatnonzero(~(kept | never)[field.site] & (field.cost < ceiling[rows]))
    row, cost = rows[ways], field.cost[ways]
    new = np.ones(len(ways), dtype=bool)
    new[1:] = (row[1:] != row[:-1]) | (cost[1:] != cost[:-1])
    step = np.cumsum(new) - 1
    person, price = row[new], cost[new]
    after = np.append(price[1:], 0.0)
    last = np.append(person[1:] != person[:-1], True) if len(person) else np.zeros(0, dtype=bool)
    after = np.where(last, ceiling[person], after[: len(person)])
    base = ceiling.copy()
    first = np.ones(len(person), dtype=bool)
    first[1:] = person[1:] != person[:-1]
    base[person[first]] = price[first]
    return Core(
        float(base.sum()), np.flatnonzero(~(kept | never)), np.flatnonzero(kept), person, after - price, step,
        number[field.site[ways]],
    )  # fmt: skip


def settle(core: Core, limits: Limits, plan: Numbers, seconds: float) -> tuple[Numbers | None, float]:
    """A better plan, if HiGHS found one, and what no plan of the core can beat.

    Args:
        plan: (m,) true where a site is in the best plan so far.
        seconds: at most.

    Returns:
        Sites of a plan (those kept and some of the free ones), or None; and the bound, -inf without one.
    """
    highs = import_module("highspy")
    solver = highs.Highs()
    scale = max(float(core.saved.max(initial=0.0)), 1e-300)
    settings: dict[str, Any] = {
        "output_flag": False, "threads": 1, "time_limit": seconds, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-10,
        "mip_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9,
    }  # fmt: skip
    for name, value in settings.items():
        solver.setOptionValue(name, value)
    free, steps = len(core.free), len(core.person)
    _pass(solver, highs, core, _rules(core, limits), scale)
    start = highs.HighsSolution()
    start.col_value = np.concatenate((plan[core.free].astype(float), _unpaid(core, plan[core.free]))).tolist()
    solver.setSolution(start)
    solver.run()
    bound = core.base + scale * solver.getInfo().mip_dual_bound if free and steps else core.base
    status, states = solver.getModelStatus(), highs.HighsModelStatus
    if status not in (states.kOptimal, states.kTimeLimit) or not solver.getInfo().primal_solution_status:
        return None, bound if np.isfinite(bound) else -np.inf
    value = np.array(solver.getSolution().col_value[:free])
    return np.concatenate((core.kept, core.free[value > 0.5])), bound


def _unpaid(core: Core, is_open: Numbers) -> Reals:
    """1 on each step up to which nobody is open."""
    met = np.zeros(len(core.person))
    np.maximum.at(met, core.step, is_open[core.site].astype(float))
    out, paid, before = np.ones(len(core.person)), False, -1
    for at, person in enumerate(core.person.tolist()):
        paid = bool(met[at]) or (paid and person == before)
        out[at], before = 0.0 if paid else 1.0, person
    return out


def _rules(core: Core, limits: Limits) -> list[tuple[Numbers, Reals, float, float]]:
    """Rows of the rules on free sites: which, weights, from, to."""
    cost, group, place = limits.cost[core.free], limits.group[core.free], limits.place[core.free]
    every = np.arange(len(core.free))
    rows = [(every, np.ones(len(every)), -np.inf, float(limits.most - len(core.kept)))]
    left = limits.money - float(limits.cost[core.kept].sum())
    if cost.sum() > left:
        rows.append((every, cost / max(cost.max(), 1e-300), -np.inf, left / max(cost.max(), 1e-300)))
    has = np.bincount(limits.group[core.kept], minlength=len(limits.need))
    for of in np.flatnonzero(limits.need > has).tolist():
        at = np.flatnonzero(group == of)
        rows.append((at, np.ones(len(at)), float(limits.need[of] - has[of]), np.inf))
    held = np.isin(place, limits.place[core.kept])
    if held.any():
        rows.append((np.flatnonzero(held), np.ones(int(held.sum())), -np.inf, 0.0))
    for of in np.flatnonzero(np.bincount(place) > 1).tolist():
        at = np.flatnonzero(place == of)
        rows.append((at, np.ones(len(at)), -np.inf, 1.0))
    return rows


def _pass(solver: Any, highs: Any, core: Core, rules: list[tuple[Numbers, Reals, float, float]], scale: float) -> None:
    """Columns: free sites, then steps. Rows: a step is paid unless a site up to it is open; then the rules."""
    free, steps = len(core.free), len(core.person)
    model = highs.HighsLp()
    model.num_col_, model.num_row_ = free + steps, steps + len(rules)
    model.col_cost_ = np.concatenate((np.zeros(free), core.saved / scale))
    model.col_lower_, model.col_upper_ = np.zeros(free + steps), np.ones(free + steps)
    kind = highs.HighsVarType
    model.integrality_ = [kind.kInteger] * free + [kind.kContinuous] * steps
    follows = np.zeros(steps, dtype=bool)
    follows[1:] = core.person[1:] == core.person[:-1]
    model.row_lower_ = np.concatenate((np.where(follows, 0.0, 1.0), [rule[2] for rule in rules]))
    model.row_upper_ = np.concatenate((np.full(steps, np.inf), [rule[3] for rule in rules]))
    mine, after = np.arange(steps), np.flatnonzero(follows)
    row = np.concatenate((core.step, mine, after, *(np.full(len(rule[0]), steps + n) for n, rule in enumerate(rules))))
    column = np.concatenate((core.site, free + mine, free + after - 1, *(rule[0] for rule in rules)))
    value = np.concatenate((np.ones(len(core.site) + steps), np.full(len(after), -1.0), *(rule[1] for rule in rules)))
    order = np.argsort(row, kind="stable")
    model.a_matrix_.format_ = highs.MatrixFormat.kRowwise
    count = np.bincount(row.astype(np.int64), minlength=model.num_row_)
    model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(count)))
    model.a_matrix_.index_, model.a_matrix_.value_ = column[order].astype(np.int32), value[order]
    solver.passModel(model)
