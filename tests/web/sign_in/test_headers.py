"""What leaves with every page: who may frame it, load into it, keep it, and what is said of where one came from."""

import logging

import pytest
from django.conf import settings
from django.urls import reverse

from tests.access import world as story
from tests.access.people import entered
from tests.ground import PEOPLE

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])


def test_nothing_is_loaded_from_another_host(client):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]

    assert "default-src 'none'" in policy and "script-src 'self'" in policy
    for open_door in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert open_door not in policy, open_door
    for shut in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"):
        assert shut in policy, shut


def test_no_page_has_script_or_style_in_its_text():
    """The policy would stop it, and the page would be broken without a word."""
    world = story.make()
    for who, path in (
        ("worker", reverse("work:list")), ("worker", reverse("families:household", args=[world.household])),
        ("administrator", reverse("staff:posts")), ("administrator", reverse("staff:assign")),
    ):  # fmt: skip
        page = entered(who).get(path).content.decode()
        assert "<style" not in page and " style=" not in page, path
        assert " onclick=" not in page and "javascript:" not in page, path


def test_no_frame_and_no_guessing_and_no_address_told(client):
    answer = client.get(reverse("account_login"))

    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_behind_the_door_are_kept_by_nobody():
    for path in (reverse("work:list"), reverse("families:search"), reverse("sign_in:posts")):
        kept = entered("worker").get(path)["Cache-Control"]
        assert "no-store" in kept and "private" in kept, path


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client):
    client.post(reverse("account_login"), {"login": "worker@tests.example", "password": "une phrase de passe"})
    client.get(reverse("work:list"))

    session, seen = client.cookies[settings.SESSION_COOKIE_NAME], client.cookies["seen"]
    assert session["httponly"] and seen["httponly"]
    assert settings.SESSION_COOKIE_SAMESITE == seen["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY


def test_reading_pages_writes_no_session_and_no_user():
    """A GET changes nothing but the reading journal."""
    client = entered("worker")
    before = (client.session.session_key, dict(client.session.items()))

    client.get(reverse("work:list"))

    assert (client.session.session_key, dict(client.session.items())) == before


def test_the_log_names_nobody(caplog):
    """Neither who works here nor who was received, whatever goes wrong."""
    world = story.make()
    with caplog.at_level(logging.DEBUG):
        client = entered("worker")
        client.get(reverse("families:household", args=[world.household]))
        client.post(reverse("families:search"), {"name": story.NAMES[0]})
        entered("far_worker").get(reverse("families:household", args=[world.household]))
        entered("auditor").get(reverse("families:household", args=[world.household]))
        client.post(reverse("sign_in:demonstration"), {"post": "nothing"})

    said = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    for name in (*story.NAMES, *(f"Test {name}" for name in PEOPLE), "@tests.example"):
        assert name not in said


def test_an_answer_that_is_refused_is_in_the_language_of_the_reader():
    for language, word in (("ar", "rtl"), ("fr", "ltr")):
        answer = entered("auditor").get(reverse("families:search"), headers={"accept-language": language})
        assert answer.status_code == 403
        assert f'lang="{language}" dir="{word}"' in answer.content.decode()
