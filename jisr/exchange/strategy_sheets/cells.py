"""One cell at a time: text into a value, or the problem with it; and back."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from jisr.common.money import MINOR, read_amount
from jisr.common.text import fold
from jisr.exchange.centres_import.cells import Wrong, closest_of
from jisr.exchange.centres_import.columns import value_index
from jisr.exchange.strategy_sheets.columns import BY_CODE
from jisr.ledger.strategy.choices import LIMITS
from jisr.ledger.strategy.rules.lines import NATION
from jisr.territory.models import Province, Region
from jisr.territory.search import index

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_BETWEEN = re.compile(r"\s*[|;؛\n]\s*")
_COLON = re.compile(r"\s*[:=]\s*")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")
_PLACE = re.compile(r"\d{2}(\.\d{3}(\.\d{2}\.\d{2,3})?)?")
_NATION = frozenset(fold(name) for name in (NATION, "المغرب", "Maroc", "Morocco", "national", "وطني"))
_MOST_DIGITS = 14
#: What parts thousands, and what begins the part below one, in any script.
_APART, _POINT = re.compile(r"[\s\u00a0\u202f٬]"), re.compile("[,٫]")


def pieces(text: str) -> list[str]:
    """What stands between the separators of a cell."""
    return [piece for piece in _BETWEEN.split(text) if piece]


def code(text: str) -> str:
    """A code.

    Raises:
        Wrong: it has other signs.
    """
    if not _CODE.fullmatch(text):
        raise Wrong("code", closest=re.sub(r"[^A-Za-z0-9_]+", "-", text).strip("-")[:60])
    return text


def weighed(column: str, text: str) -> dict[str, float]:
    """Codes or labels of a list with their weights.

    Raises:
        Wrong: something is not in the list, or a weight is none.
    """
    found: dict[str, float] = {}
    for piece in pieces(text):
        said, *weight = _COLON.split(piece, maxsplit=1)
        found[_listed(column, said)] = _weight(weight[0]) if weight else 1.0
    return found


def places(text: str, named: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Codes of the places that are named.

    Raises:
        Wrong: one is not known, or bears the name of several.
    """
    return tuple(dict.fromkeys(_place(piece, named) for piece in pieces(text)))


def named_places() -> Mapping[str, frozenset[str]]:
    """Folded code or name -> codes of regions and provinces; two queries."""
    found: dict[str, set[str]] = {}
    for model in (Region, Province):
        for pk, *names in model._default_manager.values_list("code", "name_ar", "name_fr"):
            for name in (pk, *names):
                found.setdefault(fold(name), set()).add(pk)
    return {name: frozenset(codes) for name, codes in found.items()}


def day(text: str) -> date | None:
    """A day.

    Raises:
        Wrong: it is none.
    """
    for form in _DAYS if text else ():
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no hour
        except ValueError:
            continue
    if text:
        raise Wrong("day", value=text)
    return None


def amount(text: str) -> int | None:
    """Centimes of an amount of dirhams.

    Raises:
        Wrong: it is none, or more than anybody means.
    """
    if not text:
        return None
    minor = read_amount(text)
    if not minor or minor > LIMITS.budget_mad * MINOR:
        raise Wrong("amount", value=text)
    return minor


def budgets(text: str) -> dict[int, int]:
    """Year -> centimes.

    Raises:
        Wrong: a year or an amount is none.
    """
    found: dict[int, int] = {}
    for piece in pieces(text):
        said, *rest = _COLON.split(piece, maxsplit=1)
        if _year(said) in found:
            raise Wrong("same_year", value=said)
        found[_year(said)] = amount(rest[0] if rest else "") or _no_amount(piece)
    return dict(sorted(found.items()))


def year(text: str) -> int | None:
    """A year, or None for nothing.

    Raises:
        Wrong: it is none.
    """
    return _year(text) if text else None


def number(text: str) -> Decimal | None:
    """A number, or None for nothing.

    Raises:
        Wrong: it is none.
    """
    if not text:
        return None
    try:
        value = Decimal(_POINT.sub(".", _APART.sub("", text)))
    except InvalidOperation as wrong:
        raise Wrong("number", value=text) from wrong
    if not value.is_finite() or abs(value) >= 10**_MOST_DIGITS:
        raise Wrong("number", value=text)
    return value.quantize(Decimal("0.01"))


def written_weights(weights: Mapping[str, float]) -> str:
    """The cell that says these weights; they are left out where all are one."""
    plain = all(weight == 1 for weight in weights.values())
    return "; ".join(code if plain else f"{code}: {weight:g}" for code, weight in weights.items())


def written_amount(minor: int | None) -> str:
    """The cell that says an amount, in dirhams."""
    if minor is None:
        return ""
    whole, part = divmod(minor, MINOR)
    return f"{whole},{part:02}" if part else str(whole)


def written_number(value: Decimal | None) -> str:
    """The cell that says a number."""
    return "" if value is None else f"{value.normalize():f}"


def _listed(column: str, said: str) -> str:
    known, key = _index(column), fold(said)
    if key not in known:
        raise Wrong("unknown", closest_of(key, dict(known), label=BY_CODE[column].values), value=said)
    return known[key]


def _weight(text: str) -> float:
    try:
        value = float(_POINT.sub(".", text))
    except ValueError as wrong:
        raise Wrong("weight", value=text) from wrong
    if not 0 < value <= LIMITS.weight:
        raise Wrong("weight", value=text)
    return value


def _year(text: str) -> int:
    if not (text.isdecimal() and LIMITS.year_first <= int(text) <= LIMITS.year_last):
        raise Wrong("year", value=text)
    return int(text)


def _no_amount(text: str) -> int:
    raise Wrong("amount", value=text)


def _place(said: str, named: Mapping[str, frozenset[str]]) -> str:
    key = fold(said)
    if key in _NATION:
        return NATION
    if key in named:
        if len(named[key]) > 1:
            raise Wrong("several_places", value=said)
        return next(iter(named[key]))
    matches = index().find(said, limit=3)
    exact = [match.commune for match in matches if match.is_exact]
    if len(exact) == 1:
        return exact[0].code
    if exact:
        raise Wrong("several_places", value=said)
    close = f"{matches[0].commune.name_ar} {matches[0].commune.code}" if matches and not _PLACE.fullmatch(said) else ""
    raise Wrong("place", close, value=said)


@cache
def _index(column: str) -> Mapping[str, str]:
    return value_index(dict(BY_CODE[column].values or {}))


def as_cell(value: Any) -> str:
    """A day or a text as a cell."""
    return value.isoformat() if isinstance(value, date) else str(value if value is not None else "")
