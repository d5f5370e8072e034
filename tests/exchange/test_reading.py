"""Files as programs and people make them: encodings, separators, and names that lie."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from jisr.exchange.centres_import import reading
from jisr.exchange.centres_import.reading import read_table
from tests.exchange.files import as_file, row


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_arabic_is_read_whatever_saved_it(encoding, separator):
    """Spreadsheets of a French or an Arabic Windows, old and new."""
    table = read_table("centres.csv", as_file(row(name_fr="Dar Taliba"), separator=separator, encoding=encoding))

    assert "دار الطالبة التجريبية" in table.rows[0][1]


def test_french_of_an_old_windows_is_not_taken_for_arabic():
    """É, À and Ç are Arabic letters in the other code page."""
    sent = as_file(row(name_ar="x", name_fr="ÉCOLE À L'ÉTÉ, ÇA"), encoding="cp1252")

    assert "ÉCOLE À L'ÉTÉ, ÇA" in read_table("centres.csv", sent).rows[0][1]


def workbook(*lines):
    """The bytes of a workbook."""
    book, out = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def test_a_workbook_keeps_whole_numbers_whole():
    """72 is not 72.0, and an empty cell is empty."""
    table = read_table("centres.xlsx", workbook(["code", "places", "free"], ["T-1", 72, None]))

    assert table.rows == [(2, ["T-1", "72", ""])]


def zipped(name, content=b"x"):
    """The bytes of a zip archive with one file in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("centres.xlsx", as_file(row()), reading.NotWhatItSays),
        ("centres.csv", workbook(["code"], ["T-1"]), reading.NotWhatItSays),
        ("centres.csv", b"%PDF-1.7 \n...", reading.NotWhatItSays),
        ("centres.csv", b"\x89PNG\r\n\x1a\n\x00\x00", reading.NotWhatItSays),
        ("centres.csv", b"<!DOCTYPE html><html></html>", reading.NotWhatItSays),
        ("centres.xlsx", zipped("word/document.xml"), reading.NotWhatItSays),
        ("centres.xlsx", b"PK\x03\x04 broken", reading.Unreadable),
        ("centres.xlsx", zipped("xl/workbook.xml"), reading.Unreadable),
        ("centres.pdf", b"%PDF-1.7", reading.WrongKind),
        ("centres", as_file(row()), reading.WrongKind),
        ("centres.csv", b"", reading.Empty),
        ("centres.csv", b"code,name_ar\n,,\n", reading.Empty),
        ("centres.csv", b"x" * (reading.MOST_BYTES + 1), reading.TooLarge),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(name, content, refusal):
    """One sentence that says what to do, never a stack of code."""
    with pytest.raises(refusal) as said:
        read_table(name, content)

    assert str(said.value).strip().endswith(".")


def test_a_sheet_that_would_unpack_to_a_mountain_is_refused(monkeypatch):
    """A small file can hold a very large one."""
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1_000)

    with pytest.raises(reading.TooLarge):
        read_table("centres.xlsx", workbook(["code"], *([f"T-{n}"] for n in range(500))))
