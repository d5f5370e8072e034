"""What is remembered of figures: nothing while counting is quick, everything while nothing happens."""

from functools import partial

import pytest
from django.core.cache import cache

from jisr.barometer import queries
from jisr.web.barometer import reading
from jisr.web.barometer.places import Ground
from tests.barometer import happenings
from tests.barometer.happenings import area
from tests.ground import OWN, SISTER

#: Somebody received in a week that has ended.
received = partial(happenings.received, days=7)
pytestmark = pytest.mark.usefixtures("memory", "forgotten")
GROUND = Ground("test", area(OWN, SISTER), "", {}, "provinces", "")


@pytest.fixture
def forgotten():
    """Nothing is remembered from another test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def counted(monkeypatch):
    """How often the events were counted."""
    times, report = [], queries.report
    monkeypatch.setattr(queries, "report", lambda *args, **values: times.append(1) or report(*args, **values))
    return times


def read(compartments=()):
    """The receptions that a reader is shown."""
    return reading.read(GROUND, part=None, compartments=compartments).report.total.received.value


def test_while_nothing_happens_slow_figures_are_counted_once(monkeypatch, counted):
    """A delegate who goes back and forth does not wait twice."""
    monkeypatch.setattr(reading, "QUICK_S", -1)
    for n in range(6):
        received(f"p{n}")

    assert (read(), read(), len(counted)) == (6, 6, 1)


def test_what_happened_is_counted_at_once(monkeypatch, counted):
    """The loop closes on the page of whoever looks."""
    monkeypatch.setattr(reading, "QUICK_S", -1)
    for n in range(6):
        received(f"p{n}")
    read()
    received("p7")

    assert (read(), len(counted)) == (7, 2)


def test_figures_that_take_very_long_are_kept_for_a_while(monkeypatch, counted):
    """The country is not counted without end while it works."""
    monkeypatch.setattr(reading, "QUICK_S", -1)
    monkeypatch.setattr(reading, "SLOW_S", -1)
    monkeypatch.setattr(reading, "AGAIN", 1_000_000)
    for n in range(6):
        received(f"p{n}")
    read()
    received("p7")

    assert (read(), len(counted)) == (6, 1)


def test_readers_of_different_compartments_do_not_share_what_is_remembered(monkeypatch, counted):
    """What one may count must not reach another by a memory."""
    monkeypatch.setattr(reading, "QUICK_S", -1)
    for n in range(6):
        received(f"p{n}")
        received(f"q{n}", compartment="violence")

    assert (read(["violence"]), read(), read(["child"])) == (12, 6, 6)


def test_an_event_in_a_compartment_makes_nothing_be_counted_again_outside(monkeypatch, counted):
    """Even the hour of the last counting would tell."""
    monkeypatch.setattr(reading, "QUICK_S", -1)
    for n in range(6):
        received(f"p{n}")
    before = reading.read(GROUND, part=None, compartments=()).counted_at
    received("q", compartment="violence")

    assert reading.read(GROUND, part=None, compartments=()).counted_at == before
    assert len(counted) == 1
