"""A file of readings, read row by row: what each says, and why some cannot be taken. Plain Python."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jisr.common.money import read_amount

COLUMNS = ("meter", "on", "value", "estimated")
#: Rows of one file: ten meters read each month for some years.
MOST_ROWS = 2_000
#: Hundredths of the largest number that a meter of our tables shows.
_MOST = 10**12
_YES = frozenset({"1", "yes", "oui", "نعم"})
_NO = frozenset({"", "0", "no", "non", "لا"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file.

    Attributes:
        line: its number in the file, the headings being 1.
        wrong: code of what is wrong with it; "" where nothing is.
    """

    line: int
    meter: str
    on: date | None
    value: Decimal | None
    estimated: bool
    wrong: str = ""


class NotOurs(ValueError):
    """The headings are not those of a file of readings, or there are too many rows."""


def read_rows(text: str, meters: Iterable[str]) -> list[Row]:
    """The rows of a file of readings.

    Args:
        text: comma or semicolon between the cells.
        meters: numbers of the meters of the centre.

    Raises:
        NotOurs: a heading is missing, or there are more rows than are taken.

    >>> read_rows("meter,on,value,estimated\\nA-1,2026-01-31,\\"120,5\\",", ["A-1"])[0].value
    Decimal('120.5')
    """
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    known = set(meters)
    try:
        reader = csv.DictReader(lines, delimiter=delimiter)
        reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        if not {"meter", "on", "value"} <= set(reader.fieldnames):
            raise NotOurs
        rows = [_row(number, cells, known) for number, cells in enumerate(reader, start=2)]
    except csv.Error as fault:
        raise NotOurs from fault
    if len(rows) > MOST_ROWS or not rows:
        raise NotOurs
    return rows


def _row(line: int, cells: Mapping[str, Any], known: set[str]) -> Row:
    said = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    on, value = _day(said["on"]), read_quantity(said["value"])
    estimated = said["estimated"].lower()
    wrong = (
        "meter" if said["meter"] not in known
        else "on" if on is None
        else "value" if value is None
        else "estimated" if estimated not in _YES | _NO
        else ""
    )  # fmt: skip
    return Row(line, said["meter"], on, value, estimated in _YES, wrong)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_quantity(text: str) -> Decimal | None:
    """What a meter shows, as people write it, to a tenth; None where it is no number.

    >>> read_quantity("1 204,5"), read_quantity("x")
    (Decimal('1204.5'), None)
    """
    minor = read_amount(text)
    return None if minor is None or minor > _MOST else (Decimal(minor) / 100).quantize(Decimal("0.1"))
