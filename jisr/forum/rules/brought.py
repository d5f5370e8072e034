"""The rows that a kit brings home, read and judged one by one. Pure: the lists of what is known are handed in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

#: What is copied as it stands.
PLAIN = (
    "code", "kind", "language", "channel", "speaker_role", "organisation", "theme", "public", "urgency",
    "region_id", "province_id", "commune_id",
)  # fmt: skip


class Unreadable(ValueError):
    """The content is not what this version of the program writes."""


@dataclass(frozen=True)
class Brought:
    """One contribution of a kit.

    Attributes:
        values: the fields of ``PLAIN``.
        slip: the code of its paper slip; "" for none.
        received_at, said_on: by the clock of the kit.
    """

    key: UUID
    client_key: UUID | None
    meeting: UUID | None
    words: str
    slip: str
    said_on: date
    received_at: datetime
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> UUID:
        """The same in every place that has it."""
        return self.client_key or self.key


@dataclass(frozen=True)
class Load:
    """All that a kit brings, as it was when it was taken out.

    Attributes:
        true_at: what a watch said then; None when nobody looked.
        held_on: the day on which the meeting was held; None when nobody noted it there.
        people: rows of who came; empty where nobody was counted.
    """

    instance: UUID
    opened_at: datetime
    closed_at: datetime
    true_at: datetime | None
    held_on: date | None
    sheets: list[Brought]
    people: list[dict[str, Any]]
    votes: list[dict[str, Any]]


def load_of(content: Mapping[str, Any]) -> Load:
    """What a kit brings.

    Raises:
        Unreadable: something is missing, or is of another kind.
    """
    try:
        return Load(
            instance=UUID(content["instance"]), opened_at=_moment(content["opened_at"]),
            closed_at=_moment(content["closed_at"]),
            true_at=_moment(content["true_at"]) if content["true_at"] else None,
            held_on=date.fromisoformat(content["held_on"]) if content["held_on"] else None,
            sheets=[_sheet(row) for row in content["contributions"]],
            people=[{**row, "n": int(row["n"])} for row in content["people"]],
            votes=[{**row, "id": UUID(row["id"]), "at": _moment(row["at"])} for row in content["votes"]],
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise Unreadable(f"not as this version writes it: {type(fault).__name__}") from fault


def wrong(sheet: Brought, *, lists: Mapping[str, Collection[Any]], meetings: Collection[UUID], longest: int) -> str:
    """The code of why a contribution cannot be taken; "" when nothing is wrong with it.

    Args:
        lists: field -> values that it may have.
        meetings: keys of the meetings of the wave.
        longest: characters of the longest speech.
    """
    if not sheet.words.strip():
        return "empty"
    if len(sheet.words) > longest:
        return "long"
    if sheet.meeting is not None and sheet.meeting not in meetings:
        return "meeting"
    if any(sheet.values[name] not in known for name, known in lists.items()):
        return "value"
    return ""


def _sheet(row: Mapping[str, Any]) -> Brought:
    return Brought(
        key=UUID(row["id"]), client_key=_uuid(row["client_key"]), meeting=_uuid(row["meeting_id"]),
        words=str(row["words"]), slip=str(row["slip"]), said_on=date.fromisoformat(row["said_on"]),
        received_at=_moment(row["received_at"]), values={name: row[name] for name in PLAIN},
    )  # fmt: skip


def _uuid(said: str | None) -> UUID | None:
    return UUID(said) if said else None


def _moment(said: str) -> datetime:
    at = datetime.fromisoformat(said)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at
