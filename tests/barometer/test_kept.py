"""Delays and answers: of the weeks that are over, and of nobody who could be told from the share."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.barometer.choices import DELAYS, Delay
from jisr.barometer.queries import kept
from jisr.barometer.rules import LEAST, Count, Kept, Period, shares
from tests.access.people import entered
from tests.barometer.happenings import FACTS, OWN, _told, answered, area, next_week, oriented, received

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "counter", "owner"])
PERIOD = Period(date(2026, 1, 1), date(2026, 11, 23))


def told(code, subject, person, days):
    """An event of a deposit."""
    return _told(code, OWN, subject, person, days, facts=FACTS)


@pytest.mark.usefixtures("memory")
def test_each_delay_is_counted_as_it_is_defined():
    """Twelve people: what became of their referrals and of their requests, by hand."""
    for n in range(12):
        person = f"p{n}"
        received(person, days=100)
        told("listened", f"i{n}", person, 100 - n)
        sent = oriented(person, days=90)
        if n < 6:
            answered(sent, days=80, person=person)
        told("deposited", f"d{n}", person, 60)
        if n < 5:
            told("completion", f"d{n}", person, 59)
        told("decided" if n < 7 else "decided.late", f"d{n}", person, 20)
        told("handed", f"d{n}", person, 10)

    found = {code: (one.value, one.denominator) for code, one in kept(area(OWN), next_week()).items()}

    assert found == {
        Delay.CLOSED: (6, 12), Delay.LOST: (6, 12), Delay.IN_TIME: (7, 12), Delay.ASKED_MORE: (5, 12),
        Delay.WAIT: (5, 12), Delay.HANDED: (50, 12),
    }  # fmt: skip


@pytest.mark.usefixtures("memory")
def test_the_page_and_its_table_say_the_same_of_delays():
    """Of a page of figures, each with what it counts; of the table, a line each."""
    for n in range(12):
        told("decided" if n < 6 else "decided.late", f"d{n}", f"p{n}", 20)
    director = entered("director", headers={"accept-language": "en"})

    page, table = (director.get(f"/figures/{way}").content.decode() for way in ("", "figures.csv"))

    assert 'data-figure="in_time" data-value="6"' in page and str(DELAYS[Delay.IN_TIME]) in page
    assert ",6,12,0," in next(line for line in table.splitlines() if line.startswith("in_time"))


@given(st.integers(0, 30), st.integers(0, 30))
def test_a_share_tells_of_nobody_by_name_nor_by_who_is_left_out(yes, no):
    """Neither those for whom it was so, nor the others, are ever between one and four."""
    counted = Kept(Count(yes + no, yes + no), Count(yes, yes), Count(no, no))
    [shown] = shares({"x": counted}, PERIOD).values()

    assert shown.hidden == any(0 < part < LEAST for part in (yes, no, yes + no))
    assert shown.hidden or (shown.value, shown.denominator) == (yes, yes + no)
