"""Places in a real browser: everybody can read them, and a commune is found with a script and without."""

import pytest

from tests.journeys.browser import check_page, check_sizes, look, turn

pytestmark = pytest.mark.browser
PAGES = {
    "communes": "",
    "search": "?q=chichawa",
    "commune": "communes/07.161.01.01/",
    "province": "provinces/07.161/",
}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_of_places_can_be_used_by_everyone(open_page, language):
    """Lists, maps and tables of figures, down to the widest table on the narrowest screen."""
    page = open_page(language, "phone")

    for name, path in PAGES.items():
        page.goto(f"/territory/{path}")
        check_sizes(page, f"territory-{name}", language)


def test_a_commune_is_chosen_by_keyboard(open_page):
    """Type, walk the suggestions, choose, search: no mouse, and the choice names one commune."""
    page = open_page("ar", "phone")
    page.goto("/territory/")

    box = page.get_by_role("combobox").first
    box.press_sequentially("شيشاو")
    page.get_by_role("option").first.wait_for()
    look(page, "territory-suggestions-ar-phone")
    check_page(page)
    box.press("ArrowDown")
    box.press("Enter")

    assert box.input_value() == "شيشاوة (شيشاوة)"
    with page.expect_navigation(url="**/territory/?q=**"):
        box.press("Enter")
    assert page.locator("tbody tr").count() == 1


def test_a_definition_opens_beside_its_figure(open_page):
    """Every number says what it means, by keyboard too."""
    page = open_page("fr", "desk")
    page.goto("/territory/communes/07.161.01.01/")

    page.get_by_text("Personnes en situation de handicap").press("Enter")

    assert page.get_by_text("dans au moins un de six domaines").is_visible()


def test_communes_are_found_without_scripts(open_page):
    """On any telephone."""
    page = open_page("fr", "phone", javascript=False)
    page.goto("/territory/")

    page.locator("main input[name=q]").fill("lalla aziza")
    turn(page, page.get_by_role("button", name="Chercher"))

    assert page.get_by_role("link", name="Lalla Aaziza").is_visible()
    check_page(page, javascript=False)
