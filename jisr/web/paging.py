"""Pages of long lists by key: page 200 costs what page 1 costs, and nothing is lost or shown twice meanwhile."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

PAGE_SIZE = 50
#: Halves of a sign, which JSON can name and no file can hold.
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows.

    Attributes:
        rows: at most the size asked for.
        next_key: the opaque ``?after=`` of the next page; "" on the last.
        after: the one of this page; "" on the first.
    """

    rows: list[Any]
    next_key: str
    after: str

    def __iter__(self) -> Any:
        """The rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """How many rows this page has."""
        return len(self.rows)


def page(rows: QuerySet[Any], *, by: tuple[str, ...] = ("pk",), after: str = "", size: int = PAGE_SIZE) -> Page:
    """A page of ``rows`` ordered by the fields ``by``, which together must be unique and never null.

    Args:
        by: names of fields, each with "-" for descending; no personal ones, since the key stands in an address.
        after: the key of the page before; a damaged one gives the first page.
    """
    rest = _rest(rows, by, after)
    found = list((rows if rest is None else rest).order_by(*by)[: size + 1])
    more = len(found) > size
    return Page(found[:size], _write(found[size - 1], by) if more else "", "" if rest is None else after)


def _rest(rows: QuerySet[Any], by: tuple[str, ...], after: str) -> QuerySet[Any] | None:
    """The rows beyond a key, or None where the key is not one of ours."""
    last = _read(after, len(by))
    if last is None:
        return None
    try:
        return rows.filter(_beyond(by, last))
    except (ValueError, ValidationError):
        return None


def _beyond(by: tuple[str, ...], last: list[Any]) -> Q:
    """The condition "comes after ``last``" for fields of mixed directions."""
    beyond, same = Q(), Q()
    for name, value in zip(by, last, strict=True):
        plain = name.removeprefix("-")
        beyond |= same & Q(**{f"{plain}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{plain: value})
    return beyond


def _write(row: Model, by: tuple[str, ...]) -> str:
    """The opaque key of a row."""
    values = [str(_value(row, name.removeprefix("-"))) for name in by]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _value(row: Any, path: str) -> Any:
    """The value of a field, also across ``__``."""
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _read(key: str, count: int) -> list[Any] | None:
    """The values in a key, or None where it is not one of ours."""
    try:
        values = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    except (ValueError, binascii.Error):
        return None
    fits = isinstance(values, list) and len(values) == count and all(_is_text(value) for value in values)
    return values if fits else None


def _is_text(value: Any) -> bool:
    """Whether a value can be asked of the database: a text, without the signs that no text may hold."""
    return isinstance(value, str) and "\0" not in value and not _HALVES.search(value)
