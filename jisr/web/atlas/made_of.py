"""What figures of the atlas are made of, and what is left out of them, in whole sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jisr.atlas import queries
from jisr.atlas.choices import Demand, Sharing, Way
from jisr.atlas.reach import Reason
from jisr.web import wording
from jisr.web.atlas.reading import Reading

#: What each way of sharing is, and who says so.
SHARINGS: dict[Sharing, Any] = {
    Sharing.TWO_STEP: gettext_lazy(
        "Each service shares its places among all the people of the public within the limit around it; a commune adds"
        " up the shares of all the services within its reach (two-step floating catchment, Luo and Wang 2003)."),
    Sharing.ENHANCED: gettext_lazy(
        "Each service shares its places among the people within the limit around it, and who is near counts more: fully"
        " within a third of the limit, 0.68 within two thirds, 0.22 beyond (enhanced floating catchment, Luo and Qi"
        " 2009)."),
    Sharing.THREE_STEP: gettext_lazy(
        "People first part themselves among the services around them, more of them going to the near ones: 0.962 within"
        " a sixth of the limit, 0.704 within a third, 0.377 within a half, 0.042 beyond; then each service shares its"
        " places among those who come (three-step floating catchment, Wan and others 2012)."),
}  # fmt: skip
REASONS: dict[Reason, Any] = {
    Reason.NO_COORDINATES: gettext_lazy("no place is recorded"),
    Reason.NOT_ON_EARTH: gettext_lazy("the coordinates are not of this world"),
    Reason.SWAPPED: gettext_lazy("latitude and longitude are exchanged"),
    Reason.OUTSIDE: gettext_lazy("the place is at sea or outside the country"),
    Reason.CROWDED: gettext_lazy("more stand on one and the same point than any house holds"),
}
_ROUTERS = {"osrm": "OSRM", "valhalla": "Valhalla"}


def sources(reading: Reading) -> list[str]:
    """Where the figures are from, and from when."""
    found = [
        _("Sources: catalogue of services on %(day)s; HCP, census of 1 September 2024.")
        % {"day": wording.day(reading.on)}
    ]
    if reading.supply.said:
        since, last = (wording.day(day) for day in reading.supply.said)
        found.append(_("Places confirmed from %(since)s to %(last)s.") % {"since": since, "last": last})
    if reading.asked.demand == Demand.NEEDS:
        found.append(_("Needs that nothing covers, as centres heard them until the last Sunday; a count that would tell"
                       " of fewer than five people is hidden, and is not known here."))  # fmt: skip
    return [*found, travel(reading), *points(reading), *days(reading)]


def travel(reading: Reading) -> str:
    """Which model of travel made the minutes, and when."""
    ways = reading.ways
    if ways.made_on is None:
        return _("Minutes are estimates over neighbouring communes, by the speed of each ground; no table of roads is"
                 " loaded for this way of going.")  # fmt: skip
    return _("Minutes by road are those of a router: %(router)s, asked on %(day)s.") % {
        "router": _ROUTERS[ways.model], "day": wording.day(ways.made_on),
    }  # fmt: skip


def points(reading: Reading) -> list[str]:
    """At which points people were counted."""
    spread = reading.ground.spread
    if spread is None:
        return []
    here = reading.part[spread.at]
    quarters, douars, mains = (
        int((spread.kinds[here] == kind).sum()) for kind in (queries.QUARTER, queries.DOUAR, queries.MAIN)
    )
    said = []
    if mains:
        said.append(ngettext(
            "People of %(n)s commune are counted at its main place.",
            "People of %(n)s communes are counted at their main place.", mains,
        ) % {"n": wording.number(mains)})  # fmt: skip
    if quarters:
        said.append(ngettext(
            "People of large cities are counted at %(n)s arrondissement.",
            "People of large cities are counted at %(n)s arrondissements.", quarters,
        ) % {"n": wording.number(quarters)})  # fmt: skip
    if douars:
        said.append(ngettext(
            "People of the countryside are counted at %(n)s douar of the census.",
            "People of the countryside are counted at %(n)s douars of the census.", douars,
        ) % {"n": wording.number(douars)})  # fmt: skip
    said.append(_("Ways inside a city or a main place are not told apart."))
    return [" ".join(said)]


def days(reading: Reading) -> list[str]:
    """What is known of the days until the next bus, or the next stop of a unit."""
    if reading.asked.way == Way.UNIT:
        return [_("Mobile units: their stops of every week or every few weeks; stops of one day alone are not counted."
                  " Days until the next one are the mean, and are not added to minutes.")]  # fmt: skip
    if reading.asked.way != Way.BUS:
        return []
    known = reading.ground.bus_days is not None and bool((reading.ground.bus_days[reading.part] >= 0).any())
    if known:
        return [_("Days until the next bus are the mean, as an operator recorded them; they are not added to minutes.")]
    return [_("Nobody recorded on which days buses go: the days until the next one are not known, and are in no"
              " figure.")]  # fmt: skip


def apart(reading: Reading) -> list[str]:
    """What is not counted, and why, in whole sentences."""
    return [*_set_apart(reading), *_places(reading), *_communes(reading)]


def _set_apart(reading: Reading) -> list[str]:
    given, found = reading.supply, []
    for reason, why in REASONS.items():
        n = given.apart.count(reason)
        if not n:
            continue
        if given.weeks is not None:
            said = ngettext("%(n)s stop is set apart: %(why)s.", "%(n)s stops are set apart: %(why)s.", n)
        else:
            said = ngettext("%(n)s service is set apart: %(why)s.", "%(n)s services are set apart: %(why)s.", n)
        found.append(said % {"n": wording.number(n), "why": why})
    return found


def _places(reading: Reading) -> list[str]:
    given, found = reading.supply, []
    if given.unsaid:
        found.append(ngettext(
            "%(n)s service never said its places: it counts for the way, not for the places.",
            "%(n)s services never said their places: they count for the way, not for the places.", given.unsaid,
        ) % {"n": wording.number(given.unsaid)})  # fmt: skip
    if given.empty:
        found.append(ngettext(
            "%(n)s service said that it has no place: it counts for the way, and draws nobody from the others.",
            "%(n)s services said that they have no place: they count for the way, and draw nobody from the others.",
            given.empty,
        ) % {"n": wording.number(given.empty)})  # fmt: skip
    return found


def _communes(reading: Reading) -> list[str]:
    found = []
    if reading.partly:
        found.append(ngettext(
            "%(n)s commune reaches at least what is told, since a service near it never said its places.",
            "%(n)s communes reach at least what is told, since a service near them never said its places.",
            reading.partly,
        ) % {"n": wording.number(reading.partly)})  # fmt: skip
    if reading.unknown and reading.asked.demand == Demand.NEEDS:
        found.append(ngettext(
            "%(n)s commune is not known: its count of needs is hidden, or nobody counted there.",
            "%(n)s communes are not known: their count of needs is hidden, or nobody counted there.", reading.unknown,
        ) % {"n": wording.number(reading.unknown)})  # fmt: skip
    elif reading.unknown:
        found.append(ngettext(
            "%(n)s commune has no data: the census does not say how many of these people live there.",
            "%(n)s communes have no data: the census does not say how many of these people live there.",
            reading.unknown,
        ) % {"n": wording.number(reading.unknown)})  # fmt: skip
    return found
