"""Plans where a site serves only so many: people of one point may be split. Exactly by HiGHS, or with a bound."""

import time
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from jisr.atlas.siting.choices import Aim
from jisr.atlas.siting.kernels import Limits, Numbers, Reals
from jisr.atlas.siting.limits import filled
from jisr.atlas.siting.problem import Problem

#: Ways up to which HiGHS chooses sites; beyond, it only shares people among the sites that are chosen without capacity.
LARGEST = 40_000


@dataclass(frozen=True)
class Shared:
    """A plan and who goes where.

    Attributes:
        plan: sites.
        value: people times minutes, or people who are not within the limit.
        bound: no plan costs less; -inf where nothing is proved.
        assigned: (n,) where most of each point go; -1 where most go nowhere.
        minutes: (n,) the average of those who go somewhere, inf where nobody does.
        unserved: people who go nowhere.
    """

    plan: Numbers
    value: float
    bound: float
    assigned: Numbers
    minutes: Reals
    unserved: float


@dataclass(frozen=True)
class _Ways:
    rows: Numbers
    site: Numbers
    minutes: Reals
    cost: Reals
    nobody: Reals


def has_limits(problem: Problem) -> bool:
    """Whether any site that is open or can be chosen serves only so many."""
    return bool(np.isfinite(problem.capacity[problem.is_open | problem.can]).any())


def shared(problem: Problem, limits: Limits, aim: Aim, limit_min: float, seconds: float, chosen: Numbers) -> Shared:
    """The best plan under capacities that HiGHS found, and its bound.

    Args:
        aim: travel or within.
        seconds: at most.
        chosen: a plan without capacities; the one that is used where there are too many ways for a proof.
    """
    begin = time.perf_counter()
    usable = problem.is_open | problem.can
    near = usable[problem.site] & ((problem.minutes <= limit_min) | (aim != Aim.WITHIN))
    few = int(near.sum()) <= LARGEST
    if not few:
        usable = problem.is_open.copy()
        usable[chosen] = True
        near &= usable[problem.site]
    at, many = np.flatnonzero(near), problem.people
    rows = problem.rows[at]
    per = problem.minutes[at] if aim == Aim.TRAVEL else np.zeros(len(at))
    nobody = many * (problem.unserved_min if aim == Aim.TRAVEL else 1.0)
    ways = _Ways(rows, problem.site[at], problem.minutes[at], per * many[rows], nobody)
    solver, highs = _solver(seconds)
    _pass(solver, highs, problem, limits, ways, None if few else chosen)
    if few:
        _start(solver, highs, problem, limits, chosen, len(at))
    solver.run()
    info, states = solver.getInfo(), highs.HighsModelStatus
    value = np.array(solver.getSolution().col_value)
    if solver.getModelStatus() not in (states.kOptimal, states.kTimeLimit) or not info.primal_solution_status:
        raise RuntimeError(f"no plan within {time.perf_counter() - begin:.0f} s, though nobody need be served")
    candidates = np.flatnonzero(problem.can)
    plan = candidates[value[: len(candidates)] > 0.5] if few else chosen
    total = float(info.objective_function_value)
    proved = float(info.mip_dual_bound) if len(candidates) else total
    return _who(problem, ways, plan, value[-len(at) - len(many) :], total, proved if few else -np.inf)


def _who(problem: Problem, ways: _Ways, plan: Numbers, value: Reals, total: float, bound: float) -> Shared:
    part, nobody = value[: len(ways.rows)], value[len(ways.rows) :]
    n = len(problem.people)
    served = np.bincount(ways.rows, weights=part, minlength=n)
    spent = np.bincount(ways.rows, weights=part * ways.minutes, minlength=n)
    assigned, most = np.full(n, -1), np.maximum(nobody, 1e-6)
    order = np.argsort(part, kind="stable")
    larger = order[part[order] > most[ways.rows[order]]]
    assigned[ways.rows[larger]] = ways.site[larger]
    minutes = np.divide(spent, served, out=np.full(n, np.inf), where=served > 1e-6)
    return Shared(plan, total, min(bound, total), assigned, minutes, float(problem.people @ nobody))


def _solver(seconds: float) -> tuple[Any, Any]:
    highs = import_module("highspy")
    solver = highs.Highs()
    for name, value in {
        "output_flag": False, "threads": 1, "time_limit": seconds, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-9,
        "mip_feasibility_tolerance": 1e-9,
    }.items():  # fmt: skip
        solver.setOptionValue(name, value)
    return solver, highs


def _start(solver: Any, highs: Any, problem: Problem, limits: Limits, chosen: Numbers, ways: int) -> None:
    """The plan without capacities, serving nobody: HiGHS begins from it."""
    plan = chosen if len(chosen) else filled(chosen, limits)
    is_in = np.isin(np.flatnonzero(problem.can), plan).astype(float)
    start = highs.HighsSolution()
    start.col_value = np.concatenate((is_in, np.zeros(ways), np.ones(len(problem.people)))).tolist()
    solver.setSolution(start)


def _pass(solver: Any, highs: Any, problem: Problem, limits: Limits, ways: _Ways, chosen: Numbers | None) -> None:
    """Columns: candidates, shares of people on ways, shares of people who go nowhere."""
    candidates = np.flatnonzero(problem.can) if chosen is None else np.zeros(0, dtype=np.int64)
    sites, many, n = len(candidates), len(ways.rows), len(problem.people)
    number = np.full(problem.sites, -1)
    number[candidates] = np.arange(sites)
    rows = _Rows()
    rows.add(ways.rows, sites + np.arange(many), np.ones(many), n)
    rows.add(np.arange(n), sites + many + np.arange(n), np.ones(n), 0)
    rows.close(np.ones(n), np.ones(n))
    _opened(rows, number[ways.site], sites, many)
    _held(rows, problem, ways, number, sites)
    if chosen is None:
        _rules(rows, limits, candidates)
    model = highs.HighsLp()
    model.num_col_, model.num_row_ = sites + many + n, rows.count
    model.col_cost_ = np.concatenate((np.zeros(sites), ways.cost, ways.nobody))
    model.col_lower_, model.col_upper_ = np.zeros(model.num_col_), np.ones(model.num_col_)
    kind = highs.HighsVarType
    if sites:
        model.integrality_ = [kind.kInteger] * sites + [kind.kContinuous] * (many + n)
    rows.into(model, highs)
    solver.passModel(model)


class _Rows:
    """Rows that are put together part by part."""

    def __init__(self) -> None:
        self.count = self.base = 0
        self._parts, self._low, self._high = list[tuple[Any, Any, Any]](), list[Any](), list[Any]()

    def add(self, row: Any, column: Any, value: Any, rows: int) -> None:
        """Entries of the last rows, counted from the first of them; ``rows`` new ones are begun before."""
        self.base = self.count if rows else self.base
        self.count += rows
        self._parts.append((np.asarray(row) + self.base, np.asarray(column), np.asarray(value, dtype=float)))

    def close(self, low: Any, high: Any) -> None:
        """What the last rows lie between."""
        self._low.append(low)
        self._high.append(high)

    def one(self, column: Any, value: Any, low: float, high: float) -> None:
        """One row."""
        self.add(np.zeros(len(column), dtype=np.int64), column, value, 1)
        self.close([low], [high])

    def into(self, model: Any, highs: Any) -> None:
        """Give them to a model."""
        row, column, value = (np.concatenate(parts) for parts in zip(*self._parts, strict=True))
        order = np.argsort(row, kind="stable")
        count = np.bincount(row.astype(np.int64), minlength=self.count)
        model.row_lower_, model.row_upper_ = np.concatenate(self._low), np.concatenate(self._high)
        model.a_matrix_.format_ = highs.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(count)))
        model.a_matrix_.index_, model.a_matrix_.value_ = column[order].astype(np.int32), value[order]


def _opened(rows: _Rows, number: Numbers, sites: int, many: int) -> None:
    """Nobody goes to a candidate that is not chosen."""
    at = np.flatnonzero(number >= 0)
    if len(at):
        rows.add(np.arange(len(at)), sites + at, np.ones(len(at)), len(at))
        rows.add(np.arange(len(at)), number[at], np.full(len(at), -1.0), 0)
        rows.close(np.full(len(at), -np.inf), np.zeros(len(at)))


def _held(rows: _Rows, problem: Problem, ways: _Ways, number: Numbers, sites: int) -> None:
    """A site serves no more than it can."""
    for site in np.unique(ways.site[np.isfinite(problem.capacity[ways.site])]).tolist():
        at = np.flatnonzero(ways.site == site)
        room, weights = float(problem.capacity[site]), problem.people[ways.rows[at]]
        if number[site] >= 0:
            column = np.append(sites + at, number[site])
            rows.one(column, np.append(weights, -room) / room, -np.inf, 0.0)
        else:
            rows.one(sites + at, weights / room, -np.inf, 1.0)


def _rules(rows: _Rows, limits: Limits, candidates: Numbers) -> None:
    every, cost = np.arange(len(candidates)), limits.cost[candidates]
    if not len(every):
        return
    rows.one(every, np.ones(len(every)), -np.inf, float(limits.most))
    if cost.sum() > limits.money:
        top = max(float(cost.max()), 1e-300)
        rows.one(every, cost / top, -np.inf, limits.money / top)
    for group in np.flatnonzero(limits.need).tolist():
        at = np.flatnonzero(limits.group[candidates] == group)
        rows.one(at, np.ones(len(at)), float(limits.need[group]), np.inf)
    place = limits.place[candidates]
    for of in np.flatnonzero(np.bincount(place) > 1).tolist():
        at = np.flatnonzero(place == of)
        rows.one(at, np.ones(len(at)), -np.inf, 1.0)
