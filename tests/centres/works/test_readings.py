"""A file of readings costs as much as it is long, and says nothing of another age."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jisr.centres.works import actions
from jisr.centres.works.models import MeterReading
from jisr.common.errors import Unacceptable
from tests.centres.works import building
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "sealer"])


def _rows(meter, first, count, start=0):
    return [
        {"meter": meter, "on": first + timedelta(days=n), "value": Decimal(start + n), "estimated": False}
        for n in range(count)
    ]


def test_a_long_file_asks_as_often_as_a_short_one():
    """A file of 2,000 rows, looked at again and again, would keep a processor for minutes each time."""
    with under("director") as held:
        meter = building.metered(held)
        asked = []
        for count, since, start in ((3, date(2010, 1, 1), 0), (300, date(2012, 1, 1), 1_000)):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                actions.take_readings(centre=held.centre, rows=_rows(meter, since, count, start), by=held.user)
            asked.append(len(queries))

    assert asked[0] == asked[1]


def test_a_file_is_judged_by_what_stands_and_by_its_own_rows():
    """Between two readings, in any order of its rows; one that contradicts takes the whole file along."""
    with under("director") as held:
        meter = building.metered(held, (300, "100"), (100, "200"))
        between = [{"meter": meter, "on": building.days_ago(ago), "value": Decimal(value), "estimated": False}
                   for ago, value in ((150, 180), (200, 150))]  # fmt: skip
        for wrong in ((250, 99), (250, 151), (120, 201), (150, 180), (100, 200)):
            row = {"meter": meter, "on": building.days_ago(wrong[0]), "value": Decimal(wrong[1]), "estimated": False}
            with pytest.raises((actions.Contradicts, Unacceptable)):
                actions.take_readings(centre=held.centre, rows=[*between, row], by=held.user)

        assert actions.take_readings(centre=held.centre, rows=between, by=held.user) == 2
        assert MeterReading.objects.filter(meter=meter).count() == 4


def test_a_reading_of_another_age_is_a_year_mistyped():
    """Each page would work out twenty thousand months of it."""
    with under("director") as held:
        meter = building.metered(held)
        with pytest.raises(Unacceptable):
            actions.read_meter(meter=meter, on=date(202, 6, 1), value=Decimal(1), by=held.user)
