"""Loading the invented wave: once, by bulk insert, as the owner of the tables."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from jisr.accounts.models import User
from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.exchange.bulk import copy_in
from jisr.exchange.demonstration.forum import around, ballots, meetings, reached, statements, suggestions, voices
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.exchange.demonstration.forum.statements import Lineage
from jisr.exchange.demonstration.forum.voices import Voice
from jisr.forum.choices import SeatRole
from jisr.forum.models import (
    Answer,
    Attendance,
    Commitment,
    LearnedGroups,
    Meeting,
    Seat,
    StatementVote,
    Suggestion,
    Wave,
)

HERE = Path(__file__).parent


def load(today: date) -> dict[str, int]:
    """Invent the wave, unless it is already there.

    Speaks as the owner of the tables: never part of a request.

    Args:
        today: every day of the wave is relative to it.

    Returns:
        how many contributions and statements were made; zeros when the wave was there.
    """
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        told = _read("wave.yaml")
        if Wave.objects.filter(code=told["wave"]["code"]).exists():
            return {"contributions": 0, "statements": 0}
        calendar = Calendar(today)
        team = {row["seat"]: meetings.hire(row, told["region"], calendar) for row in told["people"]}
        invented = draw(team, calendar)
        made = invented.save()
        around.add(invented.meetings)
        return made


@dataclass(frozen=True)
class Invented:
    """The rows of the wave, not yet saved."""

    wave: Wave
    seats: list[Seat]
    meetings: list[Meeting]
    attendance: list[Attendance]
    commitments: list[Commitment]
    voices: list[Voice]
    lineage: Lineage
    answers: list[Answer]
    votes: list[StatementVote]
    learned: LearnedGroups
    suggestions: list[Suggestion]

    def save(self) -> dict[str, int]:
        """Write every row, those that others point at first; what was made."""
        copy_in([self.wave])
        copy_in(self.seats)
        copy_in(self.meetings)
        copy_in(self.attendance)
        copy_in(self.commitments)
        copy_in(voice.contribution for voice in self.voices)
        copy_in(voice.verbatim for voice in self.voices)
        copy_in(self.lineage.statements.values())
        copy_in(self.lineage.edges)
        copy_in(self.lineage.froms)
        copy_in(self.lineage.tos)
        copy_in(self.answers)
        copy_in(self.votes)
        copy_in([self.learned])
        reached.save(self.voices)
        copy_in(self.suggestions)
        return {"contributions": len(self.voices), "statements": len(self.lineage.statements)}


def draw(team: dict[str, User], calendar: Calendar) -> Invented:
    """The wave in memory; the same for the same day.

    Args:
        team: who sits on it, by seat.
    """
    told, said, joined = _read("wave.yaml"), _read("voices.yaml"), _read("statements.yaml")
    answerer, moderator = team[SeatRole.ANSWERER], team[SeatRole.MODERATOR]
    wave = meetings.wave_of(told["wave"], calendar)
    held = [meetings.meeting_of(row, wave, calendar) for row in told["meetings"]]
    told_at = list(zip(told["meetings"], held, strict=True))
    spoken = {row["n"]: voices.voice_of(row, held[row["meeting"] - 1], calendar, answerer) for row in said}
    contributions = {number: voice.contribution for number, voice in spoken.items()}
    lineage = statements.lineage_of(joined["statements"], wave, contributions, calendar, moderator)
    answers = [voice.answer for voice in spoken.values() if voice.answer is not None] + [
        voices.answer_of(
            row, calendar.at(calendar.day(row["day"])), wave, answerer, statement=lineage.statements[row["statement"]]
        )
        for row in joined["answers"]
    ]  # fmt: skip
    votes = statements.votes_of(joined["votes"], joined["voters"], lineage, calendar)
    votes += ballots.votes_of(lineage, calendar)
    return Invented(
        wave=wave, seats=meetings.seats_of(wave, team), meetings=held, voices=list(spoken.values()), lineage=lineage,
        attendance=[one for row, meeting in told_at for one in meetings.attendance_of(row, meeting)],
        commitments=[one for row, meeting in told_at for one in meetings.commitments_of(row, meeting, calendar)],
        answers=answers, votes=votes, learned=ballots.learned_of(wave, votes, moderator, calendar),
        suggestions=suggestions.suggestions_of(wave, contributions.values(), lineage, moderator),
    )  # fmt: skip


def _read(name: str) -> Any:
    return yaml_text.read((HERE / name).read_text(encoding="utf-8"))
