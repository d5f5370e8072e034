"""A partner answers by a code: typed on a page, or in a text message from the line recorded for the centre."""

import json
import time
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as laws
from hypothesis import strategies as st

from jisr.common.database import scope
from jisr.common.keys import ALPHABET
from jisr.common.models import JournalLine
from jisr.messages import inlets
from jisr.messages.models import Message
from jisr.window.orientation import actions, texting
from jisr.window.orientation.codes import CODE_LENGTH, canonical, code_of, is_code, link_hash, spaced, texted
from jisr.window.orientation.models import Referral
from tests.ground import PARTNER
from tests.stories import under
from tests.window.forms import same
from tests.window.referrals import SOON, sent

database = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])
SECRET = "s" * 40
FIELDS = {"from": "from", "text": "text", "id": "id"}
INBOX = {"secret": SECRET, "auth": "signature", "fields": FIELDS, "number": "+212600000000"}
LINE, STRANGER = f"+212 5 24 00 00-{PARTNER}", "+212611111111"
TODAY = timezone.localdate()


@laws(max_examples=40)
@given(st.text(alphabet=ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH), st.sampled_from([" ", "-", "", " - "]))
def test_a_code_is_read_however_it_is_typed(code, between):
    """Small letters, groups, digits of another script: one code, one hash; anything else is no code."""
    typed = between.join(code[at : at + 4] for at in range(0, 12, 4)).lower()
    arabic = typed.translate({ord(str(n)): chr(0x660 + n) for n in range(10)})

    assert canonical(typed) == canonical(arabic) == canonical(spaced(code)) == code
    assert link_hash(typed) == link_hash(code)
    assert texted(f"{typed} 3", today=TODAY).refusal == "full"
    assert texted(f"{typed}", today=TODAY).state == texted(f"{typed} 9", today=TODAY).state == ""


def test_a_message_is_read_as_people_write_it():
    """Digits of any script, a word for yes, a day with or without its year; what is unclear is not guessed."""
    code = "AC347KFMQXTY"
    for words, state in (
        ("1", "accepted"), ("١", "accepted"), ("نعم", "accepted"), ("oui merci", ""), ("2", "under_study"),
        ("6", "refused"), ("1 32/13", ""), ("لا", ""), ("", ""), ("0", ""),
    ):  # fmt: skip
        assert texted(f"{code} {words}", today=TODAY).state == state, words
    soon = SOON
    for words in (f"{soon:%d/%m/%Y}", f"{soon:%d/%m}", soon.isoformat(), f"{soon:%d-%m}"):
        assert texted(f"{code} 1 {words}", today=TODAY).booked_on == soon, words
    assert texted("بلا رمز 1", today=TODAY).code == ""


def test_a_code_comes_from_its_secret_alone():
    """Twelve signs of those that are read without doubt; two secrets, two codes."""
    codes = {code_of(str(n)) for n in range(50)}
    assert len(codes) == 50 and all(is_code(code) for code in codes)


def made(n=1):
    """Referrals to the partner, the secret of the link of the first, and its code."""
    with under("worker") as held:
        rows = sent(held, n, shares=("name",))
        secret = actions.make_link(referral=rows[0], by=held.user)
    return rows, secret, spaced(code_of(secret))


def stored(row):
    """The referral as it is."""
    with scope(speaking="owner"):
        return Referral.objects.get(pk=row.pk)


def wrote(text, *, sender=LINE, key="m-1", signed=SECRET, moment=None, kind="application/json", raw=None, **headers):
    """The gateway hands a text message over."""
    fields = {"from": sender, "text": text, "id": key}
    body = json.dumps(fields).encode() if raw is None else raw
    moment = str(int(time.time())) if moment is None else moment
    given = {"x-jisr-time": moment, "x-jisr-signature": inlets.signature(signed, moment, body)} | headers
    return Client().post("/orientation/in/sms", body, content_type=kind, headers=given)


@database
def test_the_code_opens_the_page_of_the_link_and_answers_once():
    """Typed on paper's page; a wrong one answers as a dead link does, and tells nothing."""
    [row], secret, code = made()
    partner = Client()
    assert partner.post("/orientation/answer/", {"code": "AC34"}).status_code == 200
    wrong = partner.post("/orientation/answer/", {"code": "AAAA-AAAA-AAAA"}, follow=True)
    assert wrong.status_code == 404 and same(wrong) == same(partner.get("/orientation/r/x/"))
    opened = partner.post("/orientation/answer/", {"code": code.lower().replace("-", " ")})

    assert opened["Location"] == f"/orientation/r/{code}/"
    page = partner.get(opened["Location"])
    assert page.status_code == 200 and "فاطمة" not in page.content.decode()
    answer = {"state": "under_study", "decide_by": SOON.isoformat()}
    assert partner.post(opened["Location"], answer).status_code == 302
    assert (stored(row).state, stored(row).answered_through, stored(row).decide_by) == ("under_study", "code", SOON)
    assert partner.post(opened["Location"], answer).status_code == 409, "a study is not begun twice"
    assert partner.post(f"/orientation/r/{secret}/", {"state": "accepted"}).status_code == 302
    assert partner.post(opened["Location"], {"state": "refused", "refusal": "full"}).status_code == 409
    assert (stored(row).state, stored(row).answered_through) == ("accepted", "link")
    assert code.replace("-", "") not in str(vars(stored(row)))


@database
@override_settings(INBOX=INBOX)
def test_a_text_message_answers_from_the_line_of_the_centre_alone():
    """From elsewhere nothing happens and nothing is sent; a second one is told that an answer was there."""
    [row], _secret, code = made()
    assert wrote(f"{code} 1", sender=STRANGER, key="a").json() == {"heard": True}
    assert stored(row).state == "offered"
    assert wrote(f"{code}\0 maybe", key="b").json() == {"heard": True}

    said = [wrote(f"{code} 1 {SOON:%d/%m/%Y}", key="c") for _again in range(3)]
    assert [one.json() for one in said] == [{"heard": True}] * 3
    wrote(f"{code} 3", key="d")

    assert (stored(row).state, stored(row).booked_on, stored(row).answered_through) == ("booked", SOON, "sms")
    with scope(speaking="owner"):
        replies = list(Message.objects.order_by("made_at").values_list("template", "to"))
        assert [template for template, _to in replies] == ["sms_unclear", "sms_noted", "sms_known"]
        assert {to for _template, to in replies} == {f"+2125240000{PARTNER}"}
        assert JournalLine.objects.filter(verb="orientation.booked", by="sms").count() == 1
        for body in Message.objects.values_list("body", flat=True):
            assert not any(word in body for word in ("تكوين", "ormation", code[:4], "فاطمة", row.code))


@database
@override_settings(INBOX=INBOX)
def test_an_empty_message_is_heard_and_answers_nothing():
    """Refused, its gateway would hand it over again and again: a line of somebody who touched a key."""
    [row], _secret, code = made()

    for number, text in enumerate(["", "   ", "\u200f", "\0", code]):
        heard = wrote(text, key=f"empty-{number}")
        assert (heard.status_code, heard.json()) == (200, {"heard": True}), repr(text)
    assert stored(row).state == "offered"


@database
@override_settings(INBOX=INBOX)
def test_what_is_not_ours_is_not_heard():
    """Another secret, an old or future moment, a changed body, no form: the same no, and no key is spent."""
    [row], _secret, code = made()
    good, old = f"{code} 1", str(int(time.time()) - 301)
    noes = [
        wrote(good, signed="x" * 40), wrote(good, moment=old), wrote(good, moment=str(int(time.time()) + 400)),
        wrote(good, moment="-1"), wrote(good, moment="9" * 40), wrote(good, moment="١٢"), wrote(good, key=""),
        wrote(good, **{"x-jisr-signature": "é"}), wrote("x" * 9_000),
        wrote(good, raw=b"[" * 8_000),
        wrote(good, kind="text/plain"), Client().post("/orientation/in/sms", {"from": LINE, "text": good, "id": "1"}),
    ]  # fmt: skip
    assert {(no.status_code, no.content) for no in noes} == {(403, b'{"heard": false}')}
    assert stored(row).state == "offered"
    assert wrote(good).status_code == 200 and stored(row).state == "accepted"
    moment, body = str(int(time.time())), json.dumps({"from": LINE, "text": good, "id": "m-1"}).encode()
    signed = {"X-Jisr-Time": moment, "X-Jisr-Signature": inlets.signature(SECRET, moment, body)}
    with scope(speaking="public"):
        again = inlets.read(body, signed | {"Content-Type": "application/json"}, now=time.time())
        said = texting.hear(key=again.key, sender=again.sender, text=again.text)
        assert said == "", "heard once by its own key, however it is signed anew"
    assert Client().get("/orientation/in/sms").status_code == 405


@database
def test_a_gateway_that_cannot_sign_sends_the_secret_and_one_without_secret_is_not_there():
    """Each agreement is checked in constant time; without one the door does not exist."""
    [row], _secret, code = made()
    assert wrote(f"{code} 1").status_code == 404
    with override_settings(INBOX=INBOX | {"auth": "bearer"}):
        assert wrote(f"{code} 1").status_code == 403
        assert wrote(f"{code} 1", authorization=f"Bearer {SECRET}x").status_code == 403
        assert wrote(f"{code} 1", authorization=f"Bearer {SECRET}").status_code == 200
    assert stored(row).state == "accepted"


@database
@override_settings(INBOX=INBOX)
def test_a_dead_code_and_one_that_never_was_are_the_same_nothing():
    """Renewed, past its time, made up: no reply, no row, no difference."""
    [row], _secret, code = made()
    with under("worker") as held:
        newer = spaced(code_of(actions.make_link(referral=Referral.objects.get(pk=row.pk), by=held.user)))
    wrote(f"{code} 1", key="a"), wrote("AAAA-AAAA-AAAA 1", key="b")
    with scope(speaking="owner"):
        Referral.objects.update(token_until=timezone.now() - timedelta(seconds=1))
    wrote(f"{newer} 1", key="c")

    assert stored(row).state == "offered"
    with scope(speaking="owner"):
        assert not Message.objects.exists()
        Referral.objects.update(token_until=timezone.now() + timedelta(hours=1))
    wrote(f"{newer} 1", key="d")
    assert stored(row).state == "accepted"
