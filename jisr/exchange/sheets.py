"""Tables as files: text for any program, workbooks for those who fill them in; no text is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override
from openpyxl import Workbook

#: Kind of content of each form.
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A spreadsheet takes a text that begins so for a formula; an apostrophe keeps it a text. One that is set to French or
#: Arabic parts a line of ours at semicolons, and at the lines of a cell: what stands behind one begins a cell too. An
#: empty line inside a text is no formula: what follows it has its own apostrophe if it needs one.
_BEGINS = r"(^|[;\t\r\n])"
_FORMULA = r"(?='*[=+\-@＝＋－＠])"  # those of East Asia compute the wide signs as well
_BLANK = r"(?='*[\t\r])"  # at the very beginning some spreadsheets leave these out
_TO_GUARD = re.compile(f"^{_BLANK}|{_BEGINS}{_FORMULA}")
_GUARDED = re.compile(f"^'{_BLANK}|{_BEGINS}'{_FORMULA}")


@dataclass(frozen=True)
class Page:
    """A second sheet of a workbook, to be read rather than filled in.

    Attributes:
        widths: of its columns, in letters.
    """

    title: str
    rows: Iterable[Sequence[str]]
    widths: Sequence[int] = ()


def guarded(value: Any) -> str:
    r"""A value as the text of a cell that no spreadsheet computes.

    >>> guarded("=HYPERLINK(1)"), guarded("دار الطالبة"), guarded(3)
    ("'=HYPERLINK(1)", 'دار الطالبة', '3')
    >>> guarded("ar\n\nfr"), guarded("ar\n\n=1+1")
    ('ar\n\nfr', "ar\n\n'=1+1")
    """
    return _TO_GUARD.sub(r"\1'", str(value))


def unguarded(text: str) -> str:
    """The text again, exactly as it was before ``guarded``.

    >>> unguarded("'=HYPERLINK(1)"), unguarded("'t Hooft")
    ('=HYPERLINK(1)', "'t Hooft")
    """
    return _GUARDED.sub(r"\1", text)


def in_both(label: Any) -> list[str]:
    """Words that are translated, in Arabic and in French, for a sheet that either may fill in."""
    found = []
    for language in ("ar", "fr"):
        with override(language):
            found.append(str(label))
    return found


def as_csv(headings: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    """Lines under their headings, in UTF-8 with the mark without which spreadsheets read Arabic as noise."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, headings: Sequence[str], lines: Iterable[Sequence[Any]], *more: Page) -> bytes:
    """The same as a workbook whose headings and first column stay in view.

    Args:
        title: of the first sheet.
        more: sheets that follow it.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    sheet.append(list(headings))
    for line in lines:
        sheet.append(list(line))
    for page in more:
        _add(book, page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add(book: Workbook, page: Page) -> None:
    sheet = book.create_sheet(page.title)
    for letter, width in zip("ABCDEFGH", page.widths, strict=False):
        sheet.column_dimensions[letter].width = width
    for row in page.rows:
        sheet.append(list(row))
