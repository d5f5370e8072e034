"""Laws of siting: equal to looking at each plan, bounds that hold, more money that never harms."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.atlas.siting import Aim, Effort, Verdict, by_years, problem, site
from tests.atlas.siting.ground import LIMITS, plans, problems, worth

HOW = {"limit_min": 30.0, "limits_min": LIMITS}


def of(answer):
    """The value of an answer, smaller is better."""
    if answer.aim == Aim.WORST:
        return tuple(step.people for step in answer.steps)
    return -answer.value if answer.aim == Aim.WITHIN else answer.value


@pytest.mark.parametrize("aim", list(Aim))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_plan_is_as_good_as_the_best_of_all_plans_and_its_bound_holds(aim, data):
    """The proof is held against every plan there is, under every rule; without a plan, the answer says so."""
    asked = data.draw(problems())
    every = [worth(asked, aim, plan) for plan in plans(asked)]

    answer = site(asked, aim, **HOW, effort=Effort(seconds=120))

    if not every:
        assert answer.verdict == Verdict.INFEASIBLE
        assert answer.why
        return
    assert answer.verdict == Verdict.OPTIMAL
    assert of(answer) == pytest.approx(min(every), rel=1e-9)
    assert worth(asked, aim, np.array(answer.chosen, dtype=np.int64)) == pytest.approx(min(every), rel=1e-9)


@pytest.mark.parametrize("aim", list(Aim))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_bound_holds_when_nothing_is_closed_by_branching(aim, data):
    """What is proved without the tree and without HiGHS is true too, only less sharp."""
    asked = data.draw(problems())
    every = [worth(asked, aim, plan) for plan in plans(asked)]

    answer = site(asked, aim, **HOW, effort=Effort(exact=False, rounds=data.draw(st.integers(1, 60))))

    if every and aim != Aim.WORST:
        sign = -1 if aim == Aim.WITHIN else 1
        assert sign * answer.bound <= min(every) * (1 + sign * 1e-9) + 1e-9
        assert min(every) <= of(answer) + 1e-9
    if every and aim == Aim.WORST:
        assert answer.steps[0].bound <= min(every)[0] + 1e-9


@pytest.mark.parametrize("aim", list(Aim))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_more_money_never_worsens_the_aim(aim, data):
    """The law of the issue: a plan of the smaller budget stays a plan."""
    asked = data.draw(problems())
    poor = replace(asked, budget_mad=float(data.draw(st.integers(0, 10))))
    rich = replace(poor, budget_mad=poor.budget_mad + data.draw(st.integers(0, 10)))

    first, then = (site(one, aim, **HOW, effort=Effort(seconds=120)) for one in (poor, rich))

    if first.verdict != Verdict.INFEASIBLE:
        assert then.verdict != Verdict.INFEASIBLE
        assert of(then) <= of(first) or of(then) == pytest.approx(of(first))


@pytest.mark.parametrize("aim", [Aim.TRAVEL, Aim.WITHIN])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_later_year_keeps_what_opened_and_its_bound_holds(aim, data):
    """Phases are nested; no year is better than a plan that chooses anew with all the money so far."""
    asked = replace(data.draw(problems()), budget_mad=np.inf)
    budgets = [float(data.draw(st.integers(0, 9))) for _ in range(3)]

    phases = by_years(asked, aim, budgets, limit_min=30.0, effort=Effort(seconds=20))

    if phases[-1].answer.verdict == Verdict.INFEASIBLE:
        assert not list(plans(replace(asked, budget_mad=sum(budgets))))
        return
    had, spent = set(), 0.0
    for at, phase in enumerate(phases):
        had |= set(phase.chosen)
        spent += float(asked.cost_mad[list(phase.chosen)].sum()) if phase.chosen else 0.0
        assert set(phase.answer.chosen) == had
        assert spent <= sum(budgets[: at + 1]) + 1e-9
        then = replace(asked, budget_mad=sum(budgets[: at + 1]), at_least=asked.at_least if at == 2 else {})
        best = min(worth(then, aim, plan) for plan in plans(then))
        assert (-phase.answer.bound if aim == Aim.WITHIN else phase.answer.bound) <= best + 1e-9
    assert np.isin(np.array(sorted(had), dtype=int), phases[-1].answer.chosen).all()
    assert any(set(plan.tolist()) == had for plan in plans(replace(asked, budget_mad=sum(budgets))))


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_people_at_one_point_may_be_listed_together_or_apart(data):
    """Duplicates at one point change nothing: neither the value nor the proof."""
    asked = data.draw(problems())
    twice = problem(
        people=np.tile(asked.people, 2), person=np.concatenate((asked.rows, asked.rows + len(asked.people))),
        site=np.tile(asked.site, 2), minutes=np.tile(asked.minutes, 2), sites=asked.sites, place=asked.place,
        group=asked.group, is_open=asked.is_open, cost_mad=asked.cost_mad, budget_mad=asked.budget_mad, most=asked.most,
        at_least=asked.at_least, unserved_min=asked.unserved_min,
    )  # fmt: skip

    one, two = (site(each, Aim.TRAVEL, effort=Effort(seconds=120)) for each in (asked, twice))

    assert one.value == pytest.approx(two.value)
    assert one.verdict == two.verdict
