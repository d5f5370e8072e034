"""Rows of a table into centres and services, each refused row with its reasons; nothing is written here."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from jisr.centres.choices import Welcome
from jisr.common.text import fold
from jisr.exchange.centres_import.catalogue import Catalogue, KnownCentre, KnownCommune
from jisr.exchange.centres_import.cells import Wrong, closest_of, read_cell
from jisr.exchange.centres_import.columns import BY_CODE, COLUMNS, NEVER_EMPTY, headings
from jisr.exchange.centres_import.problems import Problem
from jisr.exchange.centres_import.reading import Table
from jisr.territory.rules import great_circle_km
from jisr.territory.search import index

#: A point farther than this from its commune is a mistake of typing; the largest desert communes are 150 km across.
FAR_KM = 160
#: Costs that have an amount.
PAID = {"fixed", "income", "members"}
UNCONDITIONAL = Welcome.UNCONDITIONAL.value
CENTRE_COLUMNS = [column.code for column in COLUMNS if column.of == "centre"]
_NEEDED = [column.code for column in COLUMNS if column.required and column.code != "code"]
SERVICE_COLUMNS = [column.code for column in COLUMNS if column.of == "service"]


@dataclass
class Line:
    """A row that was read: values by column, without the silent cells."""

    row: int
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, column: str, kind: str, closest: str = "", **values: Any) -> None:
        """Add a problem."""
        self.problems.append(Problem(self.row, column, kind, values, closest))


@dataclass
class Checked:
    """What a file says, ready to be shown and then written.

    Attributes:
        centres: one dictionary a centre: code, rows, values by column, services {code: values by column}.
        problems: of the refused rows.
        refused: numbers of the refused rows.
        unknown: headings that no column has.
    """

    centres: list[dict[str, Any]]
    problems: list[Problem]
    refused: list[int]
    unknown: list[str]


def columns_of(table: Table) -> tuple[list[str | None], list[str]]:
    """The column of each heading, and the headings that no column has."""
    known = headings()
    found = [known.get(fold(heading)) for heading in table.headings]
    return found, [text for text, code in zip(table.headings, found, strict=True) if text and code is None]


def read_lines(table: Table) -> tuple[list[Line], list[str]]:
    """Every row with its cells read, and the headings that were not understood."""
    found, unknown = columns_of(table)
    known = [(place, code) for place, code in enumerate(found) if code is not None]
    read = cache(_read)  # a file says the same thing thousands of times
    return [_line(number, known, cells, read) for number, cells in table.rows], unknown


def _line(number: int, columns: list[tuple[int, str]], cells: list[str], read: Callable[[str, str], Any]) -> Line:
    line = Line(number, {})
    for place, code in columns:
        value = read(code, cells[place]) if cells[place] else None
        if isinstance(value, Wrong):
            line.wrong(code, value.kind, value.closest, **value.values)
        elif value is not None:
            line.values[code] = list(value) if isinstance(value, list) else value
    return line


def _read(code: str, cell: str) -> Any:
    """The value of a cell, or what is wrong with it."""
    try:
        return read_cell(BY_CODE[code], cell)
    except Wrong as wrong:
        return wrong


def check(lines: list[Line], unknown: list[str], catalogue: Catalogue, *, region: str, today: date) -> Checked:
    """Judge every row against the catalogue and the other rows.

    Args:
        lines: of ``read_lines``.
        unknown: headings not understood.
        catalogue: what is known.
        region: code of the only region that the reader may edit; "" for the whole country.
        today: no opening or statement lies after it.
    """
    checker = _Checker(catalogue, region, today)
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        checker.line(line)
        if "code" in line.values:
            groups[line.values["code"]].append(line)
    centres = [centre for code, group in groups.items() if (centre := checker.group(code, group))]
    problems = [problem for line in lines for problem in line.problems]
    return Checked(centres, problems, [line.row for line in lines if line.problems], unknown)


class _Checker:
    def __init__(self, catalogue: Catalogue, region: str, today: date) -> None:
        self.catalogue, self.region, self.today = catalogue, region, today
        self.operator_names = catalogue.operator_names
        self.service_rows: dict[str, int] = {}
        self.meant: dict[tuple[str, str], tuple[str, str, str]] = {}

    # one row

    def line(self, line: Line) -> None:
        values = line.values
        if not values.get("code") and not any(problem.column == "code" for problem in line.problems):
            line.wrong("code", "required")
        for column in NEVER_EMPTY & {column for column, value in values.items() if value == ""}:
            line.wrong(column, "required")
        self._commune(line)
        self._point(line)
        self._days(line)
        if "theme" not in values and any(values.get(code) for code in SERVICE_COLUMNS):
            line.wrong("theme", "no_service")
        if values.get("programme") and values["programme"] not in self.catalogue.programmes:
            known = {fold(code): code for code in self.catalogue.programmes}
            line.wrong(
                "programme", "programme", closest_of(fold(values["programme"]), known), value=values["programme"]
            )

    def _commune(self, line: Line) -> None:
        typed = line.values.get("commune")
        if not typed:
            return
        code, kind, closest = self._meant(typed, line.values.get("province") or "")
        if kind:
            line.wrong("commune", kind, closest, value=typed)
            return
        line.values["commune"] = code
        if self.region and self.catalogue.communes[code].region != self.region:
            line.wrong("commune", "other_region")

    def _meant(self, typed: str, province: str) -> tuple[str, str, str]:
        """(code, kind of problem, closest) of a commune as typed; looked up once for each way of typing it."""
        if (typed, province) not in self.meant:
            self.meant[typed, province] = self._look_up(typed, fold(province))
        return self.meant[typed, province]

    def _look_up(self, typed: str, province: str) -> tuple[str, str, str]:
        communes = self.catalogue.communes
        found = [typed] if typed in communes else self.catalogue.communes_by_name.get(fold(typed), [])
        matches = [] if found else index().find(typed, limit=3)
        found = found or [match.commune.code for match in matches if match.is_exact]
        if len(found) > 1 and province:
            found = [code for code in found if province in _province_names(communes[code])] or found
        if len(found) == 1:
            return found[0], "", ""
        if found:
            return "", "several_communes", _choice(communes[found[0]])
        return "", "commune", _choice(communes[matches[0].commune.code]) if matches else ""

    def _point(self, line: Line) -> None:
        lat, lon = (line.values.get(name) or None for name in ("lat", "lon"))
        if (lat is None) != (lon is None):
            if not any(problem.column in {"lat", "lon"} for problem in line.problems):
                line.wrong("lat" if lat is None else "lon", "half_point")
            return
        commune = self.catalogue.communes.get(line.values.get("commune", ""))
        if lat is None or lon is None or commune is None or commune.lat is None or commune.lon is None:
            return
        km = great_circle_km(lat, lon, commune.lat, commune.lon)
        if km > FAR_KM:
            line.wrong("lat", "far", km=round(km))

    def _days(self, line: Line) -> None:
        for column in ("opened_on", "places_on"):
            if (line.values.get(column) or "") > self.today.isoformat():
                line.wrong(column, "future", value=line.values[column])

    # the rows of one centre

    def group(self, code: str, lines: list[Line]) -> dict[str, Any] | None:
        known = self.catalogue.centres.get(code)
        values = self._merged(lines, known)
        first = lines[0]
        for needed in _NEEDED if known is None else ():
            if not values.get(needed) and not _told(lines, needed):
                first.wrong(needed, "required")
        self._operator(first, values, known)
        self._same_world(lines, values, known)
        _in_order(first, "opened_on", "closed_on", {**(known.values if known else {}), **values})
        if known and known.confidential and not known.site_seen:
            for column in ("commune", "address", "lat", "lon", "confidential"):
                if column in values and values[column] != known.values.get(column):
                    first.wrong(column, "hidden")
        services = {
            key: service for line in lines if line.values.get("theme") for key, service in [self._service(code, line)]
        }
        wrong = next((line for line in lines if line.problems), None)
        if wrong is not None:
            for line in lines:
                if not line.problems:
                    line.wrong("code", "with_row", other=wrong.row)
            return None
        return {"code": code, "rows": [line.row for line in lines], "values": values, "services": services}

    def _merged(self, lines: list[Line], known: KnownCentre | None) -> dict[str, Any]:
        """What the rows of one centre say together; a row that repeats what the catalogue says gives way to news."""
        merged: dict[str, Any] = {}
        for column in CENTRE_COLUMNS:
            told = [line for line in lines if column in line.values and column not in {"code", "province"}]
            news = [line for line in told if not known or line.values[column] != known.values.get(column)]
            for line in news[1:]:
                if line.values[column] != news[0].values[column]:
                    line.wrong(column, "disagrees", other=news[0].row)
            if told:
                merged[column] = (news or told)[0].values[column]
        return merged

    def _operator(self, line: Line, values: dict[str, Any], known: KnownCentre | None) -> None:
        for column in ("operator", "supervised_by"):
            typed = values.get(column)
            if not typed:
                continue
            code = self.operator_names.get(fold(typed))
            if code is not None:
                values[column] = code
            elif column == "supervised_by" or not values.get("operator_kind"):
                line.wrong(column, "operator", self._closest_operator(typed), value=typed)
            else:
                values["new_operator"] = typed

    def _same_world(self, lines: list[Line], values: dict[str, Any], known: KnownCentre | None) -> None:
        """What is invented and what is real are never joined."""
        operators, programmes = self.catalogue.operators, self.catalogue.programmes
        run_by = operators.get(values.get("operator", ""), {})
        invented = known.is_demonstration if known else run_by.get("is_demonstration", False)
        for column in ("operator", "supervised_by"):
            if operators.get(values.get(column, ""), {}).get("is_demonstration", invented) != invented:
                lines[0].wrong(column, "mixed")
        for line in lines:
            programme = programmes.get(line.values.get("programme", ""), {})
            if programme.get("is_demonstration", invented) != invented:
                line.wrong("programme", "mixed")

    def _closest_operator(self, typed: str) -> str:
        code = closest_of(fold(typed), self.operator_names)
        return self.catalogue.operators[code]["name_ar"] if code else ""

    def _service(self, code: str, line: Line) -> tuple[str, dict[str, Any]]:
        values = {column: line.values[column] for column in SERVICE_COLUMNS if column in line.values}
        key = values.pop("service_code", "") or f"{code}-{values['theme']}"[:40]
        home = self.catalogue.service_homes.get(key, code)
        if home != code:
            line.wrong("service_code", "other_centre")
        if key in self.service_rows:
            line.wrong("service_code", "repeated", other=self.service_rows[key])
        self.service_rows.setdefault(key, line.row)
        known = self.catalogue.centres.get(code)
        before = known.services.get(key, {}) if known else {}
        self._places(line, values, before)
        then = {**before, **values}
        _in_order(line, "age_min", "age_max", then)
        if then.get("welcomes", UNCONDITIONAL) != UNCONDITIONAL and not then.get("publics"):
            line.wrong("welcomes", "no_publics")
        if then.get("cost") not in PAID and (then.get("cost_amount", "") != "" or then.get("cost_per")):
            line.wrong("cost_amount", "no_price")
        return key, values

    def _places(self, line: Line, values: dict[str, Any], before: Mapping[str, Any]) -> None:
        total, free = values.get("places", before.get("places", "")), values.get("free", before.get("free", ""))
        if free == "":
            return
        if total == "":
            line.wrong("free", "no_total")
        elif free > total and "free" in values:
            line.wrong("free", "more_free", closest=str(total), value=free, other=total)
        elif free > total:
            values["free"] = ""  # fewer places than were free: the old statement no longer holds
        if values.get("free", "") != "" and not values.get("places_on"):
            values["places_on"] = self.today.isoformat()


def _in_order(line: Line, first: str, second: str, values: Mapping[str, Any]) -> None:
    low, high = values.get(first, ""), values.get(second, "")
    if low != "" and high != "" and high < low:
        line.wrong(second, "order", value=high, other=low)


def _told(lines: list[Line], column: str) -> bool:
    return any(problem.column == column for line in lines for problem in line.problems)


def _province_names(commune: KnownCommune) -> set[str]:
    return {fold(commune.province), *(fold(name) for name in commune.province_names)}


def _choice(commune: KnownCommune) -> str:
    return f"{commune.names[0]} ({commune.province_names[0]}) {commune.code}"
