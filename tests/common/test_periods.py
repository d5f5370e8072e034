"""The arithmetic of the calendar that delays, visits and follow-ups share."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jisr.common.periods import holds, months_after, years_after

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(-600, 600)


@given(DAYS, MONTHS)
def test_a_day_some_months_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int):
    """A visit due six months after 31 August falls on the last of February, never in March, never a month off."""
    later = months_after(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(-50, 50))
def test_years_are_counted_as_twelve_months_each(day: date, years: int):
    """A delay told in years and the same delay told in months end on the same day."""
    later = years_after(day, years)

    assert later == months_after(day, 12 * years)
    assert (later.year, later.month) == (day.year + years, day.month)


@given(DAYS, st.none() | DAYS, DAYS)
def test_what_has_ended_does_not_hold_on_its_last_day(since: date, until: date | None, on: date):
    """A version that ends on the day another begins never holds beside it."""
    assert holds(since, until, on) == (on >= since and not (until is not None and on >= until))
    assert not (until and holds(since, until, on) and holds(until, None, on))
