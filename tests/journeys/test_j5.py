"""J5: the commission of a regional council before its session, on a phone; and what a citizen reads of the same."""

import re

import pytest

from jisr.exchange.agreements_record.loading import load
from tests.ledger.agreements import promised

pytestmark = pytest.mark.browser


def read(hands):
    """What stands on the page, without the marks that keep digits in order."""
    return re.sub(r"\s+", " ", re.sub("[\u200e\u200f\u2066-\u2069]", "", hands.text))


@pytest.fixture
def told(product):
    """The agreement of ``before_the_session``, beside what is published of the other regions."""
    with product.inside():
        load()
        return promised.before_the_session()


def test_the_commission_finds_every_number_and_a_citizen_the_same(at, told):
    """By hand, in dirhams: 12 million promised, 3 paid, 5 late; 100 of 250 women, 60 % rural, 120,000 for each."""
    desk = at("council", "ar", "phone").goes("/agreements/desk/").looks("desk")
    desk.goes("/agreements/desk/session/").looks("session")
    for number in ("12.000.000", "4.000.000", "3.000.000", "2.500.000", "5.000.000", "100 (40", "60 (60", "120.000"):
        assert number in read(desk), number
    # another region beside it: 12 million for 3,000 women, as the pages of Laâyoune publish them
    assert "4.000 درهم" in read(desk) and "غير منشور" in read(desk)
    desk.goes(f"/agreements/desk/{told.agreement.code}/").looks("agreement")
    desk.presses("table a[href*='/instalment/']").looks("instalment")

    citizen = at("", "fr", "desk").goes(f"/agreements/{told.agreement.code}/").looks("public")
    for number in ("12 000 000", "3 000 000", "30 jours", "10 jours", "60 (60", "120 000"):
        assert number in read(citizen), number
    citizen.goes(f"/agreements/{told.agreement.code}/amendments/").looks("amendments")
    assert "Nouvelles tranches" in citizen.text and "Version 1" in citizen.text
    citizen.goes("/agreements/").looks("list")
    citizen.goes(f"/thread/agreement/{told.agreement.code}/").looks("thread")
    assert "3 000 000" in read(citizen)
