"""Every part of the face in a real browser, in Arabic and French, on a telephone and at a desk, in both themes."""

import pytest

from tests.journeys.browser import check_page, check_sizes, look, turn

pytestmark = pytest.mark.browser
PAGES = ("", "form/?empty=1", "stale/", "confirm/", "paper/", "slip/", "error/404/")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_part_can_be_used_by_everyone(open_page, language):
    """What holds for the parts holds for the pages made of them."""
    page = open_page(language, "phone")

    for path in PAGES:
        page.goto(f"/gallery/{path}")
        check_sizes(page, f"gallery-{path.strip('/').replace('/', '-')}", language)


def test_the_frame_is_walked_by_keyboard(open_page):
    """The first stop of the keyboard leads past the bar, and every stop can be seen."""
    page = open_page("ar", "desk")
    page.goto("/gallery/")

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("Boolean(document.activeElement.closest('main'))")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")

    assert (first, inside, outline) == ("skip", True, "3px")


def test_a_language_is_chosen_without_scripts(open_page):
    """A form works on any telephone."""
    page = open_page("ar", "phone", javascript=False)
    page.goto("/gallery/form/")

    turn(page, page.get_by_role("button", name="Français"))

    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.url.endswith("/gallery/form/")
    check_page(page, javascript=False)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_menu_of_the_account_opens_where_there_is_little_room(product, open_page, language):
    """Who is signed in, and how to leave, is found on a telephone at a shared counter."""
    page = open_page(language, "phone")
    product.enter(page, "worker")
    page.goto("/gallery/confirm/")

    page.locator(".account > summary").click()
    look(page, f"gallery-menu-{language}-phone")
    check_page(page)
    page.keyboard.press("Escape")

    assert page.locator("details.account[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_letters_are_the_products_own(open_page):
    """A page whose letters come from the machine looks different on each, and Arabic breaks first."""
    page = open_page("ar", "desk")
    page.goto("/gallery/")
    page.evaluate("document.fonts.ready")

    states = page.evaluate("[...document.fonts].map((face) => `${face.family} ${face.status}`)")

    assert set(states) == {"Jisr Sans loaded"} or set(states) == {'"Jisr Sans" loaded'}


def test_a_form_is_sent_once_however_often_it_is_clicked(open_page):
    """Impatience is not a second referral; the key in the form holds where scripts do not run."""
    page = open_page("ar", "desk")
    page.goto("/gallery/confirm/")
    sent = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    page.route("**/gallery/confirm/", lambda route: None if route.request.method == "POST" else route.continue_())

    page.get_by_role("button", name="سحب الموافقة").dblclick(no_wait_after=True)
    page.wait_for_timeout(300)

    assert sent == ["POST"]


def test_what_is_typed_is_kept_while_the_connection_is_gone(open_page):
    """A corridor has no network; the words say so, and come back by themselves."""
    page = open_page("fr", "phone")
    page.goto("/gallery/form/")
    kept = []
    page.route("**/drafts/save/", lambda route: route.abort())

    page.locator("#id_name").fill("Lhoussine")
    page.locator("[data-saved-word][data-state=lost]").wait_for()
    lost = page.locator("[data-saved-word]").inner_text()
    page.unroute("**/drafts/save/")
    page.route("**/drafts/save/", lambda route: (kept.append(route.request.post_data), route.fulfill(status=204)))
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("[data-saved-word][data-state=kept]").wait_for()

    assert "Pas encore enregistré" in lost
    assert page.locator("[data-saved-word]").inner_text() == "Enregistré"
    assert "Lhoussine" in kept[0]
    assert "act_key" not in kept[0]
    assert "/gallery/form/" in kept[0]


def test_reading_aloud_is_offered_only_with_a_voice_of_the_device(open_page):
    """Another voice would send what a person was told to a company."""
    page = open_page("ar", "desk")
    voices = "[{ name: 'far', lang: 'ar-SA', localService: false }, { name: 'near', lang: '%s', localService: true }]"

    shown = []
    for near in ("fr-FR", "ar-MA"):
        page.add_init_script(f"speechSynthesis.getVoices = () => {voices % near};")
        page.goto("/gallery/")
        shown.append(page.locator("[data-aloud]").is_visible())

    assert shown == [False, True]


def test_paper_shows_the_sheet_alone(open_page):
    """A receipt is read at home by a neighbour: no bar, no buttons, real Arabic letters, one page."""
    page = open_page("ar", "desk")
    page.goto("/gallery/paper/")
    page.emulate_media(media="print")

    hidden = [page.locator(part).first.is_visible() for part in (".bar", ".foot", "[data-print]")]

    assert hidden == [False, False, False]
    assert page.locator(".sheet").is_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 1
