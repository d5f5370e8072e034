"""Whom the money reached: each person once, inside the days, under what was paid for, and nobody to be guessed."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given as of_any
from hypothesis import strategies as some

from jisr.barometer.queries import served
from jisr.barometer.rules import ALL, Funded, Period, Reached, told
from jisr.common import events
from jisr.common.database import scope
from tests.barometer.happenings import given, next_week, oriented
from tests.ground import OWN

on_walls = pytest.mark.usefixtures("memory")
TODAY = timezone.localdate()
YEAR = Period(TODAY - timedelta(days=365), TODAY + timedelta(days=1))
COUNTS = some.dictionaries(some.sampled_from("abcdef"), some.integers(1, 30), min_size=1)


def funded(*programmes, period=YEAR, region=""):
    return Funded(frozenset(programmes), period, region)


def people(*programmes, **values):
    return served({"it": funded(*programmes, **values)}, next_week())["it"].people.value


@on_walls
def test_a_person_counts_once_however_much_and_by_however_many_programmes_she_was_given():
    for n in range(6):
        given(f"p{n}", programme="work", days=n)
        given(f"p{n}", programme="work", code="attended")
        given(f"p{n}", programme="skills", code="aid.given")
    given("p6", programme="skills")

    found = served({"line": funded("work"), "agreement": funded("work", "skills"), "nothing": funded()}, next_week())

    assert [found[key].people.value for key in ("line", "agreement", "nothing")] == [6, 7, 0]
    assert found["agreement"].given.value == 19
    assert found["line"].first_on == TODAY - timedelta(days=5)


@on_walls
def test_only_what_was_given_inside_the_days_and_under_a_programme_is_counted():
    """Being sent somewhere is not yet a service; what names no programme belongs to no agreement."""
    _, *_, wrong = (given(f"p{n}", programme="work", days=3) for n in range(7))
    for n in range(10, 15):
        given(f"p{n}", programme="work", days=400)
        given(f"p{n}", days=2)
        oriented(f"p{n}")
    given("p30", days=2, commune="01.511.01.0")
    given("p31", programme="work", compartment="violence")
    with scope(centres=[OWN]):
        events.reverse(wrong)

    found = served({"it": funded("work"), "there": funded("work", region="07")}, next_week())

    assert found["it"].people.value == found["there"].people.value == 6
    assert [found[key].unattributed.value for key in ("it", "there")] == [6, 5]


@on_walls
def test_each_person_stands_under_the_facts_of_the_last_thing_given_to_her():
    """Who moved or grew older is one person: the parts add up to the whole."""
    for n in range(10):
        given(f"p{n}", programme="work", days=9, sex="m", commune="01.511.01.0")
        given(f"p{n}", programme="work", sex="f" if n < 5 else "m")

    found = served({"it": funded("work")}, next_week())["it"]

    assert {value: one.value for value, one in found.tables["sex"]} == {"f": 5, "m": 5}
    assert {value: one.value for value, one in found.tables["province"]} == {"07.161": 10}
    assert {sum(one.value for _, one in table) for table in found.tables.values()} == {10}


@on_walls
def test_fewer_than_five_people_are_not_told_nor_when_the_first_was_served():
    for n in range(4):
        given(f"p{n}", programme="work")
        given(f"p{n}")

    found = served({"it": funded("work")}, next_week())["it"]

    assert found.people.hidden and found.given.hidden and found.unattributed.hidden
    assert found.first_on is None
    assert all(one.value is None for table in found.tables.values() for _, one in table)


@on_walls
def test_many_agreements_are_counted_in_two_questions():
    with CaptureQueriesContext(connections["counter"]) as asked:
        served({n: funded(f"programme {n}") for n in range(40)}, next_week())

    assert len([one for one in asked.captured_queries if "common_event" in one["sql"]]) == 2


@of_any(COUNTS, COUNTS)
def test_what_is_shown_tells_no_small_number(sexes, places):
    """Neither a part below five, nor the difference between the whole and the parts that are shown."""
    total = sum(sexes.values())
    shown = told(Reached({ALL: {ALL: total}, "sex": sexes, "place": {"here": total}}), YEAR)

    values = [one.value for _, one in shown.tables["sex"]]
    hidden = total - sum(value for value in values if value is not None)
    assert all(value >= 5 for value in values if value is not None)
    assert shown.people.hidden or hidden == 0 or (hidden >= 5 and values.count(None) > 1)
    assert shown.people.hidden == (shown.tables["place"][0][1].value is None)
