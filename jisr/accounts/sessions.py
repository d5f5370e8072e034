"""How long a session lasts: its beginning is stamped at sign-in, and nothing that comes later moves it."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in

ENTERED = "entered_at"


def stamp(sender: Any, request: Any, **rest: Any) -> None:
    """Write down when the session began (receiver of Django's own ``user_logged_in``)."""
    request.session[ENTERED] = time.time()


def entered_at(session: Any) -> float:
    """Seconds since 1970 at which the session began; 0 for one that was never stamped."""
    return float(session.get(ENTERED, 0))


def over(session: Any) -> bool:
    """Whether the session has come to its end, whatever was done in it."""
    return time.time() - entered_at(session) > settings.SESSION_HOURS * 3600


def listen() -> None:
    """Stamp every session from now on."""
    user_logged_in.connect(stamp, dispatch_uid="jisr.accounts.stamp")
