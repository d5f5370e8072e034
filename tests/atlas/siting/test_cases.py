"""What siting says in the cases that a strategist meets: nobody reached, no money, rules that cannot be kept."""

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from jisr.atlas.siting import Action, Aim, Aside, Effort, Misfit, Rule, Verdict, problem, site

#: Three villages on a road, 40 minutes apart; a centre is open in the first, the others can be chosen.
VILLAGES = {
    "people": [100, 50, 30], "person": [0, 0, 1, 1, 1, 2, 2], "site": [0, 1, 0, 1, 2, 1, 2],
    "minutes": [0, 40, 40, 0, 40, 40, 0], "sites": 3, "is_open": [True, False, False], "cost_mad": [0, 9, 5],
    "group": [0, 0, 1], "home": [0, 0, 1],
}  # fmt: skip


def test_who_reaches_nothing_is_unserved_and_not_at_distance_zero():
    """A village without a road counts with the minutes of the unserved, and is told apart."""
    asked = problem(people=[10, 20], person=[0], site=[0], minutes=[15.0], sites=1, unserved_min=90.0)

    answer = site(asked, Aim.TRAVEL)

    assert answer.value == pytest.approx((10 * 15 + 20 * 90) / 30)
    assert (answer.people_served, answer.people_unserved) == (10, 20)
    assert answer.assigned.tolist() == [0, -1]
    assert np.isinf(answer.minutes[1])


@pytest.mark.parametrize("aim", list(Aim))
def test_no_money_chooses_nothing_and_that_is_proved(aim):
    """A budget of 0 is an answer, not an error: what is open stays, and nothing better can be had."""
    answer = site(problem(**VILLAGES, budget_mad=0.0), aim)

    assert answer.chosen == ()
    assert answer.verdict == Verdict.OPTIMAL
    assert answer.value == answer.before
    assert answer.spent_mad == 0


def test_a_province_that_cannot_have_its_sites_is_named_with_what_is_lacking():
    """Province 1 has one place and needs two; the answer says which rule, where, and by how much."""
    answer = site(problem(**VILLAGES, at_least={1: 2}), Aim.TRAVEL)

    assert answer.verdict == Verdict.INFEASIBLE
    assert answer.chosen == ()
    assert [(lack.rule, lack.group, lack.needs, lack.has, lack.short_by) for lack in answer.why] == [
        (Rule.SITES_OF_GROUP, 1, 2, 1, 1)
    ]


def test_money_and_number_that_do_not_suffice_for_the_rules_are_named():
    """Province 1 needs its site of 5 MAD; there are 3, and no site may be chosen."""
    answer = site(problem(**VILLAGES, at_least={1: 1}, budget_mad=3.0, most=0), Aim.WITHIN)

    assert {(lack.rule, lack.short_by) for lack in answer.why} == {(Rule.MOST, 1), (Rule.BUDGET, 2)}


def test_an_open_centre_counts_for_its_province():
    """A rule that is kept already asks for nothing."""
    assert site(problem(**VILLAGES, at_least={0: 1}, budget_mad=0.0), Aim.TRAVEL).verdict == Verdict.OPTIMAL


def test_a_choice_says_who_was_far_from_where_and_how_far_before_and_after():
    """The numbers of the sentence "opens because 30 people of … reached nothing"."""
    asked = problem(**VILLAGES, action=["open", "open", "mobile"], budget_mad=5.0)

    (choice,) = site(asked, Aim.TRAVEL, limit_min=30.0).choices

    assert (choice.site, choice.action, choice.cost_mad) == (2, Action.MOBILE, 5)
    assert (choice.people, choice.beyond, choice.unserved) == (30, 30, 30)
    assert (choice.before_min, choice.after_min) == (None, 0)
    assert choice.from_groups == ((1, 30),)


def test_a_centre_that_may_be_closed_stays_only_where_it_is_worth_its_cost():
    """None is closed unless allowed: then it is a candidate whose action is keep."""
    asked = problem(
        people=[10, 10], person=[0, 0, 1, 1], site=[0, 1, 0, 1], minutes=[5, 6, 50, 6], sites=2,
        action=["keep", "open"], cost_mad=[4, 4], budget_mad=4.0,
    )  # fmt: skip

    assert site(asked, Aim.TRAVEL).chosen == (1,)


def test_what_cannot_count_is_set_aside_by_name_and_the_rest_is_answered():
    """Unknown people, negative minutes, a site without a cost or places: named, and nobody else is harmed."""
    asked = problem(
        people=[10, float("nan"), -3], person=[0, 0, 0, 1], site=[0, 1, 2, 3], minutes=[10, float("nan"), -1, 5],
        sites=5, cost_mad=[1, float("nan"), -1, 1, 1], capacity=[np.inf, np.inf, np.inf, np.inf, 0],
    )  # fmt: skip

    assert {(one.kind, one.number, one.why) for one in asked.aside} == {
        ("people", 1, Aside.PEOPLE_UNKNOWN), ("people", 2, Aside.PEOPLE_NEGATIVE),
        ("way", 0, Aside.MINUTES_UNKNOWN), ("way", 0, Aside.MINUTES_NEGATIVE),
        ("site", 1, Aside.COST_UNKNOWN), ("site", 2, Aside.COST_NEGATIVE), ("site", 4, Aside.NO_CAPACITY),
    }  # fmt: skip
    assert site(asked, Aim.TRAVEL).chosen == (0,)


def test_arrays_that_do_not_fit_are_a_fault():
    """A caller's mistake is told to the developer at once."""
    with pytest.raises(Misfit):
        problem(people=[1], person=[0, 0], site=[0], minutes=[1], sites=1)
    with pytest.raises(Misfit):
        problem(people=[1], person=[0], site=[3], minutes=[1], sites=1)
    with pytest.raises(Misfit):
        problem(people=[1], person=[0], site=[0], minutes=[9], sites=1, unserved_min=5.0)
    with pytest.raises(Misfit):
        site(problem(people=[1], person=[0], site=[0], minutes=[9], sites=1, capacity=[1]), Aim.SPREAD)


def test_ten_thousand_at_one_point_are_answered():
    """Many people at one point, and nobody anywhere else."""
    many = 10_000
    asked = problem(
        people=np.ones(many), person=np.arange(many), site=np.zeros(many, int), minutes=np.zeros(many), sites=1
    )

    answer = site(asked, Aim.TRAVEL)

    assert (answer.value, answer.verdict, answer.people_served) == (0, Verdict.OPTIMAL, many)


@pytest.mark.parametrize("aim", list(Aim))
def test_nobody_and_no_site_are_answered(aim):
    """An empty country is no error."""
    for sites in (0, 2):
        answer = site(problem(people=[], person=[], site=[], minutes=[], sites=sites), aim)
        assert (answer.value, answer.verdict) == (0, Verdict.OPTIMAL)


@pytest.mark.parametrize("aim", [Aim.TRAVEL, Aim.WITHIN])
@pytest.mark.parametrize("seed", range(8))
def test_under_capacities_a_plan_is_as_good_as_the_best_of_all_plans(aim, seed):
    """Each plan's best sharing of people by a linear programme of its own, and the least of them."""
    chance = np.random.default_rng(seed)
    people, minutes = chance.integers(1, 30, 5).astype(float), chance.integers(0, 60, (5, 4)).astype(float)
    capacity = chance.integers(5, 40, 4).astype(float)
    person, to = np.divmod(np.arange(20), 4)
    asked = problem(
        people=people, person=person, site=to, minutes=minutes.ravel(), sites=4, capacity=capacity,
        is_open=[True, False, False, False], most=2, unserved_min=90.0,
    )  # fmt: skip

    answer = site(asked, aim, limit_min=30.0)

    there = [[0, *some] for many in range(3) for some in combinations((1, 2, 3), many)]
    every = [_shared(people, minutes, capacity, sites, aim) for sites in there]
    assert answer.verdict == Verdict.OPTIMAL
    assert answer.value == pytest.approx(min(every) / people.sum() if aim == Aim.TRAVEL else people.sum() - min(every))


def _shared(people, minutes, capacity, there, aim):
    """The least cost of sharing people among these sites, by scipy."""
    n, m = minutes.shape
    per = minutes if aim == Aim.TRAVEL else np.where(minutes <= 30, 0.0, 2.0)
    cost = np.column_stack((per, np.full(n, 90.0 if aim == Aim.TRAVEL else 1.0)))
    room = np.where(np.isin(np.arange(m), there), capacity, 0.0)
    whole = np.kron(np.eye(n), np.ones(m + 1))
    held = np.tile(np.column_stack((np.eye(m), np.zeros(m))), n)
    return linprog(cost.ravel(), A_ub=held, b_ub=room, A_eq=whole, b_eq=people).fun


@pytest.mark.parametrize("aim", list(Aim))
def test_a_plan_to_begin_from_is_never_made_worse(aim):
    """A larger budget begins from the plan of the smaller one; also where little time is given."""
    chance = np.random.default_rng(3)
    person, to = np.divmod(np.arange(60 * 25), 25)
    field = {
        "people": chance.integers(1, 90, 60), "person": person, "site": to, "minutes": chance.uniform(0, 120, 1_500),
        "sites": 25, "cost_mad": chance.integers(1, 9, 25),
    }  # fmt: skip
    first = site(problem(**field, budget_mad=10.0), aim, effort=Effort(seconds=2))

    then = site(problem(**field, budget_mad=16.0), aim, effort=Effort(seconds=0.01, rounds=1), given=first.chosen)

    assert then.value <= first.value if aim != Aim.WITHIN else then.value >= first.value
