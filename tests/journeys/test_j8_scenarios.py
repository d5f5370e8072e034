"""J8, second half, in a real browser: "rehabilitate three centres" against "one mobile unit", shared and exported."""

import pytest

from jisr.atlas import queries as atlas
from jisr.centres.models import Centre, Service, Site
from jisr.common.database import scope
from tests.ground import OWN, SERVICE_SISTER
from tests.journeys.hands import Hands
from tests.ledger.strategy import planned

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
QUESTION = "theme=disability&who=disabled&way=taxi&limit=60"


def centres() -> None:
    """Three centres in far communes of Chichaoua that teach to read, and nothing else."""
    with scope(speaking="owner"):
        for n, commune in enumerate(atlas.ground().part("07.161").nonzero()[0][-3:].tolist()):
            one = Centre.objects.get(pk=OWN)
            one.pk, one.code, one.name_ar, one.name_fr = None, f"far-{n}", f"مركز بعيد {n}", f"Centre lointain {n}"
            one.save(force_insert=True)
            Site.objects.create(centre=one, commune_id=atlas.ground().communes[commune].code)
            service = Service.objects.get(pk=SERVICE_SISTER)
            service.pk, service.centre, service.theme, service.code = None, one, "literacy", f"far-{n}"
            service.save(force_insert=True)


@BOTH
def test_three_centres_or_one_mobile_unit(product, at, language, size):
    """From the worst-served province to a link, a sheet and measures of a strategy; two names are all she types."""
    with product.inside():
        if not Centre.objects.filter(code="far-0").exists():
            centres()
        version = planned.told(in_force=False).version
    strategist = at("strategist", language, size).goes(f"/atlas/?{QUESTION}")
    strategist.presses(".by-place tbody a")
    strategist.goes(f"/atlas/?{QUESTION}&within=07.161").looks("asked")

    three = drawn(strategist, "تأهيل ثلاثة مراكز", "rehabilitate", 3)
    unit = drawn(strategist, "وحدة متنقلة", "mobile", 5)
    strategist.goes("/atlas/scenarios/").looks("list")
    for key in (three, unit):
        strategist.picks("s", key)
    strategist.sends("main form[method=get]").looks("beside")

    assert strategist.page.locator(".small-maps svg").count() == 2
    assert strategist.typed == ["title", "title"]
    for name in ("beside.pdf", "beside.csv"):
        with strategist.page.expect_download() as taken:
            strategist.page.locator(f"a[href*='{name}']").click()
        assert taken.value.suggested_filename.startswith("scenarios-")
    strategist.sends("main form[action$='/share/']").looks("link")
    address = strategist.page.locator(".address a").get_attribute("href")

    visitor: Hands = at("", language, size).goes(address).looks("shared")
    assert visitor.page.locator("tr[data-figure=gained]").count() == 1
    assert "تأهيل ثلاثة مراكز" in visitor.text

    strategist.goes(f"/atlas/scenarios/{unit}/into-strategy/").picks("version", str(version.pk)).sends()
    strategist.goes(f"/strategy/desk/{version.strategy.code}/{version.number}/")
    assert "S-" in strategist.page.content()


def drawn(hands: Hands, title: str, deed: str, count: int) -> str:
    """A kept scenario from the page of the atlas; its key."""
    hands.goes(f"/atlas/?{QUESTION}&within=07.161").presses("a[href*='/scenarios/begin/']")
    hands.types("title", title).sends()
    hands.presses(f"a[href$='/put/{deed}/']").looks(f"put-{deed}")
    boxes = hands.page.locator("main [name=places]")
    for n in range(min(count, boxes.count())):
        boxes.nth(n).check(force=True)
    hands.sends().looks("draft")
    assert hands.page.locator("ol.plan li").count() == min(count, boxes_of(hands))
    hands.presses("a[href$='/keep/']").sends().looks("kept")
    return hands.path.rstrip("/").split("/")[-1]


def boxes_of(hands: Hands) -> int:
    """How many deeds the map bears: a mark names those that are done at one place, as «1–3» or «1, 4»."""
    spans = [
        part.split("–") for mark in hands.page.locator("svg .site text").all_text_contents() for part in mark.split(",")
    ]
    return sum(int(span[-1]) - int(span[0]) + 1 for span in spans)


@BOTH
def test_a_plan_is_computed_in_the_browser(at, language, size):
    """A budget is written, a plan comes with its proof and a reason for each deed; nothing is lost on the way."""
    strategist = at("strategist", language, size).goes(f"/atlas/scenarios/begin/?{QUESTION}&within=07.161")
    strategist.types("title", "الأفضل").sends()
    strategist.presses("a[href$='/change/']").looks("rules").types("budget", "9000000").sends()
    strategist.sends("main form[action$='/compute/']").looks("computed")

    assert strategist.page.locator(".proof p").count() >= 1
    assert strategist.page.locator("ol.plan li p").count() == strategist.page.locator("ol.plan li").count() > 0
