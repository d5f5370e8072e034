"""What a visitor is shown of a service: how far, open or not, places, for whom, what to bring, and why it is here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from jisr.centres.choices import ZONES
from jisr.centres.models import Centre, Notice, Service
from jisr.centres.queries import Near
from jisr.territory.models import Commune
from jisr.territory.rules import travel_min
from jisr.web import wording
from jisr.web.centres.days import open_now
from jisr.web.centres.told import bring, demand, for_whom, free_places, of_service
from jisr.web.parts import Reason


@dataclass(frozen=True)
class Result:
    """One service in the list and on the map.

    Attributes:
        number: its place in the list, the same on the map; 0 where it is not on the map.
        for_whom: its conditions, in words.
        bring: what to bring, in words.
    """

    number: int
    service: Service
    reasons: list[Reason] = field(default_factory=list)
    for_whom: list[str] = field(default_factory=list)
    bring: list[str] = field(default_factory=list)
    confidential: bool = False

    @property
    def centre(self) -> Centre:
        """Who offers it."""
        return self.service.centre


def results(found: list[Near], now: datetime, notices: Mapping[int, list[Notice]]) -> list[Result]:
    """The services found, numbered, each with its reasons.

    Args:
        found: of ``queries.near``.
        now: the moment of asking.
        notices: what holds at each centre today.
    """
    shown, number = [], 0
    for one in found:
        mapped = point(one.service.centre) is not None
        number += mapped
        place, bringing = number if mapped else 0, bring(one.service)
        hidden = one.service.centre.confidential
        shown.append(Result(place, one.service, _reasons(one, now, notices), for_whom(one.service), bringing, hidden))
    return shown


def _reasons(one: Near, now: datetime, notices: Mapping[int, list[Notice]]) -> list[Reason]:
    service = one.service
    reasons = [_distance(one, now.date())]
    if not one.takes_from_here:
        reasons.append(Reason(_("Takes only %(who)s") % {"who": ZONES[service.zone]}, "no"))
    told = of_service(notices.get(service.centre_id, []), service)
    reasons.append(open_now(service.hours or service.centre.hours, now, told))
    return [*reasons, *filter(None, (free_places(service, now.date()), demand(service)))]


def _distance(one: Near, today: date) -> Reason:
    if one.service.centre.confidential:
        return Reason(_("The address is confidential: telephone first"), "unknown")
    if one.km is None:
        return Reason(_("Distance not known"), "unknown")
    if one.km < 1:
        return Reason(_("Less than 1 km away"))
    minutes = max(5, 5 * round(travel_min(one.km, on=today) / 5))
    values = {"km": wording.distance(one.km * 1000), "time": wording.duration(minutes)}
    return Reason(_("About %(km)s by road, %(time)s") % values)


def point(centre: Centre) -> tuple[float, float] | None:
    """Where a centre is shown on a map: its own point, or its commune's; None for a confidential one."""
    site = None if centre.confidential else getattr(centre, "site", None)
    if site is None:
        return None
    return (site.lat, site.lon) if site.lat is not None else site.commune.point


def marks(shown: list[Result]) -> list[dict[str, Any]]:
    """The pins of a map: place, number and words; several services of one place share a pin."""
    pins: dict[tuple[float, float], dict[str, Any]] = {}
    for one in shown:
        place = point(one.centre)
        if place is None:
            continue
        pin = pins.setdefault(place, {"at": place, "numbers": [], "words": [], "to": f"#service-{one.service.pk}"})
        pin["numbers"].append(one.number)
        pin["words"].append(f"{one.number}. {wording.name_of(one.centre)}")
    return list(pins.values())


def map_of(shown: list[Result], home: Commune | None = None) -> dict[str, Any]:
    """Everything the script of the map needs, in words of the reader.

    Args:
        shown: the services listed.
        home: where the visitor lives; None on the page of one centre.
    """
    regions = [home.province.region_id] if home else [one.centre.province.region_id for one in shown]
    files = ["provinces", *(f"communes-{region}" for region in regions[:1])]
    return {
        "pins": marks(shown),
        "home": {"at": home.point, "words": wording.name_of(home), "code": home.code} if home else None,
        "words": {"in": _("Zoom in"), "out": _("Zoom out"), "home": _("Your commune")},
        "shapes": [static(f"territory/{file}.json") for file in files],
    }
