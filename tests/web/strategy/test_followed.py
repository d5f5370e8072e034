"""A measure's page shows where agreements report of it, with what is approved and nothing else."""

import re

import pytest
from django.test import Client

from jisr.ledger.results import actions
from jisr.ledger.results.rules.values import Value
from tests.ledger.results import reporting
from tests.ledger.results.reporting import quarter
from tests.ledger.strategy import planned
from tests.stories import under
from tests.web.test_query_counts import holds

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer"])


def test_a_measure_shows_the_last_approved_period_of_each_indicator_that_names_it():
    """Of every agreement, with a link to its results; one that names another measure, or waits, says nothing here."""
    story = planned.told()
    measure = story.measure()
    visitor = Client(headers={"accept-language": "en"})
    address = f"/strategy/{story.code}/measures/{measure.code}/"

    def page():
        answer = visitor.get(address)
        assert answer.status_code == 200
        found = re.search(r'aria-labelledby="results".*?</section>', answer.content.decode(), re.S)
        return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""

    assert page() == ""
    of = reporting.agreed()
    names = {"strategy": story.code, "measure": measure.code, "measure_place": 1}
    one = reporting.indicator(of, **names)
    reporting.approved(reporting.indicator(of, **names | {"measure": "ELSE"}), 1, 777)
    assert "nothing approved yet" in page() and "777" not in page()

    with under("council") as council:
        actions.set_target(indicator=one, starts_on=quarter(2).starts_on, value=Value(60), by=council)
    reporting.approved(one, 3, 11)
    reporting.approved(one, 2, 42)
    reporting.sent(one, 1, 909)
    told = page()
    assert "60" in told and "42" in told and "missed" in told and "909" not in told and " 11 " not in told
    assert f'href="/results/{of.code}/#R1"' in visitor.get(address).content.decode()

    def grow(_n):
        reporting.approved(reporting.indicator(of, **names), 2, 5)

    holds([(visitor, address)], grow, few=1, many=3)
