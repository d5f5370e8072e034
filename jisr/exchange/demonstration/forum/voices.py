"""What was said at the invented meetings, sealed, published or withheld, and what was answered to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jisr.accounts.models import User
from jisr.common.crypto import encrypt
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.forum.choices import ContributionState, DestroyedReason, SeatRole
from jisr.forum.models import Answer, Contribution, Meeting, Statement, Verbatim, Wave
from jisr.forum.queries.sealed import bound_to, slip_hash
from jisr.forum.rules import masking
from jisr.forum.rules.alike import digest

BODY = {"body_ar": "الهيئة المجيبة التوضيحية", "body_fr": "Organisme répondant (démonstration)"}
_MINUTES_APART = 3


@dataclass(frozen=True)
class Voice:
    """One contribution with what is sealed behind it and the answer to it alone, if there is one."""

    contribution: Contribution
    verbatim: Verbatim
    answer: Answer | None


def voice_of(row: Mapping[str, Any], meeting: Meeting, calendar: Calendar, author: User) -> Voice:
    """What one line of ``voices.yaml`` says.

    Args:
        author: who answers.
    """
    spoken = _contribution(row, meeting, calendar)
    return Voice(spoken, _verbatim(row, spoken), _answer(row, spoken, calendar, author))


def _contribution(row: Mapping[str, Any], meeting: Meeting, calendar: Calendar) -> Contribution:
    held = _held(meeting)
    spoken = Contribution(
        wave=meeting.wave, meeting=meeting, code=f"DEMO-{row['n']:02}", kind=row["kind"], language=row["language"],
        channel=row["channel"], speaker_role=row["role"], organisation=row.get("organisation", ""),
        theme=row.get("theme", ""), public=row.get("public", ""), urgency=row.get("urgency", ""),
        said_on=held, received_at=calendar.at(held, _MINUTES_APART * row["n"]), is_demonstration=True,
        code_hash=slip_hash(slip_of(row["n"])),
    )  # fmt: skip
    if "withheld" in row:
        spoken.state, spoken.withheld_reason = ContributionState.WITHHELD, row["withheld"]
    elif "published" in row:
        text, covers = masking.cover(row["said"], _marked(row))
        spoken.state, spoken.text, spoken.masks = ContributionState.PUBLISHED, text, [one.as_dict() for one in covers]
        spoken.published_at = calendar.at(held + timedelta(days=row["published"]), row["n"])
    return spoken


def slip_of(number: int) -> str:
    """The code on the invented paper slip of a contribution; no secret, so that anybody can try it."""
    return f"ESSAI-{number:02}"


def _marked(row: Mapping[str, Any]) -> list[masking.Span]:
    """Where the words to cover stand in what was said."""
    found = []
    for one in row.get("cover", []):
        start = row["said"].index(one["words"])
        found.append(masking.Span(start, start + len(one["words"]), one["reason"]))
    return found


def _verbatim(row: Mapping[str, Any], spoken: Contribution) -> Verbatim:
    verbatim = Verbatim(contribution=spoken, wave=spoken.wave)
    if "destroyed" in row:
        verbatim.destroyed_on = spoken.said_on + timedelta(days=row["destroyed"])
        verbatim.destroyed_reason, verbatim.destroyed_by_role = DestroyedReason.ASKED, SeatRole.MODERATOR
    else:
        verbatim.sealed = encrypt(row["said"], bound_to=bound_to(spoken.pk))
        verbatim.flags = [one.as_dict() for one in masking.suspects(row["said"])]
    return verbatim


def _answer(row: Mapping[str, Any], spoken: Contribution, calendar: Calendar, author: User) -> Answer | None:
    if "answer" not in row:
        return None
    said = row["answer"]
    written_at = calendar.at(spoken.said_on + timedelta(days=said["after"]), _MINUTES_APART * row["n"])
    return answer_of(said, written_at, spoken.wave, author, contribution=spoken)


def answer_of(
    row: Mapping[str, Any],
    written_at: datetime,
    wave: Wave,
    author: User,
    *,
    contribution: Contribution | None = None,
    statement: Statement | None = None,
) -> Answer:
    """An answer to one contribution or to one statement, with its day and its author."""
    words = {name: row.get(name, "") for name in ("what", "why", "next_step", "to_whom")}
    return Answer(
        wave=wave, contribution=contribution, statement=statement, kind=row["kind"], language=row["language"],
        author=author, answered_on=written_at.date(), written_at=written_at,
        alike=digest(words["what"], words["why"], words["next_step"]), is_demonstration=True, **words, **BODY,
    )  # fmt: skip


def _held(meeting: Meeting) -> date:
    if meeting.held_on is None:
        raise ValueError(f"{meeting.code} has no day")
    return meeting.held_on
