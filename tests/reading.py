"""What pages answer, as a reader meets it, and asked without a trace."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.db import transaction


def text(answer: Any) -> str:
    """The page as a reader meets it, typographic apostrophes made plain."""
    return answer.content.decode().replace("&#x27;", "'").replace("’", "'")


def unmarked(answer: Any) -> str:
    """The words of a page, without its markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def tried(ask: Callable[..., Any], path: str, *values: Any) -> Any:
    """An answer whose writes are taken back."""
    with transaction.atomic():
        answer = ask(path, *values)
        transaction.set_rollback(True)
    return answer
