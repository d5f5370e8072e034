"""A vote in a real browser, without an account, and what the groups have in common."""

import pytest

from jisr.common.database import scope
from jisr.forum.models import Wave
from jisr.forum.queries import slip_hash
from tests.journeys.browser import THEMES, check_page, look, turn
from tests.web.forum import rows as story

pytestmark = pytest.mark.browser


SLIP = "TWXY7684"


@pytest.fixture(scope="module")
def wave(product):
    """An invented wave with three statements, forty voters and a slip, in the database that the product serves."""
    with product.inside(), scope(speaking="owner"):
        made = Wave.objects.create(
            code="voix", name_ar="دورة الأصوات", name_fr="Cycle des voix", opened_on=story.SAID, is_demonstration=True
        )
        story.said(made, "VOIX-1", code_hash=slip_hash(SLIP), text="نريد نقلا")
        for text in ("نقل مدرسي لبنات الدواوير", "سقف القسم الداخلي يصلح قبل الشتاء", "مساعدة اجتماعية ثانية"):
            story.statement(made, text, on=story.SAID)
        story.votes(made, 40)
        return made


@pytest.mark.parametrize(("language", "size", "javascript"), [("ar", "phone", True), ("fr", "desk", False)])
def test_somebody_votes_by_her_slip_and_reads_what_groups_share(wave, open_page, language, size, javascript):
    """Skip, agree, change, type the code, say of which groups; then the figures. Without scripts too."""
    page = open_page(language, size, javascript=javascript)

    def stands(name):
        look(page, f"voices-{name}-{language}-{size}")
        check_page(page, themes=THEMES[language, size], javascript=javascript)

    page.goto(f"/forum/waves/{wave.code}/vote/")
    first = page.locator("p.statement").inner_text()
    turn(page, page.locator('a[href^="?after="]'))
    assert page.locator("p.statement").inner_text() != first
    turn(page, page.locator("button.agree"))
    stands("vote")
    turn(page, page.locator(".noted a"))
    assert page.locator("button.agree[aria-pressed]").count() == 1
    turn(page, page.locator("button.disagree"))
    turn(page, page.locator('a.button[href$="/vote/slip/"]'))
    page.locator("#id_code").fill(SLIP.lower())
    turn(page, page.locator("main form button").first)
    turn(page, page.locator('a[href$="/vote/about/"]'))
    page.locator("#id_sex_0").check()
    stands("about")
    turn(page, page.locator("main form button").first)
    assert page.url.endswith("/vote/")
    assert page.locator("progress").evaluate("(one) => one.value") >= 1  # also what the slip said on another device
    page.goto(f"/forum/waves/{wave.code}/consensus/?by=sex")
    stands("consensus")
    assert page.locator(".ranked table").count() >= 3
