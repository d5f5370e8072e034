"""The public pages of the forum in a real browser: from the map to the answer, and a slip read by its holder."""

import re

import pytest

from jisr.common.database import scope
from jisr.forum.models import Wave
from tests.journeys.browser import check_page, check_sizes, look, turn
from tests.web.forum import rows as story

pytestmark = pytest.mark.browser
BUTTON = {"ar": "إظهار المآل", "fr": "Voir ce qu’elle est devenue"}
ANSWER = "نعم، يصلح السقف"


@pytest.fixture(scope="module")
def told(product):
    """The invented wave, in the database that the product serves."""
    with product.inside():
        with scope(speaking="owner"):
            there = Wave.objects.filter(code="essai").exists()
        assert not there
        return story.make()


def pages(rows):
    """Every public page, by a name for its picture."""
    return {
        "waves": "/forum/", "region": "/forum/?region=09", "wave": f"/forum/waves/{rows.wave.code}/",
        "duty": f"/forum/waves/{rows.wave.code}/answers/?on=2026-10-01",
        "meeting": f"/forum/meetings/{rows.meeting.code}/", "unknown": f"/forum/meetings/{rows.unknown.code}/",
        "minutes": f"/forum/meetings/{rows.meeting.code}/minutes/",
        "contribution": f"/forum/contributions/{rows.published.code}/",
        "statement": f"/forum/statements/{rows.joined.pk}/", "slip": "/forum/slip/",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_everybody_can_use_the_pages_of_the_forum(told, open_page, language):
    """Without an account, in both languages, on a telephone and at a desk."""
    page = open_page(language, "phone")

    for name, path in pages(told).items():
        page.goto(path)
        check_sizes(page, f"forum-{name}", language)


@pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
def test_a_visitor_goes_from_a_region_to_the_answer_and_back(told, open_page, language, size):
    """Region, meeting, contribution, the statement that it was joined in, and its original again: links alone."""
    page = open_page(language, size)
    page.goto("/forum/?region=07")

    turn(page, page.locator(f".meeting h3 a[href$='/{told.meeting.code}/']"))
    turn(page, page.locator(".said-list .words a").last)
    answered = page.locator(".thread .step-answered").inner_text()
    turn(page, page.locator(".thread .step-joined a").last)
    turn(page, page.locator(".originals a").first)

    assert ANSWER in answered
    assert page.url.endswith(f"/forum/contributions/{told.published.code}/")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_participant_reads_the_answer_by_her_slip(told, open_page, language):
    """A wrong code first, then the right one; published, withheld and waiting; none of it in an address."""
    page = open_page(language, "phone")
    page.goto("/forum/slip/")

    for name, code in {"wrong": "ZZZZ 9999", **story.CODES}.items():
        page.get_by_role("textbox").fill(code.lower())
        turn(page, page.get_by_role("button", name=BUTTON[language]))
        check_sizes(page, f"forum-slip-{name}", language)
        body = page.locator("main").inner_text()
        assert (ANSWER in body) == (name == "published")
        assert page.url.endswith("/forum/slip/")
        if name != "wrong":
            page.goto("/forum/slip/")


def test_the_pages_can_be_read_without_scripts(told, open_page):
    """A slip too."""
    page = open_page("fr", "phone", javascript=False)
    page.goto("/forum/slip/")

    page.get_by_role("textbox").fill(story.CODES["published"])
    turn(page, page.get_by_role("button", name=BUTTON["fr"]))

    assert ANSWER in page.locator("main").inner_text()
    check_page(page, javascript=False)


def test_minutes_print_in_arabic_on_white_paper(told, open_page):
    """Right to left, without bar or buttons, on whole pages of A4."""
    page = open_page("ar", "desk")
    page.goto(f"/forum/meetings/{told.meeting.code}/minutes/")

    page.emulate_media(media="print")
    look(page, "forum-minutes-ar-print")
    printed = page.pdf(format="A4")

    assert not page.locator(".bar").is_visible()
    assert page.locator(".sheet").evaluate("(one) => getComputedStyle(one).direction") == "rtl"
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3
