"""Organizations with all that hangs on them, a page at a time: ten of them, in as many questions as one."""

import json

import pytest
from django.db import connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.centres.models import Centre, Operator, Programme, Service, Site
from jisr.common.database import scope
from jisr.exchange.hsds import reading
from jisr.web.open_data import views
from tests.ground import CHICHAOUA

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
MANY, EACH = 23, 3


@pytest.fixture
def catalogue():
    """Operators with a programme, a centre and three services each."""
    today = timezone.localdate()
    with scope(speaking="owner"):
        for n in range(MANY):
            names = {"name_ar": f"هيئة {n}", "name_fr": f"Organisme {n}"}
            owner = Operator.objects.create(code=f"OP-{n}", kind="association", source="a list", **names)
            Programme.objects.create(code=f"PROG-{n}", owner=owner, since=today, **names)
            centre = Centre(
                code=f"C-{n}", operator=owner, type="women_space", province_id=CHICHAOUA[:6], **names
            )  # fmt: skip
            centre.set_sort_keys()
            centre.save()
            Site.objects.create(centre=centre, commune_id=CHICHAOUA, address="زنقة")
            for place in range(EACH):
                Service.objects.create(
                    centre=centre, code=f"C-{n}-{place}", theme="training", verified_on=today, **names
                )
        yield


def asked(query):
    """What a program gets, and how many questions it took."""
    with CaptureQueriesContext(connections["owner"]) as questions:
        said = views.listed(RequestFactory().get(f"/?{query}"), "organizations", invented=False)
    return json.loads(said.content), len(questions)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("switch", ["full=true", "full_service=true"])
def test_a_page_of_whole_organizations_is_ten_and_costs_what_one_costs(switch):
    """A visitor who asks for a hundred gets ten, reads so in the envelope, and misses none by turning pages."""
    page, questions = asked(f"{switch}&per_page=100")
    one, of_one = asked(f"{switch}&per_page=1")

    total = page["total_items"]
    assert total >= MANY
    assert (page["size"], page["total_pages"], page["last_page"]) == (10, -(-total // 10), False)
    assert (one["size"], one["total_pages"]) == (1, total)
    assert questions == of_one
    turned = [asked(f"{switch}&per_page=100&page={n}")[0] for n in range(1, page["total_pages"] + 1)]
    rows = [row for one in turned for row in one["contents"]]
    assert len({row["id"] for row in rows}) == len(rows) == total
    ours = [row for row in rows if row["name"].startswith("هيئة")]
    assert len(ours) == MANY
    for row in ours:
        assert len(row["locations"]) == len(row["programs"]) == 1 and len(row["services"]) == EACH
        assert {found["name"] for name in ("locations", "programs", "services") for found in row[name]} == {row["name"]}


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("switch", ["full=true", "full_service=true"])
def test_an_organization_with_more_services_than_a_page_is_given_without_them(switch, monkeypatch):
    """A national operator has thousands: one answer would be forty megabytes, for anybody who asks."""
    monkeypatch.setattr(reading, "MOST_NESTED", EACH - 1)
    page, _questions = asked(f"{switch}&search=هيئة&per_page=5")

    assert page["size"] == 5 and page["total_items"] == MANY
    assert not any("services" in row or "locations" in row for row in page["contents"])
    assert all(row["programs"] for row in page["contents"])


@pytest.mark.usefixtures("catalogue")
def test_a_page_of_brief_organizations_is_as_long_as_was_asked():
    """What is light stays at a hundred."""
    page, _questions = asked("per_page=100")

    assert page["size"] == page["total_items"] and page["total_pages"] == 1
