"""Sealed words: read by the team of the wave, each reading on the journal; and what a slip's code opens."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jisr.common import journal
from jisr.common.crypto import decrypt, keyed_hash
from jisr.common.database import call
from jisr.forum.models import Contribution, Verbatim, Wave
from jisr.forum.rules.masking import covered_words


@dataclass(frozen=True)
class SlipAnswer:
    """One answer, as whoever holds the slip reads it; ``statement_text`` when it was given to a joined statement."""

    kind: str
    what: str
    why: str
    next_step: str
    to_whom: str
    body_ar: str
    body_fr: str
    answered_on: date
    language: str
    statement: UUID | None
    statement_text: str


@dataclass(frozen=True)
class Slip:
    """Where a contribution stands, as whoever holds its slip reads it; never the sealed words."""

    contribution: UUID
    code: str
    state: str
    kind: str
    theme: str
    said_on: date
    published_at: Any
    text: str
    withheld_reason: str
    wave_ar: str
    wave_fr: str
    is_demonstration: bool
    answers: tuple[SlipAnswer, ...]


@dataclass(frozen=True)
class Moderated:
    """A line of the log of moderation: codes alone, no word that was said."""

    code: str
    said_on: date
    state: str
    published_at: Any
    masks: list[str]
    withheld_reason: str
    destroyed_on: date | None
    destroyed_reason: str
    destroyed_by_role: str


def bound_to(contribution: UUID) -> str:
    """What sealed words belong to; elsewhere they cannot be read."""
    return f"forum.verbatim:{contribution}"


def opened(verbatim: Verbatim) -> str:
    """The sealed words; "" when they were destroyed."""
    return unsealed(verbatim.contribution_id, verbatim.sealed)


def unsealed(contribution: UUID, sealed: bytes | memoryview | None) -> str:
    """The words that were sealed for a contribution; "" when they were destroyed."""
    return "" if sealed is None else decrypt(bytes(sealed), bound_to=bound_to(contribution))


def read_sealed(contribution: Contribution) -> str | None:
    """The words as they were said; "" when they were destroyed, None when they are not the reader's to read.

    Leaves a line on the journal.
    """
    verbatim = Verbatim.objects.filter(pk=contribution.pk).first()
    if verbatim is None:
        return None
    journal.opened("forum.read_sealed", contribution)
    return opened(verbatim)


def read_each_sealed(contributions: Collection[Contribution]) -> dict[UUID, str]:
    """The words of several as they were said; one query, a line on the journal for each that is read."""
    rows = Verbatim.objects.filter(contribution__in=[one.pk for one in contributions], sealed__isnull=False)
    found = {row.contribution_id: opened(row) for row in rows}
    for one in contributions:
        if one.pk in found:
            journal.opened("forum.read_sealed", one)
    return found


def hidden_words(contributions: Iterable[Any]) -> frozenset[str]:
    """Folded words that the published texts of these contributions cover; for the checks of an act, never shown."""
    rows = Verbatim.objects.filter(
        contribution__in=list(contributions), sealed__isnull=False, contribution__state="published"
    ).select_related("contribution")
    found: set[str] = set()
    for row in rows:
        found |= covered_words(opened(row), row.contribution.text)
    return frozenset(found)


def slip_hash(typed: str) -> str:
    """Under what the code of a slip is kept: capitals, spaces and dashes make no difference; "" for no code."""
    code = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return keyed_hash(code, purpose="forum.slip") if code else ""


def by_slip(typed: str) -> Slip | None:
    """What the code of a slip opens, for anybody who holds it; one query."""
    rows = call("jisr_contribution_by_code", slip_hash(typed)) if typed.strip() else []
    if not rows:
        return None
    answers = tuple(
        SlipAnswer(kind, what, why, step, to, body_ar, body_fr, on, language, statement, said or "")
        for (answer, kind, what, why, step, to, body_ar, body_fr, on, language, statement, said) in (
            row[12:] for row in rows
        )
        if answer is not None
    )
    fields: tuple[Any, ...] = (*rows[0][:12], answers)
    return Slip(*fields)


def moderation_log(wave: Wave) -> list[Moderated]:
    """What was published, withheld or destroyed in a wave, and why; for anybody, one query."""
    rows = call("jisr_forum_moderation_log", wave.pk)
    lines: list[tuple[Any, ...]] = [(*row[:4], json.loads(row[4]), *row[5:]) for row in rows]
    return [Moderated(*line) for line in lines]
