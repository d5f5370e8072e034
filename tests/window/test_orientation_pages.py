"""Orientation, on both sides: what goes along is what was agreed to, an answer is given once, a refusal leads on."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.centres.models import Service
from jisr.common.database import scope
from jisr.families.models import Consent
from jisr.window.listening.models import Need
from jisr.window.orientation import actions
from jisr.window.orientation.models import Referral
from tests.access.people import entered
from tests.ground import OWN, SERVICE_OWN, SERVICE_PARTNER, SERVICE_SHELTER, SERVICE_SISTER
from tests.stories import boys_need, listened, received, referred, under
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
SOON = (timezone.localdate() + timedelta(days=3)).isoformat()


@pytest.fixture
def need():
    """The deaf boy's need, heard at the first centre."""
    return boys_need()


@pytest.fixture
def sent(need):
    """The same need, sent with the name and the words."""
    with under("worker") as held:
        return referred(held, need.interview, SERVICE_SISTER)


def now():
    """The one referral, as it is."""
    with under("worker"):
        return Referral.objects.get()


def test_services_are_ranked_with_reasons_and_the_sum_that_made_the_order(need):
    """Every ranked service opens its reasons; every weight says where it is written."""
    page = entered("worker", headers={"accept-language": "en"}).get(f"/orientation/need/{need.pk}/").content.decode()

    assert f"/orientation/need/{need.pk}/refer/{SERVICE_SISTER}/" in page
    assert re.search(r"About \d+ km from home, \d+ minutes by road", page)
    assert "How is the order made?" in page and "docs/decisions/0096-ranking.md" in page


def test_what_would_go_along_is_shown_before_it_is_agreed_to(need):
    """Consent is asked thing by thing, each with what it says; nothing is ticked beforehand."""
    page = entered("worker").get(f"/orientation/need/{need.pk}/refer/{SERVICE_SISTER}/").content.decode()

    boxes = re.findall(r'<input type="checkbox" name="shares" value="(\w+)"[^>]*>', page)
    assert boxes == [
        "name",
        "household",
        "need",
        "disability",
        "situation",
    ]  # no safe telephone is written: none offered
    assert not re.search(r'name="shares"[^>]* checked', page)
    assert "ياسين" in page


def test_nothing_is_shared_without_saying_how_consent_was_given(need):
    """A tick without the manner is refused beside the manner; nothing is written."""
    page = entered("worker").post(f"/orientation/need/{need.pk}/refer/{SERVICE_SISTER}/", act(shares=["name"]))

    assert page.status_code == 200
    assert re.search(r'class="field wrong".*?name="manner"', page.content.decode(), re.S)
    with under("worker"):
        assert not Referral.objects.exists() and not Consent.objects.exists()


def test_a_referral_without_any_share_tells_no_name(need):
    """Who agrees to nothing is sent all the same, by age, sex and commune."""
    answer = entered("worker").post(f"/orientation/need/{need.pk}/refer/{SERVICE_SISTER}/", act())

    page = entered("sister_worker").get(answer["Location"]).content.decode()
    assert answer.status_code == 302
    for name in ("ياسين", "أمزيل", "فاطمة", "لا يسمع"):
        assert name not in page


def test_the_same_need_waits_once_at_a_service(sent):
    """Sent again to the same service: a sentence, and the way to the first one."""
    worker, address = entered("worker"), f"/orientation/need/{sent.need_id}/refer/{SERVICE_SISTER}/"

    page = worker.post(address, act()).content.decode()

    assert f"/orientation/referral/{sent.pk}/" in page
    assert now().pk == sent.pk


def test_a_service_that_does_not_fit_cannot_be_chosen_by_address(need):
    """A service of another domain has no reasons to show, so it has no form either."""
    address = f"/orientation/need/{need.pk}/refer/{SERVICE_OWN}/"

    page = entered("worker").get(address)
    answer = entered("worker").post(address, act())

    assert page.status_code == answer.status_code == 200 and b'name="shares"' not in page.content
    with under("worker"):
        assert not Referral.objects.exists()


def test_the_receiver_reads_what_was_shared_and_types_none_of_it(sent):
    """At the second centre the name and the words are there; the form asks for the answer alone."""
    page = entered("sister_worker").get(f"/orientation/referral/{sent.pk}/").content.decode()

    form = re.search(r'<form[^>]*action="[^"]*/answer".*?</form>', page, re.S)[0]
    fields = set(re.findall(r'name="(\w+)"', form)) - {"csrfmiddlewaretoken", "act_key"}
    assert "ياسين" in page and "بكلماتها" in page
    assert fields == {"state", "booked_on", "decide_by", "refusal", "words"}


def test_what_was_not_shared_is_not_there(sent):
    """The disability was not ticked: it is neither on the page nor in the row."""
    page = entered("sister_worker", headers={"accept-language": "en"}).get(f"/orientation/referral/{sent.pk}/")

    assert b"hearing" not in page.content
    assert set(now().shared) == {"facts", "name", "need"} and now().shared["facts"]["disability"] is None


def test_an_answer_is_given_once(sent):
    """Two officers answer: the second reads the first answer, and nothing changes."""
    address = f"/orientation/referral/{sent.pk}/answer"
    first = entered("sister_worker").post(address, act(state="booked", booked_on=SOON))

    second = entered("sister_officer").post(address, act(state="refused", refusal="full"))

    assert first.status_code == 302 and second.status_code == 409
    assert 'role="alert"' in second.content.decode() and "full" not in now().refusal
    assert (now().state, str(now().booked_on)) == ("booked", SOON)


def test_the_same_answer_sent_twice_is_one(sent):
    """A double click is not a second answer, and not a reproach either."""
    sister, form = entered("sister_worker"), act(state="accepted")

    answers = [sister.post(f"/orientation/referral/{sent.pk}/answer", form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 303]
    assert now().state == "accepted"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"state": ""}, "state"),
        ({"state": "completed"}, "state"),
        ({"state": "booked"}, "booked_on"),
        ({"state": "booked", "booked_on": (timezone.localdate() - timedelta(days=1)).isoformat()}, "booked_on"),
        ({"state": "booked", "booked_on": "31/02/2027"}, "booked_on"),
        ({"state": "refused"}, "refusal"),
        ({"state": "refused", "refusal": "other"}, "words"),
        ({"state": "accepted", "words": "x" * 1001}, "words"),
    ],
)
def test_an_answer_that_says_too_little_is_marked_where_it_lacks(sent, form, field):
    """Errors stand beside the field, and nothing is half answered."""
    page = entered("sister_worker").post(f"/orientation/referral/{sent.pk}/answer", act(**form))

    assert page.status_code == 200
    assert f'id="id_{field}_error"' in page.content.decode()
    assert now().state == "offered"


def test_a_hidden_field_cannot_contradict_the_answer(sent):
    """Somebody chose a reason, then accepted: the reason is not kept."""
    form = act(state="accepted", refusal="full", booked_on=SOON)

    entered("sister_worker").post(f"/orientation/referral/{sent.pk}/answer", form)

    assert (now().refusal, now().booked_on) == ("", None)


def test_a_refusal_says_why_and_offers_the_next_service(sent):
    """Refused at one service: the next that fits is one click away, and the refused one is not offered again."""
    twin = _twin_of(SERVICE_SISTER)
    entered("sister_worker").post(f"/orientation/referral/{sent.pk}/answer", act(state="refused", refusal="full"))

    page = (
        entered("worker", headers={"accept-language": "en"}).get(f"/orientation/referral/{sent.pk}/").content.decode()
    )

    assert "No place at the moment" in page and "waiting list" in page
    first = re.search(r'class="button" href="/orientation/need/[^"]+/refer/(\d+)/"', page)
    assert first is not None and int(first[1]) == twin


def _twin_of(key):
    """Another service like this one, at the same centre."""
    with under("worker"):
        service = Service.objects.get(pk=key)
        service.pk, service.code = 9_001, f"{service.code}-TWIN"
        service.save(force_insert=True)
        return service.pk


def test_an_expired_referral_says_what_can_be_done():
    """Nobody answered: the sender is told so, and what to do where no other service fits."""
    with under("worker") as held:
        visit = received(held)
        heard = listened(held, visit, (visit.person, "training"))
        referral = referred(held, heard, SERVICE_PARTNER)
    with scope(centres=[OWN]):  # as the keeper does it: in no user's name
        actions.expire(referral=referral)

    page = (
        entered("worker", headers={"accept-language": "en"})
        .get(f"/orientation/referral/{referral.pk}/")
        .content.decode()
    )

    assert "What can be done" in page and "Nobody answered in time" in page
    assert not re.search(r'class="button[^"]*" href="/orientation/need/[^"]+/refer/', page)  # there is no other


@pytest.mark.parametrize(("refusal", "again"), [("papers", True), ("age", False)])
def test_a_need_goes_to_the_same_service_again_where_another_day_may_help(sent, refusal, again):
    """A paper can be got; an age cannot be changed."""
    sister, page = entered("sister_worker"), f"/orientation/referral/{sent.pk}/"
    sister.post(f"{page}answer", act(state="refused", refusal=refusal))
    address = f"/orientation/need/{sent.need_id}/refer/{SERVICE_SISTER}/"

    shown = entered("worker").get(page).content.decode()

    assert (address in shown) is again
    assert entered("worker").post(address, act()).status_code == 302


def test_the_loop_closes_when_the_person_says_so(sent):
    """Given, says the centre; got, says the person: then only the need is offered for closing."""
    page, sister, worker = f"/orientation/referral/{sent.pk}/", entered("sister_worker"), entered("worker")
    sister.post(f"{page}answer", act(state="accepted"))
    for verb, form in (("book", act(booked_on=SOON)), ("start", act()), ("complete", act(words="سُلِّمت"))):
        assert sister.post(f"{page}{verb}", form).status_code == 302, verb
    close = f"/listening/need/{sent.need_id}/close"
    assert close not in worker.get(page).content.decode()

    answer = worker.post(f"{page}confirm", act(served="yes", asked="counter"))

    assert answer.status_code == 302 and close in worker.get(page).content.decode()


def test_what_did_not_succeed_says_why_and_comes_back(sent):
    """Nobody is oriented and then lost: the sender reads the reason and what can be done."""
    page, sister = f"/orientation/referral/{sent.pk}/", entered("sister_worker")
    sister.post(f"{page}answer", act(state="accepted"))

    refused = sister.post(f"{page}fail", act(words="لم يأت"))
    answer = sister.post(f"{page}fail", act(failure="did_not_come", words="لم يأت"))

    assert refused.status_code == 200 and answer.status_code == 302
    assert "لم يأت" in entered("worker").get(page).content.decode()


def test_an_act_out_of_turn_shows_the_present_state(sent):
    """A page left open since yesterday: the start of what was never accepted is refused with the state."""
    page = entered("sister_worker").post(f"/orientation/referral/{sent.pk}/start", act())

    assert page.status_code == 409 and 'role="alert"' in page.content.decode()
    assert now().state == "offered"


def test_each_side_does_its_own(sent):
    """The receiver does not take back, the sender does not answer for a centre that has its own list."""
    page, worker, sister = f"/orientation/referral/{sent.pk}/", entered("worker"), entered("sister_worker")

    assert sister.post(f"{page}withdraw", act()).status_code == 403
    assert sister.post(f"{page}confirm", act(served="yes", asked="counter")).status_code == 403
    assert worker.post(f"{page}start", act()).status_code == 403
    assert worker.post(f"{page}answer", act(state="accepted")).status_code == 409
    assert now().state == "offered"


def test_what_was_shared_is_no_longer_shown_after_it_was_taken_back(sent):
    """The receiver has no more to do with it."""
    page = f"/orientation/referral/{sent.pk}/"
    assert entered("worker").post(f"{page}withdraw", act(reason="declined")).status_code == 302

    assert "ياسين" not in entered("sister_worker").get(page).content.decode()


@pytest.mark.parametrize("who", ["far_worker", "shelter_keeper", "far_director"])
def test_a_third_centre_finds_no_referral(sent, who):
    """Two centres read a referral; for every other it is not there."""
    client, page = entered(who), f"/orientation/referral/{sent.pk}/"

    assert client.get(page).status_code == 404
    assert client.post(f"{page}answer", act(state="accepted")).status_code == 404


def test_a_protected_referral_is_not_there_for_the_next_desk():
    """At both centres, for whoever does not keep the compartment."""
    with under("keeper") as held:
        visit = received(held)
        heard = listened(held, visit, (visit.person, "shelter"), compartment="violence")
        referral = referred(held, heard, SERVICE_SHELTER)
    page = f"/orientation/referral/{referral.pk}/"

    assert entered("keeper").get(page).status_code == 200
    assert entered("shelter_keeper").get(page).status_code == 200
    assert entered("worker").get(page).status_code == entered("director").get(page).status_code == 404


def test_the_paper_bears_a_number_and_no_name(sent):
    """It may be lost in the street."""
    for size in ("", "?size=slip"):
        page = entered("worker").get(f"/orientation/referral/{sent.pk}/slip{size}").content.decode()
        sheet = page[page.index('<article class="sheet">') :]
        assert sent.code in sheet
        for name in ("ياسين", "أمزيل", "فاطمة"):
            assert name not in sheet


def test_the_paper_of_a_protected_referral_tells_nothing():
    """It may be found at home: neither the centre, nor the service, nor the domain."""
    with under("keeper") as held:
        visit = received(held)
        heard = listened(held, visit, (visit.person, "shelter"), compartment="violence")
        referral = referred(held, heard, SERVICE_SHELTER)

    page = entered("keeper").get(f"/orientation/referral/{referral.pk}/slip").content.decode()

    sheet = page[page.index('<article class="sheet">') : page.index("</article>")]
    assert referral.code in sheet
    for word in ("فضاء سري", "مركز أول", "إيواء", "violence", "عنف"):
        assert word not in sheet


def test_the_sender_writes_down_what_a_centre_without_account_said():
    """By telephone or on the paper that came back; from there the sender tells what happens."""
    with under("worker") as held:
        visit = received(held)
        referral = referred(held, listened(held, visit, (visit.person, "training")), SERVICE_PARTNER)
    worker, page = entered("worker"), f"/orientation/referral/{referral.pk}/"

    assert worker.post(f"{page}answer", act(state="booked", booked_on=SOON)).status_code == 302
    for verb in ("start", "complete"):
        assert worker.post(f"{page}{verb}", act()).status_code == 302, verb

    assert (now().state, now().answered_through) == ("completed", "slip")


def test_reading_writes_nothing(sent):
    """A GET changes nothing but the reading journal."""
    with under("worker"):
        before = list(Referral.objects.values()), list(Need.objects.values())
    worker, page = entered("worker"), f"/orientation/referral/{sent.pk}/"

    for address in ("", "slip", "link", "withdraw", "confirm"):
        worker.get(f"{page}{address}")
    worker.get(f"/orientation/need/{sent.need_id}/?more=1")

    with under("worker"):
        assert (list(Referral.objects.values()), list(Need.objects.values())) == before


def test_the_list_of_services_costs_a_fixed_number_of_queries(sent, django_assert_max_num_queries):
    """Candidates are joined, not read one by one."""
    worker = entered("worker")

    with django_assert_max_num_queries(30):
        assert worker.get(f"/orientation/need/{sent.need_id}/").status_code == 200
