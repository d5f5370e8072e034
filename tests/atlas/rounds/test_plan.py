"""The calendar of a round: nobody waits too long, no unit is in two places, hours hold, what is not done is named."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.atlas.rounds import kernels
from jisr.atlas.rounds.rules import (
    Answer,
    Place,
    Problem,
    Why,
    longest_gap,
    planned,
    weekday_sets,
    weeks_between,
    what_would_do,
    with_units,
)
from tests.atlas.rounds.grounds import plain

_LIMITS = st.sampled_from([3, 4, 7, 10, 14, 21, 28, 60])
_PLACES = st.lists(
    st.builds(
        Place, visit_min=st.sampled_from([30, 60, 90, 180]), limit_days=_LIMITS,
        weekday=st.sampled_from([None, None, None, 0, 2, 4]),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


def plan_of(problem: Problem) -> Answer:
    """A calendar, searched for shortly."""
    return planned(problem, kernels.tours, kernels.Wanted, effort=0.05)


def days_of(answer: Answer) -> dict[int, list[int]]:
    """Days of the calendar, from its first Monday, on which each place is visited."""
    found = defaultdict(list)
    for day in answer.days:
        for stop in day.stops:
            found[stop.place].append(7 * day.week + day.weekday)
    return {place: sorted(days) for place, days in found.items()}


@settings(max_examples=20, deadline=None)
@given(_PLACES, st.integers(1, 3), st.integers(0, 5))
def test_no_place_waits_longer_than_it_may(places: list[Place], units: int, seed: int) -> None:
    """The promise of the whole room: around the calendar, every gap of a place that is visited is within its limit."""
    problem = plain(units, places, seed)

    answer = plan_of(problem)

    visited = days_of(answer)
    assert set(visited) | set(answer.apart) == set(range(len(places)))
    assert not set(visited) & set(answer.apart)
    for place, days in visited.items():
        assert longest_gap(days, around=7 * answer.weeks) <= places[place].limit_days


@settings(max_examples=20, deadline=None)
@given(_PLACES, st.integers(1, 3), st.integers(0, 5))
def test_a_unit_is_in_one_place_at_a_time_and_home_in_time(places: list[Place], units: int, seed: int) -> None:
    """One day of a unit is one tour; each way has its minutes, each visit its length, and the day's hours hold."""
    problem = plain(units, places, seed)

    answer = plan_of(problem)

    assert len({(day.unit, day.week, day.weekday) for day in answer.days}) == len(answer.days)
    for day in answer.days:
        clock, here = day.leaves, day.unit
        for stop in day.stops:
            assert stop.arrives >= clock + problem.minutes[here, units + stop.place] - 1e-9
            assert stop.leaves - stop.arrives == places[stop.place].visit_min
            clock, here = stop.leaves, units + stop.place
        assert day.back >= clock + problem.minutes[here, day.unit] - 1e-9
        assert problem.opens_min <= day.leaves and day.back <= problem.closes_min
        assert day.weekday in problem.weekdays


@settings(max_examples=20, deadline=None)
@given(_PLACES, st.integers(2, 3), st.integers(0, 5))
def test_a_stop_keeps_its_day_its_week_and_its_unit(places: list[Place], units: int, seed: int) -> None:
    """A market is on its day; what the planner fixed is never moved, however many kilometres that costs."""
    fixed = [replace(one, week=at % 2, unit=at % units) for at, one in enumerate(places)]

    answer = plan_of(plain(units, fixed, seed))

    for day in answer.days:
        for stop in day.stops:
            place = fixed[stop.place]
            assert place.weekday in {None, day.weekday}
            assert place.unit in {None, day.unit}
            if place.limit_days >= 7:
                every = answer.between[stop.place]
                assert day.week % every == (place.week or 0) % every


@settings(max_examples=20, deadline=None)
@given(_PLACES, st.integers(0, 5))
def test_a_unit_more_leaves_no_more_places_out(places: list[Place], seed: int) -> None:
    """Who is visited waits as long as was allowed, who is not waits for ever: the worst wait does not grow."""
    problem = plain(1, places, seed, side_min=60)

    one, two = plan_of(problem), plan_of(with_units(problem, 0, 1))

    assert len(two.apart) <= len(one.apart)


@settings(max_examples=20, deadline=None)
@given(_PLACES, st.integers(1, 2), st.integers(0, 5))
def test_no_plan_needs_fewer_days_than_the_bound_says(places: list[Place], units: int, seed: int) -> None:
    """The number of days that is printed as needed must hold for the plan that was found, since it does for all."""
    answer = plan_of(plain(units, places, seed))

    if Why.TOO_MANY not in answer.apart.values():
        assert len(answer.days) >= answer.needed


def test_hours_hold_where_no_place_keeps_a_day() -> None:
    """Days that are alike are planned as one kind of day: that kind has hours too."""
    problem = plain(2, [Place(100, 14)] * 40, side_min=90)

    answer = plan_of(problem)

    assert answer.days and all(day.back <= problem.closes_min for day in answer.days)


def test_what_cannot_be_visited_is_named_with_its_reason() -> None:
    """A place without a road is never at distance zero, and one bad line does not spoil the rest."""
    places = [Place(60, 14), Place(60, 14), Place(60, 14), Place(0, 14), Place(60, 14, weekday=6), Place(60, 1)]
    problem = plain(1, places, side_min=30)
    for at, minutes in ((1, np.inf), (2, 300.0)):
        problem.minutes[0, 1 + at] = problem.minutes[1 + at, 0] = minutes

    answer = plan_of(problem)

    assert answer.apart == {1: Why.NO_ROAD, 2: Why.TOO_FAR, 3: Why.NO_TIME, 4: Why.NO_DAY, 5: Why.NO_DAY}
    assert set(days_of(answer)) == {0}


def test_a_day_without_hours_visits_nobody_and_says_so() -> None:
    """Hours that end before they begin are a slip of typing: each place is told, nothing is divided by zero."""
    answer = plan_of(plain(1, [Place(60, 14)] * 3, opens_min=600, closes_min=600))

    assert answer.days == ()
    assert set(answer.apart.values()) == {Why.NO_TIME}


def test_too_many_places_are_told_with_what_would_do() -> None:
    """What is proposed was found by a plan: with so many units more, nobody is left out."""
    problem = plain(1, [Place(180, 7)] * 14, side_min=40)

    answer = what_would_do(problem, plan_of(problem), kernels.tours, kernels.Wanted)

    assert Why.TOO_MANY in answer.apart.values()
    assert answer.units_more is not None
    assert not plan_of(with_units(problem, 0, answer.units_more)).apart


def test_the_same_question_has_the_same_answer() -> None:
    """Two people who ask the same read the same calendar."""
    problem = plain(2, [Place(60, 14)] * 20)

    assert plan_of(problem) == plan_of(problem)


def test_units_at_the_same_place_as_a_stop_drive_nowhere() -> None:
    """A visit at the base itself is on the calendar, without a way."""
    problem = plain(1, [Place(60, 7)], side_min=0)

    answer = plan_of(problem)

    assert answer.km == 0
    assert [stop.arrives for day in answer.days for stop in day.stops] == [problem.opens_min]


@pytest.mark.parametrize("limit", range(1, 7))
def test_days_of_a_week_leave_no_longer_gap(limit: int) -> None:
    """The smallest choice of weekdays for a limit shorter than a week; none where the weekend alone is longer."""
    for days in weekday_sets(limit, range(7)):
        assert longest_gap(days) <= limit
        assert len(days) == -(-7 // limit)
    assert bool(weekday_sets(limit, range(5))) == (limit >= 3)


@given(st.lists(st.integers(1, 200), min_size=1, max_size=9))
def test_rhythms_fold_into_each_other(limits: list[int]) -> None:
    """A calendar that repeats needs rhythms that divide each other; none is longer than its limit."""
    weeks = weeks_between(limits)

    assert all(n * 7 <= limit or n == 1 for n, limit in zip(weeks, limits, strict=True))
    assert all(max(a, b) % min(a, b) == 0 for a in weeks for b in weeks)
