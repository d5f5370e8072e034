"""What is shipped: public facts with their sources, and an invented strategy that says so."""

import pytest
from django.utils import timezone

from jisr.centres.models import Operator, Programme
from jisr.common.database import scope
from jisr.exchange.demonstration import people
from jisr.exchange.demonstration.ledger import strategy as invented
from jisr.exchange.demonstration.offers import programmes
from jisr.exchange.strategy_record.loading import load
from jisr.ledger.strategy import queries
from jisr.ledger.strategy.models import Measure, PairDecision, Plan, PlanLine, StrategyVersion

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


@pytest.fixture
def loaded():
    """Both, once."""
    today = timezone.localdate()
    with scope(speaking="owner"):
        people.load(today)
        made = programmes(Operator.objects.get(code="TEST-OPERATOR"), today)
        Programme.objects.bulk_create({programme.code: programme for programme in made.values()}.values())
    print(load(), invented.load(today))
    return today


def test_x(loaded):
    with scope(speaking="owner"):
        v = queries.version("demonstration")
        ms, ls = queries.measures_of(v), queries.lines_of(v)
        found = queries.comparison(v, ms, ls, on=loaded)
        m = {str(r.pk): r.code for r in ms}
        l = {str(r.pk): r.code for r in ls}
        for p in found.pairs:
            print(p.kind, m[p.ours], l[p.theirs], [round(x, 2) for x in p.parts], round(p.strength, 2), p.stays)
        print(found.counts, found.stability, {(m | l)[k]: v for k, v in found.left_out.items()})
    assert 0
