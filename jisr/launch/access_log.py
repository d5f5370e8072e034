"""The access log: which page, how fast; never who, never what was searched for.

A part of a path that could open something by itself (the signed link of a referral) is left out as well.
"""

import re

from gunicorn.glogging import Logger

FORMAT = "%(t)s %(s)s %(m)s %(U)s %(M)sms"
_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST = 24


def shown(path: str) -> str:
    """The path without its secrets.

    >>> shown("/orientation/answer/c2lnbmVkLXRva2VuLW9mLWEtcmVmZXJyYWw/")
    '/orientation/answer/…/'
    """
    return "/".join(part if len(part) <= _LONGEST or _KEY.fullmatch(part) else "…" for part in path.split("/"))


class PathsOnly(Logger):
    """Gunicorn's own logger, with paths made safe."""

    def atoms(self, resp, req, environ, request_time):
        """The facts of one request, as gunicorn names them."""
        return super().atoms(resp, req, environ, request_time) | {"U": shown(environ.get("PATH_INFO", ""))}
