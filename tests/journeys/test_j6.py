"""J6: a boy found at nine in the evening; only the child-protection team reads it, and every opening is written."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.models import JournalLine

pytestmark = pytest.mark.browser
#: Invented for this journey, and met nowhere else: whoever finds one on a page found a leak.
BOYS = {"ar": "زكريانوس", "fr": "Fadilousse"}


@pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
def test_a_child_at_risk_is_known_to_his_team_alone(product, at, language, size):
    """Safe place first; nobody else learns that there is a file."""
    keeper = at("child_keeper", language, size)
    visit = _receive(keeper, BOYS[language])
    household = _listen(keeper, visit)
    _protect(keeper, household)

    for other in ("far_officer", "far_worker", "far_director", "far_delegate", "auditor"):
        _finds_nothing(at(other, language, size), [visit, household], BOYS[language])

    keeper.goes(f"{household}readers/").looks("readers")
    key = household.rstrip("/").rsplit("/", 1)[-1]
    with product.inside(), scope(speaking="sealer"):
        lines = JournalLine.objects.filter(household_id=key)
        assert lines.filter(verb="families.opened").exists()
        assert set(lines.values_list("compartment", flat=True)) == {"child"}


def _receive(keeper, boy):
    keeper.goes("/reception/new/").types("name", boy).types("age", "11").picks("sex", "m")
    keeper.types("commune", "09.541.01.13").types("locality", "المحطة الطرقية")
    keeper.picks("reasons", "child_protection").picks("urgency", "now").picks("channel", "round")
    keeper.picks("compartment", "child").looks("reception").sends()
    assert "/reception/visit/" in keeper.path, keeper.text
    keeper.looks("receipt")
    return keeper.path.split("?")[0]


def _listen(keeper, visit):
    keeper.goes("/work/").looks("work")
    keeper.goes(visit.replace("/reception/visit/", "/listening/visit/") + "new")
    row = keeper.page.locator("section.need-row").first
    row.locator("select[name$=theme]").select_option("child_protection")
    row.locator("input[name$=gravity][value='4']").check(force=True)
    keeper.types("note", "وجد وحيدا في المحطة").sends()
    assert "/listening/interview/" in keeper.path, keeper.text
    keeper.looks("interview")
    household = re.search(r"/families/household/[0-9a-f-]+/", keeper.page.content())[0]
    keeper.goes(household).looks("file")
    return household


def _protect(keeper, household):
    """A place is found, and the way home is planned."""
    keeper.presses("a[href*='/orientation/need/']").looks("services")
    plan = household.replace("/families/", "/pathways/") + "plan"
    keeper.goes(plan).types("goal", "العودة إلى الأسرة").sends()
    assert "/pathways/plan/" in keeper.path, keeper.text
    keeper.goes(keeper.path.split("?")[0] + "step/new").picks("kind", "protection").types("what", "إيواء الليلة")
    keeper.types("due_on", (timezone.localdate() + timedelta(days=1)).isoformat()).sends().looks("plan")


def _finds_nothing(other, addresses, boy):
    """No page, no row, no name, no number; the answer is that of an address that never was."""
    other.goes("/work/")
    assert boy not in other.page.content()
    never = "/families/household/00000000-0000-7000-8000-000000000000/"
    for address in addresses:
        told = other.page.request.get(address)
        nothing = other.page.request.get(
            never if "household" in address else never.replace("families/household", "reception/visit")
        )
        assert told.status == nothing.status
        assert boy not in told.text()
    if other.name.endswith("worker") or other.name.endswith("officer"):
        other.goes("/families/").types("name", boy).sends()
        assert boy not in other.page.locator(".fam").all_inner_texts()
        assert not other.page.locator("a[href*='/families/household/']").count()
