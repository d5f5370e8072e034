"""Sheets that nobody took in leave the disk: the keeper comes by, and finds them by their day alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.common.database import scope
from jisr.exchange import results_actions, strategy_actions
from jisr.ledger.results.models import StagedResults
from jisr.ledger.strategy.models import StagedRows
from jisr.web import keeper
from tests.ledger.results import reporting
from tests.ledger.results.reporting import quarter
from tests.ledger.strategy import planned
from tests.stories import under

EVERY_LOGIN = ["default", "owner", "public", "counter", "sealer", "keeper"]
pytestmark = pytest.mark.django_db(transaction=True, databases=EVERY_LOGIN)


def test_a_preview_is_gone_after_its_day_and_nothing_else_is():
    """Of three sheets of each kind: one dead, one alive, one taken in; the keeper drops the first, and again none."""
    story = planned.told()
    draft = planned.drafted(story)
    of = reporting.agreed()
    reporting.indicator(of)
    sheet = f"indicator,period,value\nR1,{quarter(2).starts_on},12\n".encode()
    for _each in range(3):
        planned.staged(draft)
        with under("council") as council:
            results_actions.stage_rows(name="a.csv", content=sheet, agreement=of, kind="targets", by=council)
    with scope(speaking="owner"):
        plans, results = (list(model.objects.order_by("pk")) for model in (StagedRows, StagedResults))
    with under("strategist") as held:
        strategy_actions.take_rows(staged=plans[2], by=held.user, without_refused=True)
    with under("council") as council:
        results_actions.take_rows(staged=results[2], by=council)
    with scope(speaking="owner"):
        for model, rows in ((StagedRows, plans), (StagedResults, results)):
            long_ago = timezone.now() - timedelta(hours=1)
            model.objects.filter(pk__in=[rows[0].pk, rows[2].pk]).update(dies_at=long_ago)

    for _twice in range(2):
        for job in keeper.jobs():
            if job.name.startswith("forgetting sheets"):
                job.run()
                assert not job.in_trouble, job.name
    with scope(speaking="owner"):
        for model, rows in ((StagedRows, plans), (StagedResults, results)):
            assert set(model.objects.values_list("pk", flat=True)) == {rows[1].pk, rows[2].pk}
