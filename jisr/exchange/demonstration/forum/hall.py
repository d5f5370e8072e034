"""The hall of the invented wave: a third meeting, held on the day of loading, that still takes what people write."""

from datetime import date
from pathlib import Path

from django.db import transaction

from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.exchange.bulk import copy_in
from jisr.exchange.demonstration.forum import meetings, voices
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.forum.choices import SeatRole
from jisr.forum.models import Meeting, Seat, Tribune, Wave

_TOLD = Path(__file__).with_name("hall.yaml")


def load(today: date) -> dict[str, int]:
    """Invent the meeting and what was written to it, unless it is there, or the wave it belongs to is not.

    Speaks as the owner of the tables: never part of a request.

    Returns:
        how many contributions were made.
    """
    told, calendar = yaml_text.read(_TOLD.read_text(encoding="utf-8")), Calendar(today)
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        wave = Wave.objects.filter(code="demonstration", is_demonstration=True).first()
        if wave is None or Meeting.objects.filter(code=told["meeting"]["code"]).exists():
            return {"contributions by telephone": 0}
        answerer = Seat.objects.filter(wave=wave, role=SeatRole.ANSWERER).select_related("user").first()
        meeting = meetings.meeting_of(told["meeting"], wave, calendar)
        copy_in([meeting])
        copy_in([
            Tribune(
                meeting=meeting, wave=wave, number=told["number"], opens_at=calendar.at(calendar.day(told["opens"])),
                is_demonstration=True,
            )
        ])  # fmt: skip
        said = [voices.voice_of(row, meeting, calendar, answerer.user) for row in told["voices"]] if answerer else []
        copy_in(voice.contribution for voice in said)
        copy_in(voice.verbatim for voice in said)
    return {"contributions by telephone": len(said)}
