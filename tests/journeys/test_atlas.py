"""The strategist finds the province that disability services reach least, looks inside, and takes the sheet along."""

from itertools import pairwise

import pytest

from tests.journeys.browser import check_page

pytestmark = pytest.mark.browser
WAYS = [("ar", "phone"), ("fr", "desk")]


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_the_worst_served_province_is_found_and_its_sheet_taken(at, language, size):
    """From the bar, without typing: the first line, what is inside it, the sheet for the meeting."""
    strategist = at("strategist", language, size).goes("/work/").presses("header nav a[href='/atlas/']")
    page = strategist.page
    strategist.picks("theme", "disability").picks("who", "disabled").picks("way", "taxi").picks("sharing", "three_step")
    strategist.sends().looks("country")
    worst = page.locator(".by-place tbody tr").first
    name = worst.locator("a").inner_text()
    assert name in page.locator(".lead").inner_text()

    strategist.presses(".by-place tbody a").looks("province")

    assert name in page.locator("h1").inner_text()
    assert page.locator(".by-place tbody tr").count() == 10
    with page.expect_download() as taken:
        page.locator("a[href*='sheet.pdf']").click()
    assert taken.value.suggested_filename.startswith("atlas-disability-")
    assert strategist.typed == []


def test_places_are_shared_among_needs_by_whoever_reads_figures(at):
    """From the atlas, without an address to know: the delegate's province, in her words, and back to residents."""
    delegate = at("delegate", "ar", "phone").goes("/atlas/").presses("a[href='/atlas/needs/']").looks("needs")
    page = delegate.page

    assert page.locator("[data-figure='people'] b").inner_text()
    check_page(page, themes=("light",))
    delegate.presses("a[href^='/atlas/?']")
    assert "/needs/" not in page.url


def test_the_map_is_asked_by_keyboard_and_says_what_the_table_says(at):
    """Arrows go from place to place, Enter opens what it says, Escape goes back; no mouse."""
    page = at("", "fr", "desk").goes("/atlas/?level=commune&within=07.161").page
    page.wait_for_selector("svg.live")
    row = page.locator(".by-place tbody tr").first
    code, said = row.get_attribute("data-code"), row.locator(".kind").inner_text().strip()

    page.locator(f"path[data-code='{code}']").focus()
    page.keyboard.press("Enter")

    bubble = page.locator(".bubble")
    assert said in bubble.inner_text()
    page.keyboard.press("Escape")
    assert bubble.is_hidden()
    before = page.evaluate("document.activeElement.dataset.code")
    for way in ("ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(way)
    assert page.evaluate("document.activeElement.dataset.code") not in {None, before}


def test_communes_come_when_the_map_is_near(at):
    """In the classes of the map, as the server says them; the country is not asked for them."""
    page = at("", "ar", "phone").goes("/atlas/?within=07").page
    page.wait_for_selector("svg.live")
    assert page.locator(".communes path").count() == 0

    for _ in range(3):
        page.locator(".zooms button").first.click()

    page.locator(".communes path").first.wait_for(state="attached")
    assert page.locator(".communes [data-code^='07.161']").count() > 20
    check_page(page, themes=("light",))


def test_the_map_stands_there_without_scripts(open_page):
    """Drawn by the server, each place a link to what is inside it."""
    page = open_page("fr", "phone", javascript=False)
    page.goto("/atlas/")

    assert page.locator(".shades a path").count() > 70
    page.goto(page.locator(".shades a[href*='07.161']").get_attribute("href"))
    assert page.locator(".by-place tbody tr").count() > 0
    check_page(page, javascript=False)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shades_are_told_apart_in_both_themes(open_page, theme):
    """Each is at least 1.8 times lighter or darker than its neighbour: five shades allow no more than 2.1."""
    page = open_page("fr", "desk", theme=theme)
    page.goto("/atlas/")
    page.emulate_media(color_scheme=theme)

    light = page.evaluate("""() => [1, 2, 3, 4, 5].map((n) => {
      const hex = getComputedStyle(document.documentElement).getPropertyValue(`--shade-${n}`).trim();
      const part = (at) => { const c = parseInt(hex.slice(at, at + 2), 16) / 255;
        return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
      return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) + 0.05; })""")

    steps = [max(a, b) / min(a, b) for a, b in pairwise(light)]
    assert min(steps) > 1.8
    assert light in (sorted(light), sorted(light, reverse=True))
