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
from jisr.ledger.strategy.models import (
    Axis,
    Measure,
    MeasureBudget,
    PairDecision,
    Plan,
    PlanLine,
    Strategy,
    StrategyVersion,
)

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
SOURCED = (Strategy, Axis, Measure, Plan, PlanLine)


@pytest.fixture
def loaded():
    """Both, once; the day of loading."""
    today = timezone.localdate()
    with scope(speaking="owner"):
        people.load(today)
        made = programmes(Operator.objects.get(code="TEST-OPERATOR"), today)
        Programme.objects.bulk_create({programme.code: programme for programme in made.values()}.values())
    assert load()["made"] > 0
    assert invented.load(today)["measures"] > 0
    return today


def test_what_is_shipped_is_sourced_or_invented(loaded):
    """Every real row names where it was read; no real money; a second loading changes nothing."""
    assert load() == {"made": 0, "changed": 0}
    assert invented.load(loaded) == {"measures": 0, "programme lines": 0}
    with scope(speaking="owner"):
        for model in SOURCED:
            for row in model.objects.filter(is_demonstration=False):
                assert row.sources, row
                assert all(one["title"] and one["read_on"] for one in row.sources), row
            assert not model.objects.filter(is_demonstration=True).exclude(sources=[]).exists()
        assert Axis.objects.filter(is_demonstration=False).exclude(doubt_fr="").exclude(doubt_ar="").count() == 3
        assert not MeasureBudget.objects.filter(measure__is_demonstration=False).exists()
        assert not PlanLine.objects.filter(is_demonstration=False).exclude(budget=None).exists()
        handicap = Plan.objects.get(code="pdr-marrakech-safi-handicap")
        assert (handicap.region_id, handicap.lines.count()) == ("07", 0)
        named = [one for row in Plan.objects.filter(is_demonstration=True) for one in (row.name_fr, row.name_ar)]
        assert all("démonstration" in one or "عرض توضيحي" in one for one in named)


def test_the_invented_strategy_shows_every_kind(loaded):
    """Duplicates, complements, sequences, lines that miss something, one decision that stands and one taken back."""
    with scope(speaking="owner"):
        version = queries.version(invented.CODE)
        measures, lines = queries.measures_of(version), queries.lines_of(version)
        found = queries.comparison(version, measures, lines, on=loaded)
        codes = {str(row.pk): row.code for row in [*measures, *lines]}
        assert all(found.counts.values())
        assert {codes[key] for key in found.left_out} == {"R-03", "F-03"}
        assert PairDecision.objects.filter(measure__of=version).count() == 2
        assert len(queries.decisions_of(version)) == 1
        assert version.number == 2
        assert StrategyVersion.objects.filter(strategy=version.strategy).count() == 2
        assert "M-12" not in codes.values()
