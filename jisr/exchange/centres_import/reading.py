"""A table out of an uploaded file, whatever its encoding and separator; what is not what its name says is refused."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from jisr.common.errors import Refusal
from jisr.common.files import looks_like
from jisr.exchange.centres_import.extent import is_too_wide

MOST_BYTES = 10 * 1024 * 1024
#: A sheet may unpack to this much; beyond it the file is a trap or a mistake.
MOST_UNPACKED = 150 * 1024 * 1024
MOST_ROWS = 20_000
SEPARATORS = (",", ";", "\t")
_TEXT, _SHEET = {".csv", ".txt", ".tsv"}, {".xlsx"}
_ARABIC = "\u0621", "\u064a"


class WrongKind(Refusal):
    """The name of the file is not that of a table."""

    message = _("Only CSV and XLSX files can be read. Save the table in one of these forms, then choose it again.")


class NotWhatItSays(Refusal):
    """The content is of another kind than the name."""

    message = _(
        "The name of the file ends in %(suffix)s, but inside it is something else (%(found)s)."
        " Open it in the program that made it and save it again as CSV or XLSX."
    )


class TooLarge(Refusal):
    """More than a request should hold."""

    message = _("The file is too large. Send at most %(rows)s rows and %(megabytes)s megabytes at a time.")


class Unreadable(Refusal):
    """The sheet is damaged or locked."""

    message = _(
        "The file is damaged or locked with a password. Save it again without a password, then choose it again."
    )


class Empty(Refusal):
    """No row under the headings."""

    message = _("The file holds no row under its headings. Fill at least one row, then choose it again.")


@dataclass(frozen=True)
class Table:
    """What was read.

    Attributes:
        headings: first row that is not empty, trimmed.
        rows: (row number in the file, cells as text, one per heading).
        encoding: of a text file; "" for a sheet.
    """

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str = ""


def read_table(name: str, content: bytes) -> Table:
    """The table in a file.

    Args:
        name: of the file as uploaded; its ending says what it should be.
        content: the bytes.

    Raises:
        WrongKind, NotWhatItSays, TooLarge, Unreadable, Empty.
    """
    suffix = PurePath(name).suffix.lower()
    if len(content) > MOST_BYTES:
        raise TooLarge(rows=MOST_ROWS, megabytes=MOST_BYTES // 1024**2)
    if suffix in _SHEET:
        lines, encoding = _sheet(suffix, content), ""
    elif suffix in _TEXT:
        text, encoding = _decode(suffix, content)
        lines = _split(text)
    else:
        raise WrongKind
    return _table(lines, encoding)


def _table(lines: list[list[str]], encoding: str) -> Table:
    numbered = [(number, cells) for number, cells in enumerate(lines, start=1) if any(cell.strip() for cell in cells)]
    if len(numbered) < 2:
        raise Empty
    if len(numbered) > MOST_ROWS:
        raise TooLarge(rows=MOST_ROWS, megabytes=MOST_BYTES // 1024**2)
    headings = [cell.strip() for cell in numbered[0][1]]
    while headings and not headings[-1]:
        headings.pop()
    width = len(headings)
    rows = [(number, (cells + [""] * width)[:width]) for number, cells in numbered[1:]]
    return Table(headings, rows, encoding)


def _sheet(suffix: str, content: bytes) -> list[list[str]]:
    if not content.startswith(b"PK"):
        raise NotWhatItSays(suffix=suffix, found=looks_like(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if "xl/workbook.xml" not in parts.namelist():
                raise NotWhatItSays(suffix=suffix, found=looks_like(content))
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED or is_too_wide(parts):
                raise TooLarge(rows=MOST_ROWS, megabytes=MOST_BYTES // 1024**2)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (zipfile.BadZipFile, CalamineError, OSError) as damage:
        raise Unreadable from damage
    return [[as_text(value) for value in row] for row in rows]


def as_text(value: Any) -> str:
    """What a cell of a workbook says: whole numbers without a point, days as year-month-day."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _decode(suffix: str, content: bytes) -> tuple[str, str]:
    """The text and its encoding: a mark at the start, UTF-8, else Windows Arabic or Western by their letters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(suffix, content, "utf-16"), "utf-16"
    if b"\x00" in content or content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")):
        raise NotWhatItSays(suffix=suffix, found=looks_like(content))
    if content.lstrip()[:15].lower().startswith((b"<!doctype", b"<html", b"<?xml", b"{\\rtf")):
        raise NotWhatItSays(suffix=suffix, found=looks_like(content))
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        encoding = _windows(content)
        return content.decode(encoding, errors="replace"), encoding


def _strict(suffix: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as damage:
        raise NotWhatItSays(suffix=suffix, found=looks_like(content)) from damage


def _windows(content: bytes) -> str:
    """cp1256 or cp1252: both hold é, è, ç at the same place; in Arabic text Arabic letters stand beside each other."""
    text = content.decode("cp1256")
    low, high = _ARABIC
    arabic = [low <= letter <= high for letter in text]
    latin = [letter.isascii() and letter.isalpha() for letter in text]
    together = sum(one and other for one, other in pairwise(arabic))
    alone = sum(one and other for one, other in zip(arabic, latin[1:], strict=False))
    return "cp1256" if together > alone else "cp1252"


def _split(text: str) -> list[list[str]]:
    """Rows of a text with the separator that cuts its headings best."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as damage:
        raise Unreadable from damage
