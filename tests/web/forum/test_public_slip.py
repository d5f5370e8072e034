"""The page of a paper slip: its holder reads what became of what she said; nobody else learns anything."""

import pytest
from django.core.cache import cache

from jisr.common.database import scope
from jisr.forum.models import Contribution, Wave
from jisr.forum.queries import slip_hash
from jisr.web.forum.public import guesses
from tests.web.forum import rows as story
from tests.web.forum.test_public_pages import words

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])


@pytest.fixture(autouse=True)
def no_guesses():
    """Nobody guessed before."""
    cache.clear()


@pytest.fixture
def rows():
    """The invented wave."""
    return story.make()


def type_code(client, code, language="fr", **more):
    """Type a code."""
    return client.post("/forum/slip/", {"code": code}, headers={"accept-language": language}, **more)


@pytest.mark.parametrize("spell", [str, str.lower, lambda code: f" {code[:4]}-{code[4:]} "])
def test_the_holder_of_a_slip_reads_the_answer(client, rows, spell):
    """However the code is spelled."""
    page = words(type_code(client, spell(story.CODES["published"])))

    assert "Elle est publiée" in page
    assert "Démonstration — ce cycle" in page
    assert "نعم، يصلح السقف" in page
    assert "كلثوم" not in page


def test_what_is_withheld_is_told_with_its_reason_and_its_answer(client, rows):
    """To the holder of the slip alone."""
    answer = type_code(client, story.CODES["withheld"])

    page = words(answer)
    assert "Elle n’est pas publiée" in page
    assert "situation" in page
    assert "سلم إلى مركز" in page
    assert rows.withheld.code not in answer.content.decode()


def test_what_waits_is_told_to_wait(client, rows):
    """Without a word of it."""
    page = words(type_code(client, story.CODES["said"]))

    assert "attend d’être lue" in page
    assert "كلثوم" not in page


@pytest.mark.parametrize("code", ["ZZZZ9999", "acde234", "x", "'; DROP TABLE", "٣" * 8, "é" * 40, "\u202eACDE"])
def test_wrong_and_unknown_codes_are_refused_alike(client, rows, code):
    """Nothing tells how close a guess came."""
    refused = type_code(client, code)

    assert refused.status_code == 200
    assert "Aucun coupon ne porte ce code" in words(refused)


def test_a_code_stands_in_no_address_and_no_cache(client, rows):
    """It is posted; read by an address it does nothing."""
    right = story.CODES["published"]
    by_address = client.get("/forum/slip/", {"code": right}, headers={"accept-language": "fr"})
    posted = type_code(client, right)

    assert "Elle est publiée" not in words(by_address)
    assert posted.status_code == 200
    assert "no-store" in posted["Cache-Control"]
    assert "noindex" in posted["X-Robots-Tag"]
    assert right not in posted.content.decode()


def test_guesses_are_slowed_down_and_a_right_one_then_tells_nothing(client, rows, monkeypatch):
    """After so many wrong ones none is tried, so that a right one cannot be told; elsewhere nobody is shut out."""
    monkeypatch.setattr(guesses, "MOST_WRONG", 3)
    for _ in range(3):
        type_code(client, "ZZZZ9999")

    shut = type_code(client, story.CODES["published"])
    elsewhere = type_code(client, story.CODES["published"], REMOTE_ADDR="10.1.1.1")

    assert shut.status_code == 429
    assert "Elle est publiée" not in words(shut)
    assert "Elle est publiée" in words(elsewhere)


def test_a_right_code_counts_as_no_guess(client, rows, monkeypatch):
    """A whole hall reads its answers from one address."""
    monkeypatch.setattr(guesses, "MOST_WRONG", 3)

    answers = [type_code(client, story.CODES["published"]).status_code for _ in range(10)]

    assert set(answers) == {200}


def test_a_real_wave_with_the_name_of_an_invented_one_is_not_called_invented(client, rows):
    """The door says whose slip it is; a name is no proof."""
    with scope(speaking="owner"):
        wave = Wave.objects.create(code="reel", name_ar=rows.wave.name_ar, name_fr=rows.wave.name_fr, region_id="07")
        Contribution.objects.create(
            wave=wave, code="C-REAL", kind="question", language="fr", channel="paper", code_hash=slip_hash("RSTU2468")
        )

    page = words(type_code(client, "RSTU-2468"))

    assert "Cycle d'essai" in page and "Démonstration — ce cycle" not in page
