"""Weekly hours in the notation of OpenStreetMap as schedules of the standard, and back. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from jisr.centres.rules import ALWAYS, DAYS, NotHours, parse_hours

#: Days as the standard names them, from Monday.
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: Fields without which a schedule is a plain week; one that has them says something that a week cannot.
_MORE = ("valid_from", "valid_to", "dtstart", "until", "count", "byweekno", "bymonthday", "byyearday", "notice")
_CLOCK = re.compile(r"^\s*(\d{1,2})(?::(\d\d))?(?::\d\d)?\s*([ap]\.?m\.?)?\s*$", re.IGNORECASE)
_LAST = 1440


def spans(text: str) -> list[tuple[str, str, str]]:
    """(days, opens at, closes at) of each span of a week, days that have it together; nothing where not known.

    >>> spans("Mo-Tu 08:30-12:00,14:00-16:30")
    [('MO,TU', '08:30', '12:00'), ('MO,TU', '14:00', '16:30')]
    """
    week = parse_hours(text) or ((),) * 7
    days: dict[tuple[int, int], list[str]] = {}
    for day, found in zip(BYDAY, week, strict=True):
        for span in found:
            days.setdefault(span, []).append(day)
    ordered = sorted(days.items(), key=lambda one: (BYDAY.index(one[1][0]), one[0]))
    return [(",".join(names), _clock(start), _clock(end)) for (start, end), names in ordered]


def _clock(minute: int) -> str:
    minute = min(minute, _LAST - 1)  # the standard has no hour 24
    return f"{minute // 60:02d}:{minute % 60:02d}"


def hours_of(schedules: Iterable[Mapping[str, Any]]) -> str:
    """The week that schedules say; "" where there are none, or where they say what a week cannot.

    >>> hours_of([{"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "9:00am", "closes_at": "5:00pm"}])
    'Mo-Tu 09:00-17:00'
    """
    rows = [row for row in schedules if not row.get("notice")]
    said = next((str(row["opening_hours"]) for row in rows if row.get("opening_hours")), "")
    if said:
        return said if is_hours(said) else ""
    week: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for row in rows:
        span = _minutes(row.get("opens_at")), _minutes(row.get("closes_at"))
        if not _is_plain(row) or None in span:
            return ""
        for day in str(row.get("byday") or "").split(","):
            if day.strip() not in BYDAY:
                return ""
            week[BYDAY.index(day.strip())].append((span[0] or 0, span[1] or _LAST))
    text = _written([tuple(sorted(set(day))) for day in week])
    return text if is_hours(text) and len(text) <= 300 else ""


def is_hours(text: str) -> bool:
    """Whether a text is a week of hours that says something."""
    try:
        return parse_hours(text) is not None
    except NotHours:
        return False


def _is_plain(row: Mapping[str, Any]) -> bool:
    every_week = row.get("freq") in {None, "", "WEEKLY"} and row.get("interval") in {None, "", 1, "1"}
    return every_week and not any(row.get(name) for name in _MORE)


def _minutes(value: Any) -> int | None:
    match = _CLOCK.match(str(value or ""))
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return 60 * hour + minute if hour <= 24 and minute < 60 and 60 * hour + minute <= _LAST else None


def _written(week: list[tuple[tuple[int, int], ...]]) -> str:
    if all(day in {((0, _LAST),), ((0, _LAST - 1),)} for day in week):
        return ALWAYS
    runs: list[tuple[int, int]] = []
    for day, found in enumerate(week):
        if runs and runs[-1][1] == day - 1 and week[runs[-1][0]] == found:
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    return "; ".join(f"{_days(*run)} {_spans(week[run[0]])}" for run in runs if week[run[0]])


def _days(first: int, last: int) -> str:
    return DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"


def _spans(found: tuple[tuple[int, int], ...]) -> str:
    return ",".join(f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}" for start, end in found)
