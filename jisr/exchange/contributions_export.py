"""What a wave published, as a table that anybody may take: one row a contribution, codes as in the closed lists."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from jisr.exchange import sheets
from jisr.forum.models import Contribution

COLUMNS = (
    "code", "wave", "meeting", "said_on", "said_certainty", "channel", "language", "kind", "theme", "public", "urgency",
    "speaker_role", "organisation", "region", "province", "commune", "text", "answered_on",
)  # fmt: skip


def rows(contributions: Iterable[Contribution], answered: Mapping[Any, date]) -> list[list[str]]:
    """One row a contribution.

    Args:
        contributions: published ones, with their wave and meeting; their text holds its covers.
        answered: day of the first answer by key; none is an empty cell.
    """
    return [[sheets.guarded(value) for value in _values(row, answered.get(row.pk))] for row in contributions]


def _values(row: Contribution, answered_on: date | None) -> list[Any]:
    return [
        row.code, row.wave.code, row.meeting.code if row.meeting else "", row.said_on.isoformat(), row.said_certainty,
        row.channel, row.language, row.kind, row.theme, row.public, row.urgency, row.speaker_role, row.organisation,
        row.region_id or "", row.province_id or "", row.commune_id or "", row.text,
        answered_on.isoformat() if answered_on else "",
    ]  # fmt: skip


def as_csv(lines: Iterable[list[str]]) -> bytes:
    """The rows under their headings."""
    return sheets.as_csv(COLUMNS, lines)


def as_xlsx(lines: Iterable[list[str]]) -> bytes:
    """The same as a workbook."""
    return sheets.as_xlsx("contributions", COLUMNS, lines)
