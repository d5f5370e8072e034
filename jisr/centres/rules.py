"""Pure decisions of the catalogue: opening hours, whether a service fits a person, how fresh a statement is."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Literal, Protocol

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = "24/7"
_RULE = re.compile(r"^(?P<days>[A-Z][a-z](?:[-,][A-Z][a-z])*) (?P<spans>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)$")

Span = tuple[int, int]
#: Seven days from Monday; each a tuple of (from, to) in minutes after midnight, Africa/Casablanca.
Week = tuple[tuple[Span, ...], ...]
Verdict = Literal["yes", "no", "unknown"]


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


class Offered(Protocol):
    """What ``fits`` reads of a service; the model has it, and so has any plain object in a test."""

    age_min: int | None
    age_max: int | None
    sex: str
    publics: Sequence[str]
    publics_only: bool
    zone: str
    languages: Sequence[str]
    accessibility: Sequence[str]
    places_total: int | None
    places_free: int | None
    places_confirmed_on: date | None


@dataclass(frozen=True)
class Place:
    """Where somebody lives or a centre stands, as codes; "" where not known."""

    commune: str = ""
    province: str = ""
    region: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of a person, and no more than what is needed; None and absent mean "not known".

    Attributes:
        age: whole years.
        sex: f or m.
        publics: code of a public -> whether the person is of it.
        place: where the person lives.
        languages: languages in which the person can be served; empty when not known.
        needs: codes of accessibility without which the person cannot use a place.
    """

    age: int | None = None
    sex: str = ""
    publics: Mapping[str, bool] = field(default_factory=dict)
    place: Place = Place()
    languages: Collection[str] = ()
    needs: Collection[str] = ()


@dataclass(frozen=True)
class Reason:
    """One thing that was looked at.

    Attributes:
        about: age, sex, publics, zone, language, access or places.
        verdict: yes, no or unknown; never a number.
        blocking: whether a "no" means that the service does not take this person.
        shade: which sentence says it, where the verdict alone is not enough.
        values: what the sentence names.
    """

    about: str
    verdict: Verdict
    blocking: bool = False
    shade: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def fits(service: Offered, facts: Facts, *, centre: Place = Place(), today: date | None = None) -> list[Reason]:
    """Everything that speaks for or against a service for a person, with what is unknown.

    Args:
        service: what is offered.
        facts: what is known of the person.
        centre: where the service is; for a confidential one, its province and region only.
        today: the day on which places are judged; places are not judged without it.

    Returns:
        reasons in a fixed order; conditions that the service does not have are left out.
    """
    reasons = [
        *_age(service, facts),
        *_sex(service, facts),
        _publics(service, facts),
        _zone(service, facts, centre),
        *_languages(service, facts),
        *_access(service, facts),
    ]
    return [*reasons, places(service, today)] if today else reasons


def verdict(reasons: Sequence[Reason]) -> Verdict:
    """The whole of it: a blocking "no" excludes; then one blocking unknown leaves the answer open."""
    blocking = {reason.verdict for reason in reasons if reason.blocking}
    return "no" if "no" in blocking else "unknown" if "unknown" in blocking else "yes"


def _age(service: Offered, facts: Facts) -> list[Reason]:
    low, high = service.age_min, service.age_max
    if low is None and high is None:
        return []
    values = {"age": facts.age, "low": low, "high": high}
    if facts.age is None:
        return [Reason("age", "unknown", True, values=values)]
    inside = (low is None or facts.age >= low) and (high is None or facts.age <= high)
    return [Reason("age", "yes" if inside else "no", True, values=values)]


def _sex(service: Offered, facts: Facts) -> list[Reason]:
    if not service.sex:
        return []
    answer: Verdict = "unknown" if not facts.sex else "yes" if facts.sex == service.sex else "no"
    return [Reason("sex", answer, True, values={"sex": service.sex})]


def _publics(service: Offered, facts: Facts) -> Reason:
    if not service.publics:
        return Reason("publics", "yes", shade="open")
    said = [facts.publics.get(code) for code in service.publics]
    met = [code for code, answer in zip(service.publics, said, strict=True) if answer]
    answer: Verdict = "yes" if met else "unknown" if None in said else "no"
    shade = "" if service.publics_only else "first"
    return Reason("publics", answer, service.publics_only, shade, {"publics": met or list(service.publics)})


def _zone(service: Offered, facts: Facts, centre: Place) -> Reason:
    values = {"zone": service.zone}
    if service.zone == "nation":
        return Reason("zone", "yes", True, values=values)
    home, here = getattr(facts.place, service.zone), getattr(centre, service.zone)
    if not home or not here:
        return Reason("zone", "unknown", True, values=values)
    return Reason("zone", "yes" if home == here else "no", True, values=values)


def _languages(service: Offered, facts: Facts) -> list[Reason]:
    if not facts.languages:
        return []
    wanted = list(facts.languages)
    if not service.languages:
        return [Reason("language", "unknown", values={"languages": wanted})]
    shared = [language for language in wanted if language in service.languages]
    return [Reason("language", "yes" if shared else "no", values={"languages": shared or wanted})]


def _access(service: Offered, facts: Facts) -> list[Reason]:
    if not facts.needs:
        return []
    if not service.accessibility:
        return [Reason("access", "unknown", values={"needs": list(facts.needs)})]
    missing = [need for need in facts.needs if need not in service.accessibility]
    return [Reason("access", "no" if missing else "yes", values={"needs": missing or list(facts.needs)})]


#: Days after which a statement of places is shown as old. Update campaigns of Soliguide and Dora ask again monthly.
PLACES_FRESH = timedelta(days=30)


def places(service: Offered, today: date, *, fresh: timedelta = PLACES_FRESH) -> Reason:
    """What is known of free places: how many, and how long ago the centre said so; never a 0 for "not known"."""
    if service.places_total is None and service.places_free is None:
        return Reason("places", "unknown")
    if service.places_free is None or service.places_confirmed_on is None:
        return Reason("places", "unknown", values={"total": service.places_total})
    age = today - service.places_confirmed_on
    values = {"free": service.places_free, "on": service.places_confirmed_on, "days": age.days}
    if age > fresh:
        return Reason("places", "unknown", shade="old", values=values)
    return Reason("places", "yes" if service.places_free > 0 else "no", values=values)


class NotPhone(ValueError):
    """The text is no Moroccan telephone number."""


def phone_number(text: str) -> str:
    """A Moroccan number in the international form; a short number of the State as it is.

    Args:
        text: as typed; a spreadsheet may have eaten the first 0 or the +.

    Raises:
        NotPhone: another number of digits.

    >>> phone_number("0500-00 00 00"), phone_number("212500000000"), phone_number("141")
    ('+212500000000', '+212500000000', '141')
    """
    digits = re.sub(r"[\s.\-()/+\u200e\u202a-\u202e\u2066-\u2069]", "", text)
    if not digits.isascii() or not digits.isdigit():
        raise NotPhone(text)
    digits = re.sub(r"^(?:00)?212|^0", "", digits) if len(digits) >= 9 else digits
    if len(digits) == 9:
        return f"+212{digits}"
    if 2 <= len(digits) <= 4:
        return digits
    raise NotPhone(text)


def phone_shown(number: str) -> str:
    """A number as it is written in the country.

    >>> phone_shown("+212500000012"), phone_shown("141")
    ('05 00 00 00 12', '141')
    """
    if not number.startswith("+212"):
        return number
    digits = f"0{number[4:]}"
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def may_state_places(*, total: int, free: int, waiting: int | None, said_on: date, today: date) -> list[str]:
    """What is wrong with a statement of places: names of its fields, empty when nothing is.

    >>> may_state_places(total=10, free=12, waiting=None, said_on=date(2026, 1, 2), today=date(2026, 1, 1))
    ['free', 'said_on']
    """
    wrong = {
        "total": total < 0,
        "free": free < 0 or free > total,
        "waiting": waiting is not None and waiting < 0,
        "said_on": said_on > today,
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def may_edit(
    centre: int, province: str, region: str, *, of_centre: int | None, of_province: str | None, of_region: str | None
) -> bool:
    """Whether a post held at one place may edit a centre: its own, one of its province, one of its region.

    Args:
        centre, province, region: of the centre to edit.
        of_centre, of_province, of_region: the one place of the post; all None for the whole country.

    >>> may_edit(7, "07.161", "07", of_centre=None, of_province="07.161", of_region=None)
    True
    """
    if of_centre is not None:
        return centre == of_centre
    if of_province is not None:
        return province == of_province
    return of_region is None or region == of_region
