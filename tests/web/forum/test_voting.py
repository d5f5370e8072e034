"""Voting without an account: one statement after another, by a device or by the code of a slip."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jisr.common.database import scope
from jisr.forum.models import Statement, StatementVote, Wave
from jisr.forum.queries import voter_mark
from jisr.web.forum.public import guesses, voter
from tests.web.forum import rows as story
from tests.web.forum.test_public_pages import words

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])
CODE = story.CODES["published"]
KINDS = ("role", "sex", "milieu", "learned", "nothing")
FRENCH = {"headers": {"accept-language": "fr"}}


@pytest.fixture
def rows():
    """The invented wave, with one current statement in two languages and another one; nobody guessed before."""
    cache.clear()
    made = story.make()
    with scope(speaking="owner"):
        Statement.objects.filter(pk=made.drawn.pk).update(state="replaced")
        other = story.statement(made.wave, "نقل مدرسي", on=story.SAID)
        french = story.statement(made.wave, "Un car scolaire", on=story.SAID)
        Statement.objects.filter(pk=french.pk).update(language="fr")
        story.edge("translated", [other], [french], on=story.SAID)
    made.other, made.french = other, french
    return made


@pytest.fixture
def place(rows):
    """The address of the vote."""
    return f"/forum/waves/{rows.wave.code}/vote/"


def votes(**of):
    """Votes as they stand in the table, the first one first."""
    with scope(speaking="owner"):
        return list(StatementVote.objects.filter(**of).order_by("at"))


def say(client, place, statement, value="agree"):
    """Vote."""
    return client.post(place, {"statement": str(statement.pk), "value": value}, **FRENCH)


def shown(answer):
    """The key of the statement that is asked about; "" for none."""
    found = re.search(r'name="statement" value="([^"]+)"', answer.content.decode())
    return found[1] if found else ""


def test_a_telephone_votes_on_one_after_another_and_can_change_its_mind(client, rows, place):
    """In the reader's language; translations are one; progress, skipping, the last vote; nothing in a cache."""
    first = client.get(place, **FRENCH)
    skipped = shown(client.get(place, {"after": shown(first)}, **FRENCH))
    left = {str(rows.french.pk), str(rows.joined.pk)}
    assert {shown(first), skipped} == left and "0 sur 2" in words(first)
    assert "no-store" in first["Cache-Control"] and "noindex" in first["X-Robots-Tag"]

    noted = client.post(place, {"statement": str(rows.french.pk), "value": "disagree"}, follow=True, **FRENCH)
    assert shown(noted) == str(rows.joined.pk)
    assert "C’est noté" in words(noted) and "1 sur 2" in words(noted)
    # the other wording of the same statement is voted on too, and a visitor in Arabic reads it in hers
    arabic = client.get(place, {"statement": rows.french.pk}, headers={"accept-language": "ar"})
    assert shown(arabic) == str(rows.other.pk)
    assert arabic.content.decode().count("aria-pressed") == 1

    say(client, place, rows.other, "agree")
    done = client.post(place, {"statement": str(rows.joined.pk), "value": "pass"}, follow=True, **FRENCH)
    assert "Vous avez répondu à tous" in words(done) and not shown(done)
    assert words(done).count("Sans avis") == 2 and "Un car scolaire D’accord" in words(done)
    assert len({vote.voter for vote in votes()}) == 1 and [vote.value for vote in votes()] == [
        "disagree", "agree", "pass",
    ]  # fmt: skip
    assert {vote.groups["region"] for vote in votes()} == {"07"} and not any(vote.by_slip for vote in votes())


def test_what_a_browser_keeps_is_signed_and_of_one_wave(client, rows, place):
    """A forged key, one of another wave, a key cut in two: each is a new voter, and none an error."""
    with scope(speaking="owner"):
        Wave.objects.create(code="autre", name_ar="أخرى", name_fr="Autre", is_demonstration=True)
    say(client, place, rows.joined)
    kept = client.cookies[voter.COOKIE]
    assert kept["httponly"] and kept["path"] == place and kept["samesite"] == "Lax"
    elsewhere = Client()
    elsewhere.get("/forum/waves/autre/vote/")

    for forged in ("", "x", kept.value[:-1], "a" * 4000, "é", elsewhere.cookies[voter.COOKIE].value, '{"device": "x"}'):
        for _again in range(2):
            other = Client()
            other.cookies[voter.COOKIE] = forged
            assert say(other, place, rows.joined, "disagree").status_code == 302
    same = Client()
    same.cookies[voter.COOKIE] = kept.value
    say(same, place, rows.joined, "pass")

    cast = votes()
    assert len({vote.voter for vote in cast}) == 15 and cast[0].voter == cast[-1].voter
    client.post(f"{place}somebody-else/")
    say(client, place, rows.joined)
    assert votes()[-1].voter not in {vote.voter for vote in cast}


def test_what_cannot_be_voted_on_is_refused_with_what_to_do(client, rows, place):
    """Of another wave, replaced, made up, without a value; and in a wave that is closed."""
    with scope(speaking="owner"):
        wave = Wave.objects.create(code="autre", name_ar="أخرى", name_fr="Autre", is_demonstration=True)
        strange = story.statement(wave, "شيء", on=story.SAID)
    assert say(client, place, strange).status_code == 404
    for made_up in ("", "x", "01890000-0000-7000-8000-000000000000", "\0"):
        assert client.post(place, {"statement": made_up, "value": "agree"}).status_code == 404
    replaced = say(client, place, rows.drawn)
    assert replaced.status_code == 409 and "Une autre formulation" in words(replaced) and shown(replaced)
    assert "Choisissez" in words(say(client, place, rows.joined, "maybe"))
    assert client.get(place, {"after": "x", "statement": "\0"}).status_code == 200

    with scope(speaking="owner"):
        Wave.objects.filter(pk=rows.wave.pk).update(closed_on=story.SAID)
    closed = say(client, place, rows.joined)

    assert closed.status_code == 409 and "Le vote est terminé" in words(closed)
    for path in (place, f"{place}about/", f"{place}slip/"):
        page = client.get(path, **FRENCH)
        assert "a été clos le 1er septembre 2026" in words(page) and not shown(page)
    assert votes() == []
    assert client.get("/forum/waves/none/vote/").status_code == 404


def test_a_slip_votes_wherever_it_is_typed(client, rows, place, monkeypatch):
    """The device's votes are its holder's when she says so; of the code only a hash is kept; wrong ones are counted."""
    say(client, place, rows.joined, "disagree")
    slip = f"{place}slip/"
    page = client.post(slip, {"code": CODE.lower(), "mine": "on"}, follow=True, **FRENCH)
    say(client, place, rows.joined, "agree")
    phone = Client()
    phone.post(slip, {"code": CODE})
    phone.post(place, {"statement": str(rows.joined.pk), "value": "pass"})

    mark = voter_mark(rows.wave, CODE)
    assert [(vote.voter, vote.value, vote.by_slip) for vote in votes()] == [
        (mark, "disagree", True), (mark, "agree", True), (mark, "pass", True),
    ]  # fmt: skip
    assert "Vous votez avec le code de votre coupon" in words(page)
    assert "le dernier compte" in words(page)
    asked = words(client.get(place, {"statement": rows.joined.pk}, **FRENCH))
    assert "votre réponse actuelle" in asked and "Sans avis votre réponse" in asked  # what the other telephone said
    kept = json.dumps([one.get_decoded() for one in Session.objects.all()])
    assert CODE not in kept and CODE.lower() not in kept and mark in kept
    assert CODE not in page.content.decode() and CODE not in str(page.redirect_chain) + str(client.cookies)

    other = Client()
    say(other, place, rows.joined)
    other.post(slip, {"code": CODE})  # not ticked: they are somebody else's
    assert len({vote.voter for vote in votes()}) == 2
    assert "Aucun coupon de ce cycle" in words(Client().post(slip, {"code": "ZZZZ9999"}, **FRENCH))
    monkeypatch.setattr(guesses, "MOST_WRONG", 1)
    shut = Client().post(slip, {"code": CODE}, **FRENCH)
    assert shut.status_code == 429 and "Trop de codes" in words(shut)


def test_what_is_said_of_oneself_is_optional_and_nothing_else_can_be(client, rows, place):
    """It holds for votes given before; forged groups are refused; the region is that of the wave."""
    about = f"{place}about/"
    say(client, place, rows.joined)
    page = client.get(about, **FRENCH)
    assert "Je préfère ne pas le dire" in words(page) and 'name="region"' not in page.content.decode()

    forged = client.post(about, {"role": "king", "sex": "x", "milieu": "moon", "region": "09", "name": "x"}, **FRENCH)
    assert forged.status_code == 200 and words(forged).count("ou laissez vide") >= 3
    client.post(about, {"role": "association", "sex": "f", "milieu": "", "region": "09"})
    say(client, place, rows.other)
    assert [vote.groups for vote in votes()] == [{"role": "association", "sex": "f", "region": "07"}] * 2
    assert 'value="f" checked' in re.sub(r"\s+", " ", client.get(about).content.decode()).replace(
        '" id="id_sex_0"', '"'
    )

    client.post(about, {})
    assert [vote.groups for vote in votes()] == [{"region": "07"}] * 2


def test_a_page_of_votes_asks_the_same_number_of_questions_and_only_as_a_visitor(client, rows, place):
    """With three statements or with thirty, with no vote or with hundreds; and a GET writes nothing."""

    def count():
        found = {}
        for path in (place, f"{place}about/", f"{place}slip/", *(f"{place[:-5]}consensus/?by={one}" for one in KINDS)):
            with (
                CaptureQueriesContext(connections["public"]) as made,
                CaptureQueriesContext(connections["default"]) as other,
            ):
                assert client.get(path).status_code == 200
            assert not [one["sql"] for one in other if "forum_" in one["sql"]], path
            assert not [one["sql"] for one in made if one["sql"].startswith(("INSERT", "UPDATE"))], path
            found[path] = len(made)
        return found

    client.get(place)
    few = count()
    story.more(rows, 12)
    story.votes(rows.wave, 60)
    many = count()

    assert few == many and max(many.values()) <= 10
