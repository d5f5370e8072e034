"""Reasons and hours in words, in the language of the reader."""

from datetime import datetime
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.centres.choices import ACCESSIBILITY, LANGUAGES, PUBLICS, ZONES
from jisr.centres.rules import Opening, Reason, opening, parse_hours
from jisr.web import wording
from jisr.web.parts import Reason as Shown


def say(reason: Reason) -> str:
    """One sentence for one reason of ``rules.fits``."""
    return _SPEAKERS[reason.about](reason)


def _age(reason: Reason) -> str:
    limits = age_limits(reason.values["low"], reason.values["high"])
    if reason.verdict == "unknown":
        return _("Age not recorded; taken: %(limits)s") % {"limits": limits}
    if reason.verdict == "yes":
        return _("Age %(age)s fits: %(limits)s") % {"age": reason.values["age"], "limits": limits}
    return _("Age %(age)s does not fit: %(limits)s") % {"age": reason.values["age"], "limits": limits}


def age_limits(low: int | None, high: int | None) -> str:
    """``from 12 to 18 years``, or with one end open; "" without limits."""
    if low is None and high is None:
        return ""
    if low is None:
        return _("up to %(high)s years") % {"high": high}
    if high is None:
        return _("from %(low)s years") % {"low": low}
    return _("from %(low)s to %(high)s years") % {"low": low, "high": high}


def _sex(reason: Reason) -> str:
    who = _("women and girls") if reason.values["sex"] == "f" else _("men and boys")
    if reason.verdict == "unknown":
        return _("Only for %(who)s; sex not recorded") % {"who": who}
    return _("For %(who)s") % {"who": who} if reason.verdict == "yes" else _("Only for %(who)s") % {"who": who}


def _publics(reason: Reason) -> str:
    if reason.shade == "open":
        return _("Open to everyone")
    who = wording.listed([str(PUBLICS[code]) for code in reason.values["publics"]])
    if reason.verdict == "yes":
        return _("Meant for: %(who)s") % {"who": who}
    if reason.shade == "first":
        return _("Others are taken, but first: %(who)s") % {"who": who}
    if reason.verdict == "no":
        return _("Only for: %(who)s") % {"who": who}
    return _("Only for: %(who)s. Ask whether this applies") % {"who": who}


def _zone(reason: Reason) -> str:
    who = ZONES[reason.values["zone"]]
    if reason.shade == "named":
        return _("Takes people of where the person lives")
    if reason.verdict == "yes":
        return _("Takes %(who)s") % {"who": who}
    if reason.verdict == "no":
        return _("Takes only %(who)s") % {"who": who}
    return _("Takes only %(who)s; where the person lives is not recorded") % {"who": who}


def _language(reason: Reason) -> str:
    names = wording.listed([str(LANGUAGES[code]) for code in reason.values["languages"]])
    if reason.verdict == "yes":
        return _("Spoken there: %(languages)s") % {"languages": names}
    if reason.verdict == "no":
        return _("Not spoken there: %(languages)s. Plan an interpreter") % {"languages": names}
    return _("Languages spoken there are not known")


def _access(reason: Reason) -> str:
    names = wording.listed([str(ACCESSIBILITY[code]) for code in reason.values["needs"]])
    if reason.verdict == "yes":
        return _("Provided: %(what)s") % {"what": names}
    if reason.verdict == "no":
        return _("Missing there: %(what)s") % {"what": names}
    return _("Accessibility of the place is not known")


def _places(reason: Reason) -> str:
    if "on" not in reason.values:
        return _("Free places not known: ask the centre")
    free, on = (reason.values["free"], wording.day(reason.values["on"]))
    if reason.shade == "old":
        return _("%(free)s places free in an old statement of %(on)s: ask the centre") % {"free": free, "on": on}
    if not free:
        return _("Full, said on %(on)s") % {"on": on}
    said = ngettext("%(free)s place free, said on %(on)s", "%(free)s places free, said on %(on)s", free)
    return said % {"free": free, "on": on}


def _conditions(reason: Reason) -> str:
    """As it was said when it was judged: what is met, what is not, what is missing."""
    said: dict[str, str] = reason.values["sentences"]
    return said.get(wording.language(), said["ar"])


_SPEAKERS = {
    "age": _age, "sex": _sex, "publics": _publics, "zone": _zone, "language": _language,
    "access": _access, "places": _places, "conditions": _conditions,
}  # fmt: skip


def opening_of(text: str, at: datetime) -> Shown:
    """Open or closed at a moment and until when, with its sign: open, closed or not known.

    Args:
        text: weekly hours as stored.
        at: aware moment on the clock of Africa/Casablanca.
    """
    state = opening(parse_hours(text), at)
    return Shown(_opening(state, at), "yes" if state.now else "no" if state.known else "unknown")


def _opening(state: Opening, at: datetime) -> str:
    if not state.known:
        return _("Hours not known: telephone first")
    if state.always:
        return _("Open day and night")
    if state.until:
        return _("Open now, until %(time)s") % {"time": f"{state.until:%H:%M}"}
    if state.again is None:
        return _("Closed")
    ahead, start = state.again
    if ahead == 0:
        return _("Closed now, opens today at %(time)s") % {"time": f"{start:%H:%M}"}
    if ahead == 1:
        return _("Closed now, opens tomorrow at %(time)s") % {"time": f"{start:%H:%M}"}
    day = WEEKDAYS[(at.weekday() + ahead) % 7]
    return _("Closed now, opens on %(day)s at %(time)s") % {"day": day, "time": f"{start:%H:%M}"}


def week_words(text: str) -> list[tuple[str, str]]:
    """(days, hours) from Monday, days of the same hours together; nothing when the hours are not known or never end."""
    week = parse_hours(text)
    if week is None or set(week) == {((0, 1440),)}:
        return []
    rows: list[tuple[str, str]] = []
    for spans, days in groupby(range(7), key=lambda day: week[day]):
        first, *rest = list(days)
        names = str(WEEKDAYS[first])
        if rest:
            names = _("%(first)s to %(last)s") % {"first": names, "last": WEEKDAYS[rest[-1]]}
        rows.append((names, _spans(spans)))
    return rows


def _spans(spans: tuple[tuple[int, int], ...]) -> str:
    if spans == ((0, 1440),):
        return _("day and night")
    if not spans:
        return _("closed")
    hours = pgettext("opening hours", "%(first)s–%(last)s")
    return wording.listed([hours % {"first": _clock(a), "last": _clock(b)} for a, b in spans])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
