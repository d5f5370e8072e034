"""Opening hours: a week in the short notation, and what it says about a moment or a day."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = "24/7"
_RULE = re.compile(r"^(?P<days>[A-Z][a-z](?:[-,][A-Z][a-z])*) (?P<spans>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)$")

Span = tuple[int, int]
#: Seven days from Monday; each a tuple of (from, to) in minutes after midnight, Africa/Casablanca.
Week = tuple[tuple[Span, ...], ...]


class NotHours(ValueError):
    """The text is not in the form ``Mo-Fr 08:30-12:30,14:00-16:30; Sa 09:00-12:00`` or ``24/7``."""


def parse_hours(text: str) -> Week | None:
    """Weekly opening hours, in the subset of OpenStreetMap's notation that files of centres use.

    Args:
        text: for instance ``Mo-Fr 08:30-16:30; Sa 09:00-12:00``, ``24/7`` or "" when not known.

    Returns:
        seven days from Monday, or None when the hours are not known.

    Raises:
        NotHours: another form, or a span that ends before it starts.

    Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours

    >>> parse_hours("Mo-We 08:30-12:00")[0]
    ((510, 720),)
    """
    text = " ".join(text.split())
    if not text:
        return None
    if text == ALWAYS:
        return (((0, 1440),),) * 7
    week: list[tuple[Span, ...]] = [()] * 7
    for part in text.rstrip("; ").split(";"):
        match = _RULE.match(part.strip())
        if match is None:
            raise NotHours(part.strip())
        spans = tuple(_span(piece) for piece in match["spans"].split(","))
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            raise NotHours(part.strip())
        for day in _days(match["days"]):
            week[day] = spans
    return tuple(week)


def _days(text: str) -> list[int]:
    days: list[int] = []
    for piece in text.split(","):
        ends = piece.split("-")
        if len(ends) > 2 or any(end not in DAYS for end in ends):
            raise NotHours(text)
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        days += [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]
    return days


def _span(text: str) -> Span:
    start, end = (int(piece[:2]) * 60 + int(piece[3:]) for piece in text.split("-"))
    if not 0 <= start < end <= 1440 or any(int(piece[3:]) > 59 for piece in text.split("-")):
        raise NotHours(text)
    return start, end


@dataclass(frozen=True)
class Opening:
    """Whether a place is open at a moment, and what comes next.

    Attributes:
        known: False when nothing is known of its hours; the rest then says nothing.
        now: open at the moment asked about.
        always: open day and night.
        until: when it closes, if open now.
        again: (days from now, time) of the next opening, if closed now; None when it never opens.
    """

    known: bool
    now: bool = False
    always: bool = False
    until: time | None = None
    again: tuple[int, time] | None = None


def opening(week: Week | None, at: datetime) -> Opening:
    """What a weekly schedule says about one moment.

    Args:
        week: of ``parse_hours``.
        at: the moment, on the clock of Africa/Casablanca (the schedule is written on that clock, so the
            change of the hour for Ramadan needs no care here).
    """
    if week is None:
        return Opening(known=False)
    if all(spans == ((0, 1440),) for spans in week):
        return Opening(known=True, now=True, always=True)
    minute, day = at.hour * 60 + at.minute, at.weekday()
    for start, end in week[day]:
        if start <= minute < end:
            return Opening(known=True, now=True, until=_clock(end))
    for ahead in range(8):
        for start, _end in week[(day + ahead) % 7]:
            if ahead or start > minute:
                return Opening(known=True, again=(ahead, _clock(start)))
    return Opening(known=True)


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def hours_of_day(week: Week | None, day: date) -> tuple[tuple[time, time], ...]:
    """The spans of one day as clock times; empty when closed or not known."""
    return tuple((_clock(start), _clock(end)) for start, end in week[day.weekday()]) if week else ()
