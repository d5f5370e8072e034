"""Workbooks: what one would unpack to is measured before it is opened, and only its first sheet is read."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator

from python_calamine import CalamineError, CalamineWorkbook

from jisr.common.files import looks_like
from jisr.exchange.centres_import.reading import NotWhatItSays, Unreadable, as_text

#: A million rows of thirty columns as markup; the reader holds about a third of it.
MOST_UNPACKED = 2 * 1024**3
#: Rows times columns up to the farthest cell: the reader makes room for each of them.
MOST_CELLS = 34_000_000
_PLACE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']\s*([A-Za-z]{0,8})([0-9]{1,9})""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']\s*([0-9]{1,9})""")
_BLOCK = 1 << 22
_OVERLAP = 400
#: Letters of a cell that are read: no field takes more.
_LONGEST = 2_000
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def refuse_other(start: bytes) -> None:
    """A workbook begins as a packed file does.

    Raises:
        NotWhatItSays: this one does not.
    """
    if not start.startswith(b"PK"):
        raise NotWhatItSays(suffix="XLSX", found=looks_like(start))


def rows(content: io.BytesIO, too_large: Callable[[], Exception]) -> Iterator[tuple[int, list[str]]]:
    """(number of the row, cells as text) of the first sheet.

    Args:
        too_large: makes the refusal.

    Raises:
        NotWhatItSays, Unreadable, and what ``too_large`` makes.
    """
    try:
        with zipfile.ZipFile(content) as parts:
            if "xl/workbook.xml" not in parts.namelist():
                raise NotWhatItSays(suffix="XLSX", found="zip")
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED or _is_too_wide(parts):
                raise too_large()
        content.seek(0)
        book = CalamineWorkbook.from_filelike(content)
        sheet = book.get_sheet_by_index(0)
        first = sheet.start[0] if sheet.start else 0
        for number, row in enumerate(sheet.iter_rows(), start=1 + (0 if sheet.start is None else first)):
            yield number, [as_text(value)[:_LONGEST] for value in row]
    except (zipfile.BadZipFile, CalamineError, OSError, NotImplementedError, RuntimeError) as damage:
        raise Unreadable from damage


def _is_too_wide(parts: zipfile.ZipFile) -> bool:
    """Whether a part unpacks to more than it says, or names a cell too far out; a block at a time."""
    unpacked = 0
    for part in parts.infolist():
        rows_named = columns_named = 1
        tail = b""
        with parts.open(part) as stream:
            while block := stream.read(_BLOCK):
                unpacked += len(block)
                if unpacked > MOST_UNPACKED or (not tail and block.startswith(_WIDE)):
                    return True
                rows_named, columns_named = _farthest(tail + block, rows_named, columns_named)
                if rows_named * columns_named > MOST_CELLS:
                    return True
                tail = block[-_OVERLAP:]
    return False


def _farthest(block: bytes, rows_named: int, columns_named: int) -> tuple[int, int]:
    """The last row and column that cells of a block name, or a block before it."""
    places = _PLACE.findall(block)
    if places:
        columns_named = max(columns_named, *map(_ordinal, {letters for letters, _digits in places}))
        rows_named = max(rows_named, *(int(digits) for _letters, digits in places))
    return max([rows_named, *(int(digits) for digits in _ROW.findall(block))]), columns_named


def _ordinal(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27; no letters are none."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
