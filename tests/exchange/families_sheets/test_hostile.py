"""Files as they come in the world, and files that mean harm: read, or refused with a sentence; never a fall."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from jisr.common.errors import Refusal
from jisr.common.keys import new_key
from jisr.exchange import sheets
from jisr.exchange.families_sheets import reading
from jisr.exchange.families_sheets.checking import Checker
from jisr.exchange.families_sheets.days import NotADay, read_birth
from jisr.exchange.families_sheets.looking import Look, Reading, look
from jisr.exchange.families_sheets.reading import CellTooLarge, Content, TooLarge, layout_of, rows
from jisr.exchange.families_sheets.staging import _text
from jisr.exchange.management.commands import read_import
from jisr.exchange.models import ImportNumber, ImportRow
from jisr.exchange.models.families import COPIED, COPIED_NUMBER
from tests.exchange.families_sheets import lists

TODAY = date(2026, 11, 22)
HEAD = ["id", "الاسم", "النسب", "sexe", "né le", "commune", "حالة"]


def content(data, size=700):
    return Content(lambda: iter([data[start : start + size] for start in range(0, len(data), size)] or [b""]))


def checked(data, kind="csv", **answers):
    """All rows of a file through its own guesses."""
    seen = look(content(data), kind)
    reading = Reading.unpacked(seen.guess.packed() | answers)
    checker = Checker(new_key(), reading, frozenset({lists.LALLA_AZIZA}), TODAY, is_text=kind == "csv")
    return checker.check([row for row in rows(content(data), seen.layout) if row[0] > seen.layout.header])


def of(checked_, name):
    """A column of the staged rows."""
    place = COPIED.split(", ").index(name)
    return [row[place] for row in checked_.rows]


def test_every_column_is_copied_but_the_author():
    for model, copied in ((ImportRow, COPIED), (ImportNumber, COPIED_NUMBER)):
        assert {f.column for f in model._meta.concrete_fields} - set(copied.split(", ")) == {"author"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_a_list_reads_the_same_in_all_letters_and_with_any_separator(encoding, separator):
    text = lists.as_csv([lists.row("1"), lists.row("2", given="محمد", born="12/03/1970")], separator=separator).decode()
    found = checked(text.encode(encoding))
    assert of(found, "given_ar") == ["فاطمة", "محمد"] and of(found, "born_on") == [date(1988, 5, 2), date(1970, 3, 12)]
    assert found.problems == []


def test_western_letters_are_not_taken_for_arabic():
    found = checked(
        "id;prénom;nom;commune\n1;Hélène;Béroud;07.161.05.09\n2;François;Lefèvre;07.161.05.09\n".encode("cp1252")
    )
    assert of(found, "given_fr") == ["Hélène", "François"]


def test_what_a_person_types_in_a_list_is_read_or_refused_in_words():
    head = "id,prénom et nom,sexe,date de naissance,âge,situation familiale,téléphone,commune\n"
    cells = {
        "1,BEN ALI Fatima,F,,38 ans,veuve,612345678,Lalla Aaziza": [],
        "2,\u202eفاطمة\u200f الزهراء أيت وكريم,أنثى,1985,,أرملة,,07.161.05.09": [],
        "3,ﻓﺎﻃﻤﺔ أيت,انثى,00/00/1990,,متزوج(ة),٠٦١٢٣٤٥٦٧٨,للا عزيزة": [],
        "4,'=HYPERLINK(1) X,M,31994,,,,07.161.05.09": [],  # as an export of ours writes it
        "5,,M,1/1/85,,marsien,12345,Nulle Part": ["né", "situation", "tél", "commune", "nom"],
        "6,A B,M,1410,,,,07.161.05.09": ["né"], "7,A B,M,31/12/2090,,,,07.161.05.09": ["né"],
        "8,A B,M,12/31/1988,,,,07.161.05.09": ["né"], "9,A B,,,800,,,07.161.05.09": ["âge"],
        "10,=HYPERLINK(1) X,M,,,,,07.161.05.09": ["nom"], "11,+cmd|' /C calc'!A0,M,,,,,07.161.05.09": ["nom"],
    }  # fmt: skip
    found = checked((head + "\n".join(cells) + "\n").encode())
    assert of(found, "given_fr")[0] == "Fatima" and of(found, "family_fr")[0] == "BEN ALI"
    assert of(found, "given_ar")[1:3] == ["فاطمة الزهراء", "فاطمة"] and of(found, "phone")[2] == "+212612345678"
    assert of(found, "born_about") == [True, True, True, False]
    assert of(found, "born_on")[3] == date(1987, 8, 5)  # a serial of a spreadsheet
    wrong = [sum(one.row == row for one in found.problems) for row in range(2, 2 + len(cells))]
    assert wrong == [len(many) for many in cells.values()]
    for problem in found.problems:
        assert problem.sentence().endswith((".", "؟", "?")) and "%" not in problem.sentence()


@given(st.dates(date(1907, 1, 1), TODAY), st.booleans())
def test_a_day_reads_the_same_however_it_is_written(day, month_first):
    first, second = (day.month, day.day) if month_first else (day.day, day.month)
    for text in (day.isoformat(), f"{first}/{second}/{day.year}", f"{first:02d}.{second:02d}.{day.year}",
                 f"{day.isoformat()} 00:00:00", day.strftime("%Y%m%d")):  # fmt: skip
        assert read_birth(text, month_first=month_first) == (day, False)
    assert read_birth(f"~{day.isoformat()}") == (day, True)


def test_hijri_years_are_read_only_where_somebody_says_so():
    with pytest.raises(NotADay):
        read_birth("1/1/1410")
    assert abs(read_birth("1/1/1410", hijri=True)[0] - date(1989, 8, 3)) <= timedelta(days=1)


@settings(max_examples=150)
@given(
    st.binary(max_size=600), st.sampled_from(["csv", "xlsx", "parquet"]), st.sampled_from([b"", b"PK\x03\x04", b"PAR1"])
)
@example(b"a,b\n\x00\x01", "csv", b"")
@example(b"\xff\xfea\x00,\x00", "csv", b"")
@example(b'id,nom\n"' + b"x" * 300_000, "csv", b"")
def test_any_bytes_are_read_or_refused(data, kind, start):
    try:
        found = checked(start + data, kind)
    except Refusal as refusal:
        assert str(refusal)
    else:
        for row in found.rows:
            assert "\n" not in "\t".join(map(_text, row))


@settings(max_examples=100)
@given(st.lists(st.text(max_size=60), min_size=len(HEAD), max_size=len(HEAD)))
def test_any_cells_are_staged_clean_or_refused(cells):
    try:
        found = checked(lists.as_csv([cells], head=HEAD))
    except Refusal as refusal:  # nothing in it, or a sign that no text has
        assert str(refusal)
        return
    for row in found.rows:
        text = "\t".join(map(_text, row))
        assert text.count("\t") == len(row) - 1 and not {"\n", "\r", "\x00", "\u202e"} & set(text)


def workbook(write):
    """A workbook whose first sheet ``write`` fills; its parts, to be altered."""
    book = Workbook()
    write(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def altered(data, name, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in parts.namelist():
            made.writestr(part, change(parts.read(part)) if part == name else parts.read(part))
    return out.getvalue()


def test_a_small_file_that_swells_is_not_opened():
    plain = workbook(
        lambda sheet: [sheet.append(["id", "nom", "commune"]), sheet.append([1, "Fatima", lists.LALLA_AZIZA])]
    )
    assert of(checked(plain, "xlsx"), "family_fr") == ["Fatima"]
    sheet = "xl/worksheets/sheet1.xml"
    far = altered(plain, sheet, lambda part: part.replace(b'r="A2"', b'r="XFD1048576"'))
    with pytest.raises(TooLarge):
        checked(far, "xlsx")
    wide = altered(plain, sheet, lambda part: part.decode().encode("utf-16"))
    with pytest.raises(TooLarge):
        checked(wide, "xlsx")
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
    swelling = altered(
        plain, sheet, lambda part: part.replace(b"<worksheet", bomb + b"<worksheet", 1).replace(b"Fatima", b"&b;")
    )
    try:
        found = checked(swelling, "xlsx")
        assert all(len(name or "") <= 120 for name in of(found, "family_fr"))
    except Refusal:
        pass


@given(st.text(alphabet="=+-@'; \t\r\naب＝", max_size=12) | st.text(max_size=30))
def test_no_cell_computes_wherever_a_spreadsheet_parts_the_line_and_each_comes_back(text):
    """Set to French or Arabic, it parts at semicolons, and takes a quoted line for the end of a row."""
    said = sheets.guarded(text)
    assert sheets.unguarded(said) == text
    assert not any(part.startswith(tuple("=+-@＝")) for part in re.split(r"[;\t\r\n]", said))


def test_few_bytes_that_unpack_to_very_many_letters_are_refused(monkeypatch):
    """Cells of a workbook point at one text as often as they like."""
    plain = workbook(lambda sheet: [sheet.append(["id", "nom"]), *(sheet.append([n, "x" * 90]) for n in range(50))])
    assert len(list(reading.as_text(content(plain), "xlsx"))) == 51
    monkeypatch.setattr(reading, "MOST_LETTERS_OF_ALL", 3_000)
    with pytest.raises(TooLarge):
        list(reading.as_text(content(plain), "xlsx"))


def test_a_reader_that_falls_tells_the_kind_of_its_fault_and_no_row(monkeypatch, capfd, caplog):
    """The database answers a wrong row with that row."""

    def falls(*_of, **_whose):
        raise ValueError("فاطمة أيت وكريم")

    monkeypatch.setattr(read_import, "work", falls)
    monkeypatch.setattr(read_import.resource, "setrlimit", lambda *_limits: None)
    with pytest.raises(SystemExit) as ended:
        call_command("read_import", str(new_key()), "1", "101")
    said = "".join([*capfd.readouterr(), caplog.text])
    assert ended.value.code == 1 and "ValueError" in said and "فاطمة" not in said


def test_a_cell_without_end_is_refused_with_its_row():
    with pytest.raises(CellTooLarge) as refused:
        checked(b'id,nom\n1,x\n2,"' + b"x" * 2_000_000)
    assert "3" in str(refused.value)
    with pytest.raises(TooLarge):
        layout = layout_of(content(b"a," * 300 + b"\n"), "csv")
        list(rows(content(b"a," * 300 + b"\n"), layout))


def test_a_title_above_the_headings_and_a_look_kept_and_read_again():
    data = "قائمة المستفيدين 2026,,\n,,\nرقم,الاسم الكامل,الجماعة\n1,فاطمة أيت وكريم,07.161.05.09\n".encode()
    seen = look(content(data), "csv")
    assert (seen.layout.header, seen.guess.columns) == (3, {0: "key", 1: "full_name", 2: "commune"})
    assert Look.unpacked(seen.packed()) == seen
    assert len(checked(data).rows) == 1
