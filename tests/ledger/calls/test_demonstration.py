"""The invented calls, and those of which pages tell: loaded once, within their own laws."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jisr.common.database import scope
from jisr.exchange import calls_record
from jisr.exchange.agreements_record.loading import load as load_agreements
from jisr.exchange.demonstration import people
from jisr.exchange.demonstration.ledger import agreements, calls
from jisr.ledger.calls import queries
from jisr.ledger.calls.models import Call, Decision

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"], transaction=True)


def test_the_invented_calls_keep_their_own_budget_and_the_read_ones_name_their_source():
    """A second loading makes nothing; a call that was read somewhere takes no application."""
    today = timezone.localdate()
    people.load(today)
    agreements.load(today)

    made = [calls.load(today)["calls"] for _twice in range(2)]
    load_agreements()
    assert calls_record.load() == {"calls": 1}

    assert made == [4, 0]
    with scope(speaking="owner"):
        decided = Call.objects.get(code="demo-call-decided")
        spent = sum(Decision.objects.filter(call=decided, outcome="selected").values_list("asked", flat=True))
    assert 0 < spent <= decided.budget
    with scope(speaking="public"):
        assert queries.by_code(calls.CODE).decision["outcome"] == "selected"
        assert queries.followed(decided).visited == {6: 3, 12: 2}
        record = Call.objects.get(is_demonstration=False)
    assert record.sources[0]["url"].startswith("https://")
    assert (record.opens_at.date().year, record.budget) == (2025, None)
    assert Client().get(reverse("calls:apply", args=[record.code])).status_code == 404
    assert Client().get(reverse("calls:list")).status_code == 200
