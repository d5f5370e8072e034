"""Figures of people stand still within a week: whoever loads a page again learns of nobody who came meanwhile."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given as of_any
from hypothesis import strategies as some

from jisr.barometer.queries import lacking, report, served
from jisr.barometer.rules import Funded, Period, Shape, week_of
from jisr.common import events
from jisr.common.database import scope
from tests.barometer.happenings import answered, area, given, oriented, received
from tests.ground import OWN, SISTER

on_walls = pytest.mark.usefixtures("memory")
EVER = Period(date(2020, 1, 1), date(2100, 1, 1))


def told(subject, code, *, days=0):
    """A gap is found or closed; the event."""
    with scope(centres=[OWN]):
        return events.emit(
            code, centre=OWN, subject=subject, person=f"of {subject}", theme="housing", commune="07.161.05.09",
            happened_on=timezone.localdate() - timedelta(days=days),
        )  # fmt: skip


def figures(today):
    """Everything that a page of figures says of people on a day."""
    seen = report(area(OWN, SISTER), Shape(today, 8, 60))
    people = served({"it": Funded(frozenset(["work"]), EVER)}, today)["it"]
    return (
        seen.total, seen.accepted, seen.days, seen.funnel, seen.trend, seen.tables, people,
        lacking(area(OWN, SISTER), today),
    )  # fmt: skip


@on_walls
def test_nothing_that_happens_within_a_week_moves_a_figure_of_people_before_the_week_is_over():
    """A delegate who loads the page again would read a person off what has grown by one, hidden or not."""
    came = [received(f"p{n}", days=8)[0] for n in range(9)]
    sent = [oriented(f"p{n}", days=8) for n in range(9)]
    for n, subject in enumerate(sent[:6]):
        answered(subject, days=7, person=f"p{n}")
    gaps = [told(f"gap {n}", "gap.none", days=9) for n in range(7)]
    today = timezone.localdate()
    before = figures(today)
    assert (before[0].received.value, before[0].oriented.value, before[0].answered.value) == (9, 9, 6)
    assert before[-1].total.value == 7

    received("new", sex="m")
    answered(sent[7], person="p7")
    oriented("new", sex="m")
    told("gap new", "gap.full")
    told("gap 0", "gap.closed")
    given("new", programme="work")
    given("late", programme="work", days=9)  # written down today
    given("nobody's")
    with scope(centres=[OWN]):
        events.reverse(came[0])
        events.reverse(gaps[1])

    assert figures(today) == before
    assert figures(week_of(today) + timedelta(days=6)) == before
    after = figures(today + timedelta(days=7))
    assert (after[0].received.value, after[0].oriented.value, after[0].answered.value) == (9, 10, 7)
    assert after[-1].total.value == 6


@of_any(some.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_figures_end_on_a_sunday_and_every_month_up_to_it_is_looked_at(today):
    """On the first days of a month the running month has no whole week yet: the page shows the one before."""
    seen = Shape(today, 8, 60)

    assert seen.last.weekday() == 6
    assert 0 <= (today - seen.last).days - 1 < 7
    assert seen.period(None).last == seen.last == seen.parts[-1].last
    assert all(one.since < one.until for one in seen.parts)
    assert [one.until for one in seen.parts[:-1]] == [one.since for one in seen.parts[1:]]
