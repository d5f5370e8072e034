"""Coming in, the lock at a shared desk, and the administrator's pages, with a real browser."""

import pytest

from tests.journeys.browser import turn

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
PASSWORD = "une phrase de passe"
#: Said by nobody else in the tests: whoever finds it on another page found a leak.
NAMES = {"ar": "مسعودانوس", "fr": "Massoudine"}


@BOTH
def test_a_visitor_enters_with_one_click(at, language, size):
    visitor = at("", language, size)

    visitor.goes("/enter/").looks("enter").presses("ul.roles button")

    assert visitor.path == "/work/", visitor.text
    visitor.page.locator(".account summary").click()
    visitor.looks("account")


@BOTH
def test_what_was_typed_comes_back_after_the_lock(at, language, size):
    """A colleague locks the desk in another tab in the middle of a reception; the form is sent all the same."""
    officer, name = at("officer", language, size), NAMES[language]
    officer.goes("/reception/new/").types("name", name).types("age", "40").picks("sex", "f")
    officer.types("commune", "07.161.05.09").picks("reasons", "schooling")
    other = officer.page.context.new_page()
    other.goto("/work/")
    other.locator(".account summary").click()
    turn(other, other.locator("form[action*='lock'] button"))
    other.close()

    officer.sends()
    assert officer.path.startswith("/enter/unlock/"), officer.text
    assert name not in officer.text
    officer.looks("locked").types("password", "wrong again and again").sends("main form.card")
    assert officer.path.startswith("/enter/unlock/")
    officer.looks("wrong").types("password", PASSWORD).sends("main form.card")

    assert officer.path.startswith("/reception/new/"), officer.text
    assert officer.page.locator("main [name='name']").first.input_value() == name
    assert officer.page.locator("main [name='age']").first.input_value() == "40"
    assert officer.page.locator("main [name='reasons'][value='schooling']").first.is_checked()
    officer.looks("again").sends()
    assert officer.path.startswith("/reception/visit/"), officer.text


@BOTH
def test_an_administrator_opens_an_account_and_gives_and_ends_a_post(at, language, size):
    hands, address = at("administrator", language, size), f"new.{language}@tests.example"

    hands.goes("/staff/").looks("posts")
    hands.goes("/staff/accounts/new/").looks("open").types("email", address).types("display_name", "جديدة").sends()
    assert address not in hands.path
    hands.looks("password").presses("a[href*='/staff/assign/']")
    assert hands.page.locator("main [name='email']").input_value() == address
    hands.picks("role", "reception_officer").types("place", "TEST-NOWHERE").sends()
    hands.looks("no-such-place").types("place", "TEST-OWN").sends()
    assert hands.path == "/staff/", hands.text
    assert address in hands.text
    row = hands.page.locator("tr", has_text=address)
    turn(hands.page, row.locator("a[href*='/end/']"))
    hands.looks("end").sends()
    assert address not in hands.text
    hands.goes("/staff/?ended=1").looks("ended")
    assert address in hands.text


@BOTH
def test_pages_of_ones_own_account(at, language, size):
    hands = at("delegate", language, size)

    hands.goes("/enter/security/").looks("account")
    hands.goes("/enter/password/").looks("choose-password")
    hands.goes("/enter/posts/").looks("posts")
    hands.goes("/enter/second-step/activate/").looks("is-it-you").types("password", PASSWORD).sends()
    hands.looks("activate").types("code", "000000").sends()
    hands.looks("wrong-code")
    hands.goes("/families/").looks("not-open")
