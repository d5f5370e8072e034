"""The counter, the file and the work list in a real browser: each language, telephone and desk, both themes."""

import os
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone

from jisr.families import actions as families
from jisr.families.queries import known_persons
from jisr.messages import actions as messages
from jisr.window.orientation import actions as orientation
from jisr.window.pathways import actions as pathways
from jisr.window.reception.models import Visit
from tests.ground import OWN, SERVICE_SISTER
from tests.journeys.browser import check_sizes, turn
from tests.stories import listened, received, referred, under, with_children

pytestmark = pytest.mark.browser
TODAY = timezone.localdate()


@dataclass(frozen=True)
class Family:
    """What the pages are about."""

    visit: Visit
    message: UUID
    consent: UUID
    asked: UUID


@pytest.fixture(scope="module")
def family(product):
    """A family on its way: received twice, listened to, sent to two centres, with a plan and somebody waiting."""
    with product.inside():
        with under("worker") as worker:
            visit = received(worker, family="أيت وكريم", locality="دوار تيزي", names={"given_fr": "Fatima"})
            girl, boy = with_children(worker, visit.household)
            families.change_person(
                person=visit.person, version=1, by=worker.user, given_ar="فاطمة", family_ar="أيت وكريم",
                given_fr="Fatima", family_fr="Ait Ouakrim", sex="f", born_on=date(1988, 5, 2), literacy="no",
                marital_state="widowed",
            )  # fmt: skip
            families.change_household(
                household=visit.household, version=1, by=worker.user, language="tachelhit", rsu="no", rnp="declared"
            )
            families.add_phone(
                household=visit.household, number="06 12 34 56 78", owner="neighbour", is_safe=False, by=worker.user
            )
            families.add_identity(person=visit.person, kind="cin", number="ZZ000123", by=worker.user)
            first = listened(worker, visit, (boy, "disability"))
            listened(worker, visit, (girl, "student_lodging"))
            referral = referred(worker, first, SERVICE_SISTER)
            plan = pathways.open_plan(household=visit.household, centre=worker.centre, goal="تمدرس", by=worker.user)
            pathways.add_step(
                plan=plan, person=girl, kind="school", what="التسجيل في دار الطالبة",
                due_on=TODAY - timedelta(days=2), by=worker.user,
            )  # fmt: skip
            received(worker, given="الحسين", names={"sex": "m"}, visit={"urgency": "now", "words": "ليس له مأوى"})
            received(worker, given="Rkia", names={"given_ar": "", "given_fr": "Rkia"}, visit={"urgency": "week"})
            message = messages.queue(
                centre=OWN, channel="call", to="06 00 00 00 00", template="answered", about=referral,
                body="المركز يطلب منكم الاتصال به.",
            )  # fmt: skip
        with under("sister_worker") as sister:
            orientation.answer(referral=referral, state="booked", booked_on=TODAY + timedelta(days=3), by=sister.user)
            received(sister, given="كلثوم", family="العلوي")
            known = next(one for one in known_persons("Rkia", limit=50) if not one.is_here)
            asked = families.ask_access(mark=known.mark, centre=sister.centre, why="هي حاضرة عندنا", by=sister.user)
    return Family(visit, message.pk, referral.consent_id, asked.pk)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_of_a_file_can_be_used_by_everyone(open_page, product, family, language):
    """Right to left and left to right, in a corridor and at a counter."""
    page = open_page(language, "phone")
    product.enter(page, "keeper")

    for name, path in _pages(family).items():
        answer = page.goto(path)
        assert (answer.status, page.url) == (200, product.address + path)
        check_sizes(page, f"window-{name}", language)


def _pages(family):
    visit = family.visit
    household, person = visit.household_id, visit.person_id
    return {
        "work": "/work/",
        "household": f"/families/household/{household}/",
        "edit-household": f"/families/household/{household}/edit/",
        "edit-person": f"/families/person/{person}/edit/",
        "identity": f"/families/person/{person}/identity/new/",
        "phone": f"/families/household/{household}/phone/new/",
        "readers": f"/families/household/{household}/readers/",
        "requests": "/families/requests/",
        "answer": f"/families/requests/{family.asked}/answer/",
        "withdraw": f"/families/consent/{family.consent}/withdraw/",
        "message": f"/work/message/{family.message}/",
        "search": "/families/",
        "new": "/reception/new/",
        "known": f"/reception/person/{person}/new/",
        "receipt": f"/reception/visit/{visit.pk}/",
        "paper": f"/reception/visit/{visit.pk}/print/?size=a4",
        "slip": f"/reception/visit/{visit.pk}/print/?size=slip",
    }


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_somebody_is_looked_for_then_received(open_page, product, family, language):
    """The way of the counter, from the first name typed to the paper in the hand."""
    page = open_page(language, "phone")
    product.enter(page, "officer")

    page.goto("/families/")
    page.fill("[name=name]", "Fatima العلوي")
    page.fill("[name=age]", "34")
    turn(page, page.locator("main form button"))
    check_sizes(page, "window-found", language)
    turn(page, page.locator("form[action='/reception/new/'] button"))
    assert page.input_value("[name=name]") == "Fatima"
    turn(page, page.locator("form:has([name=surname]) .actions button"))
    check_sizes(page, "window-new-wrong", language)
    page.fill("[name=commune]", "Lalla Aaziza")
    page.check("[name=reasons][value=schooling]")
    turn(page, page.locator("form:has([name=surname]) .actions button"))
    assert "/reception/visit/" in page.url
    check_sizes(page, "window-given", language)

    page.goto("/reception/new/")  # the same person once more: whoever was just received is shown first
    page.fill("[name=name]", "Fatima")
    page.fill("[name=surname]", "العلوي")
    page.fill("[name=commune]", "Lalla Aaziza")
    page.check("[name=reasons][value=schooling]")
    turn(page, page.locator("form:has([name=surname]) .actions button"))
    page.locator("a[href^='/reception/person/']").first.wait_for()
    check_sizes(page, "window-twin", language)


@pytest.mark.parametrize(("size", "millimetres"), [("slip", 80), ("a4", 210)])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_receipt_fits_its_paper(open_page, product, family, language, size, millimetres):
    """A slip printer takes 80 mm, an office printer A4; either way it is one sheet."""
    page = open_page(language, "desk")
    product.enter(page, "officer")
    page.goto(f"/reception/visit/{family.visit.pk}/print/?size={size}")

    sheet = page.pdf(prefer_css_page_size=True)
    if folder := os.environ.get("JISR_SCREENSHOTS"):
        (Path(folder) / f"window-receipt-{size}-{language}.pdf").write_bytes(sheet)

    [width] = {float(number) for number in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ", sheet)}
    assert abs(width * 25.4 / 72 - millimetres) < 1
    assert len(re.findall(rb"/Type /Page\b", sheet)) == 1
