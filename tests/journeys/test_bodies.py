"""An advisory body in a real browser: it asks, its region answers, everybody reads it; in both languages."""

import uuid

import pytest

from tests.forum.advising import a_body, drafted, given, planned

pytestmark = pytest.mark.browser
WORDS = {
    "ar": ("قاعة لاثني عشر شخصا", "القاعة محجوزة"),
    "fr": ("Une salle pour douze personnes", "La salle est réservée"),
}


@pytest.fixture
def body(product):
    """A body of its own, with something of every kind."""
    with product.inside():
        found = a_body(f"journey-{uuid.uuid4().hex[:6]}")
        planned(found, what_fr="Avis sur le programme régional")
        given(found, title_fr="Programme régional", text_fr="Nous recommandons un centre mobile.")
        drafted(found)
    return found


@pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
def test_what_a_body_asks_is_answered_and_read_by_everybody(product, at, body, language, size):
    """From the desk of the member to that of the region, and to the page without an account."""
    tongue, (what, then) = language, WORDS[language]
    desk = f"/forum/bodies/desk/{body.code}/"
    member = at("adviser", language, size).goes(desk).looks("body")

    member.goes(f"{desk}ask/").picks("kind", "room").types(f"what_{tongue}", what).looks("ask").sends()
    assert what in member.text
    member.goes(f"{desk}opinion/").looks("opinion")

    region = at("answering", language, size).goes("/forum/bodies/desk/").looks("region")
    region.presses(f"ul.work li:has-text('{what}') a.button").picks("kind", "refused").types("why", what)
    region.types("next_step", then).types(f"office_{tongue}", then).looks("answer").sends()

    visitor = at("", language, size).goes("/forum/bodies/?region=07").looks("list")
    visitor.goes(f"/forum/bodies/{body.code}/").looks("public")
    assert what in visitor.text and then in visitor.text
