"""The director walks through her building with a telephone, and what she finds is carried out."""

from datetime import timedelta

import pytest
from django.utils import timezone

pytestmark = pytest.mark.browser
#: Each in a building of her own: what the one wrote down would stand ready for the other.
WAYS = [("ar", "phone", "director", 101), ("fr", "desk", "sister_director", 102)]
_GOOD = (
    "building_structure", "water_supply", "water_sewer", "water_toilets", "energy_electricity", "safety_fire",
    "connection_internet", "rooms_listening",
)  # fmt: skip


@pytest.mark.parametrize(("language", "size", "who", "centre"), WAYS)
def test_what_is_found_becomes_works_and_a_closure_is_told(at, language, size, who, centre):
    """From the page of the centre: a sheet by taps, an operation from what is weak, its price, its closure, its end."""
    today = timezone.localdate()
    director = at(who, language, size).goes(f"/centres/{centre}/")
    director.presses(f"a[href='/works/{centre}/']").looks("building")
    director.presses(f"a[href='/works/{centre}/sheet/']")
    for thing in _GOOD:
        director.picks(f"{thing}_look", "good")
    director.picks("building_roof_look", "out").picks("access_entrance_look", "absent")
    assert not director.typed
    director.looks("sheet").sends().looks("kept")

    director.goes(f"/works/{centre}/operations/new/").types("title", "السقف").picks("items", "building.roof").sends()
    operation = director.path
    director.presses("table a").types("estimate", "180 000").sends()
    director.presses("a[href$='/to/programme/']").sends().presses("a[href$='/to/works/']").sends()
    since = (today - timedelta(days=2)).isoformat()
    director.presses("a[href$='/closure/']").types("since", since).types("nowhere", "3").sends().looks("works")
    director.presses("a[href$='/reopen/']").sends()
    director.presses("a[href$='/to/reception/']").page.locator("input[name='mended']").first.check()
    director.looks("reception").sends()

    assert director.path == operation
    director.goes(f"/works/{centre}/").looks("mended")
    assert director.page.locator(".state .tag").first.inner_text()[0] in "BCبج"


@pytest.mark.parametrize(("language", "size", "who", "centre"), WAYS)
def test_meters_are_read_and_a_lower_number_asks(at, language, size, who, centre):
    """Two readings make a consumption; a third that runs backwards is not believed."""
    today = timezone.localdate()
    director = at(who, language, size).goes(f"/works/{centre}/energy/").looks("no_meter").presses(".empty a")
    director.picks("kind", "electricity").types("number", "M-1").sends()
    for ago, shown in ((40, "100"), (10, "400")):
        director.presses("a[href$='/read/']").types("on", (today - timedelta(days=ago)).isoformat())
        director.types("value", shown).sends()

    director.looks("energy").presses("a[href$='/read/']").types("value", "20").sends().looks("asks")

    assert director.page.locator("input[name='what']").count() == 3
    director.goes(f"/works/{centre}/energy/")
    assert "300" in director.text
