"""Rows of a file into rows of the staging table, batch by batch; each refused row with its reasons."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from jisr.common.crypto import encrypt, keyed_hash
from jisr.common.keys import new_key, read_key
from jisr.common.text import fold, skeletons
from jisr.exchange.centres_import.cells import Wrong
from jisr.exchange.families_sheets.cells import Places, Reader
from jisr.exchange.families_sheets.columns import IDENTITIES, NAMES
from jisr.exchange.families_sheets.looking import Reading
from jisr.exchange.families_sheets.names import is_arabic, split_name
from jisr.exchange.families_sheets.problems import Problem
from jisr.families.keying import keys_of
from jisr.families.queries import exact_mark

_REFERENCE = re.compile(r"[2-9A-Z]{4,5}-[2-9A-Z]{4,5}")
#: Fields of a staged row that are values of cells, in the order of ``models.families.COPIED``.
_VALUES = (
    "given_ar", "family_ar", "given_fr", "family_fr", "sex", "born_on", "born_about", "marital_state", "literacy",
    "schooled", "disability", "relation", "phone", "phone_owner", "phone_safe", "commune", "locality", "language",
    "rsu", "rnp", "consent",
)  # fmt: skip


@dataclass
class Checked:
    """What a batch came to.

    Attributes:
        rows: for the staging table, in the order of ``COPIED``.
        numbers: identity numbers of these rows, in the order of ``COPIED_NUMBER``.
        problems: of the refused rows.
    """

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    numbers: list[tuple[Any, ...]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0


class Checker:
    """Checks the rows of one file.

    Args:
        importing: key of the import.
        reading: what its columns are, and what was answered about it.
        communes: codes that the installation holds.
        today, is_text: see ``Reader``.
    """

    def __init__(
        self, importing: UUID, reading: Reading, communes: frozenset[str], today: date, *, is_text: bool = False
    ) -> None:
        self.importing, self.reading = importing, reading
        self.columns = sorted(reading.columns.items())
        self.read = Reader(today, month_first=reading.month_first, hijri=reading.hijri, is_text=is_text).read
        self.places = Places(communes)
        # a list says the same names and households again and again
        self.words: Callable[[str], tuple[str, ...]] = lru_cache(maxsize=100_000)(_words)
        self.sealed_home: Callable[[str, str], bytes | None] = lru_cache(maxsize=2_000)(_sealed)
        self.home_hash: Callable[[str], str] = lru_cache(maxsize=2_000)(_hash)

    def check(self, batch: Iterable[tuple[int, Sequence[str]]]) -> Checked:
        """Check a batch of (number of the row, its cells)."""
        checked = Checked()
        for n, cells in batch:
            values, wrongs = self._cells(cells)
            self._commune(values, wrongs)
            self._names(values, wrongs)
            if wrongs:
                checked.refused += 1
                checked.problems += [Problem(n, code, one.kind, one.values, one.closest) for code, one in wrongs]
            else:
                self._stage(n, values, checked)
        return checked

    def _cells(self, cells: Sequence[str]) -> tuple[dict[str, Any], list[tuple[str, Wrong]]]:
        values: dict[str, Any] = {}
        wrongs: list[tuple[str, Wrong]] = []
        many, read = len(cells), self.read
        for place, code in self.columns:
            cell = cells[place] if place < many else ""
            if not cell:
                continue
            value = read(code, cell)
            if type(value) is Wrong:
                wrongs.append((code, value))
            elif value is not None:
                values[code] = value
        return values, wrongs

    def _commune(self, values: dict[str, Any], wrongs: list[tuple[str, Wrong]]) -> None:
        province = values.pop("province", "")
        if "commune" in values:
            found = self.places.find(values["commune"], province)
            if isinstance(found, Wrong):
                wrongs.append(("commune", found))
            else:
                values["commune"] = found

    def _names(self, values: dict[str, Any], wrongs: list[tuple[str, Wrong]]) -> None:
        whole = values.pop("full_name", "")
        if whole:
            given, family = split_name(whole, family_first=self.reading.family_first)
            script = "ar" if is_arabic(whole) else "fr"
            values.setdefault(f"given_{script}", given[:120])
            if family:
                values.setdefault(f"family_{script}", family[:120])
        if not any(values.get(name) for name in NAMES) and not any(
            code in (*NAMES, "full_name") for code, _w in wrongs
        ):
            wrongs.append((self._named_by(), Wrong("no_name")))

    def _named_by(self) -> str:
        codes = [code for _place, code in self.columns]
        return next((code for code in ("full_name", *NAMES) if code in codes), "given_ar")

    def _stage(self, n: int, values: dict[str, Any], checked: Checked) -> None:
        born = values.pop("born_on", None) or values.pop("age", None)
        values.pop("age", None)
        values["born_on"], values["born_about"] = born or (None, None)
        versions = values.pop("version", None) or (None, None)
        own, home = values.pop("key", None), values.pop("household", None)
        numbers = [(kind, values.pop(kind)) for kind in IDENTITIES if kind in values]
        words = sorted({word for name in NAMES if values.get(name) for word in self.words(values[name])})
        keys = keys_of(*(values.get(name) or "" for name in NAMES))
        key = f"p:{own}" if own else _said(words, values, numbers, home)
        home_key, alone = self._home(home, values, key)
        if alone and "relation" not in values:
            values["relation"] = "head"
        said = [values.get(name) for name in _VALUES]
        marks = [(kind, number, exact_mark(number)) for kind, number in numbers]
        digest = repr((said, home, [mark for _kind, _number, mark in marks]))
        exact, home_exact = _hash(key), self.home_hash(home_key)
        checked.rows.append((
            new_key(), new_key(), self.importing, n, exact, _sealed(own, exact), home_exact,
            self.sealed_home(home or "", home_exact),
            _as_uuid(own), home if home and _REFERENCE.fullmatch(home) else None, *versions, _hash(digest), *said,
            words, [family for family, _given in keys.pairs], [given for _family, given in keys.pairs], keys.heard,
        ))  # fmt: skip
        for kind, number, mark in marks:
            one = new_key()
            checked.numbers.append((one, self.importing, n, kind, encrypt(number, bound_to=str(one)), mark))

    def _home(self, home: str | None, values: dict[str, Any], key: str) -> tuple[str, bool]:
        """What stands for the household, and whether the row is alone in it."""
        group = self.reading.group
        if group == "key" and home:
            return f"h:{home}", False
        if group == "phone" and values.get("phone"):
            return f"t:{values['phone']}", False
        if group == "address" and values.get("locality"):
            return f"a:{values.get('commune', '')}:{fold(values['locality'])}", False
        return f"o:{key}", True


def _said(words: list[str], values: dict[str, Any], numbers: Sequence[tuple[str, str]], home: str | None) -> str:
    """What stands for the number of a person in a list that has none: a document, or name, birth and home."""
    if numbers:
        return f"i:{numbers[0]}"
    return f"d:{words}:{values['born_on']}:{values.get('sex')}:{home or values.get('phone') or values.get('locality')}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(skeletons(text))


def _hash(text: str) -> str:
    """32 digits, as the database takes a UUID."""
    return keyed_hash(text, purpose="list")[:32]


def _sealed(text: str | None, exact: str) -> bytes | None:
    return encrypt(text, bound_to=f"externalkey:{exact}") if text else None


def _as_uuid(text: str | None) -> UUID | None:
    if not text or len(text) != 36:
        return None
    return read_key(text)
