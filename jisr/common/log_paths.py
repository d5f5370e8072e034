"""What logs must not hold: the parts of addresses that open something, and the values that made an error."""

import logging
import re
import traceback
from collections.abc import Iterator
from typing import Any

_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST = 24


def shown(path: str) -> str:
    """The path without its secrets: a long part that is no key of a row is the secret of a link.

    >>> shown("/orientation/r/c2lnbmVkLXRva2VuLW9mLWEtcmVmZXJyYWw/")
    '/orientation/r/…/'
    """
    return "/".join(part if len(part) <= _LONGEST or _KEY.fullmatch(part) else "…" for part in path.split("/"))


class WithoutValues(logging.Formatter):
    """An error is told by its kind and its place in the program: its words may carry what somebody typed."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """The calls that led there, and the kinds of the errors, the first one first."""
        told = []
        for error in reversed(list(_chain(ei[1]))):
            code = getattr(error, "sqlstate", None)
            kind = f"{type(error).__module__}.{type(error).__qualname__}"
            told += [*traceback.format_tb(error.__traceback__), f"{kind} {code}\n" if code else f"{kind}\n"]
        return "".join(told).rstrip()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


class WithoutSecrets(logging.Filter):
    """Lines that name an address ("Not Found: /…") name it without its secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, its addresses made safe."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                shown(arg) if isinstance(arg, str) and arg.startswith("/") else arg for arg in record.args
            )
        return True
