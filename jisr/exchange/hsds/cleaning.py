"""Rows of a package made fit to be kept: visible letters, keys that are keys, numbers that are numbers. Pure."""

import math
import re
from collections import Counter
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from jisr.common.text import clean_typed
from jisr.exchange import sheets
from jisr.exchange.hsds.keys import as_uuid, key_of
from jisr.exchange.hsds.standard import ANYWHERE, Entity, Row, entities, links

#: What is mended in a text -> the letters that tell it.
_MENDED = {
    "presentation": re.compile("[\ufb50-\ufdff\ufe70-\ufefc]"),
    "direction": re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"),
    "invisible": re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u00ad\u200b-\u200d\u2060\ufeff]"),
}
_ADDRESS = re.compile(r"[!#-;=?-\[\]_a-z~%]+")
#: An address as people write it: a name of a host with a point, and what follows.
_HOST = re.compile(r"(?i)[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.[a-z]{2,}(/[!#-;=?-\[\]_a-z~%]*)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FALLBACKS = {"status": "active", "location_type": "physical", "address_type": "physical"}
_LONGEST = 20_000


class Cleaner:
    """Cleans rows one after the other, and counts what it did.

    Args:
        publisher: whose keys they are: what is no UUID is the same thing in packages of the same publisher alone.
        is_tables: cells of tables, in which a text may stand for a number, or be guarded against spreadsheets.

    Attributes:
        counts: what was mended or left out -> how often.
        examples: the same -> the first values.
    """

    def __init__(self, *, is_tables: bool, publisher: str = "") -> None:
        self.is_tables, self.publisher = is_tables, publisher
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = {}

    def row(self, entity: str, row: Row) -> Row:
        """A row with all that hangs on it."""
        known = entities()[entity]
        found: Row = {}
        for name, value in row.items():
            if name in known.lists:
                rows = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
                found[name] = [self.row(known.lists[name], one) for one in rows]
            elif name in known.ones:
                if isinstance(value, dict):
                    found[name] = self.row(known.ones[name], value)
            elif (kept := self._value(known, name, value, row)) is not None:
                found[name] = kept
        return self._whole(known, found)

    def _whole(self, known: Entity, row: Row) -> Row:
        """Texts without which the standard takes no row: said to be empty."""
        for name in known.required:
            if name not in row and name != "id" and known.fields.get(name) == "s":
                row[name] = _FALLBACKS.get(name, "")
        if "id" not in row:
            self.counts["keyless"] += 1
            row["id"] = key_of("row", known.name, *sorted(f"{name}={value}" for name, value in row.items()))
        return row

    def _value(self, known: Entity, name: str, value: Any, row: Row) -> Any:
        kind = known.columns.get(name)
        if value is None or isinstance(value, list | dict):
            if value:
                self._tell("left_out", f"{known.name}.{name}")
            return None
        if kind == "u":
            return self._key(known, name, str(value).strip(), row)
        if kind == "n":
            return self._number(f"{known.name}.{name}", value)
        if kind == "b" or (kind is None and isinstance(value, bool)):
            return str(value).strip().lower() in {"true", "1"}
        if kind is None and isinstance(value, int | float):
            return value
        return self._checked(known, name, kind or "s", self._text(str(value)))

    def _checked(self, known: Entity, name: str, kind: str, text: str) -> str | None:
        if not text:
            return None
        where = f"{known.name}.{name}"
        if name in known.enums and text not in known.enums[name]:
            self._tell("not_listed", f"{where}: {text}")
            return None
        if kind == "l":
            if _HOST.fullmatch(text):
                self._tell("schemeless", text)
                text = f"http://{text}"
            return text if self._is_address(where, text) else None
        if kind == "e" and not _EMAIL.fullmatch(text):
            self._tell("email", f"{where}: {text}")
            return None
        if kind == "t" and not _is_moment(text):
            self._tell("moment", f"{where}: {text}")
            return None
        return text

    def _text(self, text: str) -> str:
        if self.is_tables:
            text = sheets.unguarded(text)
        if len(text) > _LONGEST:
            self._tell("long", text)
            text = text[:_LONGEST]
        if sheets.guarded(text) != text and not text.lstrip("+-").replace(" ", "").isdigit():
            self._tell("formula", text)
        mended = [kind for kind, letters in _MENDED.items() if letters.search(text)]
        for kind in mended:
            self._tell(kind, text)
        return clean_typed(text, lines=True) if mended else text

    def _key(self, known: Entity, name: str, text: str, row: Row) -> str | None:
        """A key; what is no UUID gets one that depends on it alone, wherever it is named."""
        if not text:
            return None
        kept = as_uuid(text)
        if kept is not None:
            return kept
        if name == "id":
            self._tell("key", f"{known.name}: {text}")
        target = known.name if name == "id" else links(known.name).get(name, "")
        if known.name in ANYWHERE and name == ANYWHERE[known.name][0]:  # its kind stands in another field
            target = str(row.get(ANYWHERE[known.name][1]) or "")
        return key_of("foreign", *filter(None, [self.publisher]), target, text)

    def _number(self, where: str, value: Any) -> int | float | None:
        if isinstance(value, bool):
            return None
        try:
            number = float(str(value).strip().replace(",", ".") if isinstance(value, str) else value)
        except ValueError:
            self._tell("number", f"{where}: {value}")
            return None
        if not math.isfinite(number):
            self._tell("number", f"{where}: {value}")
            return None
        return int(number) if number.is_integer() and not isinstance(value, float) else number

    def _is_address(self, where: str, text: str) -> bool:
        try:
            parts = urlsplit(text)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme in {"http", "https"} and parts.netloc and _ADDRESS.fullmatch(text):
            return True
        self._tell("address", f"{where}: {text}")
        return False

    def _tell(self, kind: str, value: str) -> None:
        self.counts[kind] += 1
        shown = self.examples.setdefault(kind, [])
        if len(shown) < 3:
            shown.append(clean_typed(value)[:80])


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
