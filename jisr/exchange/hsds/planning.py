"""What taking a package in would write: rows not yet saved, and why others are set aside. Nothing is written here."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from jisr.centres.models import Capacity, Centre, Notice, Operator, Programme, Service, Site, Stop
from jisr.common.text import fold
from jisr.conditions.trees import Tree
from jisr.exchange.hsds import eligibility, values
from jisr.exchange.hsds.details import capacities_of, notices_of, stops_of
from jisr.exchange.hsds.keys import Keys, key_of
from jisr.exchange.hsds.meaning import Meaning, codes, ours
from jisr.exchange.hsds.nesting import Objects
from jisr.exchange.hsds.standard import Row
from jisr.exchange.models import ForeignObject
from jisr.territory.models import Commune, Province
from jisr.territory.rules import great_circle_km
from jisr.territory.search import index

#: A place is of the commune whose middle is nearest, but never of one farther than this.
NEAREST_KM = 60
#: A service that people can ask for, in the words of the standard.
OFFERED = {"active", "temporarily closed"}
#: Two places of one name nearer than this are one.
SAME_KM = 1.0


@dataclass
class Place:
    """A centre to be made, or one that is here.

    Attributes:
        key: of its location; "" where the package names none.
        is_known: it is here already, and is left as it is.
    """

    centre: Centre
    key: str = ""
    site: Site | None = None
    is_known: bool = False
    stops: list[Stop] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)


@dataclass
class Offer:
    """A service to be made at one place; ``at`` is the key of the service at the location."""

    service: Service
    key: str
    place: Place
    is_first: bool = True
    at: str = ""
    intake: str = ""
    capacities: list[Capacity] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)
    conditions: Tree | None = None


@dataclass
class Plan:
    """All that would be written.

    Attributes:
        aside: (why, entity, name, key) of what is left out.
        counts: what would be written, what is here already, what is left out and why.
    """

    operators: dict[str, Operator] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    aside: list[tuple[str, str, str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def leave(self, why: str, entity: str, row: Row) -> None:
        """Set something aside."""
        self.aside.append((why, entity, str(row.get("name") or ""), str(row["id"])))
        self.counts[f"aside.{why}"] += 1


class Planner:
    """Makes the plan.

    Args:
        objects: of the package.
        meaning: what somebody said of it.
        region: code of the only region in which the reader may write; "" for the country.
        today: the day.
        source: of rows that are not ours and name none.
        publisher: who publishes the package.
    """

    def __init__(
        self, objects: Objects, meaning: Meaning, *, region: str, today: date, source: str, publisher: str = ""
    ) -> None:  # fmt: skip
        self.objects, self.meaning, self.region, self.today = objects, meaning, region, today
        self.plan, self.source, self.publisher = Plan(), source, publisher
        self.known: dict[tuple[str, str], tuple[Any, ...]] = {}
        #: service that this publisher brought -> centres at which it is here
        self.offered_at: dict[str, set[int]] = {}
        for entity, key, publisher_of, *rows in ForeignObject.objects.exclude(foreign_key="").values_list(
            "entity", "foreign_key", "publisher", "operator_id", "programme_id", "centre_id", "service_id"
        ):
            if publisher_of == publisher or (entity, key) not in self.known:
                self.known[entity, key] = tuple(rows)
            if entity == "service" and publisher_of == publisher:
                self.offered_at.setdefault(key, set()).add(rows[2])
        self.regions = dict(Province.objects.values_list("code", "region_id"))
        self.communes = {row.code: row for row in Commune.objects.all()}

    def made(self) -> Plan:
        """The plan."""
        self._operators()
        self._programmes()
        self._places()
        self._stops()
        self._offers()
        counts = self.plan.counts
        counts["operators"] = sum(row.pk is None for row in self.plan.operators.values())
        counts["programmes"] = sum(row.pk is None for row in self.plan.programmes.values())
        counts["centres"] = sum(not one.is_known for one in self.plan.places.values())
        counts["services"] = len(self.plan.offers)
        return self.plan

    # who runs centres

    def _operators(self) -> None:
        here = list(Operator.objects.all())
        by_code = {row.code: row for row in here}
        by_pk = {row.pk: row for row in here}
        by_name = {fold(name): row for row in here for name in (row.name_ar, row.name_fr)}
        for key, row in self.objects["organization"].items():
            invented = bool(row.get("is_demonstration"))
            found = by_pk.get(self._seen("organization", key, 0)) or by_code.get(values.code(row, "OP"))
            found = found or by_name.get(fold(str(row.get("name") or "")))
            if found is not None and found.is_demonstration == invented:
                self.plan.counts["known.organization"] += 1
                self.plan.operators[key] = found
                continue
            kinds = codes(row, "operator_kind")
            self.plan.operators[key] = Operator(
                code=values.code(row, "OP") if found is None else values.code({"id": row["id"]}, "OP"),
                **values.names(row), kind=kinds[0] if kinds else self.meaning.operator_kind,
                is_demonstration=invented, source=self._source(row),
            )  # fmt: skip

    def _source(self, row: Row) -> str:
        return str(row.get("source") or ("" if row.get("code") else self.source))[:300]

    def _seen(self, entity: str, key: str, place: int) -> Any:
        return self.known.get((entity, key), (None,) * 4)[place]

    def _programmes(self) -> None:
        here = {row.code: row for row in Programme.objects.select_related("owner")}
        by_pk = {row.pk: row for row in here.values()}
        for key, row in self.objects["program"].items():
            owner = self.plan.operators.get(str(row.get("organization_id")))
            if owner is None:
                self.plan.leave("no_owner", "program", row)
                continue
            found = by_pk.get(self._seen("program", key, 1)) or here.get(values.code(row, "P"))
            if found is not None and found.is_demonstration == owner.is_demonstration:
                self.plan.counts["known.program"] += 1
                self.plan.programmes[key] = found
                continue
            since, until = values.day(row.get("valid_from")) or self.today, values.day(row.get("valid_to"))
            self.plan.programmes[key] = Programme(
                code=values.code(row, "P"), **values.names(row), themes=codes(row, "theme"),
                publics=codes(row, "public"), owner=owner, since=since,
                until=until if until is None or until >= since else None, is_demonstration=owner.is_demonstration,
                source=self._source(row),
            )  # fmt: skip

    # where

    def _places(self) -> None:
        self.by_code = {row.code: row for row in Centre.objects.select_related("operator")}
        self.by_pk = {row.pk: row for row in self.by_code.values()}
        self.near: dict[str, list[tuple[str, float | None, float | None]]] = {}
        for centre in Centre.objects.filter(confidential=False).select_related("site"):
            site = getattr(centre, "site", None)
            if site is not None:
                self._remember((centre.sort_ar, centre.sort_fr), site.commune_id, site.lat, site.lon)
        owners = self._owners_by_service()
        for key, row in self.objects["location"].items():
            if not row.get("stop_of"):
                self._place(key, row, str(row.get("organization_id") or owners.get(key, "")))

    def _owners_by_service(self) -> dict[str, str]:
        """Location -> organization of a service that is offered there, for locations that name none."""
        services = self.objects["service"]
        return {
            str(row.get("location_id")): str(services[str(row["service_id"])].get("organization_id") or "")
            for row in self.objects["service_at_location"].values() if str(row.get("service_id")) in services
        }  # fmt: skip

    def _place(self, key: str, row: Row, owner: str) -> None:
        known = self.by_pk.get(self._seen("location", key, 2)) or self.by_code.get(values.code(row, "C"))
        if known is not None and not known.confidential:
            if self.region and self.regions.get(known.province_id) != self.region:
                self.plan.leave("other_region", "location", row)
                return
            self.plan.counts["known.location"] += 1
            self.plan.places[key] = Place(known, key, is_known=True)
            return
        operator = self.plan.operators.get(owner)
        if operator is None:
            self.plan.leave("no_owner", "location", row)
            return
        outside = values.is_abroad(row) or values.is_elsewhere(row)
        commune = self.commune_of(row)
        province = commune.province_id if commune else self._filed(row)
        if not province:
            self.plan.leave("outside" if outside else "no_place", "location", row)
            return
        if self.region and self.regions.get(province) != self.region:
            self.plan.leave("other_region", "location", row)
            return
        if not self.meaning.alike and commune and self._is_alike(row, commune):
            self.plan.leave("alike", "location", row)
            return
        self._new_place(key, row, operator, province, commune)

    def _filed(self, row: Row) -> str:
        told = str(row.get("province") or "")
        return told if told in self.regions else self.meaning.province

    def _new_place(self, key: str, row: Row, operator: Operator, province: str, commune: Commune | None) -> None:
        supervisor = self.plan.operators.get(str(row.get("supervised_by")))
        same_world = supervisor is not None and supervisor.is_demonstration == operator.is_demonstration
        centre = Centre(
            code=values.code(row, "C"), operator=operator, supervised_by=supervisor if same_world else None,
            province_id=province, is_demonstration=operator.is_demonstration,
            source=self._source(row), **values.centre_values(row, self.meaning),
        )  # fmt: skip
        site = None
        if commune is not None:
            point = values.point_of(row) or (None, None)
            streets = [str(one.get("address_1") or "") for one in row.get("addresses") or ()]
            site = Site(
                centre=centre, commune=commune, address=streets[0][:300] if streets else "", lat=point[0], lon=point[1]
            )
            self._remember((fold(centre.name_ar), fold(centre.name_fr)), commune.code, *point)
        notices = list(notices_of(row, self.today))
        words = [one for one in row.get("attributes") or () if ours(one) is None]
        self.plan.places[key] = Place(centre, key, site, notices=notices, words=words)

    def commune_of(self, row: Row) -> Commune | None:
        """The commune of a place in the country: its code, its name in the address, or the nearest to its point."""
        if values.is_abroad(row) or values.is_elsewhere(row):
            return None
        told = self.communes.get(str(row.get("commune") or ""))
        if told is not None:
            return told
        for address in row.get("addresses") or ():
            for name in str(address.get("city") or "").split(" / "):
                matches = [one.commune.code for one in index().find(name, limit=3) if one.is_exact] if name else []
                if len(matches) == 1 and matches[0] in self.communes:
                    return self.communes[matches[0]]
        point = values.point_of(row)
        return self._nearest(*point) if point else None

    @cached_property
    def _middles(self) -> tuple[list[Commune], Any]:
        """Communes whose middle is known, and these points: read once, asked for each of many thousand places."""
        rows = [row for row in self.communes.values() if row.lat is not None and row.lon is not None]
        return rows, np.array([(row.lat, row.lon) for row in rows])

    def _nearest(self, lat: float, lon: float) -> Commune | None:
        rows, middle = self._middles
        if not rows:
            return None
        shrunk = (middle - (lat, lon)) * (1.0, np.cos(np.radians(lat)))
        found = rows[int(np.argmin((shrunk**2).sum(axis=1)))]
        return found if great_circle_km(lat, lon, found.lat, found.lon) <= NEAREST_KM else None

    def _remember(self, told: tuple[str, str], commune: str, lat: float | None, lon: float | None) -> None:
        for name in set(told) - {""}:
            self.near.setdefault(f"{commune} {name}", []).append((commune, lat, lon))

    def _is_alike(self, row: Row, commune: Commune) -> bool:
        """Whether a centre of its name stands near: within a kilometre, or somewhere in its commune."""
        point = values.point_of(row)
        for name in {fold(text) for text in values.names(row).values()} - {""}:
            for _there, lat, lon in self.near.get(f"{commune.code} {name}", ()):
                if point is None or lat is None or lon is None or great_circle_km(*point, lat, lon) <= SAME_KM:
                    return True
        return False

    def _stops(self) -> None:
        for row in self.objects["location"].values():
            unit = self.plan.places.get(str(row.get("stop_of")))
            if row.get("stop_of") and unit is not None and not unit.is_known:
                unit.stops += stops_of(row, unit.centre, self.communes)

    # what

    def _offers(self) -> None:
        at: dict[str, list[Row]] = {}
        for row in self.objects["service_at_location"].values():
            at.setdefault(str(row.get("service_id")), []).append(row)
        here = set(Service.objects.values_list("code", flat=True))
        hidden = {
            Keys().service(row) for row in Service.objects.filter(centre__confidential=True).select_related("centre")
        }
        for key, row in self.objects["service"].items():
            if ("service", key) in self.known or values.code(row, "S") in here or key in hidden:
                self.plan.counts["known.service"] += 1
                if key in self.offered_at and str(row.get("status")) in OFFERED:
                    self._offer(key, row, at.get(key, []), self.offered_at[key])
            elif str(row.get("status")) not in OFFERED:
                self.plan.leave("not_offered", "service", row)
            else:
                self._offer(key, row, at.get(key, []), set())

    def _offer(self, key: str, row: Row, at: list[Row], here: set[int]) -> None:
        """A service at the places at which it is not ``here`` yet."""
        found = [
            (str(one["id"]), self.plan.places[str(one.get("location_id"))])
            for one in at
            if str(one.get("location_id")) in self.plan.places
        ]
        if here:
            found = [(at_key, place) for at_key, place in found if place.centre.pk not in here]
            if not found:
                return
        stops = [one for one in at if self.objects["location"].get(str(one.get("location_id")), {}).get("stop_of")]
        if not found:
            if len(at) > len(stops):
                self.plan.leave("its_place", "service", row)
                return
            place = self._without_place(row)
            if place is None:
                return
            found = [("", place)]
        told = values.service_values(row, self.meaning, self.today)
        if not told["theme"]:
            self.plan.leave("theme", "service", row)
            return
        for number, (at_key, there) in enumerate(found, start=len(here)):
            self._add(key, row, told, there, number, at_key)

    def _add(self, key: str, row: Row, told: dict[str, Any], place: Place, number: int, at_key: str) -> None:
        paid = self.plan.programmes.get(str(row.get("program_id")))
        same_world = paid is not None and paid.is_demonstration == place.centre.is_demonstration
        whole = told | {"is_demonstration": place.centre.is_demonstration, "source": self._source(row)}
        code = values.code(row, "S")
        service = Service(
            code=code if not number else f"{code[:36]}-{number + 1}", centre=place.centre, **whole,
            programme=paid if same_world else None,
        )  # fmt: skip
        if service.until and service.since and service.since > service.until:
            service.until = None
        offer = Offer(service, key, place, number == 0, at_key, str(row.get("intake_location") or ""))
        offer.notices = list(notices_of(row, self.today))
        offer.capacities, offer.conditions = capacities_of(row), eligibility.read(row)
        offer.words = [one for one in row.get("attributes") or () if ours(one) is None]
        self.plan.offers.append(offer)

    def _without_place(self, row: Row) -> Place | None:
        """A place for a service that has none: confidential, or not told by the package."""
        hidden = bool(row.get("confidential"))
        operator = self.plan.operators.get(str(row.get("organization_id")))
        province = self._filed(row)
        if operator is None or not province:
            self.plan.leave("no_owner" if operator is None else "no_place", "service", row)
            return None
        if self.region and self.regions.get(province) != self.region:
            self.plan.leave("other_region", "service", row)
            return None
        phone = values.phone_of(row) if hidden else ""
        mark = key_of("without", operator.code, province, hidden, phone)
        if mark not in self.plan.places:
            centre = Centre(
                code=f"C-{mark.replace('-', '')[:12].upper()}", operator=operator, province_id=province,
                name_ar=operator.name_ar, name_fr=operator.name_fr, type=self.meaning.centre_type, phone=phone,
                confidential=hidden, is_demonstration=operator.is_demonstration, source=self.source,
            )  # fmt: skip
            there = self.by_code.get(centre.code)
            self.plan.places[mark] = Place(there or centre, "", is_known=there is not None)
        return self.plan.places[mark]
