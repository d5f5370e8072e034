"""The hour of Morocco, as Python and the database know it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from jisr import ZONE
from jisr.common.database import scope


@pytest.mark.django_db(databases=["default"])
def test_a_day_begins_at_the_same_moment_for_python_and_for_the_database():
    """A post that begins today holds from midnight there; two tables of hours would part every night."""
    moments = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=7 * step) for step in range(4_000)]
    with scope(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT to_char(m AT TIME ZONE %s, 'YYYY-MM-DD HH24:MI'), to_char(m, 'YYYY-MM-DD HH24:MI')"
            " FROM unnest(%s::timestamptz[]) WITH ORDINALITY q(m, n) ORDER BY n",
            [ZONE, moments],
        )
        there = cursor.fetchall()
    here = [f"{moment.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}" for moment in moments]
    assert there == [(one, one) for one in here]
    assert len({moment.astimezone(ZoneInfo(ZONE)).utcoffset() for moment in moments}) == 2
