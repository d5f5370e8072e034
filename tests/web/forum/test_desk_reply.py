"""The address for the answer: asked with consent at the desk, left and taken back by whoever holds the slip."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from jisr.common.keys import new_key
from jisr.forum import actions, queries
from jisr.forum.models import Contribution
from jisr.web.forum.public import slip
from tests.access.people import entered
from tests.forum.told import PUBLISHED, a_round, answered, published, said
from tests.stories import under
from tests.window.forms import act

LOGINS = ["default", "owner", "public", "counter", "sealer", "keeper"]
pytestmark = pytest.mark.django_db(transaction=True, databases=LOGINS)
ENGLISH = {"headers": {"accept-language": "en"}}
SLIP = "AC7K-2QRT"


@pytest.fixture(autouse=True)
def outlets(settings, tmp_path):
    """Text messages go to a file; nothing carries e-mail."""
    settings.OUTLETS = {"sms": {"kind": "file"}, "email": {"kind": "none"}}
    settings.DATA, settings.ADDRESS = tmp_path, "https://jisr.example"


def sheet(**changes):
    """A sheet as it is keyed."""
    start = {"meeting": "", "said_on": "", "channel": "paper", "language": "ar", "kind": "proposal", "paper": "slip"}
    return act(text="نطلب خزانة", client_key=str(new_key())) | start | changes


def left(row):
    """What the team knows of an address."""
    with under("secretary"):
        return queries.left_address(row)


def test_a_sheet_is_keyed_with_an_address_only_where_she_agreed(settings):
    told = a_round()
    desk, key = entered("secretary", **ENGLISH), f"/forum/desk/wave/{told.wave.code}/key/"

    for typed, said_back in (
        ({"reply_to": "0612345678"}, "Without her consent"), ({"reply_to": "0522345678"}, "Write a mobile number"),
        ({"reply_to": "a@example.org", "reply_consent": "on"}, "Nothing here sends messages of this kind"),
    ):  # fmt: skip
        assert said_back in desk.post(key, sheet(**typed)).content.decode()
    assert desk.post(key, sheet(reply_to="06 12 34 56 78", reply_consent="on")).status_code == 200

    with under("secretary"):
        row = Contribution.objects.get()
    assert left(row)["channel"] == "sms"
    page = desk.get(f"/forum/desk/contribution/{row.code}/").content.decode()
    assert "An address was left on" in page and "12 34 56" not in page and "12345678" not in page
    wave = desk.get(f"/forum/desk/wave/{told.wave.code}/").content.decode()
    assert "left a number or an address" in wave
    settings.OUTLETS = {}
    assert "reply_to" not in desk.get(key).content.decode()


def held_by(visitor, code):
    """What the page of a slip keeps of its code."""
    page = visitor.post("/forum/slip/", {"code": code}).content.decode()
    assert 'name="reply_to"' in page and code not in page
    return re.search(r'name="held" value="([^"]+)"', page)[1]


def test_whoever_holds_the_slip_leaves_an_address_and_takes_it_back(monkeypatch):
    told = a_round()
    row, visitor = published(told, slip=SLIP), Client(**ENGLISH)
    asked = {"held": held_by(visitor, SLIP), "reply_to": "0612345678"}
    assert "Without her consent" in visitor.post("/forum/slip/tell/", asked).content.decode()
    assert left(row) is None
    assert "Kept:" in visitor.post("/forum/slip/tell/", asked | {"reply_consent": "on"}).content.decode()
    assert left(row)["forgotten_on"] is None
    answered(contribution=row)
    with under("answering"):
        assert queries.reach(told.wave).waiting == 1

    assert "Taken back" in visitor.post("/forum/slip/tell/", asked | {"reply_to": ""}).content.decode()
    assert left(row)["forgotten_reason"] == "asked"
    with under("answering"):  # what had not left does not leave any more
        assert queries.reach(told.wave).waiting == 0
    for forged in (SLIP, asked["held"][:-1], "", "é\0"):
        wrong = visitor.post("/forum/slip/tell/", asked | {"held": forged, "reply_consent": "on"})
        assert "left open too long" in wrong.content.decode() and PUBLISHED not in wrong.content.decode()
    old = asked | {"reply_consent": "on"}
    monkeypatch.setattr(slip, "HELD", replace(slip.HELD, seconds=-1))
    assert "left open too long" in visitor.post("/forum/slip/tell/", old).content.decode()
    monkeypatch.undo()

    # where a danger left nothing is told
    other = said(told, slip="AC7K-2QRZ")
    held_before = held_by(visitor, "AC7K-2QRZ")
    with under("moderator") as held:
        actions.hand_over(contribution=other, by=held.user)
    page = visitor.post("/forum/slip/", {"code": "AC7K-2QRZ"}).content.decode()
    assert "A social worker was given what you said" in page and 'name="reply_to"' not in page
    again = visitor.post("/forum/slip/tell/", asked | {"held": held_before, "reply_consent": "on"})
    assert "Kept:" not in again.content.decode() and left(other) is None
