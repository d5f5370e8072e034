"""Laws of slots, without a database: what is offered is free, and all that is free is offered."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hijridate import Hijri
from hypothesis import given as law
from hypothesis import settings as laws
from hypothesis import strategies as st

from jisr.window.appointments import rules
from jisr.window.appointments.choices import Feast
from jisr.window.appointments.rules import LUNAR, DayOff, Opening, Year, days_off, free, lunar_feasts, minute_of

FIRST = date(2027, 2, 1)  # a week before Ramadan
DAY = 24 * 60
#: Days on which the clock of Morocco was changed, and some on which it was not.
CLOCKS = [
    date(2024, 3, 10),
    date(2024, 4, 14),
    date(2025, 2, 23),
    date(2025, 4, 6),
    date(2026, 9, 20),
    date(2026, 11, 23),
]

hours = st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY)).map(sorted).filter(lambda one: one[0] < one[1])
openings = st.lists(
    st.builds(
        lambda agent, weekday, at, minutes, ramadan: Opening(agent, weekday, at[0], at[1], minutes, ramadan=ramadan),
        st.integers(1, 3), st.integers(0, 6), hours, st.sampled_from([5, 20, 30, 45]), st.booleans(),
    ),
    min_size=1, max_size=6,
)  # fmt: skip
_days = st.integers(-1, 8).map(lambda n: FIRST + timedelta(days=n))
dated = st.lists(
    st.builds(
        lambda agent, weekday, at, ramadan, since, until, offers: Opening(
            agent, weekday, at[0], at[1], 30, since, until, ramadan, offers=offers
        ),
        st.integers(1, 2), st.integers(0, 6), hours, st.booleans(), st.just(date.min) | _days, st.none() | _days,
        st.sampled_from([True, True, False]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip
busy = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 2 * DAY), st.integers(1, 900)), max_size=12)
years = st.builds(
    lambda off, first, hours: Year(
        {FIRST + timedelta(days=n): "" for n in off}, {FIRST + timedelta(days=n) for n in range(first, 7)}, hours
    ),
    st.sets(st.integers(0, 6), max_size=3), st.integers(0, 7),
    st.dictionaries(st.integers(0, 6), hours.map(lambda one: [tuple(one)]), max_size=7),
)  # fmt: skip


def taken(times):
    """Busy times as the product reads them: agents, first minutes, first minutes after."""
    start = minute_of(FIRST, 0)
    rows = np.array([(who, start + at, start + at + long) for who, at, long in times], dtype=np.int64).reshape(-1, 3)
    return rows[:, 0], rows[:, 1], rows[:, 2]


def minutes_free(open_, times, year):
    """The same by hand: every minute in which each agent is open and not busy, as a set."""
    left = {}
    rule, starts, ends = rules.occurrences(open_, year, first=FIRST, days=7)
    for place, begins, over in zip(rule.tolist(), starts.tolist(), ends.tolist(), strict=True):
        left.setdefault(place, set()).update(range(begins, over))
    for who, begins, over in zip(*(one.tolist() for one in taken(times)), strict=True):
        for place, one in left.items():
            if open_[place].agent == who:
                one -= set(range(begins, over))
    return left


@law(open_=openings, times=busy, year=years)
@laws(max_examples=80)
def test_what_is_offered_is_free_and_what_is_free_is_offered(open_, times, year):
    """No slot meets a booking, an absence or a day off, or leaves its opening; no piece long enough is left out."""
    found = free(open_, taken(times), year, first=FIRST, days=7)

    left = minutes_free(open_, times, year)
    offered = {place: set() for place in left}
    for start, long, who in zip(found.starts.tolist(), found.minutes.tolist(), found.agents.tolist(), strict=True):
        span = set(range(start, start + long))
        inside = [
            place for place, one in left.items()
            if open_[place].agent == who and open_[place].minutes == long and span <= one
        ]  # fmt: skip
        assert inside, "a slot outside what is free"
        for place in inside:
            offered[place] |= span
    for place, one in left.items():
        rest = sorted(one - offered[place])
        pieces = np.split(rest, np.flatnonzero(np.diff(rest) > 1) + 1) if rest else []
        assert all(len(piece) < open_[place].minutes for piece in pieces), "a piece of time was left out"
    assert not any(rules.moment(start).date() in year.off for start in found.starts.tolist())  # Morocco keeps UTC


def opens(one, all_of_them, year, day):
    """When a rule opens on a day, as its fields say it: spans of minutes of the day."""
    in_force = lambda rule: rule.since <= day and (rule.until is None or day < rule.until)  # noqa: E731
    if day in year.off or one.weekday != day.weekday() or not in_force(one):
        return []
    if (day in year.ramadan) is one.ramadan:
        clipped = [(0, DAY)]
    elif one.ramadan or any(rule.ramadan and rule.agent == one.agent and in_force(rule) for rule in all_of_them):
        clipped = []
    else:
        clipped = year.hours.get(day.weekday(), ())
    spans = [(max(one.starts, begins), min(one.ends, over)) for begins, over in clipped]
    return [(begins, over) for begins, over in spans if begins < over and (one.offers or not one.ramadan)]


@law(open_=dated, year=years)
@laws(max_examples=150)
def test_a_rule_opens_on_its_days_and_hours_and_on_no_others(open_, year):
    """Its day of the week, from its first day until the day on which it no longer holds; in Ramadan as was said."""
    week = [FIRST + timedelta(days=n) for n in range(7)]

    found = zip(*(part.tolist() for part in rules.occurrences(open_, year, first=FIRST, days=7)), strict=True)

    assert sorted(found) == sorted(
        (place, minute_of(day, begins), minute_of(day, over))
        for place, one in enumerate(open_) for day in week for begins, over in opens(one, open_, year, day)
    )  # fmt: skip


@law(day=st.sampled_from(CLOCKS), cuts=st.lists(st.integers(1, DAY - 1) | st.integers(90, 240), max_size=9))
@laws(max_examples=80)
def test_across_a_change_of_the_clock_nothing_is_lost_and_nothing_is_there_twice(day, cuts):
    """Parts of a day that touch on the wall touch in time: 23 hours or 25, each minute is in exactly one."""
    edges = [0, *sorted(set(cuts)), DAY]
    rows = [Opening(1, day.weekday(), one, other, 5) for one, other in pairwise(edges)]

    _rule, starts, ends = rules.occurrences(rows, Year(), first=day, days=1)

    assert (starts[1:] == ends[:-1]).all() and (ends >= starts).all()
    assert starts[0] == minute_of(day, 0)
    assert ends[-1] == minute_of(day + timedelta(days=1), 0)


def test_hours_of_ramadan_are_the_clock_of_that_day():
    """Nine was nine by Greenwich in Ramadan of 2025 and eight after it; since September 2026 it is always nine."""
    assert [minute_of(day, 540) % DAY for day in (date(2025, 3, 5), date(2025, 4, 7), date(2027, 2, 10))] == [
        540,
        480,
        540,
    ]


def test_an_agent_with_a_week_of_ramadan_goes_by_it_and_others_by_the_hours_of_the_centre():
    ramadan = Year({}, {FIRST}, {0: [(540, 900)]})
    rows = [Opening(1, 0, 480, 720, 60), Opening(1, 0, 600, 660, 60, ramadan=True), Opening(2, 0, 480, 720, 60)]

    found = free(rows, taken([]), ramadan, first=FIRST, days=8)
    of = {
        who: [s % DAY for s, w in zip(found.starts.tolist(), found.agents.tolist(), strict=True) if w == who]
        for who in (1, 2)
    }

    assert of[1] == [600, 480, 540, 600, 660]
    assert of[2] == [540, 600, 660, 480, 540, 600, 660]


def test_a_week_of_ramadan_stands_for_the_ordinary_one_even_for_what_it_gives_no_time_for():
    """Who looks for another motive is not offered hours that the agent does not keep in Ramadan."""
    ramadan = Year({}, {FIRST}, {0: [(540, 900)]})
    rows = [Opening(1, 0, 480, 720, 60), Opening(1, 0, 600, 660, 60, ramadan=True, offers=False)]

    found = free(rows, taken([]), ramadan, first=FIRST, days=8)

    assert {rules.moment(start).date() for start in found.starts.tolist()} == {FIRST + timedelta(days=7)}


@law(
    waiting=st.lists(
        st.tuples(
            st.sampled_from(["talk", "papers"]), st.one_of(st.none(), st.integers(1, 3)), st.integers(0, 7 * DAY)
        ),
        max_size=8,
    ),
    talks=openings,
    papers=openings,
)  # fmt: skip
@laws(max_examples=40)
def test_a_free_slot_is_proposed_to_one_alone_and_never_too_late(waiting, talks, papers):
    """An hour that is free for two motives is one hour: who waits longest chooses, whatever she waits for."""
    left = {
        motive: free(open_, taken([]), Year(), first=FIRST, days=7)
        for motive, open_ in {"talk": talks, "papers": [*talks, *papers]}.items()
    }
    last = minute_of(FIRST, 0)

    found = rules.proposals([(n, what, who, last + late) for n, (what, who, late) in enumerate(waiting)], left)

    for key, (who, start, long) in found.items():
        what, wanted, late = waiting[key]
        assert left[what].has(who, start, long) and start <= last + late and wanted in {None, who}
    times = sorted(found.values())
    assert all(one[0] != two[0] or one[1] + one[2] <= two[1] for one, two in pairwise(times))


def test_feasts_of_the_data_are_the_calendar_and_one_day_until_they_are_announced():
    """Nobody typed a wrong day; past the data, the calendar goes on."""
    for year in range(1447, 1460):
        for one in lunar_feasts(year):
            counted = Hijri(year, *LUNAR[one.feast]).to_gregorian()
            assert one.state == "announced" or (one.day - counted).days == 1, one
    assert {one.feast for one in lunar_feasts(1500)} == set(LUNAR) <= set(Feast.values)


def test_a_feast_that_is_moved_by_a_day_moves_what_hangs_on_it():
    """The eve of Eid is fasted and worked; the two days of the feast are off."""
    said = {("eid_fitr", 1448): (date(2027, 3, 11), True)}
    for known, eid in (({}, date(2027, 3, 10)), (said, date(2027, 3, 11))):
        off, ramadan = days_off(date(2027, 3, 1), date(2027, 3, 31), known)
        assert sorted(off) == [eid, eid + timedelta(days=1)]
        assert max(ramadan) == eid - timedelta(days=1)
        for day in (*off, *ramadan):  # looked at alone, as when a time is given on it
            assert days_off(day, day, known) == ({day: off[day]} if day in off else {}, {day} & ramadan)
    assert off[date(2027, 3, 11)] == DayOff("eid_fitr", date(2027, 3, 11), "announced", "", 1448)


@pytest.mark.parametrize(
    ("states", "many"), [([], 0), (["missed"], 1), (["kept", "missed"], 0), (["missed", "cancelled", "missed"], 2)]
)
def test_what_was_missed_counts_since_somebody_came(states, many):
    assert rules.missed_in_a_row(states) == many
