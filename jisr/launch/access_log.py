"""The access log: which page, how fast; never who, never what was searched for.

A part of a path that could open something by itself (the signed link of a referral) is left out as well.
"""

from gunicorn.glogging import Logger

from jisr.common.log_paths import shown

FORMAT = "%(t)s %(s)s %(m)s %(U)s %(M)sms"


class PathsOnly(Logger):
    """Gunicorn's own logger, with paths made safe."""

    def atoms(self, resp, req, environ, request_time):
        """The facts of one request, as gunicorn names them."""
        return super().atoms(resp, req, environ, request_time) | {"U": shown(environ.get("PATH_INFO", ""))}
