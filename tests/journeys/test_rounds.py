"""The delegate plans a round, moves a stop, publishes it; a visitor reads it and takes the sheet of her board."""

import pytest

from jisr.atlas.rounds import jobs
from jisr.atlas.rounds.kernels import Wanted, tours
from jisr.atlas.rounds.models import MobileRound
from jisr.common.database import scope
from tests.ground import CHICHAOUA, IMINTANOUTE, OWN, user_of

pytestmark = pytest.mark.browser
WAYS = [("ar", "phone"), ("fr", "desk")]


def _planned(product, hands):
    """What the keeper does for the round of this page; then the page is looked at again."""
    key = hands.path.split("/")[4]
    with product.inside():
        user = user_of("delegate")
        with scope(user=user.pk):
            row = MobileRound.objects.get(pk=key)
        jobs.plan(row.pk, author=user.pk, route=tours, wanted=Wanted)
    return hands.goes(f"/atlas/rounds/desk/{key}/")


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_a_round_goes_from_the_list_to_the_board(at, product, language, size):
    """Begun from the atlas, planned, one stop fixed to a day, published; then read without an account."""
    delegate = at("delegate", language, size).goes("/atlas/rounds/").presses("main a[href$='/desk/']").looks("desk")
    delegate.presses("main a[href$='/desk/new/']").looks("new").picks("base", str(OWN))
    while (ticked := delegate.page.locator("main input[name='places']:checked")).count():
        ticked.first.uncheck(force=True)
    delegate.picks("places", CHICHAOUA).picks("places", IMINTANOUTE)
    delegate.sends("main form[method=post]").looks("waiting")
    _planned(product, delegate).looks("calendar")

    delegate.presses(".of-places a.link").looks("place").picks("slot", "3").sends()
    _planned(product, delegate)
    delegate.presses("main a[href$='/publish/']").looks("publish").sends().looks("published")

    address = delegate.path.replace("/desk", "")
    visitor = at("", language, size).goes(address).looks("page")
    assert visitor.page.locator("table.month .tour").count()
    visitor.page.locator("details.more summary").click()
    with visitor.page.expect_download() as taken:
        visitor.page.locator("a[href*='-a4.pdf']").first.click()
    assert taken.value.suggested_filename.startswith("board-")
