"""J3: a women's cooperative applies on a telephone without an account; from the call to the visit."""

import uuid
from urllib.parse import urlsplit

import pytest

from jisr.ledger.calls.models import Application, Decision, SiteVisit
from tests.ledger.calls import calling
from tests.stories import under

pytestmark = pytest.mark.browser


@pytest.fixture
def call(product):
    """A call that is open, of the region of the tests."""
    with product.inside():
        return calling.a_call(f"j3-{uuid.uuid4().hex[:8]}")


def test_a_cooperative_comes_from_a_call_to_its_first_visit(product, at, call):
    """Twenty-two women, argan: kept, deposited, found complete, read apart, decided, paid, proved, visited."""
    phone = at("", "ar", "phone").goes(f"/calls/{call.code}/").looks("call")
    phone.goes(f"/calls/{call.code}/apply/").presses("[name=kind][value=cooperative]").types("title", "معصرة أركان")
    phone.presses("[name=keep]").looks("kept")
    code = phone.page.locator(".slip-code").inner_text()

    other = at("", "fr", "phone").goes("/calls/mine/").types("code", code.lower()).sends()
    for field, words in (
        ("project", "اثنتان وعشرون امرأة تعصر الأركان وتبيعه"), ("asked", "30000"), ("f_members", "22"),
        ("name", calling.NAME), ("phone", "0612345678"),
    ):  # fmt: skip
        other.types(field, words)
    for field in ("f_in_region", "f_registered", "f_mostly_women"):
        other.picks(field, "yes")
    other.picks("province", "chichaoua").picks("f_helped_before", "no")
    for paper in ("statutes", "members", "coop_register", "minutes", "bank", "quotation"):
        other.picks("declared", paper)
    other.presses("[name=send]").looks("receipt")
    assert other.page.locator(".slip-code").inner_text() == code and calling.NAME not in other.text

    with product.inside():
        calling.close(call)
        with under("coordinator"):
            file = Application.objects.get(call=call).pk
    keeper = at("coordinator", "fr", "desk").goes(f"/calls/desk/file/{file}/")
    keeper.presses("form[action$='/complete/'] button")
    keeper.goes(f"/calls/desk/{call.code}/").presses("form[action$='/give/'] button")
    reader = at("reader_one", "ar", "desk").goes("/calls/desk/").presses("main ul.work a")
    assert calling.NAME not in reader.text
    reader.types("c1", "40").types("c2", "35").types("words", "مشروع جدي").looks("reading").sends()
    with product.inside():
        calling.read(call, lambda row, place: 70)
    keeper.goes(f"/calls/desk/{call.code}/selection/").presses("form[action$='/propose/'] button")
    council = at("council", "ar", "phone").goes(f"/calls/desk/{call.code}/selection/")
    council.presses("form[action$='/decide/'] button")
    at("", "fr", "phone").goes(f"/calls/{call.code}/results/").looks("results")

    keeper.goes(f"/calls/desk/sign/{file}/").types("amount_1", "30000").types("for_1", "معصرة").types(
        "due_1", "2027-02-01"
    )
    keeper.sends("main form.card").presses("main ul.work a")
    award = urlsplit(keeper.page.url).path
    first = at("approver", "ar", "phone").goes(award).presses("main a[href$='/pay/']").sends("main form.card")
    assert calling.NAME not in first.text
    second = at("second_approver", "fr", "phone").goes(award).presses("main a[href$='/confirm/']")
    second.sends("main form.card").looks("payment")
    phone.goes("/calls/mine/").types("code", code).sends().picks("item", "invoice")
    whole = {"name": "f.pdf", "mimeType": "application/pdf", "buffer": calling.PDF}
    phone.page.locator("input[type=file]").set_input_files(whole)
    phone.presses("form[action$='/proof/'] button").looks("mine")
    keeper.page.reload()
    keeper.presses("form[action$='/justify/'] button").looks("award").presses("main a[href$='/announce/']")
    keeper.sends("main form.card").presses("main a[href*='/visit/']:not([href$='/announce/'])")
    keeper.picks("is_alive", "yes").types("jobs", "22").types("women", "22").types("income", "9000").sends(
        "main form.card"
    )

    with product.inside(), under("coordinator"):
        assert SiteVisit.objects.get(award__application=file, months=6).jobs == 22
        assert Decision.objects.get(application=file).outcome == "selected"
