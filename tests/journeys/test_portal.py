"""The public page and the catalogue in a real browser: with a map and without, never the place of a shelter."""

import pytest

from tests.exchange.files import as_file, row
from tests.ground import OWN, SERVICE_OWN, SHELTER
from tests.journeys.browser import check_page, check_sizes, look, turn

pytestmark = pytest.mark.browser
ASKED = "?commune=07.161.05.09&need=family"
PAGES = {
    "find": "/",
    "wrong": "/?commune=xyzxyz&need=family",
    "results": f"/{ASKED}",
    "nothing": "/?commune=07.161.05.09&need=housing",
    "elsewhere": "/?commune=07.161.05.09&need=child_protection",
    "service": f"/services/{SERVICE_OWN}/",
    "centre": f"/services/centre/{OWN}/",
    "shelter": f"/services/centre/{SHELTER}/",
}
KEPT = {
    "list": "/centres/",
    "page": f"/centres/{OWN}/",
    "edit": f"/centres/{OWN}/edit/",
    "places": f"/centres/{OWN}/places/",
    "service": f"/centres/{OWN}/services/new/",
}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_public_pages_can_be_used_by_everyone(open_page, language):
    """Without an account, in both languages, on a telephone and at a desk."""
    page = open_page(language, "phone")

    for name, path in PAGES.items():
        page.goto(path)
        check_sizes(page, f"portal-{name}", language)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_catalogue_can_be_kept_by_everyone(product, open_page, language):
    """A director finds, reads and corrects her centre, and says its places."""
    page = open_page(language, "phone")
    product.enter(page, "director")

    for name, path in KEPT.items():
        page.goto(path)
        check_sizes(page, f"centres-{name}", language)


def test_a_visitor_goes_from_the_question_to_the_door(open_page):
    """Two answers, a numbered pin on our own boundaries, the list beside it, the page of the service."""
    page = open_page("ar", "desk")
    page.goto("/")

    page.get_by_role("combobox").press_sequentially("للا عزيز")
    page.get_by_role("listbox").get_by_role("option").first.click()
    page.get_by_text("الوساطة الأسرية").click()
    turn(page, page.get_by_role("button", name="إظهار الخدمات"))
    page.locator(".map .pin:not(.home)").first.click()
    pinned = page.evaluate("document.activeElement.id")
    turn(page, page.locator(".result h3 a").first)

    assert pinned == f"service-{SERVICE_OWN}"
    assert page.url.endswith(f"/services/{SERVICE_OWN}/")


def test_the_list_says_all_without_scripts(open_page):
    """On any telephone; the map is an addition."""
    page = open_page("fr", "phone", javascript=False)
    page.goto(f"/{ASKED}")

    assert page.locator(".result").count() == 1
    assert not page.locator(".map").is_visible()
    check_page(page, javascript=False)


def test_a_page_about_violence_is_left_in_one_touch(open_page):
    """And the way back does not bring it again."""
    page = open_page("fr", "phone")
    page.goto("/territory/")
    page.goto("/?commune=07.161.05.09&need=violence")

    turn(page, page.get_by_role("link", name="Quitter vite cette page"))
    page.go_back()

    assert "violence" not in page.url


def test_a_file_is_sent_looked_at_and_taken(product, open_page):
    """The coordinator's way: a table, its preview with reasons, one tick, one yes."""
    page = open_page("ar", "phone")
    product.enter(page, "coordinator")
    page.goto("/centres/import/")
    look(page, "centres-import-ar-phone")
    check_page(page)

    sent = as_file(row(code="TJ-1"), row(code="TJ-2", commune="امنتانوتت"))
    page.locator("input[type=file]").set_input_files({"name": "مراكز.csv", "mimeType": "text/csv", "buffer": sent})
    turn(page, page.get_by_role("button", name="إظهار ما سيتغير"))
    look(page, "centres-preview-ar-phone")
    check_page(page)
    page.get_by_label("إدراج الأسطر الأخرى دون المرفوضة").check()
    turn(page, page.get_by_role("button", name="إدراجها في الدليل"))

    page.get_by_role("heading", name="أُدرج في الدليل").wait_for()
    check_page(page)
