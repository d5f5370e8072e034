"""A partner without an account: one referral, by a link that dies, behind a code that goes to a known telephone."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.models import JournalLine
from jisr.messages.models import Message
from jisr.window.orientation import actions
from jisr.window.orientation.models import Referral
from tests.access.people import entered
from tests.ground import SERVICE_PARTNER, SERVICE_SISTER
from tests.stories import listened, received, referred, under
from tests.window.forms import act, same

# the public login speaks in a transaction of its own: what the sender wrote must be committed
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])
SOON = (timezone.localdate() + timedelta(days=3)).isoformat()
NAMES = ("فاطمة", "أيت وكريم")


def made(**shares):
    """A referral sent to the partner, and the address of its link."""
    with under("worker") as held:
        visit = received(held)
        referral = referred(held, listened(held, visit, (visit.person, "training")), SERVICE_PARTNER, **shares)
        return referral, f"/orientation/r/{actions.make_link(referral=referral, by=held.user)}/"


def stored(**changes):
    """The referral as it is; first changed by the owner, where a test must move the clock."""
    with scope(speaking="owner"):
        if changes:
            Referral.objects.update(**changes)
        return Referral.objects.values().get()


def code_of(page):
    """The code in the message that the demonstration shows."""
    return re.search(r"\b\d{6}\b", page.content.decode())[0]


def test_the_page_of_a_link_sent_again_leaves_the_link_as_it_is():
    """A reload sends the form once more: what was already passed on must not die of it."""
    referral, _address = made()
    worker, page = entered("worker"), f"/orientation/referral/{referral.pk}/"
    key = {"act_key": str(uuid.uuid4())}
    first = worker.post(f"{page}link", key)
    token = stored()["token"]

    again = worker.post(f"{page}link", key)

    assert first.status_code == 200
    assert (again.status_code, again["Location"]) == (303, page)
    assert stored()["token"] == token
    assert (
        'name="act_key"'
        in worker.get(page).content.decode().partition(f'action="{page}link"')[2].partition("</form>")[0]
    )


def test_an_answer_of_a_side_that_may_not_answer_is_told_who_does():
    """The sender's own colleague presses an old page."""
    with under("worker") as held:
        visit = received(held)
        referral = referred(held, listened(held, visit, (visit.person, "training")), SERVICE_SISTER)

    said = entered("worker").post(f"/orientation/referral/{referral.pk}/answer", {"state": "accepted"})

    assert said.status_code == 409
    assert 'role="alert"' in said.content.decode()
    assert stored()["state"] == "offered"


def test_the_link_tells_the_need_and_no_name_until_the_code_is_typed():
    """Theme, age band, sex, centre, what was consented; the name waits for the known telephone."""
    _referral, address = made()
    partner = Client()

    closed = partner.get(address).content.decode()
    code = code_of(partner.post(f"{address}code"))
    opened = partner.post(f"{address}open", {"code": " ".join(code)}, follow=True)

    assert not any(name in closed for name in NAMES) and "بكلماتها" not in closed
    assert opened.status_code == 200 and all(name in opened.content.decode() for name in NAMES)
    assert not any(name in Client().get(address).content.decode() for name in NAMES)  # another browser
    with scope(speaking="owner"):
        assert JournalLine.objects.filter(verb="orientation.opened_by_link", by="link").exists()


def test_the_code_stays_in_a_cookie_of_this_address_out_of_reach_of_scripts():
    """Not in the page, not in the address, not in the history; sent back to nobody else."""
    _referral, address = made()
    partner = Client()
    code = code_of(partner.post(f"{address}code"))

    answer = partner.post(f"{address}open", {"code": code})

    cookie = answer.cookies["link"]
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == (address, "Strict", 600) and cookie["httponly"]
    page = partner.get(address)
    assert code not in page.content.decode() and code not in answer["Location"]
    assert page["Referrer-Policy"] == "same-origin" and "no-store" in page["Cache-Control"]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.content.decode())


def test_a_reading_writes_nothing():
    """Link previews and scanners of a mail server open every address they see."""
    made_now = made()
    before = stored()

    for _ in range(3):
        Client().get(made_now[1])
        Client().get(f"{made_now[1]}code")
        Client().get(f"{made_now[1]}open")

    assert stored() == before
    with scope(speaking="owner"):
        assert not Message.objects.exists()


def test_an_expired_link_an_altered_one_and_no_link_at_all_answer_alike(capfd):
    """Nobody learns whether there was a referral; the log does not learn the address either."""
    _referral, address = made()
    last = "B" if address[-2] == "A" else "A"
    altered = f"{address[:-2]}{last}/"
    partner = Client()
    pages = [partner.get(altered), partner.get("/orientation/r/x/"), partner.post(f"{altered}code")]
    stored(token_until=timezone.now() - timedelta(seconds=1))

    pages += [
        partner.get(address),
        partner.post(address, {"state": "accepted"}),
        partner.post(f"{address}open", {"code": "1"}),
    ]

    assert {page.status_code for page in pages} == {404}
    assert len({same(page) for page in pages}) == 1
    assert stored()["state"] == "offered"
    assert address.split("/")[3][:20] not in capfd.readouterr().err


def test_a_new_link_ends_the_one_before():
    """A message sent to the wrong number is taken back by making another link."""
    referral, address = made()
    with under("worker") as held:
        newer = actions.make_link(referral=Referral.objects.get(pk=referral.pk), by=held.user)

    assert Client().get(address).status_code == 404
    assert Client().get(f"/orientation/r/{newer}/").status_code == 200


def test_five_wrong_codes_spend_the_code():
    """Six digits are worth nothing to whoever guesses."""
    _referral, address = made()
    partner = Client()
    code = code_of(partner.post(f"{address}code"))
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    for _ in range(5):
        assert not any(name in partner.post(f"{address}open", {"code": wrong}).content.decode() for name in NAMES)
    page = partner.post(f"{address}open", {"code": code}, follow=True)

    assert not any(name in page.content.decode() for name in NAMES)
    assert "link" not in page.cookies


def test_a_code_lives_ten_minutes_and_one_is_sent_a_minute():
    """A link in wrong hands rings no telephone all day."""
    _referral, address = made()
    partner = Client()
    code = code_of(partner.post(f"{address}code"))

    second = partner.post(f"{address}code")
    stored(phone_code_until=timezone.now() - timedelta(seconds=1))
    late = partner.post(f"{address}open", {"code": code})

    assert second.status_code == 409 and not re.search(r"\b\d{6}\b", second.content.decode())
    assert not any(name in late.content.decode() for name in NAMES)
    with scope(speaking="owner"):
        message = Message.objects.get()
    assert not any(name in message.body for name in (*NAMES, "training", "تكوين"))


def test_what_is_wrong_with_an_answer_that_comes_too_late_does_not_hide_that_it_is_late():
    """No form is left on an answered page: what is wrong with the second answer is not what its sender must hear."""
    referral, address = made()
    answered = Client().post(address, {"state": "refused", "refusal": "full"})
    wrong = {"state": "booked", "booked_on": "2020-01-01", "paper_on": "2020-01-01"}

    again = Client().post(address, wrong)
    keyed = entered("worker").post(f"/orientation/referral/{referral.pk}/answer", act(**wrong))

    assert answered.status_code == 302
    for late in (again, keyed):
        assert late.status_code == 409 and 'role="alert"' in late.content.decode()


def test_a_partner_answers_once():
    """The answer arrives in the sender's list; the second one reads the first."""
    referral, address = made()
    partner = Client()

    first = partner.post(address, {"state": "booked", "booked_on": SOON, "words": "التاسعة صباحا"})
    second = partner.post(address, {"state": "refused", "refusal": "full"})

    assert first.status_code == 302 and second.status_code == 409
    assert (stored()["state"], stored()["answered_through"], stored()["refusal"]) == ("booked", "link", "")
    assert "التاسعة صباحا" in second.content.decode()
    with under("worker"):
        assert Referral.objects.get(pk=referral.pk).answer_words == "التاسعة صباحا"


@pytest.mark.parametrize("form", [{}, {"state": "booked"}, {"state": "refused"}, {"state": "completed"}])
def test_an_answer_that_says_too_little_is_marked(form):
    """As in the list, field by field; nothing is half written."""
    _referral, address = made()

    page = Client().post(address, form)

    assert page.status_code == 200 and 'role="alert"' in page.content.decode()
    assert stored()["state"] == "offered"


def test_a_referral_taken_back_can_no_longer_be_answered():
    """The partner's page says what became of it."""
    referral, address = made()
    with under("worker") as held:
        actions.withdraw(referral=Referral.objects.get(pk=referral.pk), reason="declined", by=held.user)

    page = Client().post(address, {"state": "accepted"})

    assert page.status_code == 409 and stored()["state"] == "withdrawn"


def test_a_cookie_made_up_by_hand_opens_nothing_and_costs_no_try():
    """Its signature is ours."""
    _referral, address = made()
    partner = Client()
    code = code_of(partner.post(f"{address}code"))
    partner.cookies["link"] = code

    page = partner.get(address)

    assert not any(name in page.content.decode() for name in NAMES)
    assert stored()["phone_code_tries"] == 0


def test_forms_of_strangers_are_refused():
    """Another site cannot answer in the partner's name."""
    _referral, address = made()
    partner = Client(enforce_csrf_checks=True)

    assert partner.post(address, {"state": "accepted"}).status_code == 403
    assert stored()["state"] == "offered"


def test_the_secret_is_kept_nowhere():
    """Only its keyed hash is in the database; the page of the referral never shows it again."""
    referral, address = made()
    secret = address.split("/")[3]

    assert secret not in str(stored())
    with under("worker"):
        assert Referral.objects.get(pk=referral.pk).token != secret
