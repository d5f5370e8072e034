"""Wholes, periods and who owes: what always holds, whatever the numbers."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jisr.ledger.results.rules.owing import owing
from jisr.ledger.results.rules.periods import period_of, periods
from jisr.ledger.results.rules.values import Value, falls, lacking, reached, until_now, whole

numbers = st.integers(0, 10_000)
ratios = st.tuples(numbers, st.integers(1, 10_000)).map(lambda pair: Value(min(pair), max(pair)))
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(st.lists(ratios, min_size=1, max_size=8), st.data())
def test_the_whole_of_a_ratio_is_the_same_however_it_is_split(values, data):
    """Sum of what is counted over sum of what it is out of: never a mean of percentages, of any grouping."""
    at = data.draw(st.integers(0, len(values)))
    groups = [whole(part, is_ratio=True) for part in (values[:at], values[at:])]

    together = whole(groups, is_ratio=True)

    assert together == whole(values, is_ratio=True)
    assert together.read == Fraction(sum(one.top for one in values), sum(one.out_of for one in values))
    assert min(one.read for one in values) <= together.read <= max(one.read for one in values)


@given(st.lists(numbers | st.none(), max_size=8))
def test_the_whole_of_a_number_is_the_sum_of_what_is_known(values):
    """And nothing where nothing is known: no zero is made up."""
    found = whole([Value(one) for one in values], is_ratio=False)
    known = [one for one in values if one is not None]

    assert found.top == (sum(known) if known else None)
    assert lacking(Value(sum(known)), {str(n): Value(one) for n, one in enumerate(known)}).top == 0


@given(st.lists(numbers | st.none(), max_size=8))
def test_a_series_falls_where_a_number_is_below_one_before_it(values):
    """Periods that nobody reported hide no fall."""
    known = [one for one in values if one is not None]
    at = falls(values)

    assert (at is None) == (known == sorted(known))
    assert at is None or values[at] < max(one for one in values[:at] if one is not None)
    if at is None and known:
        last = until_now([Value(one) for one in values], is_ratio=False, is_cumulative=True)
        assert last.top == max(known)


@given(days, st.integers(0, 1500), st.sampled_from([1, 3, 6, 12]))
def test_periods_cover_every_day_once(since, length, months):
    """Whole months of the calendar, one after the other, from the first day of the agreement to its last."""
    until = since + timedelta(days=length)
    found = periods(since, until, months)

    assert since in found[0] and until in found[-1]
    assert all(before.ends_on + timedelta(days=1) == after.starts_on for before, after in pairwise(found))
    assert all(period_of(day, months) == one for one in found for day in (one.starts_on, one.ends_on))
    assert periods(until + timedelta(days=400), since, months) == []


@given(days, st.integers(0, 180), st.integers(0, 12), st.integers(0, 12))
def test_what_is_owed_is_what_is_past_its_day_and_not_approved(today, due_days, approved, waiting):
    """Approved is owed by nobody; what waits is owed by whoever approves, the rest by whoever reports."""
    spans = periods(today - timedelta(days=700), today + timedelta(days=300), 3)
    first = [one.starts_on for one in spans]
    found = owing(
        spans, approved=set(first[:approved]), waiting=set(first[:waiting]), due_days=due_days, today=today
    )  # fmt: skip

    assert all(one.days_late > 0 and one.period.starts_on not in first[:approved] for one in found)
    assert all(one.approver_acts == (one.period.starts_on in first[:waiting]) for one in found)
    late = {one.period for one in found}
    assert all(
        one in late or one.starts_on in first[:approved] or one.ends_on + timedelta(days=due_days) >= today
        for one in spans
    )


def test_less_may_be_better():
    """Days that people wait: a target is met from below; nothing is met where nobody promised or reported."""
    assert reached(Value(90, 3), Value(40, 1), less_is_better=True)
    assert not reached(Value(90, 3), Value(40, 1), less_is_better=False)
    assert reached(Value(None), Value(1), less_is_better=False) is None
    assert reached(Value(0, 0), Value(1, 2), less_is_better=False) is None
