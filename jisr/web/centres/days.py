"""What differs from the week, in words: closures, other hours, things to know, stops of a mobile unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from jisr.centres.models import Notice, Stop
from jisr.centres.rules import next_stops, notices_on, parse_hours
from jisr.web import wording
from jisr.web.centres.sentences import opening_of, week_words
from jisr.web.parts import Reason


@dataclass(frozen=True)
class Told:
    """A temporary information as it is shown.

    Attributes:
        words: what changes and when, in one sentence.
        text: what the centre added.
        now: whether it holds today.
    """

    row: Notice
    words: str
    text: str
    now: bool


def told(notices: Iterable[Notice], today: date) -> list[Told]:
    """What holds today first, then what comes."""
    rows = [
        Told(row, sentence(row), _text(row), row.since <= today and (row.until is None or today <= row.until))
        for row in notices
    ]
    return sorted(rows, key=lambda one: (not one.now, one.row.since))


def sentence(row: Notice) -> str:
    """What changes, from when until when."""
    days = _days(row.since, row.until)
    if row.kind == "closure":
        return _("Closed %(days)s") % {"days": days}
    if row.kind == "hours":
        return _("Other hours %(days)s: %(hours)s") % {"days": days, "hours": hours_words(row.hours)}
    return _("To be known %(days)s") % {"days": days}


def hours_words(text: str) -> str:
    """Weekly hours in one sentence; days on which it is shut are left out."""
    week, closed = parse_hours(text), _("closed")
    if week and set(week) == {((0, 1440),)}:
        return _("day and night")
    rows = [
        _("%(days)s, %(hours)s") % {"days": days, "hours": hours} for days, hours in week_words(text) if hours != closed
    ]
    return wording.listed(rows)


def _days(since: date, until: date | None) -> str:
    if until is None:
        return _("from %(day)s until further notice") % {"day": wording.day(since)}
    if since == until:
        return _("on %(day)s alone") % {"day": wording.day(since)}
    return _("from %(since)s to %(until)s") % {"since": wording.day(since), "until": wording.day(until)}


def _text(row: Notice) -> str:
    arabic, french = row.text_ar, row.text_fr
    return (arabic or french) if wording.language() in {"ar", "zgh"} else (french or arabic)


def open_now(hours: str, now: datetime, notices: Iterable[Notice] = ()) -> Reason:
    """Whether a place is open at a moment, closures and other hours of that day included, in words."""
    kinds = {row.kind: row for row in reversed(notices_on(notices, now.date()))}
    if "closure" in kinds:
        row = kinds["closure"]
        until = _("Closed until %(day)s") % {"day": wording.day(row.until)} if row.until else ""
        return Reason(until or _("Closed until further notice"), "no")
    return opening_of(kinds["hours"].hours if "hours" in kinds else hours, now)


@dataclass(frozen=True)
class Halt:
    """A stop on one day, as it is shown."""

    stop: Stop
    on: date
    place: str


def halts(stops: Sequence[Stop], today: date, *, most: int = 6) -> list[Halt]:
    """Where a unit halts next."""
    return [Halt(one.stop, one.on, place_of(one.stop)) for one in next_stops(stops, today, most=most)]


def place_of(stop: Any) -> str:
    """The place of a stop in the language of the reader, or in the one that was written."""
    arabic, french = stop.place_ar, stop.place_fr
    return (arabic or french) if wording.language() in {"ar", "zgh"} else (french or arabic)


def rule_of(stop: Stop) -> str:
    """How often a unit halts there."""
    return every(stop.every_weeks) if stop.every_weeks else _("on that day only")


def every(weeks: int) -> str:
    """How often something comes again, from the weeks between."""
    return _EVERY[weeks]() if weeks in _EVERY else _("every %(n)s weeks") % {"n": weeks}


_EVERY = {1: lambda: _("every week"), 2: lambda: _("every two weeks"), 4: lambda: _("every four weeks")}
