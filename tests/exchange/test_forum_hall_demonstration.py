"""The hall of the invented wave: open to whoever tries it, and never to be taken for real."""

import pytest
from django.db import connections
from django.utils import timezone

from jisr.common.database import scope
from jisr.exchange.demonstration.forum import hall, loading
from jisr.forum import queries
from jisr.forum.models import Contribution, Tribune

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_the_invented_hall_takes_contributions_and_has_something_to_show():
    """Once, beside its wave; sealed and published ones; every row says that it is invented."""
    today = timezone.localdate()
    assert hall.load(today) == {"contributions by telephone": 0}  # there is no wave that it could belong to
    loading.load(today)

    made, again = hall.load(today), hall.load(today)

    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        tribune = Tribune.objects.select_related("meeting__wave").get()
        said = Contribution.objects.filter(meeting=tribune.meeting)
        assert (made, again) == ({"contributions by telephone": 7}, {"contributions by telephone": 0})
        assert tribune.is_demonstration and queries.is_taking(tribune.meeting, tribune)
        assert {row.is_demonstration for row in said} == {True} and {row.said_on for row in said} == {today}
        assert {row.state for row in said} == {"said", "published"}
        assert {row.language for row in said} == {"ar", "fr", "darija", "mixed"}
        assert queries.not_joined(tribune.meeting).count() == said.filter(state="published").count() == 5
