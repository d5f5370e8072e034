"""What a wave published, as a table that anybody may take: one row a contribution, codes as in the closed lists."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from openpyxl import Workbook

from jisr.forum.models import Contribution

COLUMNS = (
    "code", "wave", "meeting", "said_on", "said_certainty", "channel", "language", "kind", "theme", "public", "urgency",
    "speaker_role", "organisation", "region", "province", "commune", "text", "answered_on",
)  # fmt: skip
#: A spreadsheet takes a text that begins so for a formula; an apostrophe keeps it a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(contributions: Iterable[Contribution], answered: Mapping[Any, date]) -> list[list[str]]:
    """One row a contribution.

    Args:
        contributions: published ones, with their wave and meeting; their text holds its covers.
        answered: day of the first answer by key; none is an empty cell.
    """
    return [[_cell(value) for value in _values(row, answered.get(row.pk))] for row in contributions]


def _values(row: Contribution, answered_on: date | None) -> list[Any]:
    return [
        row.code, row.wave.code, row.meeting.code if row.meeting else "", row.said_on.isoformat(), row.said_certainty,
        row.channel, row.language, row.kind, row.theme, row.public, row.urgency, row.speaker_role, row.organisation,
        row.region_id or "", row.province_id or "", row.commune_id or "", row.text,
        answered_on.isoformat() if answered_on else "",
    ]  # fmt: skip


def _cell(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(lines: Iterable[list[str]]) -> bytes:
    """The rows under their headings, in UTF-8 with the mark that makes spreadsheets read Arabic."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(lines: Iterable[list[str]]) -> bytes:
    """The same as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("contributions")
    sheet.freeze_panes = "B2"
    sheet.append(list(COLUMNS))
    for line in lines:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
