"""Approved results as open data: what a council approved, once, and nothing that waits."""

import json
from decimal import Decimal

import pytest
from django.test import Client
from lxml import etree

from jisr.ledger.agreements import actions as agreements
from jisr.ledger.results import actions
from jisr.ledger.results.rules.values import Value
from jisr.territory.models import Province
from tests.exchange.standards import judges
from tests.ledger.agreements import promised
from tests.ledger.results import reporting
from tests.ledger.results.reporting import quarter
from tests.stories import under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer"])


def files_of(code):
    """The activity and the project of an invented agreement, both valid, as everybody gets them."""
    under_ = f"/agreements/open-data/demonstration/{code}"
    xml, text = (Client().get(f"{under_}/{name}").content for name in ("iati.xml", "oc4ids-fr.json"))
    assert judges.of_activities(xml) == [] and judges.of_project_package(text) == []
    [project] = json.loads(text, parse_float=Decimal)["projects"]
    return etree.fromstring(xml), project


def test_what_a_council_approved_goes_out_once_and_nothing_that_waits():
    """Parts, places, words and corrections beside the number that stands; a draft and what waits stay at home."""
    of = reporting.agreed()
    women = reporting.indicator(of, by=["sex", "province"], baseline=5, baseline_on=of.since)
    alive = reporting.indicator(of, **(reporting.ALIVE | {"unit": "", "better": "less", "reporter": "incubator"}))
    with under("council") as council:
        actions.set_target(indicator=women, starts_on=quarter(2).starts_on, value=Value(60), by=council)
        agreements.count(
            agreement=of, number=77, rural=None, on=promised.TODAY, by=council, unit="people", public="women",
            province=Province.objects.get(pk="07.161"),
        )  # fmt: skip
    tree, project = files_of(of.code)
    assert "77" in tree.xpath("//actual/@value") and len(tree.xpath("//result[@aggregation-status]")) == 1

    parts = {("sex", "f"): 30, ("sex", "unknown"): 12, ("province", "07.161"): 42}
    row = reporting.approved(women, 2, 42, parts=parts, words="تأخر الافتتاح", words_in="ar")
    reporting.approved(alive, 1, 1, out_of=3, parts={("milieu", "rural"): Value(1, 3)})
    reporting.sent(women, 1, 90_909_090, words="ينتظر", words_in="ar")
    reporting.written(women, 3, 80_808_080)
    tree, project = files_of(of.code)

    assert "77" not in tree.xpath("//actual/@value")  # the framework counts people: nobody twice
    [first, second] = tree.xpath("//result[@aggregation-status]/indicator")
    assert (first.get("aggregation-status"), second.get("aggregation-status")) == ("1", "0")
    assert (second.get("measure"), second.get("ascending")) == ("2", "0")
    assert first.xpath("baseline/@value") == ["5"] and first.xpath("period/target/@value") == ["60"]
    told = {
        (*one.xpath("dimension/@name"), *one.xpath("dimension/@value"), *one.xpath("location/@ref")): one.get("value")
        for one in first.xpath("period/actual")
    }
    assert told == {(): "42", ("sex", "female"): "30", ("sex", "unknown"): "12", ("province-07.161",): "42"}
    assert "province-07.161" in tree.xpath("//iati-activity/location/@ref")
    assert second.xpath("period/actual/@value") == ["33.3333", "33.3333"]  # the whole, and its part
    assert "1 sur 3" in "".join(second.xpath(".//actual/comment/narrative/text()"))
    observed = {one["id"]: one["observations"] for one in project["metrics"]}
    assert [one["measure"] for one in observed["metric-indicator-R1"]] == [5, 42, 42, 30, 12]
    assert "تأخر الافتتاح" in observed["metric-indicator-R1"][1]["notes"]
    # numbers that no key or moment holds by chance
    for text in (etree.tostring(tree, encoding="unicode"), json.dumps(project, default=str, ensure_ascii=False)):
        assert not [one for one in ("90909090", "80808080", "ينتظر") if one in text]

    reporting.corrected(row, 40, why="خطأ في العد")
    tree, project = files_of(of.code)
    assert tree.xpath("//result[@aggregation-status]/indicator/period/actual/@value")[0] == "40"
    assert "صُحّح الرقم (كان 42): خطأ في العد" in "".join(tree.xpath("//actual/comment/narrative/text()"))
