"""The year of a calendar: holidays, Ramadan, and the rules of the catalogue that say exactly these days."""

from datetime import date, time, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from jisr.atlas.rounds import kernels
from jisr.atlas.rounds.rules import Answer, Place, Year, dated, long_waits, planned, series
from jisr.centres.rules import next_stops
from tests.atlas.rounds.grounds import plain

FIRST = date(2027, 1, 4)
LAST = FIRST + timedelta(weeks=12)


def calendar(*places: Place, units: int = 1) -> Answer:
    """A calendar of places that lie close together."""
    return planned(plain(units, places, side_min=20), kernels.tours, kernels.Wanted, effort=0.1)


def test_a_holiday_is_moved_to_a_free_day_of_its_week() -> None:
    """Nobody comes on a feast; the nearest free day takes its visits, and the longer wait is told."""
    answer = calendar(Place(60, 14, weekday=0, week=0))
    off = FIRST + timedelta(weeks=2)

    coming, lost = dated(answer, Year(FIRST, LAST, off={off: "throne"}))

    assert not lost
    moved = [one for one in coming if one.instead_of]
    assert [(one.on, one.instead_of) for one in moved] == [(off + timedelta(days=1), off)]
    assert [(one.since, one.until) for one in long_waits(coming, {0: 14})] == [(FIRST, off + timedelta(days=1))]


def test_a_holiday_without_a_free_day_falls_out_and_is_told() -> None:
    """A unit that is out every day has no day to give: the visit is named as lost, never dropped in silence."""
    answer = calendar(*(Place(400, 7, weekday=day) for day in range(5)))
    off = FIRST + timedelta(days=9)

    coming, lost = dated(answer, Year(FIRST, LAST, off={off: "throne"}))

    assert [(one.on, one.why) for one in lost] == [(off, "throne")]
    assert off not in {one.on for one in coming}


def test_ramadan_shortens_visits_and_keeps_the_order() -> None:
    """In Ramadan the unit is back when the day ends; visits are shorter by the same part, never below half."""
    answer = calendar(Place(180, 7, weekday=1), Place(180, 7, weekday=1))
    fasting = {FIRST + timedelta(days=n) for n in range(30)}

    coming, lost = dated(answer, Year(FIRST, LAST, ramadan=fasting, ramadan_hours=(9 * 60, 14 * 60)))

    assert not lost
    inside = [one for one in coming if one.on in fasting]
    assert inside and all(one.day.leaves == 9 * 60 and one.day.back <= 14 * 60 for one in inside)
    assert all(90 <= stop.leaves - stop.arrives < 180 for one in inside for stop in one.day.stops)
    plain_day = next(one for one in coming if one.on not in fasting)
    assert [stop.place for stop in plain_day.day.stops] == [stop.place for stop in inside[0].day.stops]


def test_a_day_too_long_for_ramadan_is_told() -> None:
    """Hours so short that visits would be cut below half are no promise: the day falls out."""
    answer = calendar(Place(400, 7, weekday=1))
    fasting = {FIRST + timedelta(days=n) for n in range(30)}

    _coming, lost = dated(answer, Year(FIRST, LAST, ramadan=fasting, ramadan_hours=(9 * 60, 11 * 60)))

    assert {one.why for one in lost} == {"ramadan"}


@given(
    st.sets(st.integers(0, 24), min_size=1), st.integers(1, 8), st.integers(0, 4),
    st.sets(st.tuples(st.integers(0, 24), st.integers(0, 6)), max_size=4),
)  # fmt: skip
def test_rules_of_the_catalogue_say_exactly_the_days(
    weeks: set[int], every: int, weekday: int, odd: set[tuple[int, int]]
) -> None:
    """What orientation reads in the catalogue is what the calendar on the wall says: no day more, no day less."""
    days = {FIRST + timedelta(days=weekday, weeks=week * every) for week in weeks}
    days |= {FIRST + timedelta(weeks=week, days=day) for week, day in odd}
    visits = [(day, 540, 600) for day in sorted(days)]

    rules = series(visits, every)

    stops = [
        SimpleNamespace(since=one.since, until=one.until, every_weeks=one.every_weeks, opens=time(9), closes=time(10))
        for one in rules
    ]
    said = [one.on for one in next_stops(stops, FIRST, days=7 * 8 * 30, most=1_000)]
    assert said == sorted(days)
