"""One cell at a time: text into a value, or the problem with it."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from rapidfuzz import fuzz, process

from jisr.centres.models.centres import LATITUDES, LONGITUDES
from jisr.centres.rules import NotHours, NotPhone, parse_hours, phone_number
from jisr.common.money import read_amount
from jisr.common.text import clean_typed, fold
from jisr.exchange import sheets
from jisr.exchange.centres_import.columns import BY_CODE, CLEAR, YES_NO, Column, value_index

#: Text columns and their greatest length, as in the models.
LENGTHS = {"address": 300, "source": 300, "service_ar": 200, "service_fr": 200, "name_ar": 200, "name_fr": 200}
_DEFAULT_LENGTH = 200
#: A closest value is offered from this likeness on (0-100); below it, a guess would only mislead.
CLOSE_ENOUGH = 60
#: More centimes, and more days of waiting, than anybody means.
_MOST_AMOUNT, _MOST_DAYS = 100_000_000, 3650
_CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,39}$")
_YES = {"1", "yes", "true", "oui", "vrai", "x", "نعم"}
_NO = {"0", "no", "false", "non", "faux", "لا"}
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_JOINERS = re.compile(r"[|;؛،\n]")


class Wrong(Exception):
    """A cell that cannot be taken: kind of problem, its values, the closest valid value."""

    def __init__(self, kind: str, closest: str = "", **values: Any) -> None:
        super().__init__(kind)
        self.kind, self.closest, self.values = kind, closest, values


def read_cell(column: Column, text: str) -> Any:
    """The value of a cell: None when it says nothing, "" or [] when it empties what the catalogue has.

    Raises:
        Wrong: it cannot be read.
    """
    text = sheets.unguarded(clean_typed(text))
    if not text:
        return None
    if text == CLEAR:
        return [] if column.several else False if column.code in YES_NO else ""
    if column.values is not None:
        return _listed(column, text)
    return READERS.get(column.code, _text)(column.code, text)


@lru_cache(maxsize=64)
def _index(code: str) -> dict[str, str]:
    return value_index(BY_CODE[code].values or {})


def _listed(column: Column, text: str) -> Any:
    if column.several:
        return list(dict.fromkeys(_one(column, piece) for piece in _JOINERS.split(text) if piece.strip()))
    return _one(column, text)


def _one(column: Column, text: str) -> str:
    known = _index(column.code)
    key = fold(text)
    if key in known:
        return known[key]
    raise Wrong("unknown", closest_of(key, known, label=column.values), value=text.strip())


def closest_of(key: str, known: dict[str, str], *, label: dict[str, Any] | None = None) -> str:
    """The label (or the value) that looks most like what was typed; "" when nothing is close."""
    found = process.extractOne(key, known.keys(), scorer=fuzz.WRatio, score_cutoff=CLOSE_ENOUGH)
    if found is None:
        return ""
    code = known[found[0]]
    return f"{label[code]} ({code})" if label and get_language() else code


def _text(code: str, text: str) -> str:
    most = LENGTHS.get(code, _DEFAULT_LENGTH)
    if len(text) > most:
        raise Wrong("long", most=most)
    if code in {"name_ar", "service_ar"} and not re.search(r"[\u0621-\u064a]", text):
        raise Wrong("not_arabic", value=text)
    return text


def _key(code: str, text: str) -> str:
    if not _CODE.match(text):
        raise Wrong("code", closest=re.sub(r"[^A-Za-z0-9._\-]+", "-", text).strip("-")[:40])
    return text


def _tifinagh(code: str, text: str) -> str:
    if not re.search(r"[\u2d30-\u2d7f]", text):
        raise Wrong("not_tifinagh", value=text)
    return _text(code, text)


def _amount(code: str, text: str) -> int:
    """Centimes."""
    minor = read_amount(text)
    if minor is None or minor > _MOST_AMOUNT:
        raise Wrong("amount", value=text)
    return minor


def _whole(code: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise Wrong("number", value=text)
    return int(text)


def _days_waited(code: str, text: str) -> int:
    days = _whole(code, text)
    if days > _MOST_DAYS:
        raise Wrong("number", value=text)
    return days


def _degrees(code: str, text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError as wrong:
        raise Wrong("degrees", value=text) from wrong
    low, high = LATITUDES if code == "lat" else LONGITUDES
    if not low <= value <= high:
        raise Wrong("outside", value=text, closest=f"{-value}" if low <= -value <= high else "")
    return value


def _yes_no(code: str, text: str) -> bool:
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise Wrong("yes_no", value=text)


def _day(code: str, text: str) -> str:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no hour
        except ValueError:
            continue
    raise Wrong("day", value=text)


def _hours(code: str, text: str) -> str:
    try:
        parse_hours(text)
    except NotHours as wrong:
        raise Wrong("hours", value=text) from wrong
    return text


def _phone(code: str, text: str) -> str:
    try:
        return phone_number(text)
    except NotPhone as wrong:
        raise Wrong("phone", value=text) from wrong


def _email(code: str, text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as wrong:
        raise Wrong("email", value=text) from wrong
    return text


def _all(reader: Callable[[str, str], Any], columns: Iterable[str]) -> dict[str, Callable[[str, str], Any]]:
    return dict.fromkeys(columns, reader)


READERS: dict[str, Callable[[str, str], Any]] = (
    _all(_key, ("code", "service_code"))
    | _all(_degrees, ("lat", "lon"))
    | _all(_phone, ("phone", "contact_phone"))
    | _all(_email, ("email", "contact_email"))
    | _all(_yes_no, YES_NO)
    | _all(_hours, ("hours", "service_hours"))
    | _all(_day, ("opened_on", "closed_on", "places_on"))
    | _all(_whole, ("age_min", "age_max", "places", "free", "waiting"))
    | _all(_days_waited, ("wait_days",))
    | _all(_amount, ("cost_amount",))
    | _all(_tifinagh, ("name_zgh", "service_zgh"))
)
