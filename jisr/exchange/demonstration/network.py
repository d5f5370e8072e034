"""The invented network: about 2,900 centres on real ground, the same at every loading but for its dates."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from jisr.centres.choices import Answers, CentreType, Document, OperatorKind, PlacesSource, Theme, Zone
from jisr.centres.models import Centre, Contact, Operator, PlacesStatement, Programme, Service, Site
from jisr.common.database import scope
from jisr.exchange.demonstration import words
from jisr.exchange.demonstration.ground import Ground, read_grounds
from jisr.exchange.demonstration.plan import Planned, plan

HERE = Path(__file__).parent
SOURCE = "demonstration"
BATCH = 1_000
#: Kinds run by the (invented) mutual aid institution itself; associations run the rest.
BY_OFFICE = frozenset({"assistance_centre", "disability_centre", "child_centre", "women_training"})
DURATION = 3 * 365


@dataclass
class Sketch:
    """A centre about to be made, with what its services need."""

    centre: Centre
    site: Site
    contact: Contact
    ground: Ground
    sex: str
    row: Mapping[str, Any]


def load(today: date) -> dict[str, int]:
    """Invent the network in the database, unless it is already there.

    Speaks as the owner of the tables: never part of a request.

    Args:
        today: dates of the demonstration are relative to it.

    Returns:
        how many centres and services were made; zeros when the network was there.
    """
    with scope(speaking="owner"):
        if Centre.objects.filter(is_demonstration=True).exists():
            return {"centres": 0, "services": 0}
        return Network(read_grounds(), today).save()


class Network:
    """Builds the rows in memory, then saves them in the order of their keys."""

    def __init__(self, grounds: list[Ground], today: date) -> None:
        self.today = today
        self.random = random.Random("jisr demonstration network")  # noqa: S311 - invented data, not a secret
        self.grounds = grounds
        self.by_code = {ground.code: ground for ground in grounds}
        self.calibration = _read("calibration.yaml")
        self.named = _read("named.yaml")
        self.offers = _read("services.yaml")
        self.operators: dict[str, Operator] = {}
        self.taken: Counter = Counter()
        self.numbers: Counter = Counter()
        self.lines = 0
        self.sketches: list[Sketch] = []

    def save(self) -> dict[str, int]:
        """Make every row; the numbers of centres and services made."""
        self._operators_of_the_nation()
        self._sketch()
        Operator.objects.bulk_create(self.operators.values(), batch_size=BATCH)
        programmes = self._programmes()
        Programme.objects.bulk_create(programmes.values())
        for sketch in self.sketches:
            sketch.centre.set_sort_keys()
        Centre.objects.bulk_create([sketch.centre for sketch in self.sketches], batch_size=BATCH)
        for sketch in self.sketches:
            sketch.site.centre_id = sketch.contact.centre_id = sketch.centre.pk
        Site.objects.bulk_create([sketch.site for sketch in self.sketches], batch_size=BATCH)
        partners = [sketch.contact for sketch in self.sketches if sketch.centre.answers == Answers.LINK]
        Contact.objects.bulk_create(partners, batch_size=BATCH)
        services = [service for sketch in self.sketches for service in self._services(sketch, programmes)]
        self._fit_published_places(services)
        Service.objects.bulk_create(services, batch_size=BATCH)
        PlacesStatement.objects.bulk_create(self._statements(services), batch_size=BATCH)
        return {"centres": len(self.sketches), "services": len(services)}

    # operators

    def _operators_of_the_nation(self) -> None:
        self._operator("DEMO-OP-AID", words.MUTUAL_AID, OperatorKind.MUTUAL_AID)
        self._operator("DEMO-OP-STATE", words.STATE, OperatorKind.STATE)
        self._operator("DEMO-OP-REGION", words.REGION, OperatorKind.COUNCIL)

    def _operator(self, code: str, names: tuple[str, str], kind: str, *values: tuple[str, str]) -> Operator:
        if code not in self.operators:
            arabic = names[0] % tuple(value[0] for value in values) if values else names[0]
            french = names[1] % tuple(value[1] for value in values) if values else names[1]
            self.operators[code] = Operator(
                code=code, name_ar=arabic, name_fr=french, kind=kind, is_demonstration=True, source=SOURCE
            )
        return self.operators[code]

    def _run_by(self, kind: str, ground: Ground) -> Operator:
        province = (ground.province_ar, ground.province_fr)
        if kind in BY_OFFICE or (kind == "training_centre" and self.random.random() < 0.6):
            return self.operators["DEMO-OP-AID"]
        if kind == "citizens_centre":
            return self.operators["DEMO-OP-STATE"]
        if kind == "complex":
            return self._operator(f"DEMO-OP-C-{ground.province}", words.COUNCIL, OperatorKind.COUNCIL, province)
        special = self.calibration["provinces"].get(ground.province, {})
        pool = special.get("associations", 6)
        turn = self.numbers["association", ground.province] % pool
        self.numbers["association", ground.province] += 1
        return self._association(ground, turn)

    def _association(self, ground: Ground, turn: int) -> Operator:
        province = (ground.province_ar, ground.province_fr)
        code, word = f"DEMO-OP-{ground.province}-{turn + 1:02d}", words.WORDS[turn % len(words.WORDS)]
        return self._operator(code, words.ASSOCIATION, OperatorKind.ASSOCIATION, word, province)

    def _delegation(self, ground: Ground) -> Operator:
        province = (ground.province_ar, ground.province_fr)
        return self._operator(f"DEMO-OP-D-{ground.province}", words.DELEGATION, OperatorKind.DELEGATION, province)

    def _programmes(self) -> dict[str, Programme]:
        since = self.today - timedelta(days=400)
        return {
            theme: programme
            for code, (arabic, french, themes) in words.PROGRAMMES.items()
            for programme in [
                Programme(
                    code=code, name_ar=arabic, name_fr=french, themes=list(themes), since=since,
                    until=since + timedelta(days=DURATION), owner=self.operators["DEMO-OP-REGION"],
                    is_demonstration=True, source=SOURCE,
                )
            ]
            for theme in themes
        }  # fmt: skip

    # centres

    def _sketch(self) -> None:
        for row in self.named:
            ground = self.by_code[row["commune"]]
            self._count_name(row["type"], row.get("sex", ""), ground)
            self.sketches.append(self._named(row, ground))
        for planned in plan(self.grounds, self.calibration, self.named):
            self.sketches.append(self._invented(planned))

    def _named(self, row: Mapping[str, Any], ground: Ground) -> Sketch:
        operator = {
            "office": lambda: self.operators["DEMO-OP-AID"],
            "state": lambda: self.operators["DEMO-OP-STATE"],
            "word": lambda: self._run_by("student_home", ground),
        }[row["operator"]]()
        centre = self._centre(row["code"], row["type"], (row["ar"], row["fr"]), operator, ground)
        centre.answers = row.get("answers", Answers.LIST)
        centre.languages = row["languages"]
        centre.accessibility = row.get("accessibility", [])
        return self._placed(centre, ground, row.get("sex", ""), row)

    def _invented(self, planned: Planned) -> Sketch:
        kind, ground = planned.type, planned.ground
        sex = ""
        if kind == "student_home":
            sex = "f" if self.numbers["home", ground.province] % 5 in {0, 2, 4} else "m"
            self.numbers["home", ground.province] += 1
        names = self._name(kind, sex, ground)
        self.numbers[kind, ground.province] += 1
        code = f"DEMO-{ground.province.replace('.', '')}-{_short(kind)}-{self.numbers[kind, ground.province]:03d}"
        operator = self._run_by(kind, ground)
        centre = self._centre(code, kind, names, operator, ground)
        partner = operator.kind in {OperatorKind.ASSOCIATION, OperatorKind.STATE}
        centre.answers = Answers.LINK if partner and self.random.random() < 0.6 else Answers.LIST
        centre.languages = self._languages(ground)
        centre.accessibility = [
            code for code, share in ACCESS_SHARES.items() if self.random.random() < share * (1 if ground.urban else 0.6)
        ]
        return self._placed(centre, ground, sex, {})

    def _centre(self, code: str, kind: str, names: tuple[str, str], operator: Operator, ground: Ground) -> Centre:
        self.lines += 1
        return Centre(
            code=code, name_ar=names[0], name_fr=names[1], type=kind, operator=operator,
            supervised_by=self._delegation(ground), province_id=ground.province, confidential=kind == "women_space",
            phone=f"+2125000{self.lines:05d}", hours=self.random.choice(words.HOURS.get(kind, words.OFFICE_HOURS)),
            opened_on=self.today - timedelta(days=self.random.randint(400, 9_000)), is_demonstration=True,
            source=SOURCE,
        )  # fmt: skip

    def _placed(self, centre: Centre, ground: Ground, sex: str, row: Mapping[str, Any]) -> Sketch:
        lat, lon = self._point(ground)
        site = Site(confidential=centre.confidential, commune_id=ground.commune, lat=lat, lon=lon, address="")
        return Sketch(centre, site, Contact(phone=centre.phone), ground, sex, row)

    def _point(self, ground: Ground) -> tuple[float, float]:
        """A point near the commune's own, the farther the more people live there; coasts are kept dry by the east."""
        reach_km = min(6.0, 0.4 + 0.0035 * math.sqrt(max(ground.people, 1)))
        radius, angle = reach_km * math.sqrt(self.random.random()), self.random.uniform(-0.9, 0.9)
        lat = ground.lat + radius * math.sin(angle) / 111.2
        lon = ground.lon + radius * math.cos(angle) / (111.2 * math.cos(math.radians(ground.lat)))
        return round(lat, 5), round(lon, 5)

    def _count_name(self, kind: str, sex: str, ground: Ground) -> int:
        where = ground.province if kind == "women_space" else ground.code
        self.taken[kind, sex, where] += 1
        return self.taken[kind, sex, where] - 1

    def _name(self, kind: str, sex: str, ground: Ground) -> tuple[str, str]:
        arabic, french = words.PLACES[f"{kind}_{sex}" if sex else kind]
        nth = self._count_name(kind, sex, ground)
        confidential = kind == "women_space"
        place = (ground.province_ar, ground.province_fr) if confidential else (ground.name_ar, ground.name_fr)
        if not nth:
            return arabic % place[0], french % place[1]
        word, turn = words.WORDS[(nth - 1) % len(words.WORDS)], (nth - 1) // len(words.WORDS)
        number = f" {turn + 1}" if turn else ""
        return arabic % f"{place[0]} {word[0]}{number}", french % f"{place[1]} {word[1]}{number}"

    def _languages(self, ground: Ground) -> list[str]:
        spoken = ["darija", *(code for code in ground.languages if self.random.random() < 0.85)]
        return [*spoken, "french"] if self.random.random() < (0.7 if ground.urban else 0.35) else spoken

    # services

    def _services(self, sketch: Sketch, programmes: Mapping[str, Programme]) -> Iterator[Service]:
        centre = sketch.centre
        for number, offer in enumerate(self.offers[centre.type], start=1):
            if not (sketch.row or self.random.random() < offer.get("share", 1.0)):
                continue
            service = _service(centre, offer, f"{centre.code}-{number}", sketch.sex)
            if self.random.random() < 0.7 or sketch.row:
                service.programme = programmes.get(service.theme)
            if "places" in offer:
                self._places(service, offer["places"], sketch)
            yield service

    def _places(self, service: Service, limits: list[int], sketch: Sketch) -> None:
        said = sketch.row.get("places", {}).get(service.theme)
        if said:
            total, free, days = said
        else:
            total = self.random.randint(*limits)
            full = self.random.random() < 0.35
            free = 0 if full else self.random.randint(1, max(1, total // 4))
            days = int(self.random.expovariate(1 / 25))
        service.places_total = total
        if said or self.random.random() < 0.85:  # some centres never said
            service.places_free = free
            service.places_confirmed_on = self.today - timedelta(days=min(days, 300))
            service.places_waiting = 0 if free else self.random.randint(0, 25)

    def _fit_published_places(self, services: list[Service]) -> None:
        """Make the places of Tinghir's student homes, and of care institutions, add up to what is published."""
        homes: dict[str, list[Service]] = defaultdict(list)
        care: list[Service] = []
        for service in services:
            kind = service.centre.type
            if service.theme == Theme.STUDENT_LODGING:
                homes[service.centre.province_id].append(service)
            elif kind.startswith("care_") and service.places_total and service.code.endswith("-1"):
                care.append(service)
        for province, facts in self.calibration["provinces"].items():
            if "student_places" in facts:
                _scale(homes[province], facts["student_places"])
        _scale(care, self.calibration["care_places"])

    def _statements(self, services: Iterable[Service]) -> Iterator[PlacesStatement]:
        for service in services:
            if service.places_free is not None:
                yield PlacesStatement(
                    service=service, said_on=service.places_confirmed_on, through=PlacesSource.DEMONSTRATION,
                    total=service.places_total, free=service.places_free, waiting=service.places_waiting,
                )  # fmt: skip


ACCESS_SHARES = {"ramp": 0.55, "toilet": 0.3, "reading": 0.5, "sign": 0.06, "remote": 0.25, "home_visit": 0.15}


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def _short(kind: str) -> str:
    return "".join(part[0] for part in kind.split("_")).upper() + str(list(CentreType.values).index(kind) + 1)


def _service(centre: Centre, offer: Mapping[str, Any], code: str, sex: str) -> Service:
    low, high = offer.get("ages", (None, None))
    return Service(
        code=code, centre=centre, name_ar=offer["ar"], name_fr=offer["fr"], theme=offer["theme"],
        about_ar=offer.get("about_ar", ""), about_fr=offer.get("about_fr", ""), publics=offer.get("publics", []),
        publics_only=offer.get("only", False), age_min=low, age_max=high, sex=offer.get("sex", sex),
        zone=offer.get("zone", Zone.PROVINCE), hours="24/7" if offer.get("always") else "",
        languages=centre.languages, accessibility=centre.accessibility,
        documents=offer.get("documents", [Document.NOTHING]), professional_only=offer.get("professional", False),
        compartment=offer.get("compartment", ""), since=centre.opened_on, is_demonstration=True, source=SOURCE,
    )  # fmt: skip


def _scale(services: list[Service], total: int) -> None:
    """Scale the places of services so that they add up to ``total`` exactly."""
    before, left = sum(service.places_total or 0 for service in services), total
    for position, service in enumerate(services):
        last = position == len(services) - 1
        service.places_total = left if last else round((service.places_total or 0) * total / before)
        left -= service.places_total
        if service.places_free is not None:
            service.places_free = min(service.places_free, service.places_total)
