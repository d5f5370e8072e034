"""A disclosure of danger in a real browser: from the moderator's button to a visit of the team that keeps it."""

import uuid

import pytest

from jisr.territory.models import Commune
from tests.ground import LALLA_AZIZA
from tests.web.forum.desk import said, team

pytestmark = pytest.mark.browser
SECRET = "زوجي يضربني كل ليلة"


def test_a_danger_goes_from_the_sheet_to_a_visit(product, at):
    """On the moderator's telephone in Arabic; at the social worker's desk in French, in the dark theme."""
    with product.inside():
        row = said(team(f"danger-{uuid.uuid4().hex[:8]}"), SECRET, commune=Commune.objects.get(pk=LALLA_AZIZA))
    sheet = f"/forum/desk/contribution/{row.code}/"
    moderator, keeper = at("moderator", "ar", "phone"), at("keeper", "fr", "desk")

    moderator.goes(f"{sheet}moderate/").presses(f"a[href='{sheet}danger/']").looks("danger")
    assert SECRET not in moderator.text
    moderator.picks("kind", "violence").sends().looks("passed")
    assert SECRET not in moderator.text

    keeper.goes("/work/").presses("ul.work a[href*='/reception/alert/']").looks("report")
    assert SECRET in keeper.text
    keeper.presses("main form[action$='/take/'] button").looks("taken").presses("a[href*='/reception/new/']")
    keeper.types("name", "خدوج").sends().looks("visit")
    assert keeper.page.locator("a[href*='/reception/alert/']").count() == 1
