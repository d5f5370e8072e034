"""How far out the cells of a workbook stand, before it is read.

The reader makes room for every cell between the first and the last one: a file of one kilobyte that names the last
cell of a sheet asks for half a terabyte, and takes the whole server with it.
"""

import re
import zipfile
from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

#: Rows times columns that a sheet may span: the largest that is taken in, several times over.
MOST_CELLS = 4_000_000
_PLACE = re.compile(rb"""r\s*=\s*["']\s*([A-Za-z]*)([0-9]+)\s*["']""")
_OTHER_LETTERS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_NAMED = re.compile(r"([A-Za-z]*)([0-9]+)")


def is_too_wide(parts: zipfile.ZipFile) -> bool:
    """Whether some part of a workbook spans more cells than are ever read.

    Each part is unpacked to its end: one that holds more than it says is found out by its checksum.

    Raises:
        zipfile.BadZipFile: a part is damaged, or is not what it says.
    """
    return any(_spans_too_much(parts.read(part)) for part in parts.infolist())


def _spans_too_much(content: bytes) -> bool:
    # first every mark that could be a place, quickly; then, where one is far out, the cells that hold something
    if _area(_PLACE.findall(content)) <= MOST_CELLS and not content.startswith(_OTHER_LETTERS):
        return False
    try:
        return _area(_filled(content)) > MOST_CELLS
    except expat.ExpatError:  # the reader is more patient than we are
        return True


def _area(places: Iterable[tuple[Any, Any]]) -> int:
    rows = columns = 1
    for letters, digits in places:
        columns = max(columns, _ordinal(letters))
        rows = max(rows, int(digits[:8]))
    return rows * columns


def _ordinal(letters: Any) -> int:
    """The number of a column: A is 1, AA is 27; no letters are none."""
    found = 0
    for letter in (letters if isinstance(letters, bytes) else letters.encode())[:8].upper():
        found = 26 * found + letter - 64
    return found


def _filled(content: bytes) -> list[tuple[str, str]]:
    """The places of cells with something in them, and of their rows."""
    found: list[tuple[str, str]] = []
    row, cell = "1", ""

    def begins(name: str, values: dict[str, str]) -> None:
        nonlocal row, cell
        local = name.rpartition(":")[2]
        if local == "row":
            row = values.get("r", row)
        elif local == "c":
            cell = values.get("r", row)
        elif local in {"v", "is", "t"} and (place := _NAMED.fullmatch(cell)):
            found.append((place[1], place[2]))

    reader = expat.ParserCreate()
    reader.StartElementHandler = begins
    reader.Parse(content, True)
    return found
