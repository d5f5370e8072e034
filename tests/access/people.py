"""Signing in as one of the people of ``tests.ground``, past the doors that have tests of their own."""

import logging
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.template import Template
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import _TestState, override_settings

from jisr.staff.models import Post
from tests.ground import post_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
_refusals = logging.getLogger("django.request")
#: The row of middleware that the clients of one module share: Django draws it up for each client.
_handlers: dict[tuple[bool, str], ClientHandler] = {}
IN_COOKIES = "django.contrib.sessions.backends.signed_cookies"


def enter(client: Client, name: str) -> Post:
    """Sign the client in as somebody of the ground, as by the one-click entrance (so without a second step)."""
    post = post_of(name)
    client.force_login(post.user, backend=BACKEND)
    session = client.session
    session["demonstration"], session["post"] = True, str(post.pk)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key  # another one, where sessions are in cookies
    return post


def entered(name: str, **options: object) -> Client:
    """A new client, signed in."""
    client = Client(**options)
    if settings.SESSION_ENGINE == IN_COOKIES:
        client.cookies = deepcopy(_keys_of(name))
        client.handler = _handlers.setdefault((client.handler.enforce_csrf_checks, str(settings.KIT)), client.handler)
    else:
        enter(client, name)
    return client


def a_thousand_pages() -> Iterator[None]:
    """Where a module asks for a thousand pages, each person signs in once, all of them come by one row of middleware.

    Nobody keeps what templates were told, and a refusal is not written down in the log of warnings. A fixture is made
    of it, for the module.
    """
    plainly = getattr(_TestState, "saved_data").template_render  # noqa: B009 - as Django renders outside tests
    with override_settings(SESSION_ENGINE=IN_COOKIES), pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", plainly)
        before = _refusals.level
        _refusals.setLevel(logging.ERROR)
        yield
        _refusals.setLevel(before)
    _handlers.clear()


@cache
def _keys_of(name: str) -> SimpleCookie:
    """The cookies with which somebody is signed in; who she is does not change from one test to the next."""
    client = Client()
    enter(client, name)
    return client.cookies
