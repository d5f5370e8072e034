"""Workbooks that ask for more room than any machine has."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from jisr.exchange.centres_import import reading
from jisr.exchange.centres_import.extent import MOST_CELLS


def workbook(change=None, rows=(("code", "title"), ("a", "b"))) -> bytes:
    """A small workbook, the XML of its sheet changed."""
    made, out = io.BytesIO(), io.BytesIO()
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, change(content) if change and "sheet1" in part.filename else content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="B2"', b'r="XFD1048576"'), (b'r="B2"', b"r = 'xfd1048576'"), (b'r="B2"', b'r="ZZZ999"'),
        (b'<row r="2"><c r="A2" ', b'<row r="4000000"><c '),
    ],
)  # fmt: skip
def test_a_cell_far_out_is_refused_before_the_reader_makes_room_for_it(old, new):
    """One kilobyte would take half a terabyte, and the server with it."""
    content = workbook(lambda sheet: sheet.replace(old, new))
    assert len(content) < 10_000
    with pytest.raises(reading.TooLarge):
        reading.read_table("a.xlsx", content)


def test_a_painted_cell_far_out_holds_nothing_and_harms_nothing():
    """Programs write the colour of the last row of a sheet; what people filled in is read."""
    end = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    table = reading.read_table("a.xlsx", workbook(lambda sheet: sheet.replace(b"</sheetData>", end)))
    assert (table.headings, len(table.rows)) == (["code", "title"], 1)


def test_a_part_that_unpacks_to_more_than_it_says_is_damaged():
    """The size that a file gives of itself is not believed."""
    content = workbook()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        [sheet] = [part for part in parts.infolist() if "sheet1" in part.filename]
    said, lie = sheet.file_size.to_bytes(4, "little"), (16).to_bytes(4, "little")
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(sheet.filename.encode()))
    lying = content[:at] + content[at : at + 28].replace(said, lie) + content[at + 28 :]
    assert lying != content
    with pytest.raises(reading.Unreadable):
        reading.read_table("a.xlsx", lying)


def test_the_largest_sheet_that_is_taken_fits():
    """Every row that is read, with more columns than any table of ours has."""
    assert reading.MOST_ROWS * 200 <= MOST_CELLS
    assert load_workbook(io.BytesIO(workbook())).active.max_row == 2
