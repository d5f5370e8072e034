"""Addresses in logs: without the parts that could open something by themselves."""

import logging
import re

_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST = 24


def shown(path: str) -> str:
    """The path without its secrets: a long part that is no key of a row is the secret of a link.

    >>> shown("/orientation/r/c2lnbmVkLXRva2VuLW9mLWEtcmVmZXJyYWw/")
    '/orientation/r/…/'
    """
    return "/".join(part if len(part) <= _LONGEST or _KEY.fullmatch(part) else "…" for part in path.split("/"))


class WithoutSecrets(logging.Filter):
    """Lines that name an address ("Not Found: /…") name it without its secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, its addresses made safe."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                shown(arg) if isinstance(arg, str) and arg.startswith("/") else arg for arg in record.args
            )
        return True
