"""What files say of cost, reception and demand: read, kept, said true, exported back as it was written."""

import csv
import io

import pytest
from django.utils import timezone

from jisr.centres.models import Centre, Confirmation, Service
from jisr.exchange import actions, centres_export
from tests.exchange.files import as_file, row

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

SAID = {
    "name_zgh": "ⴰⵎⴰⵡⴰⵙ", "welcomes": "exclusive", "topics": "student_lodging.boarding|student_lodging.meals",
    "modes": "appointment|telephone", "staff_gender": "f", "cost": "fixed", "cost_amount": "150.50",
    "cost_per": "month", "saturation": "high", "wait_days": "30", "places_kind": "bed",
}  # fmt: skip


def taken(by, **values):
    """The service of a file of one row."""
    preview = actions.stage_centres(name="c.csv", content=as_file(row(**values)), by=by, region="07")
    assert preview.problems == []
    actions.take_centres(staged=preview, by=by)
    return Service.objects.select_related("centre").get(centre__code="T-1")


def test_what_a_file_says_is_kept_and_comes_back_as_it_was(coordinator):
    """The same cells, and a file that changes a page says it true."""
    service = taken(coordinator, **SAID)

    assert (service.cost, service.cost_mad, service.cost_per) == ("fixed", 15_050, "month")
    assert (service.saturation, service.wait_days, service.saturation_on) == ("high", 30, timezone.localdate())
    assert service.topics == ["student_lodging.boarding", "student_lodging.meals"] and service.places_kind == "bed"
    assert Confirmation.objects.get(service=service).through == "import" and service.quality > 0
    [line] = csv.DictReader(
        io.StringIO(centres_export.as_csv(centres_export.rows(Centre.objects.filter(code="T-1"))).decode("utf-8-sig"))
    )
    assert {name: line[name] for name in SAID} == SAID

    Service.objects.filter(pk=service.pk).update(hidden_on=timezone.localdate())
    again = taken(coordinator, saturation="-", wait_days="-", cost="free", cost_amount="-", cost_per="-")
    assert (again.saturation, again.wait_days, again.saturation_on, again.cost_mad) == ("", None, None, None)
    assert again.hidden_on is None


@pytest.mark.parametrize(
    ("change", "column", "kind"),
    [
        ({"cost": "free", "cost_amount": "10"}, "cost_amount", "no_price"),
        ({"cost": "fixed", "cost_amount": "dix"}, "cost_amount", "amount"),
        ({"name_zgh": "Dar"}, "name_zgh", "not_tifinagh"),
        ({"wait_days": "99999"}, "wait_days", "number"),
        ({"topics": "magic"}, "topics", "unknown"),
        ({"saturation": "extreme"}, "saturation", "unknown"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_column(coordinator, change, column, kind):
    """With its reason."""
    preview = actions.stage_centres(name="c.csv", content=as_file(row(**change)), by=coordinator, region="07")

    assert [(one["column"], one["kind"]) for one in preview.problems] == [(column, kind)]
