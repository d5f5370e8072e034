"""Signing in as one of the people of ``tests.ground``, past the doors that have tests of their own."""

from django.conf import settings
from django.test import Client

from jisr.staff.models import Post
from tests.ground import post_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


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
    enter(client, name)
    return client
