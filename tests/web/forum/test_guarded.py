"""What somebody would try at the pages of the forum who means harm: each attempt that once got through, made again."""

import re

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from jisr.common.keys import readable_code
from jisr.forum.models import Contribution, StatementVote
from jisr.web.forum.public import floods, guesses
from tests.access.people import entered
from tests.forum.told import NAME, a_round, drawn, published, said
from tests.stories import under
from tests.window.forms import act

ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def nobody_came_before():
    """Counts of other tests are forgotten, and these are forgotten for them."""
    windows = (floods.phones, floods.minutes, floods.hours, floods.voters, floods.told)
    for window in windows:
        window.forget()
    cache.clear()
    yield
    for window in windows:
        window.forget()
    cache.clear()


@pytest.mark.django_db(databases=["default", "owner", "public"])
def test_a_moderator_reads_the_organisation_that_she_publishes():
    """Whoever writes without an account types it; it stands on public pages, on the screen and in the table."""
    told = a_round()
    row, plain = said(told, "كلام", organisation=f"{NAME} 0612345678"), said(told, "كلام آخر")
    moderator = entered("moderator", headers=ENGLISH)
    place = f"/forum/desk/contribution/{row.code}/moderate/"
    form = {"decision": "publish", "version": "1", "organisation": f"{NAME} 0612345678"}

    assert f'value="{NAME} 0612345678"' in moderator.get(place).content.decode()
    assert "A name, a number or an address may still be readable" in moderator.post(place, act(**form)).content.decode()
    moderator.post(place, act(**form | {"organisation": "جمعية الأمل"}))
    other = f"/forum/desk/contribution/{plain.code}/moderate/"
    assert 'name="organisation"' not in moderator.get(other).content.decode()
    moderator.post(other, act(**form))

    with under("moderator"):
        kept = dict(Contribution.objects.filter(state="published").values_list("code", "organisation"))
    assert kept == {row.code: "جمعية الأمل", plain.code: ""}


def test_a_network_counts_as_one_connection_however_many_addresses_it_has():
    """An address of the sixth version is changed with each request by whoever owns its network."""

    def seen(address):
        return floods.connection_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert seen("2001:db8:1:2::1") == seen("2001:db8:1:2:ffff::9") != seen("2001:db8:1:3::1")
    assert seen("::ffff:10.0.0.7") == seen("10.0.0.7") != seen("10.0.0.8")
    assert seen("") == "" and seen("unix:") == "unix:"
    for n in range(guesses.MOST_WRONG):
        guesses.count(RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{n:x}"))
    assert guesses.are_too_many(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:abcd::1"))
    assert not guesses.are_too_many(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:3::1"))


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])
def test_slips_and_devices_given_to_anybody_do_harm_to_nobody(monkeypatch, settings):
    """Each slip could name the telephone of somebody else; each device could be one voter more."""
    settings.WORKERS = 1
    monkeypatch.setattr(floods, "MOST_VOTERS", 2)
    told, visitor = a_round(), Client(headers=ENGLISH)
    codes = [f"AC7K-{readable_code(4)}" for _ in range(floods.MOST_SLIPS + 1)]
    statement = drawn(*(published(told, f"كلام {n}", cover="", slip=code) for n, code in enumerate(codes)))

    def left(code, number):
        page = visitor.post("/forum/slip/", {"code": code}).content.decode()
        held = re.search(r'name="held" value="([^"]+)"', page)[1]
        form = {"held": held, "reply_to": number, "reply_consent": "on"}
        return visitor.post("/forum/slip/tell/", form).content.decode()

    spellings = ("0612345678", "+212 6 12 34 56 78", "06-12-34-56-78")
    for n, code in enumerate(codes[:-1]):
        assert "Kept:" in left(code, spellings[n % 3])
    refused = left(codes[-1], "00212612345678")
    assert "Several slips already write to this address" in refused and "Kept:" not in refused
    assert "Kept:" in left(codes[-1], "0612345679") and "Taken back" in left(codes[0], "")

    place = f"/forum/waves/{told.wave.code}/vote/"
    first, other, late, away = (Client(headers=ENGLISH) for _ in range(4))

    def votes(client, value="agree", **extra):
        return client.post(place, {"statement": str(statement.pk), "value": value}, **extra).status_code

    assert [votes(first), votes(other), votes(late), votes(first, "pass")] == [302, 302, 409, 302]
    assert votes(away, REMOTE_ADDR="10.9.9.9") == 302
    assert "began to vote from this connection" in late.post(place, {"statement": statement.pk}).content.decode()
    late.post(f"{place}slip/", {"code": codes[0]})
    assert votes(late) == 302
    with under("moderator"):
        assert len(set(StatementVote.objects.values_list("voter", flat=True))) == 4
