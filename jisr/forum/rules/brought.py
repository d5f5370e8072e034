"""The rows that a kit brings home, read and judged one by one. Pure: the lists of what is known are handed in.

Whoever holds the laptop of a kit holds its key too, and writes what she likes under it. So each value is of its kind
and of its length, or nothing is taken: no page of the wave may break over what somebody made up.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jisr.common.text import clean_typed

#: What is copied as it stands.
PLAIN = (
    "code", "kind", "language", "channel", "speaker_role", "organisation", "theme", "public", "urgency",
    "region_id", "province_id", "commune_id",
)  # fmt: skip
_PLACES = ("region_id", "province_id", "commune_id")
_PERSON = ("role", "organisation", "sex", "province_id", "rural")
_CODE, _HASH = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}"), re.compile(r"[0-9a-f]{64}")
_VALUES, _SEXES = ("agree", "disagree", "pass"), ("", "f", "m")
#: Letters of a name, of any other value, and years of a clock, however wrong.
_LONGEST, _SHORT, _YEARS = 200, 40, range(1970, 2200)


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
            people=[_person(row) for row in content["people"]],
            votes=list({one["id"]: one for one in map(_vote, content["votes"])}.values()),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
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
    values = {name: row[name] if name in _PLACES and row[name] is None else _text(row[name]) for name in PLAIN}
    return Brought(
        key=UUID(row["id"]), client_key=_uuid(row["client_key"]), meeting=_uuid(row["meeting_id"]),
        words=clean_typed(str(row["words"]), lines=True), slip=_text(row["slip"], _SHORT),
        said_on=date.fromisoformat(row["said_on"]), received_at=_moment(row["received_at"]),
        values=values | {"code": _matched(_CODE, row["code"])},
    )  # fmt: skip


def _vote(row: Mapping[str, Any]) -> dict[str, Any]:
    """One vote; what its voter declares is compared with the lists by whoever writes it."""
    if row["value"] not in _VALUES or not isinstance(row["by_slip"], bool):
        raise ValueError("no vote")
    return {
        "id": UUID(row["id"]), "statement_id": str(UUID(row["statement_id"])), "value": row["value"],
        "voter": _matched(_HASH, row["voter"]), "name": _text(row["name"], _LONGEST), "by_slip": row["by_slip"],
        "groups": {_text(name, _SHORT): _text(said, _SHORT) for name, said in row["groups"].items()},
        "at": _moment(row["at"]),
    }  # fmt: skip


def _person(row: Mapping[str, Any]) -> dict[str, Any]:
    """How many of one kind came."""
    if row["sex"] not in _SEXES or row["rural"] not in (None, True, False):
        raise ValueError("nobody of this kind")
    kind = {name: row[name] if row[name] is None else _text(row[name]) for name in _PERSON if name != "rural"}
    return kind | {"rural": row["rural"], "n": int(row["n"])}


def _text(said: Any, most: int = _LONGEST) -> str:
    """A name or a code in one line, with nothing in it that is not seen."""
    if not isinstance(said, str) or len(clean := clean_typed(said)) > most:
        raise ValueError("no text, or too long a one")
    return clean


def _matched(shape: re.Pattern[str], said: Any) -> str:
    if not shape.fullmatch(_text(said)):
        raise ValueError("of another shape")
    return str(said)


def _uuid(said: str | None) -> UUID | None:
    return UUID(said) if said else None


def _moment(said: str) -> datetime:
    at = datetime.fromisoformat(said)
    if at.tzinfo is None or at.year not in _YEARS:
        raise ValueError("a time without its zone, or of no clock")
    return at
