"""A file of an operator as rows of cells by column; what is wrong with the file as a whole is refused here."""

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from jisr.exchange.centres_import.reading import as_text

#: Rows at most: three times the douars of the country.
MOST_ROWS: Final = 100_000
MOST_BYTES: Final = 50_000_000


class WrongFile(ValueError):
    """The file is no table that can be read; the message says why."""


@dataclass(frozen=True)
class Row:
    """One line of the file.

    Attributes:
        number: of the line, as a spreadsheet counts.
        cells: column -> text, without spaces around it.
    """

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class File:
    """What was read.

    Attributes:
        checksum: SHA-256 of the bytes.
    """

    name: str
    checksum: str
    rows: list[Row]


def read(path: Path, *, needed: tuple[str, ...]) -> File:
    """The rows of a CSV file in UTF-8, or of the first sheet of a workbook.

    Args:
        needed: columns that must be there.

    Raises:
        WrongFile: it cannot be read, is too large, has no rows, or lacks a column; says which.
        OSError: there is no such file.
    """
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise WrongFile(f"more than {MOST_BYTES // 1_000_000} MB")
    lines = _sheet(content) if content.startswith(b"PK") else _text(content)
    filled = [(number, line) for number, line in enumerate(lines, start=1) if any(line)]
    if len(filled) < 2:
        raise WrongFile("no row stands under the headings")
    if len(filled) > MOST_ROWS:
        raise WrongFile(f"more than {MOST_ROWS:,} rows")
    headings = [heading.lower() for heading in filled[0][1]]
    lacking = [column for column in needed if column not in headings]
    if lacking:
        raise WrongFile(f"the first row lacks {', '.join(lacking)}; it has {', '.join(filter(None, headings))}")
    twice = {heading for heading in headings if heading and headings.count(heading) > 1}
    if twice:
        raise WrongFile(f"a column stands twice: {', '.join(sorted(twice))}")
    rows = [Row(number, {h: cell for h, cell in zip(headings, line, strict=False) if h}) for number, line in filled[1:]]
    return File(path.name[:200], hashlib.sha256(content).hexdigest(), rows)


def _sheet(content: bytes) -> list[list[str]]:
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (BadZipFile, CalamineError, OSError) as damage:
        raise WrongFile(f"the workbook cannot be read: {damage}") from damage
    return [[as_text(value).strip() for value in row] for row in rows]


def _text(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as damage:
        raise WrongFile("not UTF-8: save it as CSV UTF-8, or hand in the workbook") from damage
    first = text.partition("\n")[0]
    parted = max(",;\t", key=first.count)
    try:
        return [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text), delimiter=parted)]
    except csv.Error as damage:
        raise WrongFile(f"the text is no table: {damage}") from damage
