"""J8, first half, in a real browser: the strategist lays a strategy beside the programmes of others, and decides."""

import pytest

from tests.journeys.hands import Hands
from tests.ledger.strategy import planned
from tests.web.forum.desk import drawn, published, team

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])


@BOTH
def test_the_strategist_compares(product, at, language, size):
    """What is done twice is found, explained and decided; what nobody covers is seen; the way back is public."""
    with product.inside():
        story = planned.told()
        wave = team(f"j8-{language}")
        code, home = story.code, f"/strategy/desk/{story.code}/1/"
        said = drawn(wave, published(wave), text=f"نقل مدرسي للبنات ({language})")
    desk = at("strategist", language, size)

    desk.goes("/strategy/desk/").looks("home").presses(f"a[href='{home}pairs/']").looks("pairs")
    assert "100" in desk.page.locator(".pair .strength").first.inner_text()
    desk.presses(".pair h2 a").looks("pair").picks("verdict", "join").types(
        "reason", "السرير نفسه والفتاة نفسها"
    ).sends()
    assert desk.path == f"{home}pairs/"
    assert desk.page.locator(".pair.decided").count() == 1
    desk.goes(f"{home}cells/?place=07.161").looks("cells").presses(".matrix td.both a")
    assert desk.page.locator(".who path.both").count() == 35
    desk.goes(f"{home}gaps/").looks("gaps").presses(f"a[href$='/take-up/{said.pk}/']")
    desk.picks("measure", desk.page.locator("[name=measure] option").nth(1).get_attribute("value")).sends()
    paper = desk.page.request.get(f"{product.address}{home}summary.{language}.pdf")
    assert (paper.status, paper.headers["content-type"], paper.body()[:4]) == (200, "application/pdf", b"%PDF")

    visitor: Hands = at("", language, size)
    visitor.goes(f"/strategy/{code}/").presses(".measure a").looks("measure")
    visitor.presses("a[href^='/forum/statements/']")
    assert visitor.page.locator(f"a[href*='/strategy/{code}/measures/']").count() == 1
