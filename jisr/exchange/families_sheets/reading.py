"""Rows out of a file, one after the other in constant memory: CSV in any usual letters, XLSX, Parquet.

What is not what its name says, or could exhaust the machine, is refused with a sentence before it is read; whoever
calls this does so in a process of its own, with its memory and its time limited (``work``).
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePath
from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.common.errors import Refusal
from jisr.common.files import looks_like
from jisr.exchange.centres_import.reading import Empty, NotWhatItSays
from jisr.exchange.families_sheets import letters, workbooks

MOST_BYTES = 400 * 1024**2
MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
#: A cell longer than this is kept to this length, and refused where its column takes less.
MOST_LETTERS = 2_000
#: A million rows of thirty columns with thirty letters.
MOST_LETTERS_OF_ALL = 900_000_000
#: Files there stand on no disk; names of people are not left on one.
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - each file in it has a name of its own, and one reader
_LONGEST_LINE = 1_000_000
#: How a table that came as something else is kept.
AS_TEXT = ("utf-8", ",")
_KINDS = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}
_OTHER = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"{\\rtf")
SEPARATORS = (",", ";", "\t", "|")
_SAYS_SEPARATOR = re.compile(r"sep=(.)\s*")


class WrongKind(Refusal):
    """The name of the file is not that of a table."""

    message = _(
        "Only CSV, XLSX and Parquet files can be read. Save the table in one of these forms, then choose it again."
    )


class TooLarge(Refusal):
    """More than one import takes."""

    message = _(
        "The file is too large: at most %(rows)s rows, %(columns)s columns and %(megabytes)s megabytes at a time."
        " Divide it, or save it as CSV."
    )


class CellTooLarge(Refusal):
    """A cell that never ends."""

    message = _(
        "A cell near row %(row)s is longer than a cell can be; perhaps a quotation mark opens there and never closes."
        " Correct it in the program that made the file."
    )


@dataclass(frozen=True)
class Layout:
    """How a file is read.

    Attributes:
        kind: csv, xlsx or parquet.
        encoding, separator: of a text.
        header: number of the row with the headings.
    """

    kind: str
    encoding: str = ""
    separator: str = ""
    header: int = 1


class Content:
    """The bytes of a file, from wherever they are kept.

    Args:
        chunks: gives them anew at each call.
    """

    def __init__(self, chunks: Callable[[], Iterator[bytes]]) -> None:
        self.chunks = chunks

    def start(self) -> bytes:
        """The first bytes."""
        return next(self.chunks(), b"")

    def whole(self) -> io.BytesIO:
        """All of it, in memory: for forms that are not read from front to back."""
        out = io.BytesIO()
        for chunk in self.chunks():
            out.write(chunk)
        out.seek(0)
        return out

    @contextmanager
    def as_file(self, suffix: str) -> Iterator[Path]:
        """All of it as a file that is not on a disk where the system has such a place, and gone afterwards."""
        with tempfile.NamedTemporaryFile(suffix=suffix, dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as file:
            for chunk in self.chunks():
                file.write(chunk)
            file.flush()
            yield Path(file.name)


def kind_of(name: str) -> str:
    """The kind that the name of a file says.

    Raises:
        WrongKind: none that is read.
    """
    kind = _KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise WrongKind
    return kind


def too_large() -> TooLarge:
    """The refusal with its limits."""
    return TooLarge(rows=f"{MOST_ROWS:,}", columns=MOST_COLUMNS, megabytes=MOST_BYTES // 1024**2)


def layout_of(content: Content, kind: str) -> Layout:
    """How a file is to be read, as far as it tells by itself; the row of its headings is left to ``looking``.

    Raises:
        NotWhatItSays: it is of another kind than its name.
    """
    start = content.start()
    if kind == "xlsx":
        workbooks.refuse_other(start)
        return Layout(kind)
    if kind == "parquet":
        if not start.startswith(b"PAR1"):
            raise NotWhatItSays(suffix="Parquet", found="?")
        return Layout(kind)
    if start.startswith(_OTHER) or start.lstrip()[:15].lower().startswith(_MARKUP):
        raise NotWhatItSays(suffix="CSV", found=looks_like(start))
    try:
        encoding = letters.encoding_of(content.chunks())
    except letters.NotText as fault:
        raise NotWhatItSays(suffix="CSV", found=looks_like(start)) from fault
    return Layout(kind, encoding, separator_of(content, encoding))


def separator_of(content: Content, encoding: str) -> str:
    """The sign that cuts the first lines best: into most columns, and the same number in each."""
    lines = [line for _place, line in zip(range(30), _lines(content, encoding), strict=False) if line.strip()]
    if lines and (told := _SAYS_SEPARATOR.fullmatch(lines[0])):
        return told[1]

    def cuts(sign: str) -> tuple[int, int]:
        widths = [len(next(csv.reader([line], delimiter=sign), [])) for line in lines[:20]]
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    try:
        return max(SEPARATORS, key=cuts)
    except csv.Error:
        return SEPARATORS[0]


def rows(content: Content, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """(number of the row in the file, its cells), the empty rows left out.

    Raises:
        TooLarge, CellTooLarge, Unreadable, NotWhatItSays.
    """
    read = {"csv": _texts, "xlsx": _sheet, "parquet": _parquet}[layout.kind]
    taken = 0
    for number, cells in read(content, layout):
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise too_large()
        if any(cells):
            taken += 1
            if taken > MOST_ROWS + 1:
                raise too_large()
            yield number, cells


def as_text(content: Content, kind: str) -> Iterator[str]:
    """The same rows as lines of comma-separated values, each at its number.

    Raises:
        TooLarge: also where few bytes say the same words again and again.
        CellTooLarge, Unreadable, NotWhatItSays.
    """
    out = io.StringIO(newline="")
    writer, last, letters_ = csv.writer(out), 0, 0
    for number, cells in rows(content, layout_of(content, kind)):
        out.write("\r\n" * (number - last - 1))
        writer.writerow(cells)
        letters_ += out.tell()
        if letters_ > MOST_LETTERS_OF_ALL:
            raise too_large()
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        last = number


def _sheet(content: Content, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    return workbooks.rows(content.whole(), too_large)


def _parquet(content: Content, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    # its engine weighs on whoever loads it, and the pages never do: only the reader of such a file
    engine = import_module("jisr.exchange.families_sheets.parquet")
    with content.as_file(".parquet") as path:
        yield from engine.rows(path, MOST_ROWS, MOST_COLUMNS, MOST_LETTERS, too_large)


def _lines(content: Content, encoding: str) -> Iterator[str]:
    """Lines of a text, their ends kept; a cell may go over several."""
    start = content.start()
    cut = letters.marked(start)[1] if encoding.startswith("utf") else 0
    raw = io.BufferedReader(_Chunks(content.chunks(), cut), 1 << 20)
    text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if len(line) >= _LONGEST_LINE:
            raise CellTooLarge(row=number)
        yield line


def _texts(content: Content, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_lines(content, layout.encoding), delimiter=layout.separator or ",")
    number = 0
    try:
        for cells in reader:
            number += 1
            if number == 1 and len(cells) <= 2 and _SAYS_SEPARATOR.fullmatch((layout.separator or ",").join(cells)):
                continue
            yield number, [cell[:MOST_LETTERS] for cell in cells]
    except csv.Error as damage:
        raise CellTooLarge(row=number + 1) from damage


class _Chunks(io.RawIOBase):
    """Pieces of a file as one stream."""

    def __init__(self, chunks: Iterator[bytes], cut: int) -> None:
        self._chunks, self._left, self._cut = chunks, b"", cut

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left, self._cut = chunk[self._cut :], max(0, self._cut - len(chunk))
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def refuse_empty(many: int) -> None:
    """A table has headings and at least one row under them.

    Raises:
        Empty: it has not.
    """
    if many < 2:
        raise Empty
