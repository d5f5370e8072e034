"""Typed in Latin letters, found as written in Arabic at another centre; asked for, opened until a day, closed again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jisr.common.database import scope
from jisr.families import queries
from jisr.families.models import Access, AccessRequest
from tests.stories import received, under

pytestmark = pytest.mark.browser
WHY = "La personne est à notre guichet"


def test_somebody_known_elsewhere_is_found_in_the_other_script_and_opened_until_a_day(product, at):
    """One side works in French at a desk, the other in Arabic on a telephone; neither waits for a letter."""
    with product.inside(), under("worker") as worker:
        visit = received(worker, given="عتيقة", family="بنسودة", born=date(1979, 3, 14), locality="دوار السر")
        reference, home = visit.household.reference, f"/families/household/{visit.household_id}/"
    hers = ("عتيقة", "بنسودة", "دوار السر", reference, str(visit.household_id), str(visit.person_id))

    officer = at("far_officer", "fr", "desk").goes("/families/").types("name", "Atika Bensouda").sends().looks("found")
    assert "Connue de Centre un depuis" in officer.text
    assert [told for told in hers if told in officer.page.content()] == []
    officer.presses("#found form[action='/families/ask/'] button").looks("ask").sends()
    assert "Dites pourquoi" in officer.text
    officer.types("why", WHY).sends().looks("asked")
    assert (officer.path, officer.page.locator(".tag.soon").count()) == ("/families/requests/", 1)
    officer.goes(home)
    assert [told for told in hers if told in officer.text] == []

    director = at("director", "ar", "phone").goes("/work/")
    director.presses("a[href*='/families/requests/']").looks("answer")
    assert WHY in director.text and reference in director.text
    _latest, too_late = queries.opened_until()
    director.types("last_day", too_late.isoformat()).presses("button[value=grant]")
    assert "لسنة على الأكثر" in director.text
    last = timezone.localdate() + timedelta(days=30)
    director.types("last_day", last.isoformat()).presses("button[value=grant]").looks("opened")
    assert director.page.locator(f"main time[datetime='{last.isoformat()}']").count() == 1

    officer.goes("/families/requests/").looks("granted").presses(f"a[href='{home}']")
    assert "عتيقة" in officer.text and reference in officer.text
    director.goes(f"{home}readers/").looks("journal")
    theirs = at("far_director", "fr", "desk").goes(f"{home}readers/").looks("journal")
    assert "فتح الملف لمركز آخر" in director.text and "a ouvert le dossier à un autre centre" in theirs.text
    assert all("Test far_officer" in side.text and "Test director" in side.text for side in (director, theirs))

    with product.inside(), scope(speaking="owner"):
        ended = timezone.localdate() - timedelta(days=1)
        granted = Access.objects.filter(household=visit.household_id, why="granted", until=last + timedelta(days=1))
        assert granted.update(since=ended, until=ended) == 1
        AccessRequest.objects.filter(household=visit.household_id).update(until=ended)
    officer.goes(home)
    assert [told for told in hers if told in officer.text] == []
    officer.goes("/families/requests/").looks("ended")
    assert "n’est plus ouvert" in officer.text and not officer.page.locator(f"a[href='{home}']").count()
    director.goes("/families/requests/")
    assert not director.page.locator(f"a[href='{home}']").count()
