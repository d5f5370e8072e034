"""The hall in a real browser: a telephone writes without an account, a moderator publishes, slip and screen tell."""

import re
import uuid

import pytest

from jisr.forum import actions
from jisr.forum.models import Contribution
from tests.journeys.browser import SIZES, look
from tests.stories import under
from tests.web.forum.desk import meeting_of, published, team

pytestmark = pytest.mark.browser
SAID = "أنا خديجة، نطلب ملعبا للشباب في الدوار"


@pytest.fixture
def number(product):
    """The short number of a meeting that takes what people write."""
    with product.inside():
        code = f"hall-{uuid.uuid4().hex[:8]}"
        wave = team(code)
        meeting = meeting_of(wave, code)
        published(wave, "نطلب نقلا مدرسيا لبنات الدواوير البعيدة، لأن الطريق طويل ومظلم في الشتاء", meeting=meeting)
        with under("secretary") as secretary:
            return actions.open_tribune(meeting=meeting, by=secretary.user).number


def test_a_telephone_writes_and_its_slip_tells_what_became_of_it(product, at, open_page, number):
    """In Arabic on a telephone; the screen and the paper in French beside it."""
    phone = at("", "ar", "phone").goes(f"/forum/{number}").looks("say")
    hall = re.search(r"/forum/meetings/[^/]+/", phone.page.url)[0]
    phone.picks("kind", "proposal").sends().looks("nothing written")
    phone.types("text", SAID).sends().looks("slip")
    code = phone.page.locator(".slip-code").inner_text()
    phone.page.reload()  # the connection was lost: the same form again
    assert phone.page.locator(".slip-code").inner_text() == code and phone.typed == ["text"]

    with product.inside(), under("moderator"):
        row = Contribution.objects.filter(meeting__code=hall.split("/")[3], state="said").get()
    moderator = at("moderator", "ar", "phone").goes(f"/forum/desk/contribution/{row.code}/moderate/")
    moderator.types("words_0", "خديجة").page.locator("[name=read_through]").check()
    moderator.sends()
    phone.goes("/forum/slip/").types("code", code).sends().looks("by slip")
    assert "نطلب ملعبا" in phone.text and "خديجة" not in phone.text

    screen = at("", "fr", "desk")
    for place in range(3):
        screen.goes(f"{hall}screen/?n={place}&still").looks(f"screen {place}")
        assert screen.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert "خديجة" not in screen.text
    assert _letters(screen.page) >= 0.055 * SIZES["desk"][1]
    for paper, sides in (("sheets", 2), ("poster", 1)):
        screen.goes(f"{hall}{paper}/").looks(paper)
        look(screen.page, f"hall-{paper}")
        printed = screen.page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == sides


def _letters(page):
    """The size of the letters of what was said, in pixels."""
    return page.evaluate("parseFloat(getComputedStyle(document.querySelector('.shown blockquote')).fontSize)")
