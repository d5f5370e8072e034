"""A first look at a file: its headings, some rows, and what each column may be; a person corrects it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from jisr.common.crypto import keyed_hash
from jisr.common.text import clean_typed, fold
from jisr.exchange.families_sheets import letters
from jisr.exchange.families_sheets.columns import BY_CODE, headings
from jisr.exchange.families_sheets.days import HIJRI
from jisr.exchange.families_sheets.reading import Content, Layout, layout_of, refuse_empty, rows

_SAMPLES = 6
_LOOKED_AT = 400
#: Rows above the headings that a list may have: its title, its date.
_TITLES = 10
_DAYS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{2,4}")
_YEAR = re.compile(r"(?<!\d)(1[34]\d\d)(?!\d)")
GROUPS = ("key", "row", "phone", "address")


@dataclass
class Reading:
    """How a file is read into families: what each column is, and what only a person can say.

    Attributes:
        columns: place of a column -> code of the field.
        group: who lives together: key (a column says), row (each alone), phone, address.
        month_first, hijri: how birth dates are written.
        family_first: a whole name begins with the surname.
        commune: of households that name none; "" where each does.
    """

    columns: dict[int, str] = field(default_factory=dict)
    group: str = "key"
    month_first: bool = False
    hijri: bool = False
    family_first: bool = False
    commune: str = ""

    def packed(self) -> dict[str, Any]:
        """For a JSON column."""
        return asdict(self) | {"columns": {str(place): code for place, code in self.columns.items()}}

    @classmethod
    def unpacked(cls, kept: Mapping[str, Any]) -> "Reading":
        """Out of a JSON column; what no longer exists is left out."""
        columns = {int(place): code for place, code in kept.get("columns", {}).items() if code in BY_CODE}
        rest = {
            name: kept[name] for name in ("group", "month_first", "hijri", "family_first", "commune") if name in kept
        }
        return cls(columns, **rest)


@dataclass
class Look:
    """What was seen.

    Attributes:
        headings: of the columns, as they stand.
        samples: the first rows.
        readings: encoding -> a line with letters beyond plain ones, as it reads in it; {} where there is no doubt.
        guess: what the columns seem to be.
    """

    layout: Layout
    headings: list[str]
    samples: list[list[str]]
    readings: dict[str, str]
    guess: Reading

    def packed(self) -> dict[str, Any]:
        """For the sealed part of an import."""
        return {
            "layout": asdict(self.layout), "headings": self.headings, "samples": self.samples,
            "readings": self.readings, "guess": self.guess.packed(),
        }  # fmt: skip

    @classmethod
    def unpacked(cls, kept: Mapping[str, Any]) -> "Look":
        """The same again."""
        return cls(
            Layout(**kept["layout"]), kept["headings"], kept["samples"], kept["readings"],
            Reading.unpacked(kept["guess"]),
        )  # fmt: skip


def look(content: Content, kind: str, layout: Layout | None = None) -> Look:
    """Look at a file.

    Args:
        layout: how a person said that it is read; found out when None.

    Raises:
        Refusal: it is no readable table.
    """
    layout = layout or layout_of(content, kind)
    first = list(islice(rows(content, layout), _LOOKED_AT))
    refuse_empty(len(first))
    place = _heading_row(first)
    number, named = first[place]
    named = [clean_typed(cell)[:120] for cell in named]
    while named and not named[-1]:
        named.pop()
    below = [cells[: len(named)] + [""] * (len(named) - len(cells)) for _number, cells in first[place + 1 :]]
    refuse_empty(len(below) + 1)
    layout = Layout(layout.kind, layout.encoding, layout.separator, number)
    samples = [[cell.strip()[:60] for cell in row] for row in below[:_SAMPLES]]
    return Look(layout, named, samples, _readings(content, layout), _guess(named, below))


def fingerprint(named: Sequence[str]) -> str:
    """A keyed hash of the headings: the same list brought again is known by it."""
    return keyed_hash("\n".join(fold(text) for text in named), purpose="headings")


def _heading_row(first: Sequence[tuple[int, list[str]]]) -> int:
    """The place of the row that names most columns; the first one when none does."""
    known = headings()
    scores = [sum(fold(cell) in known for cell in cells[:200] if cell) for _number, cells in first[:_TITLES]]
    best = max(range(len(scores)), key=lambda place: (scores[place], -place))
    return best if scores[best] > 1 else 0


def _guess(named: Sequence[str], below: Sequence[Sequence[str]]) -> Reading:
    known = headings()
    found: dict[int, str] = {}
    for place, text in enumerate(named):
        code = known.get(fold(text)) or known.get(fold(re.sub(r"\(.*?\)|[:*]", " ", text)))
        if code and code not in found.values():
            found[place] = code
    _by_script(found, below)
    births = [row[place] for place, code in found.items() if code == "born_on" for row in below if row[place]]
    grouped = "key" if "household" in found.values() else "row"
    return Reading(
        found, grouped, month_first=_month_first(births), hijri=_is_hijri(births),
        family_first=any(code == "full_name" and _surname_leads(named[place]) for place, code in found.items()),
    )  # fmt: skip


def _by_script(found: dict[int, str], below: Sequence[Sequence[str]]) -> None:
    """ "Nom" and "Prénom" over Arabic cells are the Arabic columns, and the other way round."""
    pairs = {"given_fr": "given_ar", "family_fr": "family_ar"}
    for place, code in list(found.items()):
        cells = [row[place] for row in below[:50] if row[place].strip()]
        arabic = sum(bool(letters.ARABIC.search(cell)) for cell in cells) * 2 > len(cells)
        twin = pairs.get(code) if arabic else {v: k for k, v in pairs.items()}.get(code)
        if cells and twin and twin not in found.values():
            found[place] = twin


def _surname_leads(heading: str) -> bool:
    return fold(heading).startswith(("nom ", "nom et", "نسب", "اسم عايلي", "اسم العايلي"))


def _month_first(births: Iterable[str]) -> bool:
    """Whether a second number is ever too large for a month, and a first one never."""
    pairs = [(int(day[1]), int(day[2])) for text in births if (day := _DAYS.match(text.strip()))]
    return any(second > 12 for _first, second in pairs) and not any(first > 12 for first, _second in pairs)


def _is_hijri(births: Sequence[str]) -> bool:
    years = sum(int(year[1]) in HIJRI for text in births if (year := _YEAR.search(text)))
    return bool(births) and years * 2 > len(births)


def _readings(content: Content, layout: Layout) -> dict[str, str]:
    """The first line with letters beyond plain ones, in each encoding that could be meant."""
    if layout.kind != "csv" or letters.marked(content.start())[0]:
        return {}
    for chunk in content.chunks():
        if chunk.isascii():
            continue
        wide = layout.encoding.startswith("utf-16")
        line = chunk[:400] if wide else next(line for line in chunk.splitlines() if not line.isascii())[:200]
        if layout.encoding == "utf-8":
            return {}
        names = ("utf-16-le", "utf-16-be") if wide else ("cp1256", "cp1252", "iso-8859-6")
        return {name: line.decode(name, errors="replace").strip()[:120] for name in names}
    return {}
