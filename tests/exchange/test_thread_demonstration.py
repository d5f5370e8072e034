"""The invented threads: one whole from what was said to whom it served, and one that stops at each step."""

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from jisr.centres.models import Operator, Programme
from jisr.common.database import scope
from jisr.exchange.demonstration import people
from jisr.exchange.demonstration.forum import loading as forum
from jisr.exchange.demonstration.ledger import agreements, strategy, thread
from jisr.exchange.demonstration.offers import programmes
from jisr.forum.models import Statement
from jisr.ledger.thread.rules import steps
from tests.barometer.happenings import given, served_next_week

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer"])


def test_a_thread_is_whole_and_others_break_at_each_step(settings, monkeypatch):
    """Days in the order of the steps, people in the days of the agreement; lists name where each other one stops."""
    settings.DEMONSTRATION = True
    served_next_week(monkeypatch)
    # what a machine found alike takes long, and no thread is made of it
    monkeypatch.setattr(forum.suggestions, "suggestions_of", lambda *_: [])
    today = timezone.localdate()
    with scope(speaking="owner"):
        people.load(today)
        made = programmes(Operator.objects.get(code="TEST-OPERATOR"), today)
        Programme.objects.bulk_create({one.code: one for one in made.values()}.values())
    assert thread.load(today) == {"measures of threads": 0, "agreements of threads": 0}
    for part in (forum, strategy, agreements):
        part.load(today)
    assert thread.load(today) == {"measures of threads": 4, "agreements of threads": 2}
    assert set(thread.load(today).values()) == {0}
    for n in range(6):
        given(f"p{n}", programme="DEMO-P-INCLUSION", days=3 + n)

    client = Client()
    whole = client.get(f"/thread/statement/{_starts('أخصائي ثان')}/")
    gaps = [(one.code, one.gap) for one in whole.context["steps"]]
    assert gaps[0] == (steps.SAID, None) and all(gap > 0 for _code, gap in gaps[1:]), gaps
    assert whole.context["steps"][-1].rows[0].people.value == 6

    stops = {row["item"].stops for row in _rows(client, "unfunded")}
    assert stops == {steps.MEASURE, steps.AGREEMENT, steps.PAID}
    assert "demo-mobile" in {row["item"].row.code for row in _rows(client, "unserved")}
    unanswered = client.get(f"/thread/statement/{_starts('جرد الولوجيات')}/").context["steps"][1]
    assert (unanswered.code, unanswered.n) == (steps.ANSWERED, 0)
    real = client.get("/thread/")
    assert [row["column"].reached for row in real.context["rows"]] == [0] * 6 and "demo-" not in real.content.decode()


def _starts(words):
    with scope(speaking="owner"):
        return Statement.objects.get(text__startswith=words).pk


def _rows(client, name):
    return client.get(f"/thread/lists/{name}/?of=demonstration").context["rows"]


@pytest.fixture(autouse=True)
def no_events():
    """The table of events is emptied afterwards: other logins see what was committed."""
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE common_event")
