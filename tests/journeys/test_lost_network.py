"""What was typed outlives a network that goes, and a page that is left in the middle of a word."""

import uuid

import pytest

from tests.ledger.calls import calling

pytestmark = pytest.mark.browser


@pytest.fixture
def call(product):
    """A call that is open."""
    with product.inside():
        return calling.a_call(f"lost-{uuid.uuid4().hex[:8]}")


def test_what_was_written_stays_when_nothing_can_be_sent(at, call):
    """Kept twice: into nothing, which says so beside the button; and once the network is back, with its code."""
    phone = at("", "ar", "phone").goes(f"/calls/{call.code}/apply/?kind=cooperative").types("title", "معصرة أركان")
    phone.types("women", "٢٢").types("asked", "٣٠٬٠٠٠")
    here = phone.page
    here.context.set_offline(True)
    here.locator("[name=keep]").click()
    here.locator("#no-network").wait_for(state="visible")
    assert here.locator("[name=title]").input_value() == "معصرة أركان" and "/apply/" in phone.path
    here.context.set_offline(False)
    phone.presses("[name=keep]")
    assert here.locator(".slip-code").inner_text() and here.locator("[name=women]").input_value() == "٢٢"


def test_another_language_in_the_middle_of_a_word_loses_none(at):
    """The page in the other language offers what was typed a moment before, without a second look."""
    council = at("council", "ar", "desk").goes("/agreements/desk/new/").types("name_ar", "اتفاقية لم تكتمل")
    council.presses("form[action='/language/'] button[value='fr'], form[action='/language/'] button")
    council.presses("main a[href*='draft=']")
    assert council.page.locator("[name=name_ar]").input_value() == "اتفاقية لم تكتمل"
