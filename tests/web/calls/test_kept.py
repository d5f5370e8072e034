"""What of applicants is kept, counted and shown no further than it must be."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Application, Call
from jisr.web.calls import words
from jisr.web.calls.public import floods
from tests.common.test_photos import PLACE, exif, jpeg, segment
from tests.ledger.calls import calling
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


def test_a_photograph_is_kept_without_the_place_where_it_was_taken():
    """A paper photographed on her kitchen table does not tell where the table stands."""
    sent = jpeg(segment(0xE0, b"JFIF\x00" + bytes(9)), segment(0xE1, exif(6)), after=PLACE)
    code = calling.here(calling.a_call())
    with under("coordinator"):
        for content in (sent, jpeg(segment(0xE0, b"JFIF\x00" + bytes(9)))):
            actions.hand_in(code=code, item="statutes", content=content, size=len(content))
        with pytest.raises(actions.NotAPaper):
            actions.hand_in(code=code, item="bank", content=sent[:40] + b"\xff\xd9", size=42)
        kept = [queries.paper_content(row) for row in Application.objects.get().handed.order_by("handed_at")]

    assert PLACE in sent
    assert len(kept) == 2 and all(PLACE not in content for content in kept)
    assert b"Exif" in kept[0], "and lies as it was held"


def test_of_a_public_nobody_is_counted_alone():
    """Places are counted; that one selected project is that of somebody with a disability is not said."""
    groups = {"public:disability": 1, "public:rural": 0, "public:young": 5, "province:chichaoua": 1}
    method = {"count": 9, "money": 100, "groups": groups}
    told, call = {"methods": {"greedy": method, "shares": method}}, Call(provinces=calling.TERMS["provinces"])
    few = {"why": "few", "group": "disability", "needed": 3, "there": 2}

    with translation.override("en"):
        hidden = [row["values"][0] for row in words.side_by_side(call, told, hidden=True)]
        plain = [row["values"][0] for row in words.side_by_side(call, told)]
        shown, kept = words.witness(call, few), words.witness(call, few, hidden=True)

    assert (hidden, plain) == ([9, 100, None, 0, 5, 1], [9, 100, 1, 0, 5, 1])
    assert "2 applications" in shown
    assert "fewer than 5" in kept and "2 app" not in kept


def test_what_is_not_counted_is_said_in_words():
    """An empty cell would be read as nothing at all."""
    followed = queries.Followed(2, 100, 50, 0, {6: 2}, {6: None}, None, None)
    rows = [{"label": "x", "values": [None, 7], "is_money": False}]
    with translation.override("en"):
        beside = render_to_string("calls/beside.html", {"beside": rows})
        after = render_to_string("calls/followed.html", {"followed": followed})

    assert "fewer than 5" in beside and "7" in beside
    assert "2 visited: so few that nothing more is shown" in after
    assert "None" not in after and "last visit" not in after


def test_a_connection_of_the_sixth_version_is_counted_as_one(monkeypatch):
    """Whoever changes her address with each request is not many people."""
    monkeypatch.setattr(floods, "MOST", 2)
    floods._sent.forget()
    asked = [RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:1::{n}") for n in range(3)]
    with pytest.raises(floods.TooOften):
        for request in asked:
            floods.count(request)
    floods.count(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2::1"))
    floods._sent.forget()
