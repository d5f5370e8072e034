"""What goes wrong at a desk: two people at once, twice the same, going back, a lock in the middle of a sentence."""

import re
import uuid

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from jisr.families.models import Household, Person
from jisr.window.listening.models import Interview
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.models import Referral
from jisr.window.reception.models import Visit
from tests.ground import LALLA_AZIZA, SERVICE_PARTNER, SERVICE_SISTER
from tests.journeys.desk import Desk, at_once, statuses
from tests.stories import listened, received, referred, under, with_children

pytestmark = pytest.mark.browser  # it needs the running product
BOTH = pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
PASSWORD = "une phrase de passe"


@pytest.fixture
def family(product):
    """A family of the worker's centre that nobody else works on; (visit, daughter, son)."""
    with product.inside(), under("worker") as worker:
        visit = received(worker, given="كلثوم", family=f"المزدوجة {uuid.uuid4().hex[:6]}")
        return visit, *with_children(worker, visit.household)


def person_form(**changes):
    """The form of a person, filled in."""
    return {
        "given_ar": "كلثوم", "family_ar": "المزدوجة", "given_fr": "", "family_fr": "", "relation": "head", "sex": "f",
        "age": "", "born_on": "1988-05-02", "marital_state": "widowed", "literacy": "", "schooled": "",
        "disability": "",
    } | changes  # fmt: skip


# two people


@BOTH
def test_two_people_save_the_same_file_and_lose_nothing(product, at, family, language, size):
    """The second sees both versions side by side, and then saves what she wants to keep."""
    visit, address = family[0], f"/families/person/{family[0].person_id}/edit/"
    first, second = at("worker", language, size), at("keeper", language, size)
    first.goes(address)
    second.goes(address)

    first.types("family_ar", "الأولى").sends()
    second.types("given_ar", "زينب").types("given_fr", "Zineb").sends().looks("two versions")

    assert first.path.startswith(f"/families/household/{visit.household_id}/")
    told = second.page.content()
    assert "الأولى" in told and "زينب" in told and "Zineb" in told
    second.types("family_ar", "الأولى").sends()
    assert second.path.startswith(f"/families/household/{visit.household_id}/"), second.text
    with product.inside(), under("worker"):
        row = Person.objects.get(pk=visit.person_id)
        assert (row.given_ar, row.family_ar, row.given_fr, row.version) == ("زينب", "الأولى", "Zineb", 3)


def test_two_people_who_save_in_the_same_moment(product, family):
    """One is saved, the other is shown both versions; never both, never neither."""
    path = f"/families/person/{family[0].person_id}/edit/"
    one, two = Desk(product, "worker"), Desk(product, "keeper")
    forms = [person_form(family_ar=f"الاسم {n}", **desk.form(path)) for n, desk in enumerate((one, two))]

    answers = at_once(lambda: one.sends(path, forms[0]), lambda: two.sends(path, forms[1]))

    assert statuses(answers) == [302, 409]
    late = next(answer for answer in answers if answer.status == 409)
    assert "الاسم 0" in late.text and "الاسم 1" in late.text
    with product.inside(), under("worker"):
        assert Person.objects.get(pk=family[0].person_id).version == 2


def test_two_people_who_answer_in_the_same_moment(product, family):
    """A referral has one answer; the second reads it."""
    with product.inside(), under("worker") as worker:
        referral = referred(worker, listened(worker, family[0], (family[2], "disability")), SERVICE_SISTER)
    page = f"/orientation/referral/{referral.pk}/"
    one, two = Desk(product, "sister_worker"), Desk(product, "sister_officer")
    accepts = {"state": "booked", "booked_on": timezone.localdate().isoformat(), **one.form(page)}
    refuses = {"state": "refused", "refusal": "full", "words": "", **two.form(page)}

    answers = at_once(lambda: one.sends(f"{page}answer", accepts), lambda: two.sends(f"{page}answer", refuses))

    assert statuses(answers) == [302, 409]
    assert 'role="alert"' in next(answer for answer in answers if answer.status == 409).text
    with product.inside(), under("sister_worker"):
        row = Referral.objects.get(pk=referral.pk)
        assert row.version == 2 and (row.state == "booked") == (row.refusal == "")


# twice the same


def test_the_same_form_sent_four_times_at_once_is_one_act(product):
    """An impatient finger on a slow line: one household, one person, one visit, and the same receipt for all."""
    path, name = "/reception/new/", f"Rkia {uuid.uuid4().hex[:6]}"
    desk = Desk(product, "officer")
    form = {
        "name": name, "surname": "", "sex": "f", "age": "30", "born_on": "", "commune": LALLA_AZIZA, "locality": "",
        "reasons": ["schooling"], "words": "", "urgency": "normal", "language": "", "channel": "walk_in", "seen": "",
    } | desk.form(path)  # fmt: skip

    answers = at_once(*[lambda: desk.sends(path, form)] * 4)

    assert {answer.status for answer in answers} <= {302, 303}
    assert len({answer.location for answer in answers}) == 1
    with product.inside(), under("officer"):
        visit = Visit.objects.select_related("person").get(pk=answers[0].location.split("/visit/")[1][:36])
        person = visit.person
        assert Visit.objects.filter(person=person).count() == 1
        assert Person.objects.filter(given_fr=person.given_fr, family_fr=person.family_fr).count() == 1
        assert Household.objects.filter(pk=person.household_id).count() == 1


def test_the_same_need_sent_twice_at_once_under_two_keys_is_one_referral(product, family):
    """Two tabs: the second reads that it was sent already, and no consent is left without its referral."""
    with product.inside(), under("worker") as worker:
        need = listened(worker, family[0], (family[2], "disability")).needs.get()
    path = f"/orientation/need/{need.pk}/refer/{SERVICE_SISTER}/"
    one, two = Desk(product, "worker"), Desk(product, "keeper")
    forms = [desk.form(path) | {"shares": ["name"], "manner": "spoken"} for desk in (one, two)]

    answers = at_once(lambda: one.sends(path, forms[0]), lambda: two.sends(path, forms[1]))

    assert statuses(answers) == [200, 302]
    with product.inside(), under("worker"):
        [referral] = Referral.objects.filter(need=need)
        assert referral.consent_id is not None
        assert family[0].household.consents.count() == 1


@BOTH
def test_a_browser_that_goes_back_writes_nothing_twice(product, at, family, language, size):
    """Back to the interview that was sent: sending it again asks first."""
    visit = family[0]
    worker = at("worker", language, size)
    worker.goes(f"/listening/household/{visit.household_id}/new")

    def fill():
        row = worker.page.locator("section.need-row").first
        row.locator("select[name$=theme]").select_option("health")
        row.locator("input[name$=gravity][value='3']").check(force=True)
        worker.types("note", "قالت إنها وحيدة")

    fill()
    worker.sends()
    assert "/listening/interview/" in worker.path, worker.text
    worker.page.go_back()
    worker.page.wait_for_load_state()
    fill()
    worker.sends().looks("sent before")

    assert worker.page.locator("a[href*='/listening/interview/']").count() == 1
    with product.inside(), under("worker"):
        assert Interview.objects.filter(household=visit.household_id).count() == 1
    worker.presses("main button")  # it really happened twice
    with product.inside(), under("worker"):
        assert Interview.objects.filter(household=visit.household_id).count() == 2


# the list and the link


@BOTH
def test_a_referral_answered_on_paper_and_by_its_link(product, at, family, language, size):
    """The partner's page was open while the sender wrote down what it said by telephone."""
    with product.inside(), under("worker") as worker:
        heard = listened(worker, family[0], (family[0].person, "training"))
        referral = referred(worker, heard, SERVICE_PARTNER)
        secret = orientation.make_link(referral=referral, by=worker.user)
    partner = at("", language, size)
    partner.goes(f"/orientation/r/{secret}/").picks("state", "refused").picks("refusal", "full")
    desk, page = Desk(product, "worker"), f"/orientation/referral/{referral.pk}/"
    said = {"state": "booked", "booked_on": timezone.localdate().isoformat()} | desk.form(page)
    assert desk.sends(f"{page}answer", said).status == 302

    partner.sends().looks("answered already")

    assert partner.page.locator("[role=alert]").count() == 1
    with product.inside(), under("worker"):
        row = Referral.objects.get(pk=referral.pk)
        assert (row.state, row.answered_through, row.refusal) == ("booked", "slip", "")


# the lock


@BOTH
def test_a_session_locked_in_the_middle_of_a_sentence_brings_it_back(product, at, family, language, size):
    """She answers the door; the desk locks itself; the password brings back every word."""
    visit, words = family[0], "قالت: «لا أنام منذ وفاة زوجي»"
    worker = at("worker", language, size)
    worker.goes(f"/listening/household/{visit.household_id}/new")
    row = worker.page.locator("section.need-row").first
    row.locator("select[name$=theme]").select_option("health")
    row.locator("input[name$=gravity][value='4']").check(force=True)
    row.locator("textarea[name$=words]").fill(words)
    worker.types("note", "تعود يوم الخميس").types("strengths", "أختها قريبة")
    _lock(product, worker.page)

    worker.sends().looks("locked")
    assert "/enter/unlock/" in worker.path and words not in worker.page.content()
    worker.page.locator("input[type=password]").fill(PASSWORD)
    worker.presses("main .card button")

    assert worker.page.locator("textarea[name$=words]").first.input_value() == words
    assert worker.page.locator("textarea[name=note]").input_value() == "تعود يوم الخميس"
    assert worker.page.locator("textarea[name=strengths]").input_value() == "أختها قريبة"
    assert worker.page.locator("input[name$=gravity]:checked").get_attribute("value") == "4"
    worker.sends()
    assert "/listening/interview/" in worker.path and words in worker.text


def _lock(product, page):
    """As half an hour without anybody, or the button, would."""
    [key] = [one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME]
    with product.inside():
        session = SessionStore(key)
        session["locked"] = True
        session.save()


# words


@BOTH
def test_a_name_that_is_too_long_and_a_birth_to_come_are_told_beside_their_fields(product, at, language, size):
    """What was typed stays; nothing is written until it is right."""
    name = "فاطمة" * 60
    officer = at("officer", language, size)
    officer.goes("/reception/new/").types("name", name).types("commune", LALLA_AZIZA).picks("reasons", "schooling")
    officer.page.locator("main [name='born_on']").evaluate(
        "one => { one.closest('details')?.setAttribute('open', '') }"
    )
    officer.types("born_on", "2090-01-01")
    officer.sends().looks("wrong")

    assert officer.page.locator("main [name='name']").input_value() == name
    for field in ("name", "born_on"):  # both at once: nobody corrects a form in two rounds
        assert officer.page.locator(f"main [name='{field}'][aria-invalid=true]").count() == 1, field
    officer.types("born_on", "").types("name", "ﻓﺎﻃﻤﺔ اﻟﻄﻮﻳﻠﺔ")
    officer.sends()
    if "/reception/new/" in officer.path:  # somebody of that name was found: she is somebody else
        officer.sends()
    assert "/reception/visit/" in officer.path, officer.text
    officer.goes("/families/").types("name", "فاطمه الطويله").sends()
    assert re.search("فاطمة.*الطويلة", officer.text, re.S)
