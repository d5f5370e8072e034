"""Laws of the mathematics of a scenario, on small grounds: no database, no catalogue."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.atlas.figures import Ground, Named
from jisr.atlas.reach import Minutes
from jisr.atlas.scenarios.rules import Pick, Roads, Rules, Site, Stand, cost_of, effect, saved, solved, weekly
from jisr.atlas.scenarios.rules import told as keeping
from jisr.atlas.siting import Aim, Effort, Verdict
from jisr.atlas.travel import network, points

#: A search takes a part of a second: a few problems are tried.
FEW = settings(max_examples=6)
ROADS = Roads(0.03, 24, 46, 2.67, 8, 6, 30, 25, 12)
COST = 100


def stands(seed: int) -> tuple[Stand, list[Site], np.ndarray]:
    """Eight communes of two provinces, two services, and a site in every commune."""
    rng = np.random.default_rng(seed)
    size = 8
    net = network(rng.uniform(30, 31, size), rng.uniform(-8, -7, size), np.zeros((0, 2)), np.zeros(size, bool))
    communes = [Named(f"01.{n // 4}.01.0{n}", f"ج{n}", f"C{n}") for n in range(size)]
    people = rng.integers(0, 900, size).astype(float)
    ground = Ground(
        "mark", communes, [Named("01.0", "أ", "A"), Named("01.1", "ب", "B")], [Named("01", "ج", "R")],
        np.array([0] * 4 + [1] * 4), np.array([0, 0]), {"all": people, "women": people / 2}, net,
        points(net, np.arange(size)),
    )  # fmt: skip
    table = rng.uniform(0, 200, (size, 2))
    table[table > 150] = np.inf
    stand = Stand(
        ground, Minutes.of(table), np.array([20.0, 50.0]), np.array([0, 5]), net.lat[[0, 5]], net.lon[[0, 5]], people,
        np.ones(size, bool), 60.0,
    )  # fmt: skip
    deeds = ["mobile" if n % 3 == 0 else "open" for n in range(size)]
    sites = [
        Site(Pick(deed, f"commune:{communes[n].code}", 30, int(deed == "mobile"), 2027), f"ج{n}", f"C{n}", n,
             float(net.lat[n]), float(net.lon[n]), -1, COST * (1 + n % 3))
        for n, deed in enumerate(deeds)
    ]  # fmt: skip
    columns = rng.uniform(0, 200, (size, size))
    columns[columns > 170] = np.inf
    return stand, sites, columns


def rules(aim=Aim.WITHIN, budget=0, **more) -> Rules:
    """Rules with no limit but the budget."""
    return replace(Rules(aim, budget, None, False, None, 2027, 1), **more)


@given(seed=st.integers(0, 10_000), chosen=st.sets(st.integers(0, 7)))
def test_people_gained_by_province_are_all_who_gain(seed, chosen):
    """Whoever gains lives in one province; nobody gains twice, and nobody who is not counted."""
    stand, sites, columns = stands(seed)
    at = sorted(chosen)

    found = effect(stand, [sites[n] for n in at], columns[:, at], way="taxi", roads=ROADS)

    whole = found.groups["all"].gained
    assert sum(one.gained for one in found.provinces.values()) == pytest.approx(whole)
    assert sum(one.beyond for one in found.choices) == pytest.approx(whole)
    assert found.by_mobile <= whole + 1e-9
    assert found.groups["all"].after.within >= found.groups["all"].before.within - 1e-12


@given(seed=st.integers(0, 10_000))
def test_nothing_done_changes_nothing(seed):
    """A hand-made empty scenario: every figure is what it was."""
    stand, _sites, columns = stands(seed)

    found = keeping.told(effect(stand, [], columns[:, :0], way="taxi", roads=ROADS), stand.ground, [])

    assert all(one["before"] == one["after"] and not one["gained"] for one in found["provinces"])
    assert found["equity"][0] == found["equity"][1]
    assert (found["cost"], found["roads"]["kg"]) == (0, 0)


@FEW
@given(seed=st.integers(0, 10_000), budgets=st.lists(st.integers(0, 1_200), min_size=2, max_size=2))
@pytest.mark.parametrize("aim", [Aim.WITHIN, Aim.TRAVEL])
def test_more_budget_never_worsens_the_aim(aim, seed, budgets):
    """What the smaller sum paid for, the larger one pays too; a plan never costs more than its budget."""
    stand, sites, columns = stands(seed)
    less, more = (
        solved(stand, sites, columns, rules(aim, budget), effort=Effort(seconds=1)) for budget in sorted(budgets)
    )

    sign = 1 if aim == Aim.WITHIN else -1
    assert sign * more.proof.value >= sign * less.proof.value - 1e-6
    for budget, plan in zip(sorted(budgets), (less, more), strict=True):
        assert sum(sites[at].cost for at, _year in plan.chosen) <= budget


@FEW
@given(seed=st.integers(0, 10_000), money=st.integers(0, 1_500), years=st.integers(2, 4))
def test_a_plan_by_years_spends_no_more_than_there_is_by_then(seed, money, years):
    """What a year leaves goes on; nothing is spent before it is there."""
    stand, sites, columns = stands(seed)

    plan = solved(stand, sites, columns, rules(budget=money, years=years), effort=Effort(seconds=2))

    for year in range(years):
        spent = sum(sites[at].cost for at, when in plan.chosen if when <= 2027 + year)
        assert spent <= money / years * (year + 1) + 1e-6


def test_a_budget_of_nothing_is_a_plan_of_nothing_and_proved():
    """Nothing can be done, and that is the best."""
    stand, sites, columns = stands(1)

    plan = solved(stand, sites, columns, rules(), effort=Effort(seconds=1))

    assert (plan.chosen, plan.proof.verdict) == ((), Verdict.OPTIMAL)


def test_a_province_that_cannot_meet_its_rule_is_named():
    """Its code, what it needs and what there is; no plan is pretended."""
    stand, sites, columns = stands(1)
    alone = replace(stand, commune=np.array([0, 0]))
    inside = [at for at, site in enumerate(sites) if site.commune < 4]

    plan = solved(
        alone, [sites[at] for at in inside], columns[:, inside], rules(budget=9_999, each_province=True),
        effort=Effort(seconds=1),
    )  # fmt: skip

    assert (plan.chosen, plan.proof.verdict) == ((), Verdict.INFEASIBLE)
    assert plan.proof.lacking == (("sites_of_group", "01.1", 1, 0),)


@given(days=st.integers(1, 5), places=st.integers(0, 90))
def test_five_stops_of_a_day_are_one_unit(days, places):
    """The same days cost and count the same, however they lie over the week."""
    stops = [Pick("mobile", f"commune:{n}", places, 1, 2027) for n in range(days)]
    whole = Pick("mobile", "commune:0", places, days, 2027)

    assert sum(map(weekly, stops)) == pytest.approx(weekly(whole))
    assert sum(cost_of("mobile", 1, {"mobile": 5_000}) for _stop in stops) == cost_of("mobile", days, {"mobile": 5_000})


def test_kilometres_avoided_are_those_of_the_formula():
    """100 people, 3 % of them 24 times a year, 10 km nearer, there and back: 1,440 km; the unit's own taken off."""
    found = saved(np.array([100.0, 50.0]), np.array([15.0, np.nan]), np.array([5.0, 1.0]), 100.0, "taxi", ROADS)

    assert found.people_km == pytest.approx(100 * 0.03 * 24 * 2 * 10)
    assert found.kg == pytest.approx(1440 * 2.67 * 0.08 / 6 - 100 * 2.67 * 0.12)
    assert found.apart == 50
    assert saved(np.ones(1), np.ones(1), np.zeros(1), 0.0, "foot", ROADS).kg == 0


@given(value=st.one_of(st.floats(0, 1e9), st.just(float("inf")), st.just(float("nan"))))
def test_what_is_kept_is_read_as_it_was(value):
    """Not known stays not known, out of reach stays out of reach."""
    assert np.array_equal(keeping.figure(keeping.plain(value)), value, equal_nan=True)
