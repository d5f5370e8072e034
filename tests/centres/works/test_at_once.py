"""Two people write about one building at the same time: what one of them rules out, the other does not do."""

from decimal import Decimal

import pytest

from jisr.centres.works import actions
from jisr.centres.works.models import MeterReading
from tests.at_once import at_once
from tests.centres.works import building
from tests.stories import under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "sealer"])


def test_works_are_not_finished_while_a_closure_is_told():
    """A finished operation whose centre is shut would never tell that it reopened."""
    with under("director") as held:
        row = building.going_on(held)
        actions.receive(operation=row, expected=row.version, on=building.days_ago(5), mended=(), by=held.user)

    raised = at_once(
        "director",
        lambda held: actions.shut(operation=row, since=building.days_ago(1), until=None, by=held.user),
        lambda held: actions.finish(operation=row, expected=row.version, on=building.days_ago(0), by=held.user),
    )

    assert raised[0] is None
    assert isinstance(raised[1], actions.StillShut)


def test_nothing_is_added_to_works_that_are_being_finished():
    """What an operation cost stays as it was written on the day it ended."""
    with under("director") as held:
        row = building.going_on(held)
        actions.receive(operation=row, expected=row.version, on=building.days_ago(5), mended=(), by=held.user)

    raised = at_once(
        "director",
        lambda held: actions.finish(operation=row, expected=row.version, on=building.days_ago(0), by=held.user),
        lambda held: actions.add_line(operation=row, values={"item": "building.roof", "paid": 1}, by=held.user),
    )

    assert raised[0] is None
    assert isinstance(raised[1], actions.Settled)


def test_works_are_received_once():
    """Two receptions would write two sheets of one building, and its reserves twice."""
    with under("director") as held:
        row = building.going_on(held)

    def receive(held):
        actions.receive(
            operation=type(row).objects.get(pk=row.pk), expected=row.version, on=building.days_ago(1), mended=(),
            reserves=[("x", None)], by=held.user,
        )  # fmt: skip

    raised = at_once("director", receive, receive)

    assert raised[0] is None and raised[1] is not None
    with under("director"):
        assert row.reserves.count() == 1


def test_a_meter_runs_backwards_for_nobody():
    """Of two readings that contradict each other the second is told, though neither saw the other."""
    with under("director") as held:
        meter = building.metered(held, (30, "100"))

    raised = at_once(
        "director",
        lambda held: actions.read_meter(meter=meter, on=building.days_ago(3), value=Decimal(200), by=held.user),
        lambda held: actions.read_meter(meter=meter, on=building.days_ago(2), value=Decimal(150), by=held.user),
    )

    assert raised[0] is None
    assert isinstance(raised[1], actions.Contradicts)
    with under("director"):
        assert MeterReading.objects.filter(meter=meter).count() == 2
