"""Figures that publications give of an agreement: each with its source, none chosen, none lost."""

import re

import pytest
from django.test import Client

from jisr.common.database import scope
from jisr.exchange.agreements_record.loading import load
from jisr.exchange.agreements_record.reading import key
from jisr.ledger.agreements.models import Agreement, Claim
from tests.access.people import entered
from tests.ledger.agreements import promised
from tests.web.agreements.test_desk import ENGLISH, sent, wrong
from tests.window.forms import act

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer"])
SAID = {
    "about": "envelope", "party": "", "value": "392 000 000", "text_ar": "", "text_fr": "", "title": "Communiqué",
    "url": "https://example.org/a", "read_on": promised.TODAY.isoformat(),
}  # fmt: skip


def words(page):
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_figures_stand_side_by_side_and_one_that_was_read_wrongly_stays_readable():
    """Two that contradict are both shown; a correction crosses out the one before it, with the reason."""
    told = promised.running()
    council, visitor = entered("council", headers=ENGLISH), Client(headers=ENGLISH)
    desk = f"/agreements/desk/{told.agreement.code}/claims/"
    public = f"/agreements/{told.agreement.code}/"
    assert "No published figure yet" in words(council.get(desk))
    for changed, said in (
        ({"value": ""}, "Write the figure; or what the source says, in both languages."),
        ({"about": "women", "value": "1,5"}, "Write a number in digits."), ({"title": " "}, "Write the title"),
        ({"url": "javascript:alert(1)"}, "it begins with https://"), ({"read_on": "2999-01-01"}, "today at the latest"),
        ({"about": "share"}, "Say whose share it is."), ({"about": "envelope", "value": "9" * 13}, "number of zeros"),
    ):  # fmt: skip
        assert wrong(council.post(f"{desk}add/", act(**SAID | changed)), said), changed
    assert sent(council, f"{desk}add/", **SAID) == desk
    sent(council, f"{desk}add/", **SAID | {"value": "386000000", "is_about": "on", "title": "Presse"})
    sent(council, f"{desk}add/", **SAID | {"about": "women", "value": "3 000", "title": "Portail"})
    page = words(visitor.get(public))
    for number in ("MAD 392,000,000", "about MAD 386,000,000", "women · 3,000", "written down by the council"):
        assert number in page, number

    with scope(speaking="owner"):
        first, women = Claim.objects.get(value=392_000_000_00), Claim.objects.get(about="women")
    change = f"/agreements/desk/claim/{first.pk}/replace/"
    assert 'value="392000000"' in council.get(change).content.decode()
    assert wrong(council.post(change, act(**SAID | {"why": ""})), "Say why, in a few words")
    sent(council, change, **SAID | {"value": "391000000", "why": "رقم خاطئ"})
    sent(council, f"/agreements/desk/claim/{women.pk}/out/", why="صفحة أخرى")
    page = words(visitor.get(public))
    assert "MAD 391,000,000" in page and "2 taken out" in page and "رقم خاطئ" in page and "صفحة أخرى" in page
    assert page.index("MAD 391,000,000") < page.index("2 taken out") < page.index("MAD 392,000,000")
    for pk in (first.pk, women.pk):
        assert council.get(f"/agreements/desk/claim/{pk}/out/").status_code == 404


def test_the_record_written_anew_leaves_what_a_council_wrote():
    """The loader corrects its own figures alone; both stand on the page of an agreement known from publications."""
    with scope(speaking="owner"):
        load()
        agreement = Agreement.objects.filter(claims__isnull=False, is_demonstration=False).first()
        before = Claim.objects.filter(agreement=agreement).count()
        Claim.objects.create(
            agreement=agreement, about="women", value=7, sources=[{"title": "x", "url": "https://example.org"}],
            by_council=True,
        )  # fmt: skip
        load()
        assert agreement.pk == key("agreement", agreement.code)
        assert Claim.objects.filter(agreement=agreement).count() == before + 1
        assert Claim.objects.filter(agreement=agreement, by_council=True).count() == 1
