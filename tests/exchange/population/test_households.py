"""Generated households are ones that could be, and the same for the same numbers."""

import numpy as np
import pytest

from jisr.common.choices import Sex
from jisr.exchange.population import structures
from jisr.exchange.population.households import Plan, Population
from jisr.families.choices import Disability, Literacy, MaritalState, Relation

OLDER = 13 * 365.2425


def test_somebody_grown_is_the_head_of_each(country):
    """One head, of age; at most one spouse of the other sex, of age."""
    _, persons = country
    _, place = np.unique(persons["household"], return_inverse=True)
    head, spouse = persons["relation"] == "head", persons["relation"] == "spouse"
    age = (np.datetime64("2026-09-01") - persons["born_on"]).astype(int) / 365.2425

    assert (np.bincount(place, head) == 1).all()
    assert (np.bincount(place, spouse) <= 1).all()
    assert age[head | spouse].min() >= 18
    assert (persons["marital_state"][spouse] == "married").all()
    sexes = np.zeros(place.max() + 1, dtype=object)
    sexes[place[head]] = persons["sex"][head]
    assert (sexes[place[spouse]] != persons["sex"][spouse]).all()


def test_parents_are_older_than_their_children(country):
    """By thirteen years at least, over each generation."""
    _, persons = country
    _, place = np.unique(persons["household"], return_inverse=True)
    born, relation = persons["born_on"].astype(int), persons["relation"]
    head = np.zeros(place.max() + 1)
    head[place[relation == "head"]] = born[relation == "head"]
    spouse = head.copy()
    spouse[place[relation == "spouse"]] = born[relation == "spouse"]
    after_head, after_spouse = born - head[place], born - spouse[place]

    assert len(set(relation)) == len(structures.RELATIONS), "every relation is met"
    for name, generations in (("child", 1), ("kafala", 1), ("grandchild", 2)):
        assert after_head[relation == name].min() >= generations * OLDER, name
        assert after_spouse[relation == name].min() >= generations * OLDER, name
    assert after_head[relation == "parent"].max() <= -OLDER


def test_a_family_shares_its_name(country):
    """Children of a head who is a man bear his; nobody is called like another member."""
    _, persons = country
    _, place = np.unique(persons["household"], return_inverse=True)
    man = (persons["relation"] == "head") & (persons["sex"] == "m")
    names = np.char.add(persons["family_ar"].astype(str), persons["family_fr"].astype(str))
    his = np.full(place.max() + 1, "", names.dtype)
    his[place[man]] = names[man]
    children = (persons["relation"] == "child") & (his[place] != "")

    assert children.sum() > 5_000
    assert (names[children] == his[place[children]]).all()
    called = [*zip(persons["household"], persons["given_ar"], persons["given_fr"], strict=True)]
    alike = len(called) - len(set(called))
    assert alike < len(called) / 2_000, "two names of a list may be spelled alike"


def test_values_are_those_of_the_product(country):
    """The generator names its own values, so that it stands apart; they are the product's."""
    _, persons = country

    assert set(persons["relation"]) <= set(Relation.values)
    assert set(persons["marital_state"]) <= {*MaritalState.values, ""}
    assert set(persons["literacy"]) <= {*Literacy.values, ""}
    assert set(persons["disability"]) <= {*Disability.values, ""}
    assert set(persons["sex"]) <= set(Sex.values)
    assert not any("\t" in name or "\\" in name for name in (*persons["given_fr"], *persons["family_fr"]))


def test_names_are_as_frequent_as_in_a_nation(country):
    """Mohamed about 8 %, the first surname about 1 %, most names rare; both scripts 40 %; first of January 8 %."""
    _, persons = country
    arabic = persons["given_ar"] != ""
    latin = persons["given_fr"] != ""
    mohamed = np.char.startswith(persons["given_ar"][arabic].astype(str), "محمد").mean()
    _, counts = np.unique(persons["family_ar"][arabic].astype(str), return_counts=True)
    first = (persons["born_on"] - persons["born_on"].astype("datetime64[Y]")).astype(int) == 0
    old = persons["born_on"] < np.datetime64("1966-09-01")

    assert 0.06 < mohamed < 0.1
    assert 0.004 < counts.max() / counts.sum() < 0.015
    assert (counts <= 10).sum() > len(counts) / 2 > 2_000
    assert abs((arabic & latin).mean() - 0.4) < 0.02 and abs((latin & ~arabic).mean() - 0.3) < 0.02
    assert 0.07 < first.mean() < 0.1 and first[old].mean() > 3 * first[~old].mean()


def test_the_same_plan_makes_the_same_people(small_blocks):
    """Whatever was made before; another seed makes others; a longer plan begins alike."""
    plan = Plan(2_000, seed=3, duplicates=0.1)
    forward = {block.number: block for block in Population(plan).blocks()}
    backward = {block.number: block for block in Population(plan).blocks(iter([2, 0, 1]))}
    other, longer = Population(Plan(2_000, seed=4, duplicates=0.1)), Population(Plan(9_000, seed=3, duplicates=0.1))

    for number, block in forward.items():
        for kind in ("households", "persons", "truth"):
            one, again = getattr(block, kind), getattr(backward[number], kind)
            assert all((one[name] == again[name]).all() for name in one)
    assert (longer.block(0).persons["person"] == forward[0].persons["person"]).all()
    assert not set(other.block(0).persons["person"]) & set(forward[0].persons["person"])
    for whole in (plan, Plan(1, 0, 0.02), Plan(300, 0, 0.4)):
        blocks = list(Population(whole).blocks())
        assert sum(len(block.persons["sex"]) for block in blocks) == whole.persons
        assert sum(len(block.truth["kind"]) for block in blocks) == pytest.approx(
            whole.persons * whole.duplicates, abs=2
        )
