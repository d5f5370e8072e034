"""How the invented pages are kept: some said true today, some growing old, one hidden; closures, stops, a campaign."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from jisr.centres.actions.keeping import grade
from jisr.centres.choices import CapacityKind, Cost, CostPer, Mode, PlacesSource, Saturation, Theme
from jisr.centres.models import Campaign, Capacity, Confirmation, Notice, Service, Stop
from jisr.common.parameters import value
from jisr.exchange.demonstration.sketches import Sketch

#: Its own dice: the network stays the one it was.
SEED = "jisr demonstration pages"
PROVINCE = "07.161"
#: Pages of the stories that are old on purpose: centre -> days since they were said true.
OLD = {"DEMO-CHI-FAM": 345, "DEMO-CHI-CSC-IMI": 400}
#: Days since the others were said true, on average; and how old the oldest is.
DAYS_AGO, OLDEST = 70, 420
#: The centres of the stories are kept: none of their other pages is older than this.
STORIES, MOST_OF_STORIES = ("DEMO-CHI-", "DEMO-TAR-"), 60
ASKED_DAYS_AGO, ASKED_FOR_DAYS, ANSWERED = 6, 14, 0.4
_PAID: dict[str, tuple[str, int | None, str]] = {
    Theme.TRAINING: (Cost.FIXED, 5_000, CostPer.MONTH), Theme.CHILDCARE: (Cost.FIXED, 10_000, CostPer.MONTH),
    Theme.STUDENT_LODGING: (Cost.INCOME, 15_000, CostPer.MONTH), Theme.ELDERLY: (Cost.DONATION, None, ""),
}  # fmt: skip
_KINDS: dict[str, str] = {
    Theme.STUDENT_LODGING: CapacityKind.BED, Theme.SHELTER: CapacityKind.BED, Theme.ELDERLY: CapacityKind.BED,
    Theme.TRAINING: CapacityKind.SEAT, Theme.LITERACY: CapacityKind.SEAT, Theme.CHILDCARE: CapacityKind.SEAT,
    Theme.PSYCHOLOGY: CapacityKind.APPOINTMENT,
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """Rows beside the services, not yet saved."""

    notices: list[Notice]
    stops: list[Stop]
    capacities: list[Capacity]
    confirmations: list[Confirmation]
    campaigns: list[Campaign]


def keep(sketches: Sequence[Sketch], services: Sequence[Service], today: date) -> Kept:
    """Fill what services say of themselves, and make what stands beside them; the same for the same day."""
    dice = random.Random(SEED)
    receive = _receiving(sketches)
    hide_days = value("jisr.centres", "freshness", "hide_days", on=today)
    for service in services:
        _said_true(service, dice, today, hide_days)
        _how(service, dice, receive)
        _demand(service, dice)
    asked = today - timedelta(days=ASKED_DAYS_AGO)
    _answer(services, dice, today)
    grade(services, today)
    answering = [one for one in services if one.centre.province_id == PROVINCE and one.verified_on >= asked]
    return Kept(
        notices=list(_notices(sketches, dice, today)), stops=list(_stops(sketches, dice, today)),
        capacities=list(_capacities(services, today)),
        confirmations=[
            Confirmation(service=one, on=one.verified_on, through=PlacesSource.DEMONSTRATION) for one in answering
        ],
        campaigns=[
            Campaign(
                province_id=PROVINCE, since=asked, until=asked + timedelta(days=ASKED_FOR_DAYS), is_demonstration=True
            )
        ],
    )  # fmt: skip


def _receiving(sketches: Iterable[Sketch]) -> dict[str, Any]:
    """Where people of a province are received first: one open place of each."""
    found: dict[str, Any] = {}
    for sketch in sketches:
        if sketch.centre.type == "assistance_centre" and not sketch.centre.confidential:
            found.setdefault(sketch.centre.province_id, sketch.site)
    return found


def _said_true(service: Service, dice: random.Random, today: date, hide_days: int) -> None:
    code = service.centre.code
    drawn = min(int(dice.expovariate(1 / DAYS_AGO)), OLDEST)
    days = OLD.get(code, drawn % MOST_OF_STORIES if code.startswith(STORIES) else drawn)
    service.verified_on = today - timedelta(days=days)
    if days >= hide_days:
        service.hidden_on = service.verified_on + timedelta(days=hide_days)


def _answer(services: Iterable[Service], dice: random.Random, today: date) -> None:
    """Some centres of the province have answered what its delegation asks: for all of their pages."""
    answers: dict[str, bool] = {}
    for service in services:
        code = service.centre.code
        if service.centre.province_id != PROVINCE or code.startswith(STORIES):
            continue
        if answers.setdefault(code, dice.random() < ANSWERED):
            service.verified_on, service.hidden_on = today - timedelta(days=3), None


def _how(service: Service, dice: random.Random, receive: dict[str, Any]) -> None:
    centre = service.centre
    said = dice.random()
    service.places_kind = _KINDS.get(service.theme, CapacityKind.PLACE)
    if said < 0.85:
        cost, amount, per = _PAID.get(service.theme, (Cost.FREE, None, ""))
        service.cost, service.cost_mad, service.cost_per = cost, amount, per
    if said < 0.75:
        service.modes = _modes(service)
    if service.theme in {Theme.VIOLENCE, Theme.SHELTER} and "women" in service.publics:
        service.staff_gender = "f"
    first = receive.get(centre.province_id)
    if centre.confidential and first is not None:
        service.intake_site, service.staff_gender = first, "f"


def _modes(service: Service) -> list[str]:
    if service.professional_only:
        return [Mode.REFERRED]
    if service.centre.type == "mobile_unit":
        return [Mode.MOBILE, Mode.TELEPHONE]
    if service.theme in {Theme.PSYCHOLOGY, Theme.LEGAL, Theme.FAMILY, Theme.DISABILITY}:
        return [Mode.APPOINTMENT, Mode.TELEPHONE]
    return [Mode.WALK_IN]


def _demand(service: Service, dice: random.Random) -> None:
    if not service.places_total or service.places_confirmed_on is None or service.places_free is None:
        return
    share = service.places_free / service.places_total
    service.saturation = Saturation.HIGH if not share else Saturation.MODERATE if share < 0.1 else Saturation.LOW
    service.wait_days = dice.randint(10, 120) if not share else None
    service.saturation_on = service.places_confirmed_on


def _notices(sketches: Iterable[Sketch], dice: random.Random, today: date) -> Iterator[Notice]:
    """A closure of some centres now or soon, other hours at one, something to be known at another."""
    for sketch in sketches:
        centre = sketch.centre
        if centre.code == "DEMO-CHI-CAS":
            yield Notice(
                centre=centre, kind="hours", since=today, until=today + timedelta(days=12), said_on=today,
                hours="Mo-Fr 09:00-15:00", text_ar="توقيت خاص أثناء أشغال الصيانة",
                text_fr="Horaires réduits pendant des travaux d’entretien",
            )  # fmt: skip
        elif centre.code == "DEMO-CHI-TALIBA-IMI":
            yield Notice(
                centre=centre, kind="notice", since=today, until=today + timedelta(days=20), said_on=today,
                text_ar="التسجيل في اللائحة الاحتياطية مفتوح", text_fr="Inscriptions ouvertes sur la liste d’attente",
            )  # fmt: skip
        elif centre.code == "DEMO-CHI-EMF" or dice.random() < 0.01:
            since = today + timedelta(days=dice.randint(1, 15))
            yield Notice(centre=centre, confidential=centre.confidential, kind="closure", since=since,
                         until=since + timedelta(days=3), said_on=today)  # fmt: skip


def _stops(sketches: Sequence[Sketch], dice: random.Random, today: date) -> Iterator[Stop]:
    """Each mobile unit halts at up to three communes of its province, each on its weekday."""
    communes: dict[str, list[str]] = defaultdict(list)
    for sketch in sketches:
        if not sketch.centre.confidential and sketch.site.commune_id not in communes[sketch.centre.province_id]:
            communes[sketch.centre.province_id].append(sketch.site.commune_id)
    monday = today - timedelta(days=today.weekday())
    for sketch in sketches:
        if sketch.centre.type != "mobile_unit":
            continue
        there = communes[sketch.centre.province_id]
        for day, commune in enumerate(dice.sample(there, min(3, len(there)))):
            yield Stop(
                centre=sketch.centre, commune_id=commune, place_ar="ساحة السوق الأسبوعي",
                place_fr="Place du souk hebdomadaire", since=monday + timedelta(days=2 * day), every_weeks=1 + day // 2,
                opens=time(9, 30), closes=time(13),
            )  # fmt: skip


def _capacities(services: Iterable[Service], today: date) -> Iterator[Capacity]:
    """Where pupils sleep, meals and seats of the study are counted too."""
    for service in services:
        if service.theme == Theme.STUDENT_LODGING and service.places_total:
            said = {"said_on": service.places_confirmed_on or today, "through": PlacesSource.DEMONSTRATION}
            yield Capacity(service=service, kind=CapacityKind.MEAL, maximum=3 * service.places_total, **said)
            yield Capacity(service=service, kind=CapacityKind.SEAT, maximum=service.places_total // 2, **said)
