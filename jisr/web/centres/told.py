"""What a page tells of a service or a centre: for whom, open or not, places, languages, what to bring."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.centres.choices import (
    ACCESSIBILITY,
    CAPACITIES,
    CENTRE_TYPES,
    COSTS,
    COSTS_PER,
    DOCUMENTS,
    LANGUAGES,
    MODES,
    PUBLICS,
    SATURATIONS,
    THEMES,
    TOPICS,
    ZONES,
    Welcome,
)
from jisr.centres.models import Capacity, Centre, Notice, Service, Site
from jisr.centres.rules import places
from jisr.web import wording
from jisr.web.centres.days import hours_words, open_now, told
from jisr.web.centres.sentences import age_limits, say, week_words
from jisr.web.parts import Reason


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
        words.append(_meant_for(service.welcomes) % {"who": who})
    if service.sex:
        words.append(_("Women and girls") if service.sex == "f" else _("Men and boys"))
    ages = age_limits(service.age_min, service.age_max)
    if ages:
        words.append(_("Age: %(limits)s") % {"limits": ages})
    return words or [_("Open to everyone")]


def _meant_for(welcomes: str) -> str:
    if welcomes == Welcome.EXCLUSIVE:
        return _("Only for: %(who)s")
    return _("First for: %(who)s") if welcomes == Welcome.PREFERENTIAL else _("For everyone; made for: %(who)s")


def bring(service: Service) -> list[str]:
    """What to bring, in words."""
    return [str(DOCUMENTS[code]) for code in service.documents]


def demand(service: Service) -> Reason | None:
    """How much is asked of it and how long people wait, in words; None where nobody said."""
    words = []
    if service.saturation:
        words.append(str(SATURATIONS[service.saturation]))
    if service.wait_days is not None:
        days = ngettext("%(n)s day of waiting", "%(n)s days of waiting", service.wait_days) % {"n": service.wait_days}
        words.append(days if service.wait_days else _("no waiting"))
    if not words:
        return None
    said = _("%(what)s, said on %(day)s") % {"what": " · ".join(words), "day": wording.day(service.saturation_on)}
    return Reason(said, {"high": "no", "moderate": "unknown"}.get(service.saturation, "yes"))


def cost(service: Service) -> str:
    """What it costs, in words; "" where nobody said."""
    if not service.cost:
        return ""
    words = str(COSTS[service.cost])
    if service.cost_mad is None:
        return words
    amount = wording.mad(service.cost_mad)
    if service.cost_per:
        amount = _("%(amount)s, %(per)s") % {"amount": amount, "per": COSTS_PER[service.cost_per]}
    return _("%(cost)s: %(amount)s") % {"cost": words, "amount": amount}


def received_by(service: Service) -> str:
    """Whether somebody can ask for a woman or a man, in words."""
    if not service.staff_gender:
        return ""
    return _("By a woman, if you ask") if service.staff_gender == "f" else _("By a man, if you ask")


def first_place(service: Service) -> Site | None:
    """Where to go first, as far as the reader may know."""
    site = service.intake_site if service.intake_site_id else None
    return None if site is None or site.confidential else site


def amounts(rows: Iterable[Capacity]) -> list[str]:
    """What a service has by kind, in words."""
    words = []
    for row in rows:
        values = {"kind": CAPACITIES[row.kind], "n": wording.number(row.maximum), "unit": row.unit}
        said = _("%(kind)s: %(n)s (%(unit)s)") % values if row.unit else _("%(kind)s: %(n)s") % values
        if row.available is not None:
            said = _("%(said)s, of which free: %(n)s") % {"said": said, "n": wording.number(row.available)}
        words.append(said)
    return words


def of_service(notices: Iterable[Notice], service: Service) -> list[Notice]:
    """What holds for one service: of it alone, or of the whole centre."""
    return [row for row in notices if row.service_id in {None, service.pk}]


def service_page(
    service: Service, now: datetime, notices: Iterable[Notice] = (), capacities: Iterable[Capacity] = ()
) -> dict[str, Any]:  # fmt: skip
    """What the page of a service says beside the row itself."""
    centre = service.centre
    hours = service.hours or centre.hours
    mine = of_service(notices, service)
    return {
        "told": told(mine, now.date()), "demand": demand(service), "cost": cost(service),
        "received_by": received_by(service), "modes": labels(service.modes, MODES),
        "topics": [str(TOPICS[code]) for code in service.topics], "first": first_place(service),
        "amounts": amounts(capacities), "open": open_now(hours, now, mine),
        "for_whom": for_whom(service), "bring": bring(service), "week": week_words(hours),
        "languages": labels(service.languages or centre.languages, LANGUAGES),
        "accessibility": labels(service.accessibility or centre.accessibility, ACCESSIBILITY),
        "places": free_places(service, now.date()), "zone": _("Takes %(who)s") % {"who": ZONES[service.zone]},
        "theme": THEMES[service.theme],
    }  # fmt: skip


def centre_page(centre: Centre, now: datetime, notices: Iterable[Notice] = ()) -> dict[str, Any]:
    """What the page of a centre says beside the row itself; its services are those already read."""
    return {
        "type": CENTRE_TYPES[centre.type], "hours": hours_words(centre.hours), "week": week_words(centre.hours),
        "open": open_now(centre.hours, now, [row for row in notices if row.service_id is None]),
        "languages": labels(centre.languages, LANGUAGES), "accessibility": labels(centre.accessibility, ACCESSIBILITY),
        "services": [
            {"row": service, "theme": THEMES[service.theme], "for_whom": for_whom(service),
             "places": free_places(service, now.date()), "demand": demand(service), "hidden": service.hidden_on}
            for service in centre.services.all()
        ],
    }  # fmt: skip


def labels(codes: list[str], words: dict[str, Any]) -> str:
    """Codes of a closed list in words, in one sentence."""
    return wording.listed([str(words[code]) for code in codes])
