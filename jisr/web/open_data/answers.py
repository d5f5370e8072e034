"""Answers of the standard's pages: one object, a page of a list, a refusal; read by programs of any origin."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from jisr.common.text import clean_typed
from jisr.exchange.hsds.standard import Row

MOST_A_PAGE, A_PAGE = 100, 50
#: Organizations of a page with all that hangs on them: one may have hundreds of services.
MOST_WHOLE = 10


class NotOffered(Exception):
    """A parameter that is not taken, or a value that is none."""


def given(request: HttpRequest, taken: Sequence[str]) -> dict[str, str]:
    """The parameters of a request, without signs that nobody sees and no text of the database may hold.

    Raises:
        NotOffered: one of them is not taken here: to leave it unheard would answer another question.
    """
    unknown = sorted(set(request.GET) - set(taken))
    if unknown:
        raise NotOffered(f"not offered here: {', '.join(unknown)[:200]}; taken: {', '.join(taken)}")
    return {name: clean_typed(request.GET[name][:400])[:200] for name in request.GET}


def number(asked: dict[str, str], name: str, default: int, most: int) -> int:
    """A whole number from 1 on.

    Raises:
        NotOffered: it is none.
    """
    text = asked.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= most):
        raise NotOffered(f"{name} is a whole number from 1 to {most}")
    return int(text)


def is_true(asked: dict[str, str], name: str) -> bool:
    """Whether a switch is on."""
    return asked.get(name, "").lower() in {"true", "1"}


def page(
    asked: dict[str, str], total: int, rows: Callable[[int, int], list[Row]], *, most: int = MOST_A_PAGE
) -> dict[str, Any]:
    """One page of a list in the standard's envelope.

    Args:
        rows: the rows from one place to another, in an order in which what is added later comes last.
        most: rows of a page whatever is asked; its envelope says how many it holds, and how many pages there are.
    """
    at, size = number(asked, "page", 1, 10**7), min(most, number(asked, "per_page", A_PAGE, MOST_A_PAGE))
    pages = max(1, -(-total // size))
    contents = rows((at - 1) * size, at * size) if at <= pages else []
    return {
        "total_items": total, "total_pages": pages, "page_number": at, "size": len(contents), "first_page": at == 1,
        "last_page": at == pages, "empty": not contents, "contents": contents,
    }  # fmt: skip


def answer(found: Any, *, invented: bool, status: int = 200) -> HttpResponse:
    """Something as JSON; what is invented is not to be indexed."""
    said = HttpResponse(json.dumps(found, ensure_ascii=False), content_type="application/json", status=status)
    said["Access-Control-Allow-Origin"] = "*"
    if invented:
        said["X-Robots-Tag"] = "noindex"
    return said
