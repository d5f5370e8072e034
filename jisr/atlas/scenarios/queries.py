"""What scenarios read: those that somebody may see, what stands for their question, and where something can be done."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import numpy as np
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from jisr.atlas import queries as atlas
from jisr.atlas.choices import FARTHEST_MIN, Supply
from jisr.atlas.figures import Ground
from jisr.atlas.kernels.strips import Reals
from jisr.atlas.scenarios.choices import AT_CENTRES, AT_COMMUNES, AT_SERVICES, Deed
from jisr.atlas.scenarios.models import Scenario, ScenarioLink
from jisr.atlas.scenarios.rules import Pick, Roads, Site, Stand, cost_of, effect
from jisr.atlas.scenarios.rules import told as keeping
from jisr.atlas.travel import points, speeds
from jisr.atlas.travel.kept import kept
from jisr.atlas.travel.modes import Mode
from jisr.centres.choices import CentreType
from jisr.centres.models import Centre, Service
from jisr.common.database import call
from jisr.common.parameters import read, values

PACKAGE: Final = "jisr.atlas.scenarios"
#: Held in the process: columns of minutes to sites, by the sites and the ground.
_columns = atlas.Memory(16)


class Known(NamedTuple):
    """A service of the question as the catalogue says it, for whoever compares later.

    Attributes:
        places: as the question counts them; None where they were never said.
    """

    key: int
    centre: int
    name_ar: str
    name_fr: str
    lat: float | None
    lon: float | None
    commune: str
    places: int | None


class Place(NamedTuple):
    """Where something can be done, with what helps to choose.

    Attributes:
        commune: position in the ground.
        shut: a centre that is closed today.
    """

    place: str
    name_ar: str
    name_fr: str
    commune: int
    lat: float
    lon: float
    service: int = -1
    shut: bool = False


def listed() -> QuerySet[Scenario]:
    """Scenarios that the speaker may see, her drafts first, then what was kept last."""
    return Scenario.objects.select_related("author").order_by("-state", "kept_at", "begun_at").reverse()


def scenario(key: Any) -> Scenario | None:
    """One that the speaker may see."""
    return Scenario.objects.select_related("author").filter(pk=key).first()


def links() -> QuerySet[ScenarioLink]:
    """Links that the speaker made, the newest first."""
    return ScenarioLink.objects.order_by("-made_at")


def shared(token: str) -> list[dict[str, Any]]:
    """What a link opens, in its order, as it was kept; empty for a link that was never made, is over or taken back.

    Args:
        token: keyed hash of the secret.
    """
    return [json.loads(row[0]) for row in call("jisr_scenarios_shared", token)]


def hidden(places: Iterable[str]) -> set[str]:
    """Places of kept picks that are not to be known any more: a confidential centre, a protected service.

    Two queries at most.

    Args:
        places: ``rules.Pick.place`` of each.
    """
    given: dict[str, dict[int, str]] = {"centre": {}, "service": {}}
    for place in places:
        kind, _sign, key = place.partition(":")
        if kind in given:
            given[kind][int(key)] = place
    centres_known, known = set(given["centre"]), set(given["service"])
    if centres_known:
        centres_known -= set(
            Centre.objects.filter(pk__in=centres_known, confidential=True).values_list("pk", flat=True)
        )
    if known:
        seen = Service.objects.filter(pk__in=known, compartment="", centre__confidential=False)
        known = set(seen.values_list("pk", flat=True))
    left = {"centre": centres_known, "service": known}
    return {place for kind, rows in given.items() for key, place in rows.items() if key not in left[kind]}


def assumptions(on: date) -> tuple[dict[str, int], dict[str, int]]:
    """Costs in minor units and places of each deed, as a scenario begins with them."""
    known = values(PACKAGE, "assumptions", on=on)
    return {deed: known[f"{deed}_mad"] * 100 for deed in Deed}, {deed: known[f"{deed}_places"] for deed in Deed}


def roads(on: date) -> Roads:
    """What the kilometres avoided are computed with."""
    return Roads(**values(PACKAGE, "roads", on=on))


def sources_of_roads() -> list[tuple[str, str, str]]:
    """(name, unit, source) of each of them."""
    return [(name, entry["unit"], entry["source"]) for name, entry in read(PACKAGE, "roads").items()]


def folder() -> Path:
    """Where matrices of travel are kept."""
    return Path(settings.DATA) / "travel"


_FIELDS: Final = (
    "pk", "centre_id", "centre__name_ar", "centre__name_fr", "centre__site__lat", "centre__site__lon",
    "centre__site__commune_id",
)  # fmt: skip


def services(theme: str, supply: str, on: date) -> list[Known]:
    """The services of a question that everybody may know; one query."""
    free = supply == Supply.FREE
    rows = atlas.known(theme, on).values_list(*_FIELDS, "places_free" if free else "places_total")
    return [
        Known(key, centre, arabic, french, lat, lon, commune or "", places)
        for key, centre, arabic, french, lat, lon, commune, places in rows
    ]


def stand(of: Scenario, ground: Ground) -> tuple[Stand, list[Known]]:
    """What stands for the question of a scenario, and its services in the same order; three queries.

    A service that cannot be placed is in neither (``atlas.queries.Supply.apart``).
    """
    on = timezone.localdate()
    given = atlas.supply(of.theme, on, ground)
    used = given.apart.used
    rows = services(of.theme, of.supply, on)
    ways = atlas.ways_of(ground, given, cast(Mode, of.way), folder())
    places = (given.free if of.supply == Supply.FREE else given.total)[used]
    found = Stand(
        ground, ways, places, given.commune[used], given.lat[used], given.lon[used], ground.people[of.who],
        ground.part(of.within), float(of.limit),
    )  # fmt: skip
    return found, [rows[at] for at in used.tolist()]


def centres(ground: Ground, part: Any, on: date) -> list[Place]:
    """Buildings of the place that everybody may know, open or closed: a mobile unit is none; one query."""
    seen = Q(services__compartment="", services__professional_only=False)
    rows = Centre.objects.filter(seen, confidential=False, site__commune__in=_codes(ground, part))
    rows = rows.exclude(type=CentreType.MOBILE_UNIT).distinct()
    at = {one.code: n for n, one in enumerate(ground.communes)}
    found = []
    fields = ("pk", "name_ar", "name_fr", "site__commune_id", "site__lat", "site__lon", "closed_on")
    for key, arabic, french, code, lat, lon, closed in rows.order_by("pk").values_list(*fields):
        commune = at[code]
        own = lat is not None and lon is not None
        north, east = (lat, lon) if own else (ground.net.lat[commune], ground.net.lon[commune])
        shut = closed is not None and closed <= on
        found.append(Place(f"centre:{key}", arabic, french, commune, float(north), float(east), shut=shut))
    return found


def _codes(ground: Ground, part: Any) -> list[str]:
    return [ground.communes[at].code for at in np.flatnonzero(part).tolist()]


def communes(ground: Ground, part: Any) -> list[Place]:
    """The communes of the place."""
    return [
        Place(f"commune:{one.code}", one.name_ar, one.name_fr, at, float(ground.net.lat[at]), float(ground.net.lon[at]))
        for at, one in ((at, ground.communes[at]) for at in np.flatnonzero(part).tolist())
    ]


def enlargeable(found: Stand, rows: Sequence[Known]) -> list[Place]:
    """Services of the place that stand."""
    inside = [bool(at >= 0 and found.part[at]) for at in found.commune.tolist()]
    return [
        Place(f"service:{row.key}", row.name_ar, row.name_fr, int(found.commune[n]), float(found.lat[n]),
              float(found.lon[n]), service=n)
        for n, row in enumerate(rows) if inside[n]
    ]  # fmt: skip


def where(deed: str, found: Stand, rows: Sequence[Known]) -> list[Place]:
    """Where a deed can be done inside the place of a question.

    A centre that offers the service already is enlarged, not equipped; a closed one is rehabilitated first.
    """
    if deed in AT_COMMUNES:
        return communes(found.ground, found.part)
    if deed in AT_SERVICES:
        return enlargeable(found, rows)
    offering = {f"centre:{row.centre}" for row in rows}
    there = centres(found.ground, found.part, timezone.localdate())
    return [one for one in there if one.place not in offering and (deed == Deed.REHABILITATE or not one.shut)]


def too_far(found: Stand) -> Reals:
    """(communes,) people of the question whose nearest service is beyond the limit."""
    return np.where(found.ways.nearest()[1] > found.limit_min, np.nan_to_num(found.people), 0.0)


def ranked(deed: str, found: Stand, rows: Sequence[Known]) -> list[Place]:
    """Where a deed can be done, those in communes with most people too far first."""
    far, everybody = too_far(found), np.nan_to_num(found.people)
    return sorted(where(deed, found, rows), key=lambda one: (-far[one.commune], -everybody[one.commune]))


def sites_of(picks: Iterable[Pick], found: Stand, rows: Sequence[Known], costs: dict[str, int]) -> list[Site]:
    """The sites of picks; what is no longer in the catalogue is left out. At most one query.

    Returns:
        in the order of the picks.
    """
    picks = list(picks)
    known: dict[str, Place] = {}
    everywhere = np.ones(len(found.people), dtype=bool)
    if any(pick.action in AT_CENTRES for pick in picks):
        known |= {one.place: one for one in centres(found.ground, everywhere, timezone.localdate())}
    if any(pick.action in AT_SERVICES for pick in picks):
        known |= {one.place: one for one in enlargeable(found, rows)}
    known |= {one.place: one for one in communes(found.ground, everywhere)}
    return [
        Site(pick, one.name_ar, one.name_fr, one.commune, one.lat, one.lon, one.service,
             cost_of(pick.action, pick.days, costs))
        for pick, one in ((pick, known.get(pick.place)) for pick in picks) if one is not None
    ]  # fmt: skip


def columns(found: Stand, sites: Sequence[Site], way: Any) -> Reals:
    """(communes, sites) minutes to each, infinite where none is within the farthest way that is computed.

    To a mobile unit people walk, or go as to a centre where that is shorter.
    """
    on = timezone.localdate()
    key = (found.ground.mark, way, on, tuple((site.pick.action, site.pick.place, site.lat, site.lon) for site in sites))

    def make() -> Reals:
        mobile = np.array([site.pick.action == Deed.MOBILE for site in sites], dtype=bool)
        made = _minutes(found.ground, sites, way, on)
        if mobile.any():
            stops = [site for site in sites if site.pick.action == Deed.MOBILE]
            made[:, mobile] = np.minimum(made[:, mobile], _minutes(found.ground, stops, "unit", on))
        return made

    made: Reals = _columns.get(key, make)
    return made


def _minutes(ground: Ground, sites: Sequence[Site], way: Any, on: date) -> Reals:
    made = np.full((len(ground.communes), len(sites)), np.inf)
    if sites:
        at = np.array([site.commune for site in sites], dtype=np.int64)
        goals = points(ground.net, at, lat=[site.lat for site in sites], lon=[site.lon for site in sites])
        table = kept(folder(), ground.net, ground.homes, goals, mode=way, speeds=speeds(on), limit_min=FARTHEST_MIN)
        pairs = table.minutes.tocoo()
        made[pairs.row, pairs.col] = pairs.data
    return made


def figures(row: Scenario) -> dict[str, Any]:
    """What a draft changes, computed from the catalogue of today; of a kept one, what was kept. Writes nothing."""
    if row.kept is not None:
        said: dict[str, Any] = row.kept["figures"]
        return said
    ground = atlas.ground()
    found, rows = stand(row, ground)
    sites = sites_of((Pick(*one) for one in row.picks), found, rows, row.costs)
    ways = columns(found, sites, row.way)
    now = effect(found, sites, ways, way=row.way, roads=roads(timezone.localdate()))
    return keeping.told(now, ground, sites)


def inputs(row: Scenario) -> dict[str, Any]:
    """What the figures of a scenario are made of today: services, population, travel, parameters."""
    today = timezone.localdate()
    ground = atlas.ground()
    pace = asdict(speeds(today))
    return {
        "on": today.isoformat(), "services": [list(one) for one in services(row.theme, row.supply, today)],
        "ground": ground.mark.partition(":")[2], "model": "communes",
        "speeds": pace | {"mountain_provinces": sorted(pace["mountain_provinces"])},
        "roads": roads(today)._asdict(), "costs": row.costs, "sizes": row.sizes,
    }  # fmt: skip


def since(row: Scenario) -> keeping.Since:
    """What is otherwise than when a scenario was kept."""
    assert row.kept is not None
    return keeping.since(row.kept["inputs"], inputs(row))
