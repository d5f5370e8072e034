"""The invented wave, its team, its two meetings, who came, and what was promised."""

from collections.abc import Mapping
from typing import Any

from jisr.accounts.models import User
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.exchange.demonstration.people import address
from jisr.forum.models import Attendance, Commitment, Meeting, Seat, Wave
from jisr.staff.models import Post

#: The team was there some weeks before the wave was opened.
_IN_POST_FOR_DAYS = 190


def wave_of(row: Mapping[str, Any], calendar: Calendar) -> Wave:
    """The wave; it names no region, for the territory has no invented one."""
    return Wave(
        code=row["code"], name_ar=row["name_ar"], name_fr=row["name_fr"], opened_on=calendar.day(row["opened"]),
        is_demonstration=True,
    )  # fmt: skip


def hire(row: Mapping[str, Any], region: str, today: Calendar) -> User:
    """One invented member of the team, with the post that the seat asks for; the same one if it is there already."""
    user = User.objects.filter(email=address(row)).first()
    if user is None:
        user = User.objects.create_user(
            address(row), None, display_name=row["name"], language=row["language"], is_demonstration=True
        )
        Post.objects.create(
            user=user, role=row["role"], region_id=region, since=today.day(-_IN_POST_FOR_DAYS), is_demonstration=True
        )
    return user


def seats_of(wave: Wave, team: Mapping[str, User]) -> list[Seat]:
    """A seat for each member, by role."""
    return [
        Seat(wave=wave, user=user, role=role, since=wave.opened_on, is_demonstration=True)
        for role, user in team.items()
    ]


def meeting_of(row: Mapping[str, Any], wave: Wave, calendar: Calendar) -> Meeting:
    """One meeting, with its place, agenda and minutes in both languages."""
    words = {name: value for name, value in row.items() if name.endswith(("_ar", "_fr"))}
    return Meeting(
        wave=wave, code=row["code"], held_on=calendar.day(row["held"]), manner=row["manner"], state=row["state"],
        is_demonstration=True, **words,
    )  # fmt: skip


def attendance_of(row: Mapping[str, Any], meeting: Meeting) -> list[Attendance]:
    """Who came, as counts."""
    return [
        Attendance(meeting=meeting, wave=meeting.wave, is_demonstration=True, **counted)
        for counted in row["attendance"]
    ]


def commitments_of(row: Mapping[str, Any], meeting: Meeting, calendar: Calendar) -> list[Commitment]:
    """What was promised; two of the promises are late."""
    return [_commitment(promised, meeting, calendar) for promised in row["commitments"]]


def _commitment(row: Mapping[str, Any], meeting: Meeting, calendar: Calendar) -> Commitment:
    words = {name: row[name] for name in ("what_ar", "what_fr", "owner_ar", "owner_fr")}
    return Commitment(
        meeting=meeting, wave=meeting.wave, state=row.get("state", "promised"), evidence=row.get("evidence", ""),
        due_on=calendar.day(row["due"]) if "due" in row else None,
        settled_on=calendar.day(row["settled"]) if "settled" in row else None, is_demonstration=True, **words,
    )  # fmt: skip
