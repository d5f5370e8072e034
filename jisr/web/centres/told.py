"""What a page tells of a service or a centre: for whom, open or not, places, languages, what to bring."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from jisr.centres.choices import ACCESSIBILITY, CENTRE_TYPES, DOCUMENTS, LANGUAGES, PUBLICS, THEMES, ZONES
from jisr.centres.models import Centre, Service
from jisr.centres.rules import opening, parse_hours, places
from jisr.web import wording
from jisr.web.centres.sentences import age_limits, opening_words, say, week_words
from jisr.web.parts import Reason


def open_now(hours: str, now: datetime) -> Reason:
    """Whether a place is open at a moment, in words."""
    state = opening(parse_hours(hours), now)
    return Reason(opening_words(hours, now), "yes" if state.now else "no" if state.known else "unknown")


def free_places(service: Service, today: date) -> Reason | None:
    """What is known of free places, in words; None for a service that has no places to count."""
    if service.places_total is None:
        return None
    reason = places(service, today)
    return Reason(say(reason), reason.verdict)


def for_whom(service: Service) -> list[str]:
    """Conditions in words: publics, sex, ages; open to everyone where there are none."""
    words = []
    if service.publics:
        who = labels(service.publics, PUBLICS)
        pattern = _("Only for: %(who)s") if service.publics_only else _("For: %(who)s")
        words.append(pattern % {"who": who})
    if service.sex:
        words.append(_("Women and girls") if service.sex == "f" else _("Men and boys"))
    ages = age_limits(service.age_min, service.age_max)
    if ages:
        words.append(_("Age: %(limits)s") % {"limits": ages})
    return words or [_("Open to everyone")]


def bring(service: Service) -> list[str]:
    """What to bring, in words."""
    return [str(DOCUMENTS[code]) for code in service.documents]


def service_page(service: Service, now: datetime) -> dict[str, Any]:
    """What the page of a service says beside the row itself."""
    centre = service.centre
    hours = service.hours or centre.hours
    return {
        "for_whom": for_whom(service), "bring": bring(service), "week": week_words(hours), "open": open_now(hours, now),
        "languages": labels(service.languages or centre.languages, LANGUAGES),
        "accessibility": labels(service.accessibility or centre.accessibility, ACCESSIBILITY),
        "places": free_places(service, now.date()), "zone": _("Takes %(who)s") % {"who": ZONES[service.zone]},
        "theme": THEMES[service.theme],
    }  # fmt: skip


def centre_page(centre: Centre, now: datetime) -> dict[str, Any]:
    """What the page of a centre says beside the row itself; its services are those already read."""
    return {
        "type": CENTRE_TYPES[centre.type], "week": week_words(centre.hours), "open": open_now(centre.hours, now),
        "languages": labels(centre.languages, LANGUAGES), "accessibility": labels(centre.accessibility, ACCESSIBILITY),
        "services": [
            {"row": service, "theme": THEMES[service.theme], "for_whom": for_whom(service),
             "places": free_places(service, now.date())}
            for service in centre.services.all()
        ],
    }  # fmt: skip


def labels(codes: list[str], words: dict[str, Any]) -> str:
    """Codes of a closed list in words, in one sentence."""
    return wording.listed([str(words[code]) for code in codes])
