"""Rows of a file into contributions, each refused row with its reasons; nothing is written here."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from jisr.common.crypto import keyed_hash
from jisr.common.text import clean_typed, fold
from jisr.exchange import sheets
from jisr.exchange.centres_import.cells import closest_of
from jisr.exchange.centres_import.columns import value_index
from jisr.exchange.centres_import.reading import Table
from jisr.exchange.contributions_import.columns import BY_CODE, COLUMNS, MOST, NOT_KEPT, headings
from jisr.exchange.contributions_import.problems import Problem
from jisr.forum.queries import slip_hash
from jisr.territory.search import index

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_LISTED = ("channel", "kind", "theme", "public", "urgency", "speaker_role")
#: Between two languages in one cell: "ar/fr", «عربية وفرنسية» written with a comma, a slash or a plus.
_BETWEEN = re.compile(r"\s*[,;،؛/|+&]\s*")
_KEY = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
#: Signs of a code on a slip, and of a value that is quoted in a reason.
_SLIP, _QUOTED = 8, 60


@dataclass(frozen=True)
class Ground:
    """What the database knows of what a file names.

    Attributes:
        region: code of the region of the wave; "" for one of the whole country.
        meetings: folded address, day or place -> key.
        regions: folded code or name -> code.
        provinces: code -> (region, names).
        numbers: of the contributions that are here already.
        keys: made elsewhere, of those that are here already.
        slips: hashes of the slips that were given.
    """

    wave: UUID
    code: str
    region: str
    meetings: Mapping[str, str]
    regions: Mapping[str, str]
    provinces: Mapping[str, tuple[str, tuple[str, str]]]
    numbers: frozenset[str]
    keys: frozenset[UUID]
    slips: frozenset[str]

    @property
    def province_names(self) -> dict[str, str]:
        """Folded code or name -> code."""
        return {
            fold(said): code for code, (_region, names) in self.provinces.items() for said in (code, *names)
        }  # fmt: skip


@dataclass
class Line:
    """A row that was read."""

    row: int
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, column: str, kind: str, closest: str = "", **values: Any) -> None:
        """Add a problem; what was typed is quoted no longer than needed to find it."""
        said = {name: value[:_QUOTED] if isinstance(value, str) else value for name, value in values.items()}
        self.problems.append(Problem(self.row, column, kind, said, closest))


@dataclass
class Checked:
    """What a file says, ready to be shown and then taken in.

    Attributes:
        rows: those to take in, as the act takes them.
        there: numbers of the rows that are here already.
        problems: of the refused rows.
        refused: their numbers.
    """

    rows: list[dict[str, Any]]
    there: list[int]
    problems: list[Problem]
    refused: list[int]


def lines_of(table: Table) -> tuple[list[Line], list[str]]:
    """Every row with its cells by column, and the headings that no column has."""
    known = headings()
    found = [known.get(fold(heading)) for heading in table.headings]
    unknown = [text for text, code in zip(table.headings, found, strict=True) if text and code is None]
    places = [(place, code) for place, code in enumerate(found) if code is not None and code not in NOT_KEPT]
    return [
        Line(number, {code: said for place, code in places if (said := _cell(code, cells[place]))})
        for number, cells in table.rows
    ], unknown


def _cell(code: str, text: str) -> str:
    return sheets.unguarded(clean_typed(text, lines=code == "text"))


def check(lines: list[Line], ground: Ground, *, today: date) -> Checked:
    """Judge every row against the wave and the other rows; those that are here already are only counted."""
    checker, rows, there = _Checker(ground, today), [], []
    for line in lines:
        key = key_of(ground.wave, line.values)
        if line.values.get("code") in ground.numbers or key in ground.keys:
            there.append(line.row)
            continue
        taken = checker.taken(line, key)
        if taken is not None:
            rows.append(taken)
    problems = [problem for line in lines for problem in line.problems]
    return Checked(rows, there, problems, [line.row for line in lines if line.problems])


def key_of(wave: UUID, values: Mapping[str, str]) -> UUID:
    """By what a row is known again: the key or number it brings, else all that it says.

    Never a plain hash of words: whoever guesses what a cover hides could prove it with one.
    """
    brought = values.get("client_key", "")
    if _KEY.fullmatch(brought):
        return UUID(brought)
    if brought or values.get("code"):
        said: Any = ["number", brought or values["code"]]
    else:
        said = sorted((name, value) for name, value in values.items() if name != "slip")
    return UUID(keyed_hash(json.dumps([str(wave), said]), purpose="forum.sheet")[:32], version=5)


class _Checker:
    def __init__(self, ground: Ground, today: date) -> None:
        self.ground, self.today = ground, today
        self.province_names = ground.province_names
        self.rows: dict[UUID, int] = {}
        self.slips: dict[str, int] = {}
        self.commune = cache(self._commune)  # a file says the same thing thousands of times
        self.listed = cache(_listed)

    def taken(self, line: Line, key: UUID) -> dict[str, Any] | None:
        """The row as the act takes it; None when it is refused."""
        values = line.values
        for needed in (column.code for column in COLUMNS if column.required):
            if not values.get(needed):
                line.wrong(needed, "required")
        for column, most in MOST.items():
            if len(values.get(column, "")) > most:
                line.wrong(column, "long", most=most)
        listed = {name: self._value(line, name) for name in _LISTED}
        taken = {
            "row": line.row, "sheet": values.get("client_key", ""), "client_key": str(key),
            "text": values.get("text", ""), "organisation": values.get("organisation", ""),
            "said_on": self._day(line), "meeting": self._meeting(line), "slip": self._slip(line),
            "language": self._language(line), **self._place(line), **listed,
        }  # fmt: skip
        self._certain(line)
        if key in self.rows:
            kind = "same_number" if values.get("client_key") or values.get("code") else "repeated"
            line.wrong("client_key" if kind == "same_number" else "text", kind, other=self.rows[key])
        self.rows.setdefault(key, line.row)
        return None if line.problems else taken

    def _value(self, line: Line, column: str) -> str:
        said = line.values.get(column, "")
        code, closest = self.listed(column, said)
        if said and not code:
            line.wrong(column, "unknown", closest, value=said)
        return code

    def _language(self, line: Line) -> str:
        """One of the list, or several languages where a cell names two."""
        said = line.values.get("language", "")
        named = [self.listed("language", part)[0] for part in _BETWEEN.split(said) if part]
        return "mixed" if len(set(named)) > 1 and all(named) else self._value(line, "language")

    def _certain(self, line: Line) -> None:
        if self._value(line, "said_certainty") not in {"", "certain"}:
            line.wrong("said_certainty", "certainty")

    def _day(self, line: Line) -> str:
        said = line.values.get("said_on", "")
        day = next((day for form in _DAYS if (day := _as_day(said, form))), None) if said else None
        if said and day is None:
            line.wrong("said_on", "day", value=said)
        if day is not None and day > self.today:
            line.wrong("said_on", "future", value=said)
        return day.isoformat() if day else ""

    def _meeting(self, line: Line) -> str:
        wave, said = line.values.get("wave", ""), line.values.get("meeting", "")
        if wave and wave != self.ground.code:
            line.wrong("wave", "wave", value=wave)
        key = self.ground.meetings.get(fold(said), "") if said else ""
        if said and not key:
            line.wrong("meeting", "meeting", value=said)
        return key

    def _slip(self, line: Line) -> str:
        """The hash of the code; the code itself goes no farther."""
        said = line.values.pop("slip", "")
        if not said:
            return ""
        if len(re.sub(r"[^A-Za-z0-9]", "", said)) != _SLIP:
            line.wrong("slip", "slip")
            return ""
        mark = slip_hash(said)
        if mark in self.ground.slips:
            line.wrong("slip", "slip_used")
        if mark in self.slips:
            line.wrong("slip", "same_number", other=self.slips[mark])
        self.slips.setdefault(mark, line.row)
        return mark

    def _place(self, line: Line) -> dict[str, str]:
        """The narrowest place that a row names, and those around it."""
        typed, said, named = (line.values.get(column, "") for column in ("commune", "province", "region"))
        province = self.province_names.get(fold(said), "") if said else ""
        if said and not province:
            line.wrong("province", "province", self._close_province(said), value=said)
        commune, within, kind, closest = self.commune(typed, province) if typed else ("", "", "", "")
        if kind:
            line.wrong("commune", kind, closest, value=typed)
        elif commune and province and within != province:
            line.wrong("commune", "disagree", value=typed)
        province = province or within
        region = self.ground.regions.get(fold(named), "") if named else ""
        if named and not region:
            line.wrong("region", "unknown", value=named)
        around = self.ground.provinces[province][0] if province in self.ground.provinces else region
        if around and self.ground.region and around != self.ground.region:
            narrowest = "commune" if typed else "province" if said else "region"
            line.wrong(narrowest, "outside", value=line.values[narrowest])
        return {"commune": commune, "province": province, "region": around}

    def _close_province(self, said: str) -> str:
        code = closest_of(fold(said), self.province_names)
        return self.ground.provinces[code][1][0] if code else ""

    def _commune(self, typed: str, province: str) -> tuple[str, str, str, str]:
        """(code, its province, kind of problem, closest) of a commune as typed."""
        matches = index().find(typed, limit=3)
        if province:  # tells namesakes apart; a commune of another province is said to be one
            matches = [match for match in matches if match.commune.province == province] or matches
        exact = [match.commune for match in matches if match.is_exact]
        if len(exact) == 1:
            return exact[0].code, exact[0].province, "", ""
        if exact:
            return "", "", "several_communes", f"{exact[0].name_ar} {exact[0].code}"
        close = f"{matches[0].commune.name_ar} {matches[0].commune.code}" if matches else ""
        return "", "", "commune", close


def _as_day(said: str, form: str) -> date | None:
    try:
        return datetime.strptime(said, form).date()  # noqa: DTZ007 - a day has no hour
    except ValueError:
        return None


@cache
def _index(column: str) -> dict[str, str]:
    return value_index(BY_CODE[column].values or {})


def _listed(column: str, said: str) -> tuple[str, str]:
    """(code, closest) of a value of a closed list, as a code or a label of any language."""
    known, key = _index(column), fold(said)
    if not said or key in known:
        return (known[key] if said else ""), ""
    return "", closest_of(key, known, label=BY_CODE[column].values)
