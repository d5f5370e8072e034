"""The lock: after some idle minutes the password is asked again. Nothing is lost, nothing is written by a reading.

When somebody was last seen stands in a signed cookie bound to the session, so that a page that is only read
writes nothing. Taking the cookie away only locks sooner.
"""

import time

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from jisr.accounts.sessions import entered_at

_COOKIE = "seen"
_SALT = "jisr.web.lock"
#: Names of routes that answer while the session is locked.
_DOORS = frozenset({"sign_in:unlock", "sign_in:lock", "drafts:save"})


def is_locked(request: HttpRequest) -> bool:
    """Whether the session was locked by hand, or nobody was seen for ``settings.IDLE_MINUTES``."""
    last = max(entered_at(request.session), float(request.session.get("unlocked_at", 0)), _last_seen(request))
    return bool(request.session.get("locked")) or time.time() - last > settings.IDLE_MINUTES * 60


def opens(request: HttpRequest) -> bool:
    """Whether this route answers while the session is locked."""
    match = request.resolver_match
    return match is not None and match.view_name in _DOORS


def shut(request: HttpRequest) -> None:
    """Lock the session now."""
    request.session["locked"] = True


def open_again(request: HttpRequest) -> None:
    """Unlock the session."""
    request.session.pop("locked", None)
    request.session["unlocked_at"] = time.time()
    request.locked = False


def seen(request: HttpRequest, response: HttpResponse) -> None:
    """Renew the cookie that says when somebody was last seen."""
    response.set_cookie(
        _COOKIE, signing.TimestampSigner(salt=_SALT).sign(_of_session(request)), httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def _last_seen(request: HttpRequest) -> float:
    try:
        value, at = request.COOKIES.get(_COOKIE, "").rsplit(":", 1)[0].rsplit(":", 1)
        signing.TimestampSigner(salt=_SALT).unsign(request.COOKIES[_COOKIE])
    except (ValueError, KeyError, signing.BadSignature):
        return 0
    return float(signing.b62_decode(at)) if value == _of_session(request) else 0


def _of_session(request: HttpRequest) -> str:
    return salted_hmac(_SALT, request.session.session_key or "").hexdigest()[:32]
