"""The network goes while somebody applies on her telephone: the page stays, with all that she wrote on it."""

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
    phone = at("", "ar", "phone").goes(f"/calls/{call.code}/apply/").types("title", "معصرة أركان")
    phone.types("women", "٢٢").types("asked", "٣٠٬٠٠٠")
    here = phone.page
    here.context.set_offline(True)
    here.locator("[name=keep]").click()
    here.locator("#no-network").wait_for(state="visible")
    assert here.locator("[name=title]").input_value() == "معصرة أركان" and "/apply/" in phone.path
    here.context.set_offline(False)
    phone.presses("[name=keep]")
    assert here.locator(".slip-code").inner_text() and here.locator("[name=women]").input_value() == "٢٢"
