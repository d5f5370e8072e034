"""A scenario as a problem of siting, and the plan that is best for an aim, with what is proved of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jisr.atlas.kernels.strips import Reals
from jisr.atlas.scenarios.rules.sites import Site, Stand, weekly
from jisr.atlas.siting import Action, Aim, Answer, Effort, Problem, Verdict, by_years, problem, site

#: Minutes that count for whoever reaches nothing within the farthest way: plans of different budgets stay comparable.
UNSERVED_MIN = 480.0


@dataclass(frozen=True)
class Rules:
    """What a plan must keep.

    Attributes:
        budget: minor units, for all years together.
        most: sites, at most; None for no limit.
        each_province: whether every province of the place needs a service, standing or new.
        people_a_place: people of the public whom one place can serve; None where capacities are not looked at.
        first_year, years: over which the money is spread evenly.
    """

    aim: Aim
    budget: int
    most: int | None
    each_province: bool
    people_a_place: int | None
    first_year: int
    years: int


@dataclass(frozen=True)
class Proof:
    """What is proved of a plan.

    Attributes:
        gap: how much better a plan could be, as a share; None where nothing is proved.
        value, before: of the aim, with the plan and without.
        lacking: (rule, province or None, needs, has) of the rules that cannot be kept; then there is no plan.
    """

    verdict: Verdict
    gap: float | None
    value: float
    before: float
    lacking: tuple[tuple[str, str | None, float, float], ...]
    seconds: float
    engine: str


@dataclass(frozen=True)
class Solved:
    """The sites of a plan with the year of each, and its proof."""

    chosen: tuple[tuple[int, int], ...]
    proof: Proof


def posed(stand: Stand, sites: Sequence[Site], columns: Reals, rules: Rules | None = None) -> Problem:
    """People of the place, each at home in her commune; the services that stand, and sites that can be chosen behind.

    Args:
        columns: (communes, sites) minutes to each.
        rules: without any, everything can be chosen.
    """
    homes = np.flatnonzero(stand.part)
    table = np.concatenate((_table(stand)[homes], columns[homes].reshape(len(homes), len(sites))), axis=1)
    person, at = np.nonzero(np.isfinite(table))
    ground, many = stand.ground, stand.services
    commune = np.append(stand.commune, np.array([one.commune for one in sites], dtype=np.int64))
    names = [f"stands:{n}" for n in range(many)] + [one.pick.place for one in sites]
    # what stands is a place of its own: the same commune can be opened beside it
    number = {name: n for n, name in enumerate(dict.fromkeys(names))}
    groups = np.where(commune >= 0, ground.province_of[np.maximum(commune, 0)], len(ground.provinces))
    given: dict[str, Any] = {}
    if rules is not None:
        inside = np.unique(ground.province_of[homes]).tolist()
        given = {
            "budget_mad": float(rules.budget), "most": rules.most, "capacity": _capacity(stand, sites, rules),
            "at_least": dict.fromkeys(inside, 1) if rules.each_province else None,
        }  # fmt: skip
    return problem(
        people=stand.people[homes], person=person, site=at, minutes=table[person, at], sites=many + len(sites),
        cost_mad=np.append(np.zeros(many), [one.cost for one in sites]), is_open=np.arange(many + len(sites)) < many,
        action=[Action.KEEP] * many + [Action(one.pick.action) for one in sites], group=groups,
        place=np.array([number[name] for name in names]), home=homes, unserved_min=UNSERVED_MIN,
        **given,
    )  # fmt: skip


def _table(stand: Stand) -> Reals:
    """(communes, services) minutes, infinite where there is no way."""
    found, first = np.full((len(stand.people), stand.services), np.inf), 0
    for part in stand.ways.parts:
        pairs = part.minutes.tocoo()
        found[pairs.row, first + pairs.col] = pairs.data
        first += part.width
    return found


def _capacity(stand: Stand, sites: Sequence[Site], rules: Rules) -> Reals | None:
    """People whom each can serve; a service that never said its places is not limited by what nobody knows."""
    if rules.people_a_place is None:
        return None
    stands = np.where(np.isnan(stand.places), np.inf, stand.places * rules.people_a_place)
    return np.append(stands, [weekly(one.pick) * rules.people_a_place for one in sites])


def solved(
    stand: Stand, sites: Sequence[Site], columns: Reals, rules: Rules, *, effort: Effort, given: Sequence[int] = ()
) -> Solved:
    """The plan that is best for the aim.

    Args:
        given: positions of sites to begin from, such as the plan of a smaller budget: the answer is never worse.

    Raises:
        Misfit: capacities with an aim that cannot have them (worst, spread).
    """
    asked = posed(stand, sites, columns, rules)
    first = stand.services
    if rules.years > 1:
        budgets = [rules.budget / rules.years] * rules.years
        phases = by_years(
            asked, rules.aim, budgets, first_year=rules.first_year, limit_min=stand.limit_min, effort=effort
        )
        chosen = tuple((one - first, phase.year) for phase in phases for one in phase.chosen)
        return Solved(chosen, _proof(stand, phases[-1].answer))
    answer = site(
        asked, rules.aim, limit_min=stand.limit_min, effort=effort, given=[first + one for one in given]
    )  # fmt: skip
    return Solved(tuple((one - first, rules.first_year) for one in answer.chosen), _proof(stand, answer))


def _proof(stand: Stand, answer: Answer) -> Proof:
    codes = [one.code for one in stand.ground.provinces]
    lacking = tuple(
        (lack.rule.value, None if lack.group is None else codes[lack.group], lack.needs, lack.has)
        for lack in answer.why
    )
    return Proof(
        answer.verdict, answer.gap, answer.value, answer.before, lacking, answer.seconds, answer.engine
    )  # fmt: skip
