"""Laws of the works' rules: silence never helps, months add up, a day shut twice is one day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jisr.centres.choices import CentreType
from jisr.centres.works import rules
from jisr.centres.works.choices import NEXT, Look, State
from jisr.centres.works.items import LODGING, WITHOUT_BUILDING, asked, items

LIMITS = rules.Limits(0.1, 0.3, 0.6)
KINDS = st.sampled_from([kind for kind in CentreType.values if kind not in WITHOUT_BUILDING])
START = date(2024, 1, 1)


@dataclass
class Seen:
    """A reading."""

    on: date
    value: Decimal
    estimated: bool = False


@dataclass
class Days:
    """A closure."""

    since: date
    until: date | None


@st.composite
def sheets(draw):
    """(kind, answers) of a building; mostly one whose vital things stand, since else they alone decide."""
    kind, stands = draw(KINDS), draw(st.integers(0, 4)) > 0
    return kind, {
        one.code: Look.GOOD if stands and one.role == "vital" else draw(st.sampled_from(Look.values))
        for one in asked(kind)
    }


@st.composite
def chains(draw):
    """Readings of one meter that never run backwards."""
    days = draw(st.lists(st.integers(0, 900), min_size=2, max_size=12, unique=True))
    steps = draw(st.lists(st.integers(0, 9_999), min_size=len(days), max_size=len(days)))
    value, out = Decimal(0), []
    for day, step in zip(sorted(days), steps, strict=True):
        value += Decimal(step) / 10
        out.append(Seen(START + timedelta(days=day), value))
    return out


@given(sheets(), st.data())
def test_the_grade_never_improves_by_not_looking(sheet, data):
    """Otherwise the quickest way to a good building is to leave its roof out."""
    kind, looks = sheet
    left_out = data.draw(st.sampled_from(sorted(looks)))

    before = rules.grade(looks, asked(kind), LIMITS).grade
    after = rules.grade(looks | {left_out: Look.UNSEEN}, asked(kind), LIMITS).grade

    assert rules.ORDER.index(after) >= rules.ORDER.index(before)


@given(sheets(), st.data())
def test_mending_a_thing_never_worsens_the_grade(sheet, data):
    """And never takes accessibility away."""
    kind, looks = sheet
    mended = looks | {data.draw(st.sampled_from(sorted(looks))): Look.GOOD}

    assert rules.ORDER.index(rules.grade(mended, asked(kind), LIMITS).grade) <= rules.ORDER.index(
        rules.grade(looks, asked(kind), LIMITS).grade
    )
    assert rules.accessible(mended, asked(kind)) >= rules.accessible(looks, asked(kind))


@given(KINDS)
def test_a_sheet_that_says_nothing_has_no_grade_and_opens_no_door(kind):
    """Nothing known is never shown as good."""
    assert rules.grade({}, asked(kind), LIMITS).grade == ""
    assert not rules.accessible({}, asked(kind))


@pytest.mark.parametrize(("look", "worst"), [("repair", "C"), ("out", "D"), ("absent", "D"), ("unseen", "")])
def test_one_vital_thing_decides_alone(look, worst):
    """Fresh paint does not hide a roof that falls."""
    looks = {one.code: "good" for one in asked("family_centre")} | {"building.roof": look}

    found = rules.grade(looks, asked("family_centre"), LIMITS)

    assert (found.grade, found.decided_by) == (worst, ("building.roof",))


def test_what_is_only_noted_changes_no_grade():
    """No centre is called unfit for want of solar panels."""
    good = {one.code: "good" for one in asked("family_centre")}

    assert rules.grade(good | {"energy.solar": "absent"}, asked("family_centre"), LIMITS).grade == "A"


def test_where_people_sleep_more_is_looked_at():
    """And the list knows every kind of centre that lodges."""
    assert set(CentreType.values) >= LODGING | WITHOUT_BUILDING
    assert len(asked("student_home")) == len(items()) > len(asked("family_centre")) > 10


@given(st.lists(chains(), min_size=1, max_size=3))
def test_months_add_up_to_the_difference_of_the_readings(meters):
    """No kWh is lost or made by cutting time into months."""
    last = START + timedelta(days=1_000)

    found = rules.months(meters, START, last, most_days=45)

    exact = sum(chain[-1].value - chain[0].value for chain in meters)
    assert rules.total(found) == exact


@given(chains())
def test_a_month_is_measured_only_between_readings(chain):
    """Before the first and after the last nobody knows, and nobody is told a zero."""
    found = rules.months([chain], START - timedelta(days=60), START + timedelta(days=1_000), most_days=45)

    for one in found:
        assert (one.amount is None) == (one.days == 0) == (one.how == "none")
        assert one.first > chain[0].on or one.how in {"none", "part"} or one.first == chain[0].on.replace(day=1)


def test_far_readings_and_estimates_are_labelled():
    """A year between two readings says nothing of March."""
    wide = [Seen(date(2024, 1, 1), Decimal(0)), Seen(date(2024, 7, 1), Decimal(600))]
    near = [Seen(date(2024, 1, 1), Decimal(0)), Seen(date(2024, 2, 1), Decimal(31), estimated=True)]
    good = [Seen(date(2024, 1, 1), Decimal(0)), Seen(date(2024, 2, 1), Decimal(31))]

    assert rules.months([wide], date(2024, 3, 1), date(2024, 3, 1), most_days=45)[0].how == "estimated"
    assert rules.months([near], date(2024, 1, 1), date(2024, 1, 1), most_days=45)[0].how == "estimated"
    assert rules.months([good], date(2024, 1, 1), date(2024, 1, 1), most_days=45)[0].how == "measured"


@given(chains(), st.integers(0, 900), st.integers(0, 120_000))
def test_a_reading_that_is_let_in_keeps_the_meter_from_running_backwards(chain, day, tenths):
    """Whatever the order in which readings are written down."""
    on, value = START + timedelta(days=day), Decimal(tenths) / 10
    assume(on not in {one.on for one in chain})

    other = rules.lower_than_last(chain, on, value)
    values = [one.value for one in sorted([*chain, Seen(on, value)], key=lambda one: one.on)]

    assert (other is None) == (values == sorted(values))


def test_the_share_of_the_sun_is_of_the_months_known_of_both():
    """A month without a reading of the panels is left out of both sides."""
    bought = rules.months([[Seen(date(2024, 1, 1), Decimal(0)), Seen(date(2024, 3, 1), Decimal(600))]],
                          date(2024, 1, 1), date(2024, 2, 1), most_days=90)  # fmt: skip
    made = rules.months([[Seen(date(2024, 1, 1), Decimal(0)), Seen(date(2024, 2, 1), Decimal(310))]],
                        date(2024, 1, 1), date(2024, 2, 1), most_days=90)  # fmt: skip

    assert rules.solar_share(bought, made) == pytest.approx(310 / (310 + 310))
    assert rules.per_place_day(bought, 0) is None and rules.per_place_day(bought, 10) == pytest.approx(1.0)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20), st.booleans()), max_size=6))
def test_days_shut_are_the_union_of_the_closures(spans):
    """A day on which two works shut the centre is one day for those who came in vain."""
    today = START + timedelta(days=50)
    rows = [
        Days(START + timedelta(days=first), None if open_ else START + timedelta(days=first + more))
        for first, more, open_ in spans
    ]
    shut = {
        day
        for row in rows
        for day in (START + timedelta(days=n) for n in range(100))
        if row.since <= day <= min(row.until or today, today)
    }

    assert rules.days_shut(rows, today) == len(shut)


def test_the_table_of_states_leads_to_an_end_and_nowhere_twice():
    """Every state has its row, and no way comes back."""
    assert set(NEXT) == set(State.values)
    order = list(State.values)
    for state, after in NEXT.items():
        assert all(order.index(one) > order.index(state) for one in after)
    assert [state for state, after in NEXT.items() if not after] == [State.CLOSED, State.ABANDONED]
