"""The page of figures: whose place it is about, what it never shows, and the same figures to take away."""

import csv
import io
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jisr.barometer.rules import Figure, Period
from jisr.web.barometer import charts
from jisr.web.barometer.views import _cell
from tests.access.people import entered
from tests.barometer import happenings
from tests.barometer.happenings import answered, oriented
from tests.ground import FAR, OWN, SISTER

on_pages = pytest.mark.django_db(transaction=True, databases=["default", "owner", "counter"])
#: Somebody received in a week that has ended.
received = partial(happenings.received, days=7)
PAGE, EXPORT = "barometer:page", "barometer:export"


def figures(client, **query):
    """Name -> what the page shows of each of the three counts."""
    page = client.get(reverse(PAGE), query)
    assert page.status_code == 200
    report = page.context["report"]
    return {kind: getattr(report.total, kind).value for kind in charts.KINDS}


def exported(client, **query):
    """Rows of the export, as dictionaries."""
    answer = client.get(reverse(EXPORT), query)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@on_pages
def test_each_post_sees_figures_of_its_own_place():
    """A delegate sees her province, a coordinator her region, a director her centre, a strategist the country."""
    for n, centre in enumerate([OWN] * 6 + [SISTER] * 7 + [FAR] * 8):
        received(f"p{n}", centre=centre)

    seen = {name: figures(entered(name))["received"] for name in (
        "director", "sister_director", "delegate", "far_delegate", "coordinator", "strategist", "auditor",
    )}  # fmt: skip

    assert seen == {
        "director": 6, "sister_director": 7, "delegate": 13, "far_delegate": 8, "coordinator": 13, "strategist": 21,
        "auditor": 21,
    }  # fmt: skip


@on_pages
def test_a_number_about_few_people_stands_nowhere_on_the_page_nor_in_the_export():
    """Hidden means absent: not in a cell, not in an attribute, not in the map."""
    for n in range(3):
        received(f"p{n}", themes=("legal",))
    for n in range(9):
        received(f"q{n}", themes=("papers",))
    delegate = entered("delegate", headers={"accept-language": "fr"})

    page = delegate.get(reverse(PAGE)).content.decode()
    rows = exported(delegate)

    assert "masqué" in page
    themes = {row["code"]: row for row in rows if row["by"] == "theme" and row["indicator"] == "received"}
    assert (themes["legal"]["value"], themes["legal"]["hidden"]) == ("", "1")
    assert (themes["papers"]["value"], themes["papers"]["hidden"]) == ("", "1"), "twelve in all would tell the other"
    assert next(row["value"] for row in rows if row["by"] == "all" and row["indicator"] == "received") == "12"


@on_pages
def test_the_export_says_what_the_page_says():
    """Whoever takes figures away takes the same ones."""
    for n in range(7):
        received(f"p{n}")
        answered(oriented(f"p{n}", days=100), days=90, person=f"p{n}")
    delegate = entered("delegate")

    for query in ({}, {"period": "3"}, {"period": "2"}):
        shown = figures(delegate, **query)
        rows = {row["indicator"]: row for row in exported(delegate, **query) if row["by"] == "all"}
        assert {kind: rows[kind]["value"] for kind in shown} == {kind: str(value) for kind, value in shown.items()}


@on_pages
def test_an_odd_period_is_the_whole_year():
    """An address typed by hand shows figures, not an error."""
    delegate = entered("delegate")

    for period in ("4", "-1", "x", "3 OR 1=1", "9" * 400, "٣"):
        assert delegate.get(reverse(PAGE), {"period": period}).context["part"] is None
        assert delegate.get(reverse(EXPORT), {"period": period}).status_code == 200


@on_pages
def test_the_page_makes_the_same_number_of_queries_for_few_and_for_many():
    """Figures of a year cost what figures of a day cost."""
    for n in range(5):
        oriented(f"p{n}", days=20)
    delegate = entered("delegate")
    few = _queries(delegate)
    for n in range(40):
        received(
            f"q{n}", centre=(OWN, SISTER)[n % 2], days=n * 9, themes=("papers", "health", "work", "legal")[: n % 4 + 1]
        )
        oriented(f"q{n}", days=n * 9)

    assert _queries(delegate) == few


@on_pages
def test_a_month_without_anybody_and_a_place_without_anybody_are_drawn():
    """The first day of a province: no figure yet, and a page all the same."""
    page = entered("far_delegate").get(reverse(PAGE))

    assert page.status_code == 200
    assert len(page.context["patches"]) > 5


def test_a_name_that_a_sheet_would_compute_is_made_a_text():
    """A centre called "=HYPERLINK(…)" is a name, not a formula."""
    today = timezone.localdate()
    figure = Figure(7, 7, None, Period(today, today), "events")

    assert _cell("received", "unit", "1", "=1+1", figure)[3] == "'=1+1"
    assert _cell("received", "unit", "1", "مركز", figure)[3] == "مركز"


@pytest.mark.parametrize("rtl", [False, True])
def test_a_hidden_figure_has_no_bar(rtl):
    """A bar without a number would tell it by its length."""
    today = timezone.localdate()
    period = Period(today, today)
    shown, kept = Figure(50, 50, None, period, "events"), Figure(None, None, None, period, "events", hidden=True)

    chart = charts.funnel(["a", "b"], [shown, kept], rtl=rtl)

    assert [step.bar is None for step in chart.parts] == [False, True]
    assert chart.parts[0].bar.width == charts.WIDTH


def _queries(client):
    client.get(reverse(PAGE))
    cache.clear()  # what was slow to count, on a slow machine, is kept for a while
    with CaptureQueriesContext(connections["counter"]) as counter, CaptureQueriesContext(connections["default"]) as app:
        client.get(reverse(PAGE))
    return len(counter), len(app)
